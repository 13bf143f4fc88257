//! The sentences that go with codes. Their wording is the catalogue's; only the places in it are filled here.

use squall_api::catalogue::Code;
use squall_api::catalogue::huawei as code;
use squall_api::{Fault, Outcome};

/// A code whose sentence has no places to fill.
pub(crate) fn plain(code: Code) -> Fault {
    Fault::coded(code, code.message().unwrap_or_default())
}

/// The row of a code that has several, by its HTTP status.
pub(crate) fn row(code: Code, status: u16) -> Fault {
    let text = code.rows().find(|row| row.http_status == Some(status)).and_then(|row| row.message);
    Fault::coded(code, text.unwrap_or_default()).with_status(status)
}

/// The last row of a code whose rows differ by their sentences alone.
pub(crate) fn last_row(code: Code) -> Fault {
    Fault::coded(code, code.rows().last().and_then(|row| row.message).unwrap_or_default())
}

/// A code about some ids.
pub(crate) fn about<T: AsRef<str>>(code: Code, ids: impl IntoIterator<Item = T>) -> Fault {
    let ids: Vec<String> = ids.into_iter().map(|id| id.as_ref().to_owned()).collect();
    let text = code.message().unwrap_or_default();
    Fault::coded(code, text.replace("[{id}, ...]", &format!("[{}]", ids.join(", "))))
}

/// A parameter whose value cannot be accepted (0001).
pub(crate) fn invalid(name: &str) -> Fault {
    Fault::coded(code::PARAMETER_INVALID, filled(code::PARAMETER_INVALID, name))
}

/// Parameters that are not there (0002).
pub(crate) fn missing(names: &[String]) -> Fault {
    Fault::coded(code::PARAMETER_MISSING, filled(code::PARAMETER_MISSING, &names.join(", ")))
}

fn filled(code: Code, what: &str) -> String {
    code.message().unwrap_or_default().replace("%s", what)
}

/// The gateway's code for too many calls a second (APIGW.0308), with the policy that they break.
pub(crate) fn throttled(most: u32) -> Fault {
    let text = code::GATEWAY_THROTTLED.message().unwrap_or_default();
    Fault::coded(code::GATEWAY_THROTTLED, text.replace("{n}", &most.to_string()))
}

/// The gateway's code for what does not prove who is calling (APIGW.0301), with what is wrong.
pub(crate) fn auth_failure(what: &str) -> Fault {
    Fault::coded(code::IAM_AUTH_FAILED, format!("Incorrect IAM authentication information: {what}"))
}

/// A precondition, with the code of its failure on the same line.
pub(crate) fn must(holds: bool, fault: impl FnOnce() -> Fault) -> Outcome<()> {
    if holds { Ok(()) } else { Err(fault()) }
}
