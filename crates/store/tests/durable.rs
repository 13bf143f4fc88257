//! What only a store on disk must do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]
#![allow(clippy::disallowed_methods, reason = "a slow disk takes the host's time")]

mod disk;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::thread;

use disk::world::{NAMES, TEXTS, furnish, get, open, put, world};
use disk::{Disk, TempDir};
use squall_store::{OpenError, Store};

#[test]
fn reopening_sees_everything() {
    let dir = TempDir::new();
    let inside = dir.path().join("made/on/the/way");
    let store = open(&inside).unwrap();
    assert!(store.is_durable());
    assert_eq!(store.kind(), "data");
    furnish(&store);
    let before = world(&store);
    assert_eq!(before.1.iter().map(|kept| kept.0.as_str()).collect::<Vec<_>>(), ["s0", "s1", "s2"]);
    drop(store);
    for _ in 0..3 {
        let store = open(&inside).unwrap();
        assert_eq!(world(&store), before);
    }
    let size = fs::metadata(inside.join("squall.redb")).unwrap().len();
    for _ in 0..40 {
        let store = open(&inside).unwrap();
        assert!(store.restore("s1").unwrap());
        store.write(|tx| tx.put(&TEXTS, &8, &"gone".repeat(4000))).unwrap();
        assert!(store.restore("s1").unwrap());
    }
    let grown = fs::metadata(inside.join("squall.redb")).unwrap().len();
    assert!(grown <= size * 2, "layers that nothing needs are deleted: {size} became {grown}");
}

/// Neither while it runs nor by being opened often.
#[test]
fn restoring_often_keeps_the_file_small() {
    let dir = TempDir::new();
    let store = open(dir.path()).unwrap();
    furnish(&store);
    let round = |rows: u32| {
        store.write(|tx| (0..rows).try_for_each(|key| tx.put(&TEXTS, &key, &"gone".repeat(200)))).unwrap();
        assert!(store.restore("s1").unwrap());
        put(&store, "a", 1).unwrap();
        store.snapshot("s2").unwrap();
    };
    let size = || fs::metadata(dir.path().join("squall.redb")).unwrap().len();
    // More rows at once than are swept at once.
    (0..4).for_each(|_| round(3000));
    let early = size();
    (0..40).for_each(|_| round(3000));
    assert!(size() <= early * 2, "{early} became {}", size());
    let before = world(&store);
    drop(store);
    assert_eq!(world(&open(dir.path()).unwrap()), before);
}

/// What was superseded leaves the file while it runs, and what a snapshot keeps stays.
#[test]
fn rows_written_over_and_over_keep_the_file_small() {
    let dir = TempDir::new();
    let store = open(dir.path()).unwrap();
    let round = |store: &Store, turn: u64| {
        let text = format!("{turn} ").repeat(200);
        store.write(|tx| (0..20).try_for_each(|key| tx.put(&TEXTS, &key, &text))).unwrap();
        put(store, &format!("n{}", turn % 7), turn).unwrap();
        store.write(|tx| tx.delete(&NAMES, &format!("n{}", turn % 3))).unwrap();
    };
    (0..10).for_each(|turn| round(&store, turn));
    store.snapshot("early").unwrap();
    let size = || fs::metadata(dir.path().join("squall.redb")).unwrap().len();
    let mut largest = [0; 2];
    for (half, largest) in largest.iter_mut().enumerate() {
        for turn in 0..600 {
            round(&store, 10 + turn + 600 * half as u64);
            *largest = size().max(*largest);
        }
    }
    // Each half writes eight megabytes, and the world never has more than 20 kilobytes.
    assert!(largest[1] < 4 << 20 && largest[1] <= largest[0] * 5 / 4, "{largest:?}");
    store.snapshot("late").unwrap();
    let before = world(&store);
    drop(store);
    let store = open(dir.path()).unwrap();
    assert_eq!(world(&store), before);
    (0..600).for_each(|turn| round(&store, turn));
    assert_eq!(world(&store).1[..2], before.1[..], "snapshots stay as they were");
}

#[test]
fn refusals_are_one_clear_sentence_and_touch_nothing() {
    let dir = TempDir::new();
    let refused = |path: &std::path::Path| match open(path) {
        Ok(_) => panic!("{} was opened", path.display()),
        Err(error) => error,
    };
    let file = dir.path().join("file");
    fs::write(&file, "hello").unwrap();
    assert_eq!(refused(&file), OpenError::NotADirectory(file.clone()));
    assert_eq!(refused(&file.join("below")), OpenError::NotADirectory(file.join("below")));

    let log = dir.path().join("squall.redb");
    for foreign in [&b"SQLite format 3\0 and so on"[..], b"x", &[0; 9000]] {
        fs::write(&log, foreign).unwrap();
        assert_eq!(refused(dir.path()), OpenError::Foreign(log.clone()));
        assert_eq!(fs::read(&log).unwrap(), foreign);
    }
    fs::remove_file(&log).unwrap();

    let other: redb::TableDefinition<u32, &str> = redb::TableDefinition::new("others");
    let database = redb::Database::create(&log).unwrap();
    let txn = database.begin_write().unwrap();
    txn.open_table(other).unwrap().insert(1, "row").unwrap();
    txn.commit().unwrap();
    drop(database);
    let before = fs::read(&log).unwrap();
    assert_eq!(refused(dir.path()), OpenError::Foreign(log.clone()));
    assert!(fs::read(&log).unwrap() == before, "a foreign database was changed");
    fs::remove_file(&log).unwrap();

    let store = open(dir.path()).unwrap();
    put(&store, "a", 1).unwrap();
    assert_eq!(refused(dir.path()), OpenError::Locked(log.clone()));
    put(&store, "a", 2).unwrap();
    drop(store);
    assert_eq!(get(&open(dir.path()).unwrap(), "a"), Some(2));
    for error in [refused(&file), OpenError::Version { path: log.clone(), found: 4 }] {
        let text = error.to_string();
        assert!(text.contains(dir.path().to_str().unwrap()) && !text.contains('\n'), "{text}");
    }
}

#[test]
fn another_format_is_refused() {
    let dir = TempDir::new();
    drop(open(dir.path()).unwrap());
    let log = dir.path().join("squall.redb");
    let meta: redb::TableDefinition<&[u8], &[u8]> = redb::TableDefinition::new("meta");
    let database = redb::Database::open(&log).unwrap();
    let txn = database.begin_write().unwrap();
    // CRC-32 of "format" and 4 in four bytes.
    let sealed = [&0x702a_b715u32.to_le_bytes()[..], &4u32.to_be_bytes()].concat();
    txn.open_table(meta).unwrap().insert(&b"format"[..], &sealed[..]).unwrap();
    txn.commit().unwrap();
    drop(database);
    let before = fs::read(&log).unwrap();
    let error = open(dir.path()).err().unwrap();
    assert_eq!(error, OpenError::Version { path: log.clone(), found: 4 });
    assert!(fs::read(&log).unwrap() == before);
}

#[test]
fn writers_share_syncs() {
    let disk = Disk::new();
    let store = disk.open().unwrap();
    put(&store, "first", 0).unwrap();
    disk.stall(true);
    let before = disk.syncs();
    let start = Barrier::new(65);
    thread::scope(|scope| {
        for writer in 0..64u64 {
            let (store, start) = (&store, &start);
            scope.spawn(move || {
                start.wait();
                put(store, &format!("w{writer}"), writer).unwrap();
            });
        }
        start.wait();
        disk.wait_for_stall();
        // The leader waits for the disk; the others need only the turn to get in line behind it.
        thread::sleep(std::time::Duration::from_millis(300));
        assert_eq!(store.dump().unwrap().len(), 1, "nothing is seen before its sync");
        disk.stall(false);
    });
    assert_eq!(store.dump().unwrap().len(), 65);
    let syncs = disk.syncs() - before;
    assert!(syncs <= 6, "64 writers took {syncs} syncs");
}

/// Not a test of its own: the process that is killed by the one below.
#[test]
#[ignore = "run by a_killed_process_loses_nothing_acknowledged"]
fn write_until_killed() {
    let dir = std::env::var_os("SQUALL_STORE_KILLED").unwrap();
    let store = open(dir.as_ref()).unwrap();
    for nth in 0u64.. {
        put(&store, "count", nth).unwrap();
        store.write(|tx| tx.put(&TEXTS, &(nth as u32 % 50), &"text ".repeat(nth as usize % 90))).unwrap();
        println!("\nacknowledged {nth}");
    }
}

#[test]
fn a_killed_process_loses_nothing_acknowledged() {
    let dir = TempDir::new();
    let mut seen = 0;
    for round in 0..5 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "--nocapture", "write_until_killed"])
            .env("SQUALL_STORE_KILLED", dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut next = || loop {
            let line = lines.next()?.unwrap();
            if let Some(nth) = line.strip_prefix("acknowledged ") {
                return Some(nth.parse::<u64>().unwrap());
            }
        };
        for _ in 0..20 + round * 7 {
            seen = next().unwrap();
        }
        child.kill().unwrap();
        while let Some(nth) = next() {
            seen = nth;
        }
        child.wait().unwrap();
        let store = open(dir.path()).unwrap();
        let count = get(&store, "count").unwrap();
        assert!(count == seen || count == seen + 1, "{seen} was acknowledged, {count} is there");
    }
}
