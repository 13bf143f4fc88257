//! Does the path name a module, and does the action belong to it?

use crate::QingCloud;
use crate::traits::Module;
use squall_api::catalogue::qingcloud::{INVALID_MODULE, INVALID_REQUEST};
use squall_api::{Outcome, Passage, ensure};

/// The module that a path's first segment stands for.
pub(crate) fn of(segment: &str) -> Module {
    if segment == "app" { Module::App } else { Module::Iaas }
}

/// An action of one module cannot be called in another (3300). Unknown modules never get this far: see `envelope`.
pub(crate) fn belongs(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let (module, action) = (passage.call.module, &passage.call.action);
    let fits = passage.entry.is_none_or(|entry| entry.traits.module == of(module));
    ensure!(fits, INVALID_MODULE, "action [{action}] does not belong to module [{module}]");
    Ok(())
}

/// There must be such an action (1101). The real service answered 1400 in 2017; the documents say 1101.
pub(crate) fn has_action(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    ensure!(passage.entry.is_some(), INVALID_REQUEST, "action [{}] is not supported", passage.call.action);
    Ok(())
}
