//! A file layer that holds every write back until the file has proven sound.
//!
//! Opening a log writes: it marks the file as in use and repairs what a crash left. If the file
//! then turns out damaged or foreign, it must be left exactly as it was found.

use std::fmt;
use std::io;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::{BackendError, StorageBackend};

use super::format::{META_COMMITS, NOTE_AT, NOTE_BYTES, seal_u64, unseal_u64};

/// Bytes that are read and written back at once when a file is refreshed.
const REFRESH_BYTES: usize = 1 << 20;

enum Step {
    Write(u64, Vec<u8>),
    Length(u64),
    Sync,
}

struct State {
    /// `None` once writes go straight through.
    steps: Option<Vec<Step>>,
    length: u64,
}

struct Shared {
    file: Box<dyn StorageBackend>,
    state: Mutex<State>,
}

/// The layer as redb sees it; clones are the same layer.
#[derive(Clone)]
pub(super) struct Held(Arc<Shared>);

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.file.fmt(f)
    }
}

impl Held {
    pub(super) fn new(file: Box<dyn StorageBackend>) -> io::Result<Held> {
        let state = State { steps: Some(Vec::new()), length: file.len()? };
        Ok(Held(Arc::new(Shared { file, state: Mutex::new(state) })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Carries out what was held back, in its order, and holds back nothing more. After an error
    /// it goes on holding back, because what follows relies on all of it.
    pub(super) fn release(&self) -> io::Result<()> {
        let mut state = self.state();
        for step in state.steps.iter().flatten() {
            match step {
                Step::Write(at, data) => self.0.file.write(*at, data)?,
                Step::Length(length) => self.0.file.set_len(*length)?,
                Step::Sync => self.0.file.sync_data()?,
            }
        }
        state.steps = None;
        Ok(())
    }

    /// Notes how many commits were acknowledged. It is not synced and need not be: it comes after
    /// the sync of those commits, so it can be missing, but never says too much.
    pub(super) fn note(&self, commits: u64) -> io::Result<()> {
        self.0.file.write(NOTE_AT, &seal_u64(META_COMMITS, commits))
    }

    /// How many commits were acknowledged at least, as far as the file tells.
    pub(super) fn noted(&self) -> io::Result<u64> {
        if self.0.file.len()? < NOTE_AT + NOTE_BYTES as u64 {
            return Ok(0);
        }
        let mut note = [0; NOTE_BYTES];
        self.0.file.read(NOTE_AT, &mut note)?;
        Ok(unseal_u64(META_COMMITS, &note).unwrap_or(0))
    }

    /// Writes every byte of the file anew and syncs. After a failed sync the system may count
    /// pages as written that never reached the disk; this makes it write them again.
    pub(super) fn refresh(&self) -> io::Result<()> {
        let length = self.0.file.len()?;
        let mut at = 0;
        let mut part = vec![0; REFRESH_BYTES];
        while at < length {
            let size = usize::try_from(length - at).map_or(REFRESH_BYTES, |left| left.min(REFRESH_BYTES));
            self.0.file.read(at, &mut part[..size])?;
            self.0.file.write(at, &part[..size])?;
            at += size as u64;
        }
        self.0.file.sync_data()
    }
}

/// Copies the part of `data`, which lies at `from`, that falls into `out`, which lies at `at`.
fn lay_over(out: &mut [u8], at: u64, data: &[u8], from: u64) {
    let begin = at.max(from);
    let end = (at + out.len() as u64).min(from + data.len() as u64);
    if begin < end {
        let size = (end - begin) as usize;
        let (to, from) = ((begin - at) as usize, (begin - from) as usize);
        out[to..to + size].copy_from_slice(&data[from..from + size]);
    }
}

impl StorageBackend for Held {
    fn len(&self) -> io::Result<u64> {
        let state = self.state();
        if state.steps.is_some() { Ok(state.length) } else { self.0.file.len() }
    }

    fn read(&self, at: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.state();
        let Some(steps) = &state.steps else {
            drop(state);
            return self.0.file.read(at, out);
        };
        if at.checked_add(out.len() as u64).is_none_or(|end| end > state.length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let stored = self.0.file.len()?.saturating_sub(at).min(out.len() as u64) as usize;
        self.0.file.read(at, &mut out[..stored])?;
        out[stored..].fill(0);
        for step in steps {
            match step {
                Step::Write(from, data) => lay_over(out, at, data, *from),
                Step::Length(length) => {
                    let kept = length.saturating_sub(at).min(out.len() as u64) as usize;
                    out[kept..].fill(0);
                }
                Step::Sync => {}
            }
        }
        Ok(())
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        let mut state = self.state();
        state.length = length;
        match &mut state.steps {
            Some(steps) => steps.push(Step::Length(length)),
            None => return self.0.file.set_len(length),
        }
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut state = self.state();
        match &mut state.steps {
            Some(steps) => steps.push(Step::Sync),
            None => {
                drop(state);
                return self.0.file.sync_data();
            }
        }
        Ok(())
    }

    fn write(&self, at: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        match &mut state.steps {
            Some(steps) => steps.push(Step::Write(at, data.to_vec())),
            None => {
                drop(state);
                return self.0.file.write(at, data);
            }
        }
        Ok(())
    }

    fn close(&self) -> io::Result<()> {
        self.0.file.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.file.try_lock_range(start, end)
    }

    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.file.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.file.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.file.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.file.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.file.query_lock_range(start, end)
    }
}
