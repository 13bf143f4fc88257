//! Which systems there are, and how a process is put together from them.

use crate::edge::{Names, is_within};
use crate::host_clock::{HostTime, RunningClock};
use ring::rand::{SecureRandom as _, SystemRandom};
use squall_api::{Cloud, Dialect, HostClock, Pipeline, Premises, Site, Universe};
use squall_catalogue::System;
use squall_cloud::{Answer, Laws, Realm, Refusal, SealingKey};
use squall_huawei::Huawei;
use squall_qingcloud::QingCloud;
use squall_store::Store;
use squall_tencent::TencentCdn;
use std::io::{self, Write as _};
use std::sync::Arc;

/// A built system.
pub struct Built {
    /// Which one.
    pub system: System,
    /// Where it is found, and what is in it at first.
    pub premises: &'static Premises,
    /// The system whose accounts and resources it sees, with their laws: its own, or one that it shares them with.
    realm: (System, &'static Laws),
    open: fn(Arc<Site>) -> Box<dyn Cloud>,
}

/// Every built system, in the order in which people are told of them. They are asked the other way round whether a
/// request is theirs, because QingCloud also answers for what only looks like a call of its own.
pub const BUILT: &[Built] = &[Built::of::<QingCloud>(), Built::of::<TencentCdn>(), Built::of::<Huawei>()];

const LAWS: [(System, &Laws); BUILT.len()] = laws();

impl Built {
    const fn of<D: Dialect + Default>() -> Built {
        Built {
            system: D::SYSTEM,
            premises: D::PREMISES,
            realm: (realm(D::REALM), D::LAWS),
            open: |site| Box::new(Pipeline::new(site, D::default())),
        }
    }
}

/// The system that a realm is named after.
const fn realm(realm: Realm) -> System {
    let mut at = 0;
    while System::ALL[at] as Realm != realm {
        at += 1;
    }
    System::ALL[at]
}

const fn laws() -> [(System, &'static Laws); BUILT.len()] {
    let mut laws = [(System::QingCloud, &Laws::NONE); BUILT.len()];
    let mut at = 0;
    while at < BUILT.len() {
        laws[at] = BUILT[at].realm;
        at += 1;
    }
    laws
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
    let site = Site::new(store, host, &LAWS).telling(|sentence| {
        // Where standard error is closed there is nobody to tell.
        let _ = writeln!(io::stderr().lock(), "squall: {sentence}");
    });
    let site = Arc::new(site);
    let clouds = BUILT.iter().rev().map(|built| (built.open)(site.clone())).collect();
    Universe { site, clouds, seed, draw_key }
}

/// Whether a host name is one that a built system serves.
pub fn serves(host: &str) -> bool {
    let is_ours = domains().any(|domain| is_within(host, domain));
    // Below Huawei's domain are also services that no system here is.
    is_ours && (!is_within(host, squall_huawei::DOMAIN) || squall_huawei::serves(host))
}

/// The names that an authority of this squall may sign: the hosts of its systems, and this machine.
pub fn names() -> Names {
    Names::new(domains())
}

fn domains() -> impl Iterator<Item = &'static str> {
    BUILT.iter().flat_map(|built| built.premises.domains.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serves_hosts_of_its_systems_and_no_others() {
        assert!(serves("api.qingcloud.com") && serves("qingcloud.com"));
        assert!(serves("clouddc.cn-east-3.myhuaweicloud.com") && serves("iam.myhuaweicloud.com"));
        assert!(!serves("obs.cn-east-3.myhuaweicloud.com") && !serves("dns.myhuaweicloud.com"));
        assert!(!serves("notqingcloud.com") && !serves("qingcloud.com.evil.org") && !serves("example.org"));
    }
}
