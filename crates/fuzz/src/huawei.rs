//! Huawei CloudDC's dialect over a furnished world: raw HTTP, signed where a known caller sends it.

use crate::dialect::{Callers, Subject, rebuilt};
use squall_api::Request;
use squall_api::catalogue::huawei::INTERNAL_ERROR;
use squall_api::client::{Credentials, Outgoing};
use squall_api::store::Store;
use squall_simulate::{Desk, Huawei, Vendor as _, key};

const CALLERS: Callers = &[(b'k', demo), (b'o', other)];

fn demo() -> Credentials {
    key("SQUALLDEMOKEY", "squall-demo-secret")
}

fn other() -> Credentials {
    key("KEY-other", "secret-other")
}

fn furnished() -> Desk {
    let desk = Desk::over(&Huawei, Store::memory(), 1);
    Huawei.furnish(&desk);
    desk.open_account("other");
    Huawei.welcome(&desk, "other");
    desk
}

/// The request under its own path and with its own body, signed by a caller's client.
fn signed(desk: &Desk, raw: &Request, credentials: &Credentials) -> Option<Request> {
    let body = std::str::from_utf8(raw.http.body()).ok()?;
    let body = (!body.is_empty()).then(|| ("body".to_owned(), body.to_owned()));
    let parameters: Vec<(String, String)> = body.into_iter().collect();
    let target = raw.http.uri().path_and_query()?.as_str();
    let method = Some(raw.http.method().as_str());
    let call = Outgoing { action: "", parameters: &parameters, path: Some(target), method };
    rebuilt(&desk.cloud().client().prepare(&call, credentials, desk.universe.site.host.now()))
}

thread_local! {
    static SUBJECT: Subject = Subject::new(furnished(), CALLERS, signed, INTERNAL_ERROR);
}

/// Sends a series of requests.
pub fn run(bytes: &[u8]) {
    SUBJECT.with(|subject| subject.run(bytes));
}
