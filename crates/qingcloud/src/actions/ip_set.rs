//! Sets of addresses or ports for firewall rules.

use crate::QingCloud;
use squall_api::Entry;

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[];
