//! Is everything there that the request needs: the gateway itself, IAM, and the service behind?

use super::access::passes_gateway;
use crate::Huawei;
use crate::say::{self, must};
use crate::settings::{BACKEND, FAULTY, IAM, IMS, VPC};
use crate::traits::Service;
use squall_api::catalogue::huawei::{
    API_REQUEST_FAILED, BACKEND_ABSENT, BACKENDS_DRAINED, GATEWAY_INTERNAL_ERROR, IAM_UNAVAILABLE,
};
use squall_api::{Outcome, Passage};

/// The gateway itself must work (0601).
pub(crate) fn gateway_works(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let faulty = passes_gateway(passage) && passage.platform()?.switch(FAULTY, false);
    must(!faulty, || say::plain(GATEWAY_INTERNAL_ERROR))
}

/// Without IAM nobody can be told from anybody else (0613).
pub(crate) fn iam_answers(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let down = passes_gateway(passage) && passage.platform()?.service(IAM) != "up";
    must(!down, || say::plain(IAM_UNAVAILABLE))
}

/// The service must be configured (0103), in rotation (0610), running (0201: 502) and fast enough (0201: 504). One
/// that is too slow does not do the work either: what it did unseen would be another rule's business.
pub(crate) fn is_there(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    if !passes_gateway(passage) {
        return Ok(());
    }
    let platform = passage.platform()?;
    let neighbour = match passage.entry.map(|entry| entry.traits.service) {
        Some(Service::Vpc) => platform.service(VPC),
        Some(Service::Ims) => platform.service(IMS),
        Some(Service::CloudDc) => platform.service(BACKEND),
        _ => "up",
    };
    match neighbour {
        "absent" => Err(say::plain(BACKEND_ABSENT)),
        "drained" => Err(say::plain(BACKENDS_DRAINED)),
        "down" => Err(say::row(API_REQUEST_FAILED, 502)),
        "slow" => Err(say::row(API_REQUEST_FAILED, 504)),
        _ => Ok(()),
    }
}
