//! How often a key and an account may call. Both are counted over the last minute of the world's clock.

use crate::cdn::{TencentCdn, account, say, settings};
use crate::people;
use squall_api::catalogue::System;
use squall_api::catalogue::tencent_cdn::{REQUEST_QUOTA_EXCEEDED, TOO_FREQUENT};
use squall_api::cloud::Span;
use squall_api::{Outcome, Passage};

/// The span over which calls are counted.
const MINUTE: Span = Span::minutes(1);

/// So many calls a minute of one key, whatever they ask for, where the account's quota says so (4400).
pub(super) fn is_within_the_keys_quota(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let Some(caller) = passage.caller() else { return Ok(()) };
    let master = people::master(&passage.world, caller.account())?;
    let most = account::calls_per_minute(&master);
    if most == 0 {
        return Ok(());
    }
    let key = format!("key\n{}", passage.credential()?.secret_id);
    let within = admits(passage, key, most);
    say::must(within, REQUEST_QUOTA_EXCEEDED, || "the key's calls of this minute are used up".to_owned())
}

/// So many calls a minute of one account to one action (2010).
pub(super) fn is_within_the_minute(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let (Some(caller), Some(entry)) = (passage.caller(), passage.entry) else { return Ok(()) };
    if !passage.platform()?.switch(settings::FREQUENCY, true) {
        return Ok(());
    }
    let key = format!("{}\n{}", people::owner(caller.account()), entry.name);
    let within = admits(passage, key, entry.traits.per_minute);
    say::must(within, TOO_FREQUENT, || "the action was called too often this minute".to_owned())
}

fn admits(passage: &Passage<'_, TencentCdn>, key: String, most: usize) -> bool {
    let (sightings, now) = (&passage.site.sightings, passage.world.now);
    if sightings.since(System::TencentCdn, &key, now - MINUTE) >= most {
        return false;
    }
    sightings.note(System::TencentCdn, key, now, most);
    true
}
