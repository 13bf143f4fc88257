//! The parameters that any call may carry beside its action's own: who calls, how it is signed, and where it is to
//! happen.

use squall_api::param::{Field, NAME, Rule, Shape};

/// All of them. What proves who calls is secret.
pub(crate) const PARAMETERS: &[Field] = &[
    Field { shape: NAME, ..text("action", false) },
    text("version", false),
    text("zone", false),
    text("req_id", false),
    text("time_stamp", false),
    text("expires", false),
    text("access_key_id", false),
    text("app_id", false),
    text("signature_method", false),
    text("signature_version", false),
    text("signature", true),
    text("session_id", true),
    text("token", true),
    text("access_token", true),
];

const fn text(name: &'static str, secret: bool) -> Field {
    Field { name, shape: Shape::Text, required: false, rule: Rule { secret, ..Rule::ANY } }
}
