//! Versions of applications and their files.

use crate::QingCloud;
use squall_api::Entry;

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[];
