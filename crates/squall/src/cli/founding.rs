//! The options of a fresh world, and what becomes of them where a world is there already.

use super::{End, output};
use crate::assembly;
use crate::door;
use clap::Args;
use squall_api::Universe;
use squall_cloud::{Span, Time};
use squall_store::Store;
use std::path::PathBuf;

/// The seed of a world for which none is chosen.
const SEED: u64 = 1;
/// A host's clock that is behind by less is not spoken of.
const LAG: Span = Span::seconds(1);

/// What a fresh world begins with.
#[derive(Args)]
pub(super) struct Founding {
    /// What all ids follow from; 1 when absent. A world that exists has its seed, and another is refused.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// The time at which a fresh world begins, RFC 3339; real time when absent. For a world that exists it only says
    /// where a reset puts the clocks.
    #[arg(long, value_name = "RFC3339")]
    now: Option<String>,
    /// A JSON file of operator's settings for a fresh world: {"qingcloud":{"world":{…},"accounts":[…]}}. It is not read
    /// where a world exists.
    #[arg(long, value_name = "FILE")]
    world: Option<PathBuf>,
}

impl Founding {
    /// The instant that `--now` names.
    pub(super) fn start(&self) -> Result<Option<Time>, End> {
        let read = |text: &String| {
            Time::parse(text).ok_or_else(|| End::Usage(format!("--now {text}: not an RFC 3339 time")))
        };
        self.now.as_ref().map(read).transpose()
    }

    /// The universe over a store, with the world that is there or a fresh one that begins at `begin`.
    ///
    /// A service is started again with the words that it was first started with. So what these words say of a fresh
    /// world is no mistake in front of the world that they made; only another seed cannot be meant.
    pub(super) fn universe(&self, store: Store, begin: Time) -> Result<Universe, End> {
        let mut universe = assembly::universe(store, self.seed.unwrap_or(SEED));
        if let Some(seed) = universe.known_seed().map_err(|refusal| super::failed(&refusal))? {
            self.must_suit(seed)?;
            universe.seed = seed;
        }
        match &self.world {
            Some(file) => door::found_from_file(&universe, file, begin)?,
            None => universe.found(begin).map(drop).map_err(|refusal| super::failed(&refusal))?,
        }
        let host = universe.site.host.reading();
        let lag = host.steady.since(host.wall);
        if lag >= LAG {
            let seconds = lag.whole_seconds();
            let way = "its time goes on from where it was";
            output::warn(&format!("the host's clock is {seconds} s behind what this world has seen: {way}"));
        }
        Ok(universe)
    }

    /// Holds the options against a world of this seed.
    fn must_suit(&self, seed: u64) -> Result<(), End> {
        if let Some(other) = self.seed.filter(|other| *other != seed) {
            let way_out = "leave it out, or choose an empty directory";
            return Err(End::Usage(format!(
                "the world exists and has the seed {seed}, which --seed {other} cannot change: {way_out}"
            )));
        }
        if self.now.is_some() {
            output::warn("the world exists, so --now only says where a reset puts its clocks");
        }
        if let Some(file) = &self.world {
            output::warn(&format!("the world exists, so --world {} is not read", file.display()));
        }
        Ok(())
    }
}
