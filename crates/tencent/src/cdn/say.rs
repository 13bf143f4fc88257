//! The sentences that go with codes: the vendor's own, and for the operator what was wrong.

use squall_api::catalogue::Code;
use squall_api::catalogue::tencent_cdn as code;
use squall_api::{Fault, Outcome};

/// A code in the vendor's words.
pub(crate) fn plain(code: Code) -> Fault {
    Fault::coded(code, code.label_zh())
}

/// A code of the module inside another common code than usual.
pub(crate) fn inside(code: Code, outer: u16) -> Fault {
    plain(code).with_status(outer)
}

/// A parameter that must be there and is not (4000).
pub(crate) fn missing(name: &str) -> Fault {
    Fault::coded(code::PARAMETER_INVALID, format_args!("请求失败，参数[{name}]不能为空。"))
}

/// A value that is wrong and for which there is no narrower code (1012).
pub(crate) fn argument(why: impl std::fmt::Display) -> Fault {
    plain(code::ARGUMENT_INVALID).because(why)
}

/// A precondition, with the code of its failure on the same line.
pub(crate) fn must(holds: bool, code: Code, why: impl FnOnce() -> String) -> Outcome<()> {
    if holds { Ok(()) } else { Err(plain(code).because(why())) }
}
