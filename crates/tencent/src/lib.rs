//! Tencent Cloud API 2.0: one protocol behind `*.api.qcloud.com` in two editions. What both share (requests,
//! signatures, envelopes, accounts, policies) stands beside them; here is the older edition with the modules CDN and
//! DSA, in `cdn`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod cdn;
mod founding;
mod laws;
mod people;
mod policy;
mod protocol;

pub use cdn::{Module, TencentCdn, Traits, judge_certificate};
pub use protocol::{Credential, Reply};
