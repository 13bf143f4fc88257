//! Whether ordinary requests are held up by neighbours that ask for as much work as can be had for one request.

use crate::clock;
use crate::load::{self, Load, Run};
use crate::pin::Core;
use crate::plan::Plan;
use crate::report::{Figure, Report, grouped};
use crate::script::Script;
use crate::statistics::median;
use crate::toil::Toil;
use crate::world::{CONNECTIONS, SUCCESS, World, expect};
use std::io;

/// Of changes under way, so many are tags that are listed.
const CHANGES_A_TAG: usize = 10;
/// Ordered by one call.
const ORDERED_AT_ONCE: usize = 200;
const SNAPSHOT: &str = "under-way";
const ROOM: &str = r#"{"hosts":[{"name":"wide","cpu":1000,"memory_mib":1000000,"storage_gib":1000000000}]}"#;
const QUOTAS: &str =
    r#"{"balance":"100000000000.00","quotas":{"volume":1000000000,"volume_size":1000000000}}"#;
/// The neighbour that is judged by patterns.
const ANN: (&str, &str) = ("ANN", "a secret of hers");
const SERVERS: &str = "/v1/0123456789abcdef0123456789abcdef/physicalservers";
/// Her documents, and the patterns in each.
const DOCUMENTS: usize = 10;
const PATTERNS: usize = 100;

/// The same world in turns with and without the neighbours, back where it was before each of their turns.
pub(super) fn run(case: &'static str, plan: &Plan, core: Core, report: &mut Report) -> io::Result<()> {
    let changes = plan.sizes[1];
    let world = world(changes, core)?;
    let mut script = world.reads(plan.signed);
    let (mut p99, mut most) = ([const { Vec::new() }; 2], 0.0_f64);
    for round in 0..=plan.rounds {
        let alone = reads(&world, &mut script, plan, &mut [])?;
        world.squall.operate("POST", &format!("snapshots/{SNAPSHOT}/restore"), "")?;
        let mut neighbours = neighbours(&world, plan)?;
        let beside = reads(&world, &mut script, plan, &mut neighbours)?;
        for neighbour in &mut neighbours {
            neighbour.rest()?;
            if neighbour.answered == 0 {
                return Err(io::Error::other("a neighbour has asked for nothing"));
            }
        }
        if round > 0 {
            for (p99, run) in p99.iter_mut().zip([&alone, &beside]) {
                p99.push(run.latencies.percentile(99.0).as_secs_f64() * 1e6);
            }
            most = most.max(beside.latencies.percentile(100.0).as_secs_f64() * 1e6);
        }
    }
    let beside = format!(
        "while somebody settles {} changes, is judged by the worst patterns and lists {} things",
        grouped(changes as f64),
        grouped((changes / CHANGES_A_TAG) as f64)
    );
    let [alone, beside_them] = p99.map(median);
    let mut tell = |what: String, value| {
        report.figures.push(Figure { case, what, value, unit: "us", target: None });
    };
    tell("p99 of reads by id, nobody else".to_owned(), alone);
    tell(format!("p99 of reads by id, {beside}"), beside_them);
    tell("the longest of the latter".to_owned(), most);
    Ok(())
}

fn reads(world: &World, script: &mut Script, plan: &Plan, neighbours: &mut [Toil]) -> io::Result<Run> {
    let load = Load { server: world.squall.address, connections: CONNECTIONS, window: Some(plan.window) };
    load::run_beside(&load, script, &mut expect(200, SUCCESS), &mut |_| {
        neighbours.iter_mut().try_for_each(Toil::go_on)
    })
}

fn neighbours(world: &World, plan: &Plan) -> io::Result<[Toil; 3]> {
    let (mut settles, mut lists, mut judged) = (Script::once(), Script::repeating(), Script::repeating());
    let stamp = clock::stamp();
    settles.operate("POST", "settle");
    for _ in 0..plan.rounds {
        lists.call(&stamp, "DescribeTags", &[("limit", "100"), ("search_word", "nothing")]);
        judged.rest_by(ANN, &stamp, SERVERS);
    }
    let neighbour = |script| Toil::new(world.squall.address, script);
    Ok([neighbour(settles)?, neighbour(lists)?, neighbour(judged)?])
}

fn world(changes: usize, core: Core) -> io::Result<World> {
    let world = World::with_tags((changes / CHANGES_A_TAG).max(1), core, None)?;
    world.squall.operate("PATCH", "systems/qingcloud/accounts/demo", QUOTAS)?;
    world.squall.operate("PATCH", "systems/qingcloud/world", ROOM)?;
    world.squall.operate("PATCH", "systems/huawei-imetal/world", super::rest::UNTHROTTLED)?;
    world.squall.operate("PATCH", "systems/huawei-imetal/accounts/demo", &ann())?;
    // Nothing arrives while they are ordered.
    world.squall.operate("PATCH", "clock", r#"{"running":false}"#)?;
    let (mut script, stamp, count) = (Script::once(), clock::stamp(), ORDERED_AT_ONCE.to_string());
    for _ in 0..changes / ORDERED_AT_ONCE {
        script.call(&stamp, "CreateVolumes", &[("size", "20"), ("count", &count)]);
    }
    let load = Load { server: world.squall.address, connections: CONNECTIONS, window: None };
    load::run(&load, &mut script, &mut expect(200, SUCCESS))?;
    world.squall.operate("PUT", &format!("snapshots/{SNAPSHOT}"), "")?;
    Ok(world)
}

/// A user with as many patterns as there may be, none of which fits what she asks before the last.
fn ann() -> String {
    let actions = vec![format!("\"clouddc:imetal:{}e\"", "*?".repeat(5)); PATTERNS].join(",");
    let document = |action: &str| {
        format!(r#"{{"Version":"5.0","Statement":[{{"Effect":"Allow","Action":[{action}]}}]}}"#)
    };
    let documents = vec![document(&actions); DOCUMENTS].join(",");
    let last = document(r#""clouddc:*:*""#);
    format!(
        r#"{{"users":[{{"name":"ann","keys":[{{"id":"{}","secret":"{}"}}],"policies":[{documents},{last}]}}]}}"#,
        ANN.0, ANN.1
    )
}
