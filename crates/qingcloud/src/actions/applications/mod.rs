//! Applications, their versions and who uses them.

pub(crate) mod app;
pub(crate) mod app_attachment;
pub(crate) mod app_lease;
pub(crate) mod app_version;

use crate::QingCloud;
use squall_api::Entry;

/// The actions of these files.
pub(crate) const ACTIONS: &[&[Entry<QingCloud>]] =
    &[app::ACTIONS, app_attachment::ACTIONS, app_lease::ACTIONS, app_version::ACTIONS];
