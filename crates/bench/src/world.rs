//! A running squall with resources in it.

use crate::clock;
use crate::load::{self, Load};
use crate::pin::Core;
use crate::process::Process;
use crate::script::{Script, single};
use std::io;
use std::path::Path;

/// Connections under load.
pub(crate) const CONNECTIONS: usize = 16;
/// Writes signed at once while a world is filled: few enough to be sent while their time stamp holds.
const FILLED_AT_ONCE: usize = 20_000;
/// Room and quotas for as many machines as a run makes.
const HOSTS: &str =
    r#"{"hosts":[{"name":"large","cpu":100000000,"memory_mib":1000000000000,"storage_gib":1000000000}]}"#;
const QUOTAS: &str = r#"{"balance":"100000000000.00","quotas":{"instance":100000000,"cpu":100000000,
"memory":1000000000000,"security_group":100000000,"volume":100000000,"tag":100000000,"api_calls_per_day":1000000000}}"#;
/// The end of every reply to a call that succeeded.
pub(crate) const SUCCESS: &[u8] = b",\"ret_code\":0}";

/// A running squall and the ids of the tags in it.
pub(crate) struct World {
    /// The server.
    pub(crate) squall: Process,
    /// Tags, in the order in which they were made.
    pub(crate) tags: Vec<String>,
}

impl World {
    /// A fresh world with so many tags, the smallest resources there are.
    ///
    /// # Errors
    /// Where the server does not come up or refuses one.
    pub(crate) fn with_tags(count: usize, core: Core, data: Option<&Path>) -> io::Result<World> {
        let squall = Process::squall(core, data)?;
        squall.operate(
            "PATCH",
            "systems/qingcloud/accounts/demo",
            r#"{"quotas":{"tag":1000000000,"api_calls_per_day":1000000000}}"#,
        )?;
        let mut world = World { squall, tags: Vec::with_capacity(count) };
        while world.tags.len() < count {
            let more = FILLED_AT_ONCE.min(count - world.tags.len());
            let mut script = writes(world.tags.len(), more);
            let tags = &mut world.tags;
            let load = Load { server: world.squall.address, connections: CONNECTIONS, window: None };
            load::run(&load, &mut script, &mut |status, body| {
                tags.push(tag_id(body).ok_or_else(|| unexpected(status, body))?);
                Ok(())
            })?;
        }
        Ok(world)
    }

    /// A fresh world with so many running instances, room for far more, and no tags.
    ///
    /// # Errors
    /// Where the server does not come up or refuses them.
    pub(crate) fn with_instances(count: usize, core: Core) -> io::Result<World> {
        let world = World::with_tags(0, core, None)?;
        world.squall.operate("PATCH", "systems/qingcloud/world", HOSTS)?;
        world.squall.operate("PATCH", "systems/qingcloud/accounts/demo", QUOTAS)?;
        if count == 0 {
            return Ok(world);
        }
        let count = count.to_string();
        let reply = world.squall.ask(single(
            "RunInstances",
            &[
                ("count", &count),
                ("image_id", "centos7x64d"),
                ("instance_type", "c1m1"),
                ("login_mode", "passwd"),
                ("login_passwd", "Squall2026x"),
                ("vxnets.1", "vxnet-0"),
            ],
        ))?;
        expect(200, SUCCESS)(200, &reply).map_err(io::Error::other)?;
        world.squall.operate("POST", "settle", "")?;
        Ok(world)
    }

    /// Reads of single tags, evenly drawn from all there are.
    pub(crate) fn reads(&self, count: usize) -> Script {
        let (mut script, stamp) = (Script::repeating(), clock::stamp());
        for number in 0..count {
            // A step without a common divisor with the number of tags reaches each of them once before any twice.
            let tag = &self.tags[(number * 999_983) % self.tags.len()];
            script.call(&stamp, "DescribeTags", &[("tags.1", tag)]);
        }
        script
    }
}

/// Reads of tags that are not there.
pub(crate) fn imaginary_reads(count: usize) -> Script {
    let (mut script, stamp) = (Script::repeating(), clock::stamp());
    for number in 0..count {
        script.call(&stamp, "DescribeTags", &[("tags.1", &format!("tag-{number:08}"))]);
    }
    script
}

/// Writes of tags whose names follow each other.
pub(crate) fn writes(first: usize, count: usize) -> Script {
    let (mut script, stamp) = (Script::once(), clock::stamp());
    for number in first..first + count {
        script.call(&stamp, "CreateTag", &[("tag_name", &format!("t{number:07}"))]);
    }
    script
}

/// A check that every reply ends as it should.
pub(crate) fn expect(wanted: u16, end: &'static [u8]) -> impl Fn(u16, &[u8]) -> Result<(), String> {
    move |status, body| {
        if status == wanted && body.ends_with(end) { Ok(()) } else { Err(unexpected(status, body)) }
    }
}

fn unexpected(status: u16, body: &[u8]) -> String {
    format!("an unexpected reply, HTTP {status}: {}", String::from_utf8_lossy(body))
}

/// The id in the reply to a write.
fn tag_id(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    let (id, rest) = text.split_once("\"tag_id\":\"")?.1.split_once('"')?;
    (rest.as_bytes() == SUCCESS).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_refused_write_is_none() {
        let made = br#"{"action":"CreateTagResponse","tag_id":"tag-1","ret_code":0}"#;
        assert_eq!(tag_id(made), Some("tag-1".to_owned()));
        assert_eq!(tag_id(br#"{"message":"QuotaExceeded, tag","ret_code":2500}"#), None);
        assert!(expect(200, SUCCESS)(200, made).is_ok() && expect(200, SUCCESS)(500, made).is_err());
    }
}
