//! A directory that goes away with the test, and a disk that fails, stalls and loses power.

#![allow(dead_code)] // Each test binary uses a part of it.

pub(crate) mod world;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

use redb::StorageBackend;
use squall_store::{Durable, OpenError, Store};

/// Little enough for the small worlds of tests to be copied often, and in many steps.
const SLACK: u64 = 4 << 10;

static DIRS: AtomicU64 = AtomicU64::new(0);

/// A new directory under the system's temporary one.
pub(crate) struct TempDir(PathBuf);

impl TempDir {
    pub(crate) fn new() -> TempDir {
        let nth = DIRS.fetch_add(1, Ordering::SeqCst);
        let dir = std::env::temp_dir().join(format!("squall-store-{}-{nth}", std::process::id()));
        std::fs::create_dir(&dir).unwrap();
        TempDir(dir)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Small deterministic numbers, so that a failure comes back.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

#[derive(Debug, Clone)]
enum Step {
    Write(usize, Vec<u8>),
    Length(usize),
}

/// What the next sync does instead of succeeding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum SyncFault {
    /// Nothing reaches the disk, and the answer is an error.
    Lost,
    /// Everything reaches the disk, and the answer is an error all the same.
    Landed,
}

#[derive(Debug, Default)]
struct Platter {
    /// As a program sees it.
    cache: Vec<u8>,
    /// As it is once the power is gone.
    synced: Vec<u8>,
    unsynced: Vec<Step>,
    steps: u64,
    syncs: u64,
    power_ends: Option<u64>,
    sync_fault: Option<SyncFault>,
    write_fault: bool,
    stalled: bool,
    stalling: u64,
}

/// Clones are the same disk.
#[derive(Debug, Clone, Default)]
pub(crate) struct Disk(Arc<(Mutex<Platter>, Condvar)>);

fn apply(image: &mut Vec<u8>, step: &Step) {
    match step {
        Step::Length(length) => image.resize(*length, 0),
        Step::Write(at, data) => {
            let end = (at + data.len()).min(image.len());
            if *at < end {
                image[*at..end].copy_from_slice(&data[..end - at]);
            }
        }
    }
}

impl Disk {
    pub(crate) fn new() -> Disk {
        Disk::default()
    }

    pub(crate) fn holding(image: Vec<u8>) -> Disk {
        let disk = Disk::new();
        disk.platter().synced.clone_from(&image);
        disk.platter().cache = image;
        disk
    }

    fn platter(&self) -> MutexGuard<'_, Platter> {
        self.0.0.lock().unwrap()
    }

    pub(crate) fn open(&self) -> Result<Store, OpenError> {
        let disk = self.clone();
        Ok(Store::over(Box::new(Durable::open_with(move || Ok(disk.clone()), world::schema(), SLACK)?)))
    }

    /// The bytes as a program sees them.
    pub(crate) fn image(&self) -> Vec<u8> {
        self.platter().cache.clone()
    }

    pub(crate) fn steps(&self) -> u64 {
        self.platter().steps
    }

    pub(crate) fn syncs(&self) -> u64 {
        self.platter().syncs
    }

    /// From this step on nothing works any more.
    pub(crate) fn end_power_at(&self, step: u64) {
        self.platter().power_ends = Some(step);
    }

    pub(crate) fn fail_sync(&self, fault: SyncFault) {
        self.platter().sync_fault = Some(fault);
    }

    /// Every write fails until told otherwise, like those to a full disk.
    pub(crate) fn fail_writes(&self, fail: bool) {
        self.platter().write_fault = fail;
    }

    /// Syncs wait until told otherwise.
    pub(crate) fn stall(&self, stalled: bool) {
        self.platter().stalled = stalled;
        self.0.1.notify_all();
    }

    /// Waits until a sync has been stalled.
    pub(crate) fn wait_for_stall(&self) {
        let mut platter = self.platter();
        while platter.stalling == 0 {
            platter = self.0.1.wait(platter).unwrap();
        }
    }

    /// What is there when the power comes back: everything synced, and of the rest some sectors.
    pub(crate) fn after_power_loss(&self, dice: &mut Dice) -> Vec<u8> {
        const SECTOR: usize = 512;
        let platter = self.platter();
        let mut image = platter.synced.clone();
        let is_spared = dice.roll(4) == 0;
        for step in &platter.unsynced {
            match step {
                Step::Length(_) if dice.roll(4) > 0 => apply(&mut image, step),
                Step::Length(_) => {}
                Step::Write(at, data) => {
                    let torn = if is_spared { 0 } else { dice.roll(3) };
                    for (nth, sector) in data.chunks(SECTOR).enumerate() {
                        if torn == 0 || (torn == 1 && dice.roll(2) == 0) {
                            apply(&mut image, &Step::Write(at + nth * SECTOR, sector.to_vec()));
                        }
                    }
                }
            }
        }
        image
    }
}

impl Platter {
    fn step(&mut self) -> io::Result<()> {
        self.steps += 1;
        match self.power_ends {
            Some(end) if self.steps >= end => Err(io::Error::other("no power")),
            _ => Ok(()),
        }
    }

    fn change(&mut self, step: Step) -> io::Result<()> {
        self.step()?;
        if self.write_fault {
            return Err(io::ErrorKind::StorageFull.into());
        }
        apply(&mut self.cache, &step);
        self.unsynced.push(step);
        Ok(())
    }

    fn sync(&mut self) {
        for step in std::mem::take(&mut self.unsynced) {
            apply(&mut self.synced, &step);
        }
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.platter().cache.len() as u64)
    }

    fn read(&self, at: u64, out: &mut [u8]) -> io::Result<()> {
        let platter = self.platter();
        let end = at as usize + out.len();
        let stored = platter.cache.get(at as usize..end).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(stored);
        Ok(())
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.platter().change(Step::Length(length as usize))
    }

    fn write(&self, at: u64, data: &[u8]) -> io::Result<()> {
        self.platter().change(Step::Write(at as usize, data.to_vec()))
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut platter = self.platter();
        platter.stalling += 1;
        self.0.1.notify_all();
        while platter.stalled {
            platter = self.0.1.wait(platter).unwrap();
        }
        platter.stalling -= 1;
        platter.step()?;
        platter.syncs += 1;
        match platter.sync_fault.take() {
            // The system now takes the pages for written: only writing them again helps.
            Some(SyncFault::Lost) => platter.unsynced.clear(),
            Some(SyncFault::Landed) => platter.sync(),
            None => {
                platter.sync();
                return Ok(());
            }
        }
        Err(io::Error::other("sync failed"))
    }
}
