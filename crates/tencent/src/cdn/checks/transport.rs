//! Can the request be a call at all, and does it lead to an action?

use crate::cdn::traits::Module;
use crate::cdn::{REGISTRY, TencentCdn, WITHDRAWN_FOR_ALL, say, settings};
use squall_api::catalogue::tencent_cdn::{
    ACTION_UNKNOWN, MODULE_UNKNOWN, PROTOCOL_UNSUPPORTED, TEMPORARILY_UNAVAILABLE, VERSION_UNSUPPORTED,
};
use squall_api::{Outcome, Passage};

/// Calls come over TLS (4600).
pub(super) fn is_encrypted(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    say::must(passage.request.tls, PROTOCOL_UNSUPPORTED, || "the request came over plain HTTP".to_owned())
}

/// Method, form and encoding must be those of a call (1010).
pub(super) fn is_readable(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    passage.call.defect.clone().map_or(Ok(()), Err)
}

/// The first label of the host must be a module (1015). An address stands for both.
pub(super) fn is_for_a_module(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let label = passage.call.module;
    let is_known = label.is_empty() || Module::of_label(label).is_some();
    say::must(is_known, MODULE_UNKNOWN, || format!("there is no module {label}"))
}

/// The action must be one (1011), of this module and edition (6100), and not under maintenance (6200).
pub(super) fn leads_somewhere(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let name = &*passage.call.action;
    let is_elsewhere = Module::ALL.iter().any(|module| REGISTRY.find_in(module.word(), name).is_some());
    let is_withdrawn = WITHDRAWN_FOR_ALL.contains(&name);
    say::must(passage.entry.is_some() || is_elsewhere || is_withdrawn, ACTION_UNKNOWN, || {
        "no module has an action of this name".to_owned()
    })?;
    let platform = passage.platform()?;
    let is_in = |list: &str| settings::list(platform, list).any(|listed| listed == name);
    let is_served = passage.entry.is_some() && !is_in(settings::WITHDRAWN);
    say::must(is_served, VERSION_UNSUPPORTED, || {
        "the action is another module's, or was withdrawn".to_owned()
    })?;
    say::must(!is_in(settings::MAINTENANCE), TEMPORARILY_UNAVAILABLE, || {
        "the action is under maintenance".to_owned()
    })
}
