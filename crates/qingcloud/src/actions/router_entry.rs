use crate::QingCloud;
use squall_api::Entry;
pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[];
