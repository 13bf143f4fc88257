//! What stands between a request and its action, in one list. The order is the reference's proposal (1.2); the vendor
//! tells none.

mod account;
mod credential;
mod frequency;
mod parameters;
mod transport;

use super::TencentCdn;
use squall_api::Check;
use squall_api::catalogue::Code;
use squall_api::catalogue::tencent_cdn::*;

pub(crate) use credential::refuse;

/// The checks, in order.
pub(crate) const ORDER: &[Check<TencentCdn>] = &[
    Check { name: "protocol", run: transport::is_encrypted }, // 4600
    Check { name: "request", run: transport::is_readable },   // 1010
    Check { name: "module", run: transport::is_for_a_module }, // 1015
    Check { name: "common parameters", run: credential::is_there }, // 4000
    Check { name: "action", run: transport::leads_somewhere }, // 1011, 6100, 6200
    Check { name: "signature", run: credential::is_genuine }, // 4100
    Check { name: "timestamp", run: credential::is_fresh },   // 4200, 4500
    Check { name: "nonce", run: credential::is_unused },      // 4500
    Check { name: "standing", run: account::is_not_frozen },  // 4300
    Check { name: "key quota", run: frequency::is_within_the_keys_quota }, // 4400
    Check { name: "database", run: account::database_answers }, // 1001
    Check { name: "ban", run: account::is_not_banned },       // 1102
    Check { name: "review", run: account::is_not_in_review }, // 1110
    Check { name: "opening", run: account::has_opened_the_service }, // 1100
    Check { name: "right", run: account::has_right },         // 1112
    Check { name: "audience", run: account::is_in_the_audience }, // 1104
    Check { name: "debt", run: account::may_write },          // 1103
    Check { name: "frequency", run: frequency::is_within_the_minute }, // 2010
    Check { name: "parameters", run: parameters::are_complete }, // 4000
];

/// What these checks, bad parameters and the safety net can raise, for every action alike.
pub(crate) const CODES: &[Code] = &[
    PARAMETER_INVALID,
    AUTH_FAILURE,
    REQUEST_EXPIRED,
    ACCESS_DENIED,
    REQUEST_QUOTA_EXCEEDED,
    REPLAY_ATTACK,
    PROTOCOL_UNSUPPORTED,
    INTERNAL_ERROR,
    VERSION_UNSUPPORTED,
    TEMPORARILY_UNAVAILABLE,
    SYSTEM_ERROR,
    DATABASE_ERROR,
    REQUEST_ILLEGAL,
    ACTION_UNKNOWN,
    ARGUMENT_INVALID,
    MODULE_UNKNOWN,
    USER_NOT_FOUND,
    USER_BANNED,
    USER_IN_ARREARS,
    VIP_ONLY,
    USER_IN_REVIEW,
    NOT_PERMITTED,
    TOO_FREQUENT,
];
