//! A disk that fails, loses power and rots under a durable store.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod disk;

use std::collections::BTreeMap;
use std::sync::mpsc::channel;
use std::thread;

use disk::world::{NAMES, TEXTS, World, furnish, get, put, world};
use disk::{Dice, Disk, SyncFault};
use squall_store::{Error, OpenError, RawRow, Store};

#[derive(Debug)]
enum Answer {
    Taken,
    Store(Error),
}

impl From<Error> for Answer {
    fn from(error: Error) -> Self {
        Answer::Store(error)
    }
}

#[test]
fn a_failed_sync_fails_all_that_stands_upon_it() {
    for fault in [SyncFault::Lost, SyncFault::Landed] {
        let disk = Disk::new();
        let store = disk.open().unwrap();
        put(&store, "count", 1).unwrap();
        let before = store.dump().unwrap();
        disk.stall(true);
        disk.fail_sync(fault);
        thread::scope(|scope| {
            let (tell, told) = channel();
            let count = |keep: bool| {
                let (tell, store) = (tell.clone(), &store);
                scope.spawn(move || {
                    store.write(|tx| {
                        let seen = tx.get(&NAMES, "count")?.unwrap();
                        tell.send(seen).unwrap();
                        if keep { Ok(tx.put(&NAMES, "count", &(seen + 1))?) } else { Err(Answer::Taken) }
                    })
                })
            };
            let mut writers = vec![count(true)];
            disk.wait_for_stall();
            writers.push(count(true));
            assert_eq!(told.recv().unwrap(), 1);
            assert_eq!(told.recv().unwrap(), 2, "the second builds upon the first");
            writers.push(count(false));
            let seen = told.recv().unwrap();
            assert!(seen == 2 || seen == 3, "{seen}");
            disk.stall(false);
            for writer in writers {
                let answer = writer.join().unwrap();
                assert!(matches!(answer, Err(Answer::Store(Error::Failed(_)))), "{answer:?}");
            }
        });
        assert_eq!(store.dump().unwrap(), before, "{fault:?}");
        put(&store, "after", 5).unwrap();
        assert_eq!((get(&store, "count"), get(&store, "after")), (Some(1), Some(5)));
        let after = world(&store);
        drop(store);
        assert_eq!(world(&disk.open().unwrap()), after, "{fault:?}");
    }
}

/// The failure comes while a writer that has built upon the lost change still works.
#[test]
fn a_writer_at_work_fails_with_what_it_has_read() {
    let disk = Disk::new();
    let store = disk.open().unwrap();
    put(&store, "count", 1).unwrap();
    disk.stall(true);
    disk.fail_sync(SyncFault::Lost);
    thread::scope(|scope| {
        let first = scope.spawn(|| put(&store, "count", 2));
        disk.wait_for_stall();
        let answer = store.write(|tx| {
            assert_eq!(tx.get(&NAMES, "count")?, Some(2));
            disk.stall(false);
            while !first.is_finished() {
                thread::yield_now();
            }
            tx.put(&NAMES, "copy", &2)
        });
        assert!(matches!(answer, Err(Error::Failed(_))), "{answer:?}");
        assert!(matches!(first.join().unwrap(), Err(Error::Failed(_))));
    });
    assert_eq!((get(&store, "count"), get(&store, "copy")), (Some(1), None));
    put(&store, "copy", 3).unwrap();
    drop(store);
    assert_eq!(get(&disk.open().unwrap(), "copy"), Some(3));
}

/// The system forgets pages that it failed to sync. Those that moved rows which the failed write
/// did not change must reach the disk all the same.
#[test]
fn what_a_failed_sync_left_is_written_again() {
    let text = "text ".repeat(150);
    for gap in 0..30u32 {
        let disk = Disk::new();
        let store = disk.open().unwrap();
        store.write(|tx| (0..60).try_for_each(|nth| tx.put(&TEXTS, &(nth * 100), &text))).unwrap();
        let before = store.dump().unwrap();
        disk.fail_sync(SyncFault::Lost);
        let keys = [1, 2, 3].map(|nth| gap * 200 + nth);
        let failed = store.write(|tx| keys.iter().try_for_each(|key| tx.put(&TEXTS, key, &text)));
        assert!(matches!(failed, Err(Error::Failed(_))), "{failed:?}");
        put(&store, "far away", 1).unwrap();
        store.write(|tx| tx.delete(&NAMES, "far away")).unwrap();
        let lost = Disk::holding(disk.after_power_loss(&mut Dice(u64::from(gap))));
        assert_eq!(lost.open().unwrap().dump().unwrap(), before, "gap {gap}");
    }
}

type Step = fn(&Store) -> Result<(), Error>;

const STEPS: [(&str, Step); 8] = [
    ("put", |store| put(store, "a", 100)),
    ("delete", |store| store.write(|tx| tx.delete(&NAMES, "c").map(drop))),
    ("snapshot", |store| store.snapshot("new")),
    ("snapshot again", |store| store.snapshot("s0")),
    ("snapshot with", |store| store.snapshot_with("s1", |tx| tx.put(&NAMES, "a", &100))),
    ("restore", |store| store.restore("s2").map(drop)),
    ("forget", |store| store.forget("s1").map(drop)),
    ("clear", Store::clear),
];

#[test]
fn a_failed_step_changes_nothing_and_the_next_one_works() {
    let image = {
        let disk = Disk::new();
        furnish(&disk.open().unwrap());
        disk.image()
    };
    let before = world(&Disk::holding(image.clone()).open().unwrap());
    for fault in [Some(SyncFault::Lost), Some(SyncFault::Landed), None] {
        for (name, step) in STEPS {
            let disk = Disk::holding(image.clone());
            let store = disk.open().unwrap();
            match fault {
                Some(fault) => disk.fail_sync(fault),
                None => disk.fail_writes(true),
            }
            let answer = step(&store);
            assert!(matches!(answer, Err(Error::Failed(_))), "{name} {fault:?} {answer:?}");
            assert_eq!(store.dump().unwrap(), before.0, "{name} {fault:?}");
            if fault.is_none() {
                assert!(put(&store, "more", 1).is_err(), "the disk is still full");
                disk.fail_writes(false);
            }
            put(&store, "more", 1).unwrap();
            store.write(|tx| tx.delete(&NAMES, "more")).unwrap();
            let lost = Disk::holding(disk.after_power_loss(&mut Dice(1)));
            assert_eq!(world(&lost.open().unwrap()), before, "{name} {fault:?}");
            assert_eq!(world(&store), before, "{name} {fault:?}");
            drop(store);
            let store = disk.open().unwrap();
            assert_eq!(world(&store), before, "{name} {fault:?}");
            step(&store).unwrap();
            assert_ne!(world(&store), before, "{name}");
        }
    }
}

/// Steps of every kind. `done` gets the world after each one that was acknowledged.
fn live(store: &Store, done: &mut Vec<World>) -> Result<(), Error> {
    let mut kept = BTreeMap::new();
    let mut note = |kept: &BTreeMap<String, Vec<RawRow>>| {
        done.push((store.dump().unwrap(), kept.clone().into_iter().collect()));
    };
    for turn in 0..4u64 {
        put(store, "a", turn)?;
        note(&kept);
        store.write(|tx| {
            tx.put(&NAMES, &format!("n{turn}"), &turn)?;
            tx.delete(&NAMES, &format!("n{}", turn.saturating_sub(2)))
        })?;
        note(&kept);
        let name = format!("s{}", turn % 2);
        match turn {
            0 | 1 => {
                store.snapshot(&name)?;
                kept.insert(name, store.dump().unwrap());
            }
            2 => store.restore(&name).map(drop)?,
            _ => {
                store.forget(&name)?;
                kept.remove(&name);
            }
        }
        note(&kept);
    }
    Ok(())
}

#[test]
fn power_loss_at_any_step_loses_nothing_acknowledged() {
    let image = {
        let disk = Disk::new();
        drop(disk.open().unwrap());
        disk.image()
    };
    let disk = Disk::holding(image.clone());
    let mut worlds = vec![World::default()];
    live(&disk.open().unwrap(), &mut worlds).unwrap();
    let all = disk.steps();
    let (mut under_way, mut dice) = (0, Dice(42));
    for end in 1..=all {
        let disk = Disk::holding(image.clone());
        disk.end_power_at(end);
        let mut done = vec![World::default()];
        if let Ok(store) = disk.open() {
            let _ = live(&store, &mut done);
        }
        assert_eq!(done, worlds[..done.len()]);
        for _ in 0..8 {
            let store = Disk::holding(disk.after_power_loss(&mut dice)).open().unwrap();
            let found = world(&store);
            // The step that was under way may have come through as a whole.
            let next = worlds.get(done.len()).is_some_and(|next| *next == found);
            under_way += u32::from(next);
            assert!(next || Some(&found) == done.last(), "power lost at step {end} of {all}");
        }
    }
    assert!(under_way > 0, "no loss met a commit between its writes and its answer");
}

/// How many damaged copies of each image; a long run sets `SQUALL_FLIPS`.
const FLIPS: u64 = 800;

/// What looked harmless must not come out later, when pages are taken that only seem to be free.
fn goes_on_well(disk: &Disk, store: Store) {
    let text = "more ".repeat(100);
    for part in 0..4u32 {
        store.write(|tx| (0..20).try_for_each(|nth| tx.put(&TEXTS, &(part * 20 + nth), &text))).unwrap();
    }
    let before = world(&store);
    drop(store);
    assert!(world(&disk.open().unwrap()) == before);
}

/// Flips a bit or cuts the end off, again and again, and counts what was found and what did no harm.
fn damage_is_found(image: &[u8], expected: &World) -> (u32, u32) {
    let (mut found, mut harmless) = (0, 0);
    let mut dice = Dice(9);
    let full: Vec<usize> = (0..image.len()).filter(|at| image[*at] != 0).collect();
    let flips = std::env::var("SQUALL_FLIPS").map_or(FLIPS, |text| text.parse().unwrap());
    for nth in 0..flips {
        let mut bad = image.to_vec();
        // Most of the file is empty, so that a place anywhere in it seldom matters.
        let at = match nth % 4 {
            0 => dice.roll(image.len() as u64) as usize,
            _ => full[dice.roll(full.len() as u64) as usize],
        };
        match nth % 16 {
            15 => bad.truncate(at.max(1)),
            _ => bad[at] ^= 1 << dice.roll(8),
        }
        let disk = Disk::holding(bad.clone());
        match disk.open() {
            Ok(store) => {
                assert!(world(&store) == *expected, "damage at {at} changed the world unnoticed");
                goes_on_well(&disk, store);
                harmless += 1;
            }
            Err(error) => {
                assert!(matches!(error, OpenError::Damaged { .. } | OpenError::Foreign(_)), "{error}");
                assert!(disk.image() == bad, "damage at {at}: the file was touched");
                found += 1;
            }
        }
    }
    (found, harmless)
}

#[test]
fn a_damaged_file_is_found_or_harmless() {
    let disk = Disk::new();
    let store = disk.open().unwrap();
    furnish(&store);
    store.write(|tx| (0..200).try_for_each(|nth| tx.put(&NAMES, &format!("row {nth}"), &nth))).unwrap();
    let expected = world(&store);
    let crashed = disk.image();
    drop(store);
    for (image, what) in [(disk.image(), "closed"), (crashed, "crashed")] {
        let (found, harmless) = damage_is_found(&image, &expected);
        println!("{what}: {found} found, {harmless} harmless");
        assert!(found > 40, "{what}: {found} found, {harmless} harmless");
    }
}
