//! Which systems there are, and how a process is put together from them. The only list of built systems.

use crate::edge::{Names, is_within};
use crate::host_clock::RunningClock;
use ring::rand::{SecureRandom as _, SystemRandom};
use squall_api::{Cloud, HostClock, Pipeline, Site, Universe};
use squall_catalogue::System;
use squall_cloud::{Answer, Laws, Refusal, SealingKey, Time};
use squall_huawei::Huawei;
use squall_qingcloud::QingCloud;
use squall_store::Store;
use squall_tencent::TencentCdn;
use std::io::{self, Write as _};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use squall_api::Dialect as _;

/// The laws of each system.
/// Both editions of Tencent's API have one realm, which is the current one's.
const LAWS: &[(System, &Laws)] = &[
    (System::QingCloud, QingCloud::LAWS),
    (System::Tencent, TencentCdn::LAWS),
    (System::Huawei, Huawei::LAWS),
];
/// The host names that each system serves: `CONNECT` to them and to what is below them ends in squall.
const HOSTS: &[(System, &[&str])] = &[
    (System::QingCloud, &["qingcloud.com"]),
    (System::TencentCdn, &["api.qcloud.com"]),
    (System::Huawei, &["myhuaweicloud.com"]),
];

/// The host's clock, as it is set.
pub struct HostTime;

impl HostClock for HostTime {
    #[allow(clippy::disallowed_methods, reason = "the edge is where the host's clock is read")]
    fn now(&self) -> Time {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Time(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// A key that nobody can guess, from the operating system.
fn draw_key() -> Answer<SealingKey> {
    let mut bytes = [0; 32];
    let drawn = SystemRandom::new().fill(&mut bytes);
    drawn.map_err(|_| Refusal::Invalid { what: "the system gives no random numbers".to_owned() })?;
    Ok(SealingKey::new(bytes))
}

/// Every built system over a store. The world is not founded yet.
pub fn universe(store: Store, seed: u64) -> Universe {
    universe_by(Box::new(RunningClock::over(HostTime)), store, seed)
}

/// As [`universe`], by another clock than the host's.
pub fn universe_by(host: Box<dyn HostClock>, store: Store, seed: u64) -> Universe {
    let site = Site::new(store, host, LAWS).telling(|sentence| {
        // Where standard error is closed there is nobody to tell.
        let _ = writeln!(io::stderr().lock(), "squall: {sentence}");
    });
    let site = Arc::new(site);
    // QingCloud comes last, because it also answers for what only looks like a call of its own.
    let clouds: Vec<Box<dyn Cloud>> = vec![
        Box::new(Pipeline::new(site.clone(), Huawei)),
        Box::new(Pipeline::new(site.clone(), TencentCdn)),
        Box::new(Pipeline::new(site.clone(), QingCloud)),
    ];
    Universe { site, clouds, seed, draw_key }
}

/// Whether a host name is one that a built system serves.
pub fn serves(host: &str) -> bool {
    domains().any(|domain| is_within(host, domain))
}

/// The names that an authority of this squall may sign: the hosts of its systems, and this machine.
pub fn names() -> Names {
    Names::new(domains())
}

fn domains() -> impl Iterator<Item = &'static str> {
    HOSTS.iter().flat_map(|(_, domains)| domains.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serves_hosts_of_its_systems_and_no_others() {
        assert!(serves("api.qingcloud.com") && serves("qingcloud.com"));
        assert!(!serves("notqingcloud.com") && !serves("qingcloud.com.evil.org") && !serves("example.org"));
    }
}
