//! What hosts delivered: figures that follow from the world's seed and from when a host was there to deliver anything.

use super::say;
use super::times::Window;
use squall_api::catalogue::tencent_cdn::METRIC_INVALID;
use squall_api::cloud::{AcceleratedHost, Answer, Span, State, Time, World};
use squall_api::{Fault, Outcome};

/// The status codes that are counted.
pub(crate) const STATUS_CODES: [&str; 11] =
    ["200", "206", "302", "304", "401", "403", "404", "405", "416", "500", "502"];
/// The requests of a busy host in five minutes.
const BUSY: u64 = 3_000;
/// The bytes of a request, on average.
const REQUEST_BYTES: u64 = 48 * 1_024;
/// The span that figures are made for.
const GRAIN: Span = Span::minutes(5);
/// The most points of one answer.
pub(crate) const POINTS: usize = 3_000;

/// A metric that is not known (9001).
pub(crate) fn unknown_metric() -> Fault {
    say::plain(METRIC_INVALID).because("there is no such metric")
}

/// A metric must be one of a list (9001).
pub(crate) fn must_be_one_of(metric: &str, known: &[&str]) -> Outcome<()> {
    if known.contains(&metric) { Ok(()) } else { Err(unknown_metric()) }
}

/// The instants at which points begin, a span apart.
pub(crate) fn points(window: &Window, apart: Span) -> Vec<Time> {
    let mut at = window.from;
    let mut points = Vec::new();
    while at < window.to && points.len() < POINTS {
        points.push(at);
        at = at + apart;
    }
    points
}

/// The figures of some hosts for a metric, one for each point.
pub(crate) fn figures(
    world: &World<'_>,
    hosts: &[AcceleratedHost],
    metric: &str,
    points: &[Time],
    apart: Span,
) -> Answer<Vec<u64>> {
    let mut all = Vec::with_capacity(points.len());
    for at in points {
        let mut sum = 0_u64;
        for host in hosts {
            sum = sum.saturating_add(figure(world, host, metric, *at, apart)?);
        }
        all.push(sum);
    }
    Ok(all)
}

/// What a host delivered in a span: nothing before it was there, after it went, or in the future.
fn figure(world: &World<'_>, host: &AcceleratedHost, metric: &str, at: Time, apart: Span) -> Answer<u64> {
    let head = &host.head;
    let is_over = matches!(head.state, State::Stopped | State::Ceased) && at >= head.state_at;
    if at < head.created_at || at > world.now || is_over || head.state == State::Pending {
        return Ok(0);
    }
    let slot = at.0.div_euclid(GRAIN.0);
    let grains = u64::try_from((apart.0 / GRAIN.0).max(1)).unwrap_or(1);
    let requests = world.noise(&head.name, slot)? % BUSY;
    let share = world.noise("share", slot)? % 20;
    let bytes = requests * REQUEST_BYTES;
    Ok(match metric {
        "flux" => bytes * grains,
        "bandwidth" => bytes * 8 / 300,
        "hit_flux" => bytes * (80 + share) / 100 * grains,
        "hit_requests" | "cache" => requests * (80 + share) / 100 * grains,
        "fail_requests" => requests * share / 1_000 * grains,
        "ip_visits" => requests / 4 * grains,
        "hit_request_ratio" | "hit_flux_ratio" => 80 + share,
        "delay" | "cost_time" => 20 + share,
        "200" | "2xx" => requests * (95 - share / 4) / 100 * grains,
        "404" | "4xx" | "fails" => requests * (share / 4) / 100 * grains,
        code if STATUS_CODES.contains(&code) => 0,
        _ => requests * grains,
    })
}
