//! Readings of resources. Nobody measures anything here: each reading follows from the world's seed, the
//! resource, the meter and the instant, so that the same question always has the same answer, at any step.

use crate::checks::platform::has_warehouse;
use crate::figures::quotas::Called;
use crate::forms::Instant;
use crate::traits::{Service, Traits};
use crate::{QingCloud, subject};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Head, Instance, Kind, Network, Nic, Span, State, Time, Volume};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure, raise};
use std::fmt::Write as _;

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[Entry::of::<GetMonitor>(
    Traits::of(Service::Platform).looking(),
    &[RESOURCE_NOT_FOUND, WAREHOUSE_DISABLED],
)
.reading()];

const STEPS: [&str; 6] = ["5m", "15m", "30m", "1h", "2h", "1d"];
/// Readings older than this are kept by the Warehouse service alone.
const LIVE: Span = Span::hours(6);
/// Clients compute six hours ago before they send.
const SLACK: Span = Span::minutes(1);
/// Readings older than this are only to be had two hours apart or more (documented).
const FINE: Span = Span::days(15);
/// The most readings of a meter in one reply.
const READINGS_MOST: i64 = 10_000;
/// The most meters of a call.
const METERS_MOST: usize = 100;

/// Reads meters of an instance, volume, address or router.
#[derive(Params)]
pub(crate) struct GetMonitor {
    #[param(id = "instance")]
    resource: String,
    #[param(required, max_items = METERS_MOST)]
    meters: Vec<String>,
    #[param(one_of = STEPS)]
    step: String,
    start_time: Instant,
    end_time: Instant,
}

/// What a meter reads: the largest value that is usual, and in which form.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Reading {
    /// A thousandth of what there is.
    Share,
    /// Two values, in and out or read and written, each up to a most.
    Pair(u64),
    /// How full a disk of so many GiB is.
    Space(u64),
}

impl Action<QingCloud> for GetMonitor {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let span = readable(cx, self.start_time, self.end_time, &self.step)?;
        let (kind, head) = subject::find(cx, &self.resource)?;
        let mut meters = Vec::new();
        for meter in &self.meters {
            match reading(cx, kind, &head, meter)? {
                Some(reading) => meters.push((meter, reading)),
                None => raise!(INVALID_REQUEST, "meters [{meter}] is not valid"),
            }
        }
        let mut reply = Reply::new();
        let mut set = Vec::new();
        for (meter, reading) in meters {
            set.push((meter, data(cx, &head, meter, reading, span)?));
        }
        let nics = cx.linked::<Nic>(&head.id)?;
        reply.text("resource_id", &head.id).objects("meter_set", set, |(meter, data), object| {
            let mac = meter.strip_prefix("if-");
            object.text("meter_id", mac.unwrap_or(meter)).raw("data", &data);
            if let Some(nic) = nics.iter().find(|nic| Some(&*nic.head.id) == mac) {
                object.text("vxnet_id", &nic.network).int("sequence", 0);
            }
        });
        Ok(reply)
    }
}

/// Beginning, end and step in seconds of readings that can be had: not too long ago for the step, nor too many.
///
/// # Errors
/// `INVALID_REQUEST`, and `WAREHOUSE_DISABLED` for what only the Warehouse service keeps.
pub(crate) fn readable(
    cx: &Cx<'_>,
    Instant(start): Instant,
    Instant(end): Instant,
    step: &str,
) -> Outcome<(Time, Time, i64)> {
    let seconds = seconds(step);
    ensure!(start < end, INVALID_REQUEST, "end_time [{end}] is not valid");
    if start < cx.now - LIVE - SLACK {
        has_warehouse(cx)?;
    }
    let is_fine = start >= cx.now - FINE - SLACK || seconds >= Span::hours(2).whole_seconds();
    ensure!(is_fine, INVALID_REQUEST, "step [{step}] is not valid for a time so long ago");
    let readings = end.since(start).whole_seconds() / seconds;
    ensure!(readings <= READINGS_MOST, INVALID_REQUEST, "step [{step}] is not valid");
    Ok((start, end, seconds))
}

fn seconds(step: &str) -> i64 {
    match step {
        "1m" => 60,
        "5m" => 300,
        "15m" => 900,
        "30m" => 1_800,
        "1h" => 3_600,
        "2h" => 7_200,
        _ => 86_400,
    }
}

/// What a meter of a resource reads; `None` where there is no such meter.
fn reading(cx: &Cx<'_>, kind: Kind, head: &Head, meter: &str) -> Outcome<Option<Reading>> {
    const THROUGHPUT: Reading = Reading::Pair(40_000_000);
    const OPERATIONS: Reading = Reading::Pair(1_200);
    const TRAFFIC: Reading = Reading::Pair(2_000_000);
    let disk = |name: &str, gib: u64| {
        let known = [("disk-us-", Reading::Space(gib)), ("disk-iops-", OPERATIONS), ("disk-", THROUGHPUT)];
        known.into_iter().find(|(prefix, _)| meter.strip_prefix(prefix) == Some(name)).map(|(_, found)| found)
    };
    Ok(match (kind, meter) {
        (Kind::Instance, "cpu" | "memory") => Some(Reading::Share),
        (Kind::Instance, _) => {
            let is_own = |id: &str| meter.strip_prefix("if-") == Some(id);
            let volumes = cx.linked::<Volume>(&head.id)?;
            let nics = cx.linked::<Nic>(&head.id)?;
            disk("os", cx.fetch::<Instance>(&head.id)?.os_disk_gib)
                .or_else(|| volumes.iter().find_map(|volume| disk(&volume.head.id, volume.size_gib)))
                .or_else(|| nics.iter().any(|nic| is_own(&nic.head.id)).then_some(TRAFFIC))
        }
        (Kind::Volume, _) => disk(&head.id, cx.fetch::<Volume>(&head.id)?.size_gib),
        (Kind::Address | Kind::Balancer, "traffic" | "flow") => Some(TRAFFIC),
        (Kind::Router, crate::founding::BASE_NETWORK) => Some(TRAFFIC),
        (Kind::Router, _) => {
            let networks = cx.linked::<Network>(&head.id)?;
            networks.iter().any(|network| network.head.id == meter).then_some(TRAFFIC)
        }
        _ => None,
    })
}

/// The readings between two instants as the vendor packs them: the first with its instant, each further one a
/// step later.
pub(crate) fn data(
    cx: &Cx<'_>,
    head: &Head,
    meter: &str,
    reading: Reading,
    (start, end, step): (Time, Time, i64),
) -> Outcome<String> {
    let name = format!("{}/{}/{meter}", cx.zone(), head.id);
    let first = start.max(head.created_at).seconds();
    let first = first.div_euclid(step) * step + if first % step == 0 { 0 } else { step };
    let last = end.min(cx.now).seconds();
    let is_at_work = matches!(head.state, State::Active | State::Free | State::Bound);
    let mut text = String::from("[");
    let mut at = first;
    while at <= last {
        let is_off = !is_at_work && at >= head.state_at.seconds();
        match (at == first, is_off) {
            (true, true) => break,
            (true, false) => {
                let _ = write!(text, "[{at},{}]", value(cx, &name, reading, at)?);
            }
            (false, true) => text.push_str(",\"NA\""),
            (false, false) => {
                let _ = write!(text, ",{}", value(cx, &name, reading, at)?);
            }
        }
        at += step;
    }
    text.push(']');
    Ok(text)
}

/// A level of its own for each meter, higher by day than by night in Shanghai, and some noise.
fn value(cx: &Cx<'_>, name: &str, reading: Reading, at: i64) -> Outcome<String> {
    let level = cx.noise(name, 0)?;
    let hour = (at + 8 * 3_600).rem_euclid(86_400) / 3_600;
    let day = 12 - (hour - 14).abs().min(24 - (hour - 14).abs());
    let base = 40 + level % 160;
    let load = base + base * day as u64 / 12;
    let noise = |salt: i64| cx.noise(name, at * 4 + salt).map(|noise| load / 2 + noise % load);
    Ok(match reading {
        Reading::Share => noise(1)?.min(1_000).to_string(),
        Reading::Pair(most) => format!("[{},{}]", most * noise(1)? / 1_000, most * noise(2)? / 1_000),
        Reading::Space(gib) => {
            let (total, percent) = (gib * 1_024, 5 + level % 70);
            let used = total * percent / 100;
            format!("\"/|{percent}|{used}|{}\"", total - used)
        }
    })
}
