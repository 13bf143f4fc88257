//! Power cuts, one after the other, in the middle of everything that a store can do. A store in memory goes through
//! the same steps and tells what must be there.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod disk;

use disk::world::{NAMES, TEXTS, World, world};
use disk::{Dice, Disk};
use squall_store::{Error, Store};

/// How many cuts; a long run sets `SQUALL_POWER_CUTS`.
const CUTS: u64 = 1_500;
/// After so many cuts a disk is replaced by an empty one.
const CUTS_OF_A_DISK: u64 = 50;
/// Steps of the disk before its power ends, at most.
const DISK_STEPS: u64 = 150;

/// One thing that a program asks of a store, the same each time it is done.
#[derive(Debug, Clone, Copy)]
struct Wish(u64);

impl Wish {
    fn grant(self, store: &Store) -> Result<(), Error> {
        let mut dice = Dice(self.0);
        let name = format!("s{}", dice.roll(3));
        match dice.roll(40) {
            0 if self.0.is_multiple_of(2) => store.snapshot(&name),
            0 => store.snapshot_with(&name, |tx| tx.put(&NAMES, "kept", &self.0)),
            1 => store.restore(&name).map(drop),
            2 => store.forget(&name).map(drop),
            3 => {
                let from = [None, Some(&*name)][dice.roll(2) as usize];
                store.replace(from, |tx| tx.put(&NAMES, "anew", &self.0)).map(drop)
            }
            _ => store.write(|tx| {
                let mut dice = Dice(self.0 ^ 1);
                for _ in 0..=dice.roll(12) {
                    let key = dice.roll(200) as u32;
                    match dice.roll(4) {
                        0 => tx.delete(&TEXTS, &key).map(drop)?,
                        1 => tx.put(&NAMES, &format!("n{key}"), &self.0)?,
                        _ => tx.put(&TEXTS, &key, &"text ".repeat(dice.roll(300) as usize))?,
                    }
                }
                Ok(())
            }),
        }
    }
}

/// What a disk holds and what it ought to.
struct Trial {
    image: Vec<u8>,
    expected: Store,
    dice: Dice,
    under_way: u64,
}

impl Trial {
    fn new(seed: u64) -> Trial {
        let disk = Disk::new();
        drop(disk.open().unwrap());
        Trial { image: disk.image(), expected: Store::memory(), dice: Dice(seed), under_way: 0 }
    }

    /// Lives until the power ends, and compares what is then left with what was acknowledged.
    fn cut(&mut self) {
        let disk = Disk::holding(std::mem::take(&mut self.image));
        disk.end_power_at(1 + self.dice.roll(DISK_STEPS));
        let mut unanswered = None;
        if let Ok(store) = disk.open() {
            loop {
                let wish = Wish(self.dice.roll(u64::MAX >> 33));
                if wish.grant(&store).is_err() {
                    unanswered = Some(wish);
                    break;
                }
                wish.grant(&self.expected).unwrap();
            }
        }
        self.image = disk.after_power_loss(&mut self.dice);
        let found = world(&Disk::holding(self.image.clone()).open().unwrap());
        let acknowledged = self.acknowledged();
        if found != acknowledged {
            let wish = unanswered.expect("nothing was under way");
            wish.grant(&self.expected).unwrap();
            assert!(found == self.acknowledged(), "neither before nor after {wish:?}");
            self.under_way += 1;
        }
    }

    fn acknowledged(&self) -> World {
        world(&self.expected)
    }
}

#[test]
fn power_cuts_upon_power_cuts_lose_nothing_acknowledged() {
    let cuts = std::env::var("SQUALL_POWER_CUTS").map_or(CUTS, |text| text.parse().unwrap());
    let mut under_way = 0;
    for disk in 0..cuts.div_ceil(CUTS_OF_A_DISK) {
        let mut trial = Trial::new(disk);
        for _ in 0..CUTS_OF_A_DISK {
            trial.cut();
        }
        under_way += trial.under_way;
    }
    println!("{cuts} power cuts, {under_way} of them met a commit that came through unanswered");
    assert!(under_way > 0, "no cut met a commit between its writes and its answer");
}
