//! What stands between a request and its operation, in one list: the gateway's checks, then the service's own. The
//! order is the reference's proposal (3.1); the vendor tells none.

mod access;
mod backend;
mod body;
mod credential;
mod signature;
mod transport;

pub(crate) use signature::stamp;

use crate::Huawei;
use squall_api::Check;
use squall_api::catalogue::Code;
use squall_api::catalogue::huawei::*;

/// The checks, in order. The operator's own operations pass all but the transport's and the body's.
pub(crate) const ORDER: &[Check<Huawei>] = &[
    Check { name: "protocol", run: transport::is_supported }, // 0607
    Check { name: "headers", run: transport::has_readable_headers }, // 0602
    Check { name: "size", run: transport::is_small_enough },  // 0201: 414, 494, 413
    Check { name: "encoding", run: transport::is_encoded_well }, // 0201: 400
    Check { name: "route", run: transport::leads_somewhere }, // 0101
    Check { name: "gateway", run: backend::gateway_works },   // 0601
    Check { name: "iam", run: backend::iam_answers },         // 0613
    Check { name: "credential", run: credential::is_genuine }, // 0305, 0301, 0307
    Check { name: "address", run: access::may_come_from_here }, // 0402
    Check { name: "user", run: access::is_on_no_black_list }, // 0302
    Check { name: "region", run: access::may_use_region },    // 0801, 0802
    Check { name: "account", run: access::is_enabled },       // 0306
    Check { name: "project", run: access::has_available_project }, // 0310
    Check { name: "rate", run: access::is_within_rate },      // 0308
    Check { name: "backend", run: backend::is_there },        // 0103, 0610, 0201: 502, 504
    Check { name: "identity", run: credential::is_alive },    // iMetal.0003
    Check { name: "right", run: access::has_right },          // iMetal.0004
    Check { name: "service rate", run: access::is_within_service_rate }, // iMetal.0005
    Check { name: "body", run: body::is_readable },           // iMetal.0001
    Check { name: "parameters", run: body::is_complete },     // iMetal.0002
];

/// What these checks and the safety net can raise, for every operation alike.
pub(crate) const CODES: &[Code] = &[
    PARAMETER_INVALID,
    PARAMETER_MISSING,
    UNAUTHORIZED,
    PERMISSION_DENIED,
    TOO_MANY_REQUESTS,
    INTERNAL_ERROR,
    API_NOT_FOUND,
    BACKEND_ABSENT,
    API_REQUEST_FAILED,
    BAD_REQUEST,
    PROTOCOL_UNSUPPORTED,
    IAM_AUTH_FAILED,
    AUTH_SCHEME_UNKNOWN,
    TOKEN_OUTDATED,
    IAM_UNAVAILABLE,
    USER_NOT_AUTHORIZED,
    API_ACCESS_DENIED,
    GATEWAY_THROTTLED,
    PROJECT_UNAVAILABLE,
    IP_NOT_AUTHORIZED,
    REGION_UNAVAILABLE,
    REGION_FORBIDDEN,
    GATEWAY_INTERNAL_ERROR,
    BACKENDS_DRAINED,
];
