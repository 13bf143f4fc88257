//! Killed at any moment, squall shows after the next start what it has acknowledged, all of it, and nothing by half.
//! `SQUALL_KILLS` sets how often; `cargo xtask kills N` does so.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::disallowed_methods, missing_docs)]

mod client;
mod door;
mod opened;
#[path = "../running/mod.rs"]
mod running;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use client::{Client, Wish};
use opened::Opened;
use running::Running;
use squall::assembly;
use squall_simulate::Chance;
use squall_store::Store;

/// How often each test kills in an ordinary run.
const KILLS: u64 = 20;
/// After so many kills a directory is replaced by a new one.
const KILLS_OF_A_DIRECTORY: u64 = 40;
const CLIENTS: usize = 8;
/// The most replies before a kill.
const REPLIES: u64 = 400;

fn kills() -> u64 {
    std::env::var("SQUALL_KILLS").map_or(KILLS, |text| text.parse().unwrap())
}

/// A directory of this process, empty at first.
fn directory(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("squall-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&dir);
    dir
}

/// Starts squall in a directory; now and then only after it was killed in the middle of an earlier start.
fn start(dir: &Path, more: &[&str], chance: &mut Chance, took: &mut Duration) -> Running {
    let arguments = [&["--data", dir.to_str().unwrap()], more].concat();
    if chance.percent(30) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_squall"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(&arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Up to half as long again as the last start took.
        thread::sleep(*took * chance.below(1500) as u32 / 1000);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let begun = Instant::now();
    let server = Running::start(&arguments);
    *took = begun.elapsed();
    server
}

/// What became of the calls of all rounds.
#[derive(Default, Debug)]
struct Tally {
    replies: u64,
    /// Replies that said that something was done.
    acknowledged: u64,
    /// Calls that were under way at a kill and had been done.
    done_unanswered: u64,
}

/// All clients write until the kill; then everything is compared.
fn round(dir: &Path, clients: &mut [Client], chance: &mut Chance, took: &mut Duration, tally: &mut Tally) {
    let mut server = start(dir, &[], chance, took);
    let (until, replies) = (chance.below(REPLIES), AtomicU64::new(0));
    let (tell, told) = channel();
    let under_way: Vec<Wish> = thread::scope(|scope| {
        let base = &server.base;
        let replies = &replies;
        let writers: Vec<_> = clients
            .iter_mut()
            .map(|client| {
                let tell = tell.clone();
                scope.spawn(move || {
                    let universe = assembly::universe(Store::memory(), 0);
                    client.write(&universe, base, || {
                        if replies.fetch_add(1, Ordering::SeqCst) == until {
                            tell.send(()).unwrap();
                        }
                    })
                })
            })
            .collect();
        told.recv().unwrap();
        server.child.kill().unwrap();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    server.child.wait().unwrap();
    tally.replies += replies.into_inner();
    tally.acknowledged +=
        clients.iter_mut().map(|client| std::mem::take(&mut client.acknowledged)).sum::<u64>();
    let opened = Opened::new(dir);
    let findings = opened.findings();
    assert!(findings.is_empty(), "{findings:#?}");
    let mut things = opened.things();
    for (client, under_way) in clients.iter_mut().zip(&under_way) {
        let found = things.extract_if(.., |_, thing| client.named(&thing.name)).collect();
        tally.done_unanswered += u64::from(client.check(&found, under_way));
    }
    assert!(things.is_empty(), "nobody made these: {things:?}");
}

#[test]
fn a_killed_squall_loses_nothing_acknowledged() {
    let (kills, dir) = (kills(), directory("killed"));
    let (mut chance, mut took, mut tally) = (Chance::new(1), Duration::from_millis(50), Tally::default());
    let mut clients = Vec::new();
    for nth in 0..kills {
        if nth % KILLS_OF_A_DIRECTORY == 0 {
            let _ = fs::remove_dir_all(&dir);
            clients = (0..CLIENTS).map(|client| Client::new(client, nth)).collect();
        }
        round(&dir, &mut clients, &mut chance, &mut took, &mut tally);
    }
    println!("{kills} kills among calls: {tally:?}");
    assert!(tally.acknowledged * 3 > tally.replies, "many calls must do something");
    fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn a_killed_squall_keeps_snapshots_restores_and_resets_whole() {
    let (kills, dir) = (kills(), directory("killed-operator"));
    let (mut chance, mut took, mut tally) = (Chance::new(2), Duration::from_millis(50), Tally::default());
    let mut operator = door::Operator::new();
    for nth in 0..kills {
        if nth % KILLS_OF_A_DIRECTORY == 0 {
            let _ = fs::remove_dir_all(&dir);
            operator = door::Operator::new();
        }
        let mut server = start(&dir, &["--now", door::START], &mut chance, &mut took);
        let (until, later) = (chance.below(30), chance.below(300));
        let (tell, told) = channel();
        let under_way = thread::scope(|scope| {
            let (base, operator, chance) = (&server.base, &mut operator, &mut chance);
            let writer = scope.spawn(move || {
                operator.work(base, chance, |replies| {
                    if replies == until {
                        tell.send(()).unwrap();
                    }
                })
            });
            told.recv().unwrap();
            // The last reply has been read; somewhere in what follows it ends.
            for _ in 0..later * 1000 {
                std::hint::spin_loop();
            }
            server.child.kill().unwrap();
            writer.join().unwrap()
        });
        server.child.wait().unwrap();
        tally.replies += until;
        tally.acknowledged += until;
        tally.done_unanswered += u64::from(operator.check(&dir, &under_way));
    }
    println!("{kills} kills among the operator's steps: {tally:?}");
    fs::remove_dir_all(&dir).unwrap();
}
