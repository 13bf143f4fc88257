//! The journal: what was asked and answered, newest last, for operators.

use crate::record::Record;
use bytes::Bytes;
use squall_catalogue::System;
use std::cell::OnceCell;
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The most entries that are kept.
pub const KEPT: usize = 2_000;
/// The most bytes that all entries take together; the oldest go first. Entries of usual calls take a fifth of it.
pub const KEPT_BYTES: usize = 4 << 20;
/// The most readers of the stream.
const READERS: usize = 64;

/// Takes each new entry, with what makes an event of it: one and the same for all readers. Answers whether it wants
/// more.
pub type Reader = Box<dyn Fn(&Record, &dyn Fn() -> Bytes) -> bool + Send>;

/// What was asked and answered.
#[derive(Default)]
pub struct Journal {
    last: AtomicU64,
    pages: Mutex<Pages>,
}

#[derive(Default)]
struct Pages {
    records: VecDeque<Record>,
    /// The bytes that the records take.
    bytes: usize,
    readers: Vec<Reader>,
    tallies: BTreeMap<(System, Option<&'static str>), (u64, u64)>,
}

impl Pages {
    fn drop_oldest(&mut self) {
        self.bytes -= self.records.pop_front().map_or(0, |record| record.weight());
    }
}

impl Journal {
    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of the next entry.
    pub fn number(&self) -> u64 {
        self.last.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Writes an entry under the number it was given.
    pub fn write(&self, record: Record) {
        let mut pages = self.pages();
        let number = record.code.map(|code| code.number());
        let tally = pages.tallies.entry((record.system, number)).or_default();
        *tally = (tally.0 + 1, tally.1 + record.duration_us);
        if !pages.readers.is_empty() {
            let event = OnceCell::new();
            let shown = || event.get_or_init(|| record.to_event()).clone();
            pages.readers.retain(|reader| reader(&record, &shown));
        }
        pages.bytes += record.weight();
        pages.records.push_back(record);
        while pages.records.len() > KEPT || pages.bytes > KEPT_BYTES {
            pages.drop_oldest();
        }
    }

    /// The newest entries that a filter lets pass, newest first, at most so many; with `before` those that were written
    /// before the entry of that number.
    pub fn newest(&self, limit: usize, before: Option<u64>, wanted: impl Fn(&Record) -> bool) -> Vec<Record> {
        let pages = self.pages();
        // Entries are written in nearly the order of their numbers, but not quite.
        let place = before.and_then(|id| pages.records.iter().rposition(|record| record.id == id));
        let older = pages.records.iter().take(place.unwrap_or(pages.records.len())).rev();
        let is_older = |record: &&Record| place.is_some() || before.is_none_or(|id| record.id < id);
        older.filter(is_older).filter(|record| wanted(record)).take(limit).cloned().collect()
    }

    /// Lets a reader see every entry from now on. Refused when there are too many readers.
    pub fn follow(&self, reader: Reader) -> bool {
        let mut pages = self.pages();
        let room = pages.readers.len() < READERS;
        if room {
            pages.readers.push(reader);
        }
        room
    }

    /// Calls and microseconds by system and code (`None`: success).
    pub fn tallies(&self) -> Vec<(System, Option<&'static str>, u64, u64)> {
        self.pages().tallies.iter().map(|((system, code), (n, us))| (*system, *code, *n, *us)).collect()
    }

    /// The bytes that the entries take, never more than [`KEPT_BYTES`].
    pub fn bytes(&self) -> usize {
        self.pages().bytes
    }

    /// Forgets all entries; numbers and tallies go on.
    pub fn clear(&self) {
        let mut pages = self.pages();
        pages.records.clear();
        pages.bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::RecordedCall;
    use squall_cloud::Time;

    fn record(id: u64, reason: usize) -> Record {
        Record {
            id,
            at: Time(0),
            system: System::QingCloud,
            action: "X".into(),
            call: RecordedCall::default(),
            code: None,
            http_status: 200,
            duration_us: 1,
            reason: Some("r".repeat(reason)),
        }
    }

    #[test]
    fn entries_are_bounded_in_number_and_in_bytes() {
        let journal = Journal::default();
        for id in 1..=KEPT as u64 + 10 {
            journal.write(record(id, 10));
        }
        assert_eq!(journal.newest(usize::MAX, None, |_| true).len(), KEPT);
        for id in 3_000..3_100 {
            journal.write(record(id, KEPT_BYTES / 20));
            assert!(journal.bytes() <= KEPT_BYTES);
        }
        let kept = journal.newest(usize::MAX, None, |_| true);
        assert!((15..20).contains(&kept.len()) && kept[0].id == 3_099, "{}", kept.len());
        assert_eq!(journal.bytes(), kept.iter().map(Record::weight).sum::<usize>());
        journal.clear();
        assert_eq!(journal.bytes(), 0);
    }

    #[test]
    fn pages_follow_each_other_whatever_the_order_of_numbers() {
        let journal = Journal::default();
        for id in [1, 2, 4, 3, 5] {
            journal.write(record(id, 1));
        }
        let ids = |before| -> Vec<u64> {
            journal.newest(2, before, |_| true).iter().map(|record| record.id).collect()
        };
        assert_eq!([ids(None), ids(Some(3)), ids(Some(2))], [vec![5, 3], vec![4, 2], vec![1]]);
        assert_eq!([ids(Some(1)), ids(Some(100))], [vec![], vec![5, 3]]);
    }

    #[test]
    fn readers_share_what_is_made_of_an_entry() {
        let journal = Journal::default();
        let (sender, events) = std::sync::mpsc::channel();
        for _ in 0..2 {
            let sender = sender.clone();
            journal.follow(Box::new(move |_, event| sender.send(event()).is_ok()));
        }
        journal.write(record(7, 1));
        let (one, other) = (events.recv().unwrap(), events.recv().unwrap());
        assert!(one.starts_with(b"id: 7\ndata: {") && one.as_ptr() == other.as_ptr());
    }
}
