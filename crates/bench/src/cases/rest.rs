//! Reads of the other family of protocols: Huawei CloudDC's REST, with its signature over a canonical request.

use super::rate::{Kind, measure};
use crate::clock;
use crate::pin::Core;
use crate::plan::Plan;
use crate::report::Report;
use crate::script::{DEMO, Script};
use crate::world::World;
use std::io;

/// Where the demo project's servers are.
const SERVERS: &str = "/v1/0123456789abcdef0123456789abcdef/physicalservers";
/// The gateway's rate, out of the way.
pub(super) const UNTHROTTLED: &str = r#"{"gateway":{"throttle_per_second":4294967295}}"#;

/// One server by its id.
pub(super) fn read(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let world = world(core)?;
    let mut list = Script::once();
    list.rest(&clock::stamp(), SERVERS, DEMO.1);
    let listed = world.squall.ask(list)?;
    let listed = String::from_utf8_lossy(&listed);
    let id = listed.split_once("\"id\":\"").and_then(|(_, rest)| rest.split_once('"')).map(|(id, _)| id);
    let id = id.ok_or_else(|| io::Error::other(format!("no servers: {listed}")))?;
    let script = reads(plan, DEMO.1, |_| id.to_owned());
    let asked = "`ShowServer` of one of 12 servers";
    measure(
        Kind { case, asked, least: Some(0.55), world, script, status: 200, end: b"}" },
        plan,
        core,
        report,
    )
}

/// A server that is not there.
pub(super) fn missing(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let (world, script) = (world(core)?, reads(plan, DEMO.1, |number| format!("s-{number:08}")));
    let (asked, end) =
        ("`ShowServer` of a server that does not exist: iMetal.0100", b",\"error_code\":\"iMetal.0100\"}");
    measure(Kind { case, asked, least: Some(0.55), world, script, status: 404, end }, plan, core, report)
}

/// A key that more than five wrong signatures in a row have locked, which is what nearly all of these calls meet.
pub(super) fn locked(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let (world, script) = (world(core)?, reads(plan, "not the secret", |number| format!("s-{number:08}")));
    let asked = "`ShowServer` with a key that wrong signatures have locked: APIGW.0301";
    measure(
        Kind { case, asked, least: Some(0.55), world, script, status: 401, end: b"}" },
        plan,
        core,
        report,
    )
}

fn world(core: Core) -> io::Result<World> {
    let world = World::with_tags(0, core, None)?;
    world.squall.operate("PATCH", "systems/huawei-imetal/world", UNTHROTTLED)?;
    Ok(world)
}

fn reads(plan: &Plan, secret: &str, id: impl Fn(usize) -> String) -> Script {
    let (mut script, stamp) = (Script::repeating(), clock::stamp());
    (0..plan.signed).for_each(|number| script.rest(&stamp, &format!("{SERVERS}/{}", id(number)), secret));
    script
}
