//! The two clocks, settling and resetting.

use super::knock::Knock;
use super::problem::{Answer, Problem};
use super::route::{Route, Takes};
use http::StatusCode;
use serde_json::{Value, json};
use squall_api::{Moment, Patience};
use squall_cloud::{Clock, Refusal, Span, Time};
use squall_store::Tx;

/// The furthest that one call may move the clock: a hundred years.
const LEAP_SECONDS: i64 = 100 * 366 * 86_400;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/_squall/clock", show),
    Route::act("PATCH", "/_squall/clock", patch).taking(Takes::Fields(&["now", "wire", "running"])),
    Route::act("POST", "/_squall/clock/advance", advance).taking(Takes::Fields(&["seconds"])),
    Route::act("POST", "/_squall/settle", settle),
    Route::act("POST", "/_squall/reset", reset),
];

fn advance(knock: &Knock<'_>) -> Answer {
    let seconds = knock.fields()?.get("seconds").and_then(Value::as_f64);
    let seconds = seconds.filter(|seconds| (0.0..=LEAP_SECONDS as f64).contains(seconds));
    let seconds =
        seconds.ok_or_else(|| Problem::bad("`seconds` must be a number from 0 to a hundred years"))?;
    knock.server.universe.advance(Span((seconds * 1e6) as i64))?;
    show(knock)
}

fn settle(knock: &Knock<'_>) -> Answer {
    knock.server.universe.settle()?;
    show(knock)
}

fn reset(knock: &Knock<'_>) -> Answer {
    let universe = &knock.server.universe;
    universe.reset(knock.server.start.unwrap_or_else(|| universe.site.host.now()))?;
    show(knock)
}

fn show(knock: &Knock<'_>) -> Answer {
    let site = &knock.server.universe.site;
    let look = |tx: &Tx<'_>, moment| Ok::<_, Refusal>((site.clock(tx)?, moment));
    let (clock, moment): (Clock, Moment) = site.look(Patience::LONG, look)?;
    let (now, wire) = (precise(moment.now), precise(moment.wire));
    Ok((StatusCode::OK, json!({"now": now, "wire": wire, "running": clock.is_running()})))
}

/// RFC 3339 to the microsecond, so that a clock read and set again has not moved.
fn precise(time: Time) -> String {
    let whole = time.to_string();
    format!("{}.{:06}Z", whole.trim_end_matches('Z'), time.0.rem_euclid(1_000_000))
}

fn patch(knock: &Knock<'_>) -> Answer {
    let fields = knock.fields()?;
    let instant = |name: &str| match fields.get(name) {
        None => Ok(None),
        Some(value) => {
            let time = value.as_str().and_then(Time::parse);
            time.map(Some).ok_or_else(|| Problem::bad(format!("`{name}` must be an RFC 3339 time")))
        }
    };
    let (now, wire) = (instant("now")?, instant("wire")?);
    let running = match fields.get("running") {
        None => None,
        Some(value) => Some(value.as_bool().ok_or_else(|| Problem::bad("`running` must be true or false"))?),
    };
    let universe = &knock.server.universe;
    if now.is_some_and(|now| universe.now().is_ok_and(|present| now < present)) {
        return Err(Problem::bad("`now` only moves forward; restore a snapshot or reset to go back"));
    }
    universe.site.set_clock(|clock, host| {
        // Frozen first and set running last, so that `now` is exact whatever comes with it.
        if running == Some(false) {
            clock.set_running(false, host);
        }
        if let Some(now) = now {
            clock.set_now(now, host);
        }
        if let Some(wire) = wire {
            clock.set_wire(wire, host);
        }
        if running == Some(true) {
            clock.set_running(true, host);
        }
    })?;
    universe.now()?;
    show(knock)
}
