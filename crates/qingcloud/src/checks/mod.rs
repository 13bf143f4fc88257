//! What QingCloud checks before any action, in one list. Its documents do not tell the order; this is the reference's
//! proposal: who asks comes before what is asked, and what is asked before whether it can be had.

pub(crate) mod credential;
mod envelope;
mod module;
pub(crate) mod platform;
pub(crate) mod session;
pub(crate) mod standing;

use crate::QingCloud;
use squall_api::Check;
use squall_api::catalogue::Code;
use squall_api::catalogue::qingcloud::*;

/// The checks, in order.
pub(crate) const ORDER: &[Check<QingCloud>] = &[
    Check { name: "module", run: module::belongs }, // 3300
    Check { name: "common parameters", run: envelope::are_well_formed }, // 1100, 1101
    Check { name: "credential and signature", run: credential::is_genuine }, // 1200, 2000
    Check { name: "time", run: envelope::is_timely }, // 1300
    Check { name: "user", run: standing::is_admitted }, // 1661, 1662
    Check { name: "api quota", run: standing::has_calls_left }, // 2500
    Check { name: "action", run: module::has_action }, // 1101
    Check { name: "zone", run: standing::may_use_zone }, // 1100, 1400
    Check { name: "policy", run: standing::is_allowed }, // 1400
    Check { name: "platform right", run: standing::may_administer }, // 1400
    Check { name: "account lock", run: standing::is_unlocked }, // 1400
    Check { name: "licence", run: platform::is_licensed }, // 4000, 4001, 4003, 4005
    Check { name: "service", run: platform::is_up }, // 5300, 5500
    Check { name: "load", run: platform::has_room }, // 5100
];

/// What these checks and the safety net can raise, for every action alike.
pub(crate) const CODES: &[Code] = &[
    MALFORMED_REQUEST,
    INVALID_REQUEST,
    AUTH_FAILURE,
    REQUEST_EXPIRED,
    PERMISSION_DENIED,
    REGISTRATION_INCOMPLETE,
    USER_BARRED,
    SESSION_EXPIRED,
    QUOTA_EXCEEDED,
    INVALID_MODULE,
    LICENCE_INVALID,
    LICENCE_EXPIRED,
    LICENCE_HOSTS_EXCEEDED,
    LICENCE_MISSING,
    INTERNAL_ERROR,
    SERVER_BUSY,
    SERVICE_UPDATING,
];
