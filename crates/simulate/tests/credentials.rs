//! Nobody gets in: every action of every system, called with each part of what proves a caller left out, empty,
//! doubled, in another shape, of another account or with a wrong byte. It must be refused by the documented code, for
//! nobody's account, and the world must be as it was. Only an action that is declared open may be called all the same,
//! and by nobody.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use squall_api::ActionFacts;
use squall_api::catalogue::Code;
use squall_api::client::Prepared;
use squall_simulate::forgery::{Change, Showing};
use squall_simulate::{Desk, Huawei, Pool, QingCloud, TencentCdn, Vendor, generate};

#[test]
fn nobody_gets_into_qingcloud() {
    besiege(&QingCloud);
}

#[test]
fn nobody_gets_into_huawei() {
    besiege(&Huawei);
}

#[test]
fn nobody_gets_into_tencents_cdn() {
    besiege(&TencentCdn);
}

/// What came of calls with forged credentials.
#[derive(Default)]
struct Tally {
    tried: usize,
    /// Those that got further than they may.
    wrong: Vec<String>,
}

fn besiege(vendor: &'static dyn Vendor) {
    let mut tally = Tally::default();
    for action in Desk::of(vendor).cloud().actions() {
        storm(vendor, &action, &mut tally);
    }
    println!("{} requests with forged credentials", tally.tried);
    assert!(tally.wrong.is_empty(), "{} got further:\n{}", tally.wrong.len(), tally.wrong.join("\n"));
}

/// Tries to get into one action of a fresh world.
fn storm(vendor: &'static dyn Vendor, action: &ActionFacts, tally: &mut Tally) {
    let desk = Desk::of(vendor);
    vendor.furnish(&desk);
    let mut showings = vendor.showings(&desk);
    let refusals: Vec<Code> = showings.iter().flat_map(Showing::codes).collect();
    showings.retain(|showing| (showing.serves)(action.name));
    assert!(action.is_open || !showings.is_empty(), "nothing shows who calls {}", action.name);
    let parameters = generate::required(vendor, action, &Pool::default());
    let mut requests = Vec::new();
    for showing in &showings {
        let with = |credentials| showing.prepare(&desk, credentials, action.name, &parameters);
        let good = with(&showing.credentials);
        requests.extend(forgeries(showing, &good, showing.other.as_ref().map(with).as_ref()));
        // An ended session is no longer good, so it is shown last.
        desk.send(&good);
        let is_somebody = !account_of_newest(&desk).is_empty();
        assert!(is_somebody || action.is_open, "{} {}: nobody called", action.name, showing.name);
    }
    desk.now();
    let before = desk.dump();
    for (what, request, codes) in requests {
        // Failures in a row lock a key, which would hide what the next one is refused for.
        desk.universe.site.sightings.clear();
        tally.tried += 1;
        let reply = desk.send(&request);
        let codes = codes.as_ref().unwrap_or(&refusals);
        let is_refused = reply.code.is_some_and(|code| codes.contains(&code));
        let is_internal = reply.code == Some(vendor.codes().internal);
        let account = account_of_newest(&desk);
        if !account.is_empty() || is_internal || !(is_refused || action.is_open) {
            tally.wrong.push(format!("{} as [{account}], {what}: {}", action.name, reply.body));
        }
    }
    let changed = !action.is_open && before != desk.dump();
    assert!(!changed, "forged credentials for {} changed the world", action.name);
}

/// For whom the newest call is on record.
fn account_of_newest(desk: &Desk) -> String {
    let newest = desk.universe.site.journal.newest(1, None, |_| true);
    newest[0].to_json()["account"].as_str().unwrap().to_owned()
}

type Request = (String, Prepared, Option<Vec<Code>>);

/// Every way to show something false in place of something good. Where one part alone is false, it is known by which
/// code that is refused.
fn forgeries(showing: &Showing, good: &Prepared, foreign: Option<&Prepared>) -> Vec<Request> {
    let mut requests = Vec::new();
    for part in showing.parts {
        for change in Change::ALL {
            if let Some(forged) = showing.change(good, foreign, part, change) {
                requests.push((forged.what, forged.request, Some(forged.codes)));
            }
        }
    }
    for bits in 1..1_usize << showing.parts.len() {
        let what = format!("{} without {bits:b}", showing.name);
        requests.push((what, showing.without(good, bits), None));
    }
    for (at, part) in showing.parts.iter().enumerate() {
        for change in Change::ALL {
            let what = format!("{}: only {:?} {change:?}", showing.name, part.place);
            requests.extend(showing.alone(good, at, change).map(|request| (what, request, None)));
        }
    }
    requests
}
