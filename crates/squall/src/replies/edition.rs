//! Tencent's envelope of 2017, `{"Response":{"Error":{"Code":"InvalidParameter",…}}}`: words in the place of numbers.
//! API 3.0, which came after, uses the same envelope with more words.

use super::sighting::{Likeness, Meaning};
use squall_catalogue::Code;
use squall_catalogue::tencent::{
    ACCESS_DENIED, API_UNAUTHORIZED, AUTH_FAILURE, CAM_FAILED, INTERNAL_ERROR, MFA_FAILED,
    OPERATED_RESOURCE_UNAUTHORIZED, PARAMETER_INVALID, PROTOCOL_UNSUPPORTED, REPLAY_ATTACK,
    REQUEST_QUOTA_EXCEEDED, RESOURCE_OPERATION_FAILED, RESOURCE_UNAUTHORIZED, SECRET_ID_NOT_FOUND,
    TEMPORARILY_UNAVAILABLE, TOKEN_INVALID, VERSION_UNSUPPORTED,
};

/// The words of 2017 and the codes that they stand for.
const WORDS: [(&str, &[Code]); 15] = [
    ("InvalidParameter", &[PARAMETER_INVALID]),
    ("InvalidParameter.SignatureFailure", &[AUTH_FAILURE]),
    ("UnauthorizedOperation", &[API_UNAUTHORIZED, RESOURCE_UNAUTHORIZED, OPERATED_RESOURCE_UNAUTHORIZED]),
    ("InvalidParameter.SecretIdNotFound", &[SECRET_ID_NOT_FOUND]),
    ("InvalidRequest.TokenCheckFailed", &[TOKEN_INVALID]),
    ("InvalidRequest.MFACheckFailed", &[MFA_FAILED]),
    ("InternalError.CAMInnerError", &[CAM_FAILED]),
    ("InvalidRequest.Forbidden", &[ACCESS_DENIED]),
    ("InvalidRequest.LimitExceeded", &[REQUEST_QUOTA_EXCEEDED]),
    ("InvalidRequest.ReplayAttack", &[REPLAY_ATTACK]),
    ("InvalidRequest.UnsupportedProtocol", &[PROTOCOL_UNSUPPORTED]),
    ("InternalError.ResourceOpFailed", &[RESOURCE_OPERATION_FAILED]),
    ("InternalError", &[INTERNAL_ERROR]),
    ("InvalidAction.NotFound", &[VERSION_UNSUPPORTED]),
    ("InvalidAction.ActionUnavailable", &[TEMPORARILY_UNAVAILABLE]),
];

/// What a word means in that envelope.
pub(super) fn meaning(word: &str) -> Meaning {
    match WORDS.iter().find(|(known, _)| *known == word) {
        Some((_, codes)) => Meaning::Codes(codes.to_vec()),
        None => Meaning::Unplaced(Likeness::TencentWord),
    }
}
