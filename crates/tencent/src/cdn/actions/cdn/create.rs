//! New hosts inside the country.

use crate::cdn::TencentCdn;
use crate::cdn::actions::configuration::Configuration;
use crate::cdn::actions::deployment;
use crate::cdn::{Traits, lookup, rules, say};
use crate::protocol::Reply;
use squall_api::catalogue::Code;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{AcceleratedHost, Reach, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<AddCdnHost>(Traits::CDN, CREATING),
    Entry::of::<EAddCdnHost>(Traits::CDN.for_vips(), CREATING),
];

/// What the creation of a host can raise.
pub(in crate::cdn::actions) const CREATING: &[Code] = &[
    HOST_LIMIT_REACHED,
    HOST_EXISTS,
    HOST_WITHOUT_FILING,
    HOST_INVALID,
    HOST_INTERNAL,
    HOST_RESTRICTED,
    HOST_BLACKLISTED,
    HOST_TOO_LONG,
    TOO_MANY_ORIGINS,
    ORIGIN_TOO_LONG,
    ORIGIN_IS_HOST,
    ORIGIN_BLACKLISTED,
    ORIGIN_PRIVATE,
    DSA_ORIGIN_INVALID,
    PROJECT_INVALID,
    PLATFORM_INVALID,
    PID_CONFIG_INVALID,
    EXTENSION_INVALID,
    RESPONSE_HEADER_TOO_LONG,
    RESPONSE_HEADER_INVALID,
    PLATFORM_CONFIG_ERROR,
    SYSTEM_ERROR,
    DSA_CONFIG_SYSTEM_ERROR,
    HTTPS_INVALID,
    CERTIFICATE_UNUSABLE,
    CERTIFICATE_UNREADABLE,
    CERTIFICATE_HOST_MISMATCH,
    CERTIFICATE_KEY_MISMATCH,
    CERTIFICATE_EXPIRED,
    CERTIFICATE_EXPIRING,
    CERTIFICATE_CHAIN_BROKEN,
];

/// The longest name that is read at all, in bytes: how long one may be is judged by its own code.
pub(in crate::cdn::actions) const NAME_BYTES: usize = 1_024;

/// Adds a host inside the country.
#[derive(Params)]
pub(in crate::cdn::actions) struct AddCdnHost {
    #[param(required, max_len = NAME_BYTES)]
    host: String,
    #[param(name = "projectId", required, max_len = 64, invalid = "2130")]
    project: String,
    #[param(name = "hostType", required, one_of = ["cname", "cos", "ftp"])]
    host_type: String,
    #[param(name = "serviceType", default = "web", one_of = ["web", "download", "media", "live"])]
    service_type: String,
    #[param(flatten, only = [
        "origin", "backupOrigin", "platform", "pidConfig", "extension", "rspHeader", "fwdHost", "fullUrl",
        "cacheMode", "cache", "refer", "accessIp", "middleResource", "ipFrequenceLimit",
    ])]
    configuration: Configuration,
}

impl AddCdnHost {
    fn add(&self, cx: &Cx<'_>) -> Outcome<AcceleratedHost> {
        let configuration =
            Configuration { project: Some(self.project.clone()), ..self.configuration.clone() };
        let order = Order { name: &self.host, reach: Reach::Inland, service: &self.service_type };
        order.place(cx, &self.host_type, &configuration, &[])
    }
}

/// A host to be made.
pub(in crate::cdn::actions) struct Order<'o> {
    pub(in crate::cdn::actions) name: &'o str,
    pub(in crate::cdn::actions) reach: Reach,
    pub(in crate::cdn::actions) service: &'o str,
}

impl Order<'_> {
    /// Makes it: what it says is judged first, then whether there may be one more, then it is deployed.
    pub(in crate::cdn::actions) fn place(
        &self,
        cx: &Cx<'_>,
        origin_kind: &str,
        configuration: &Configuration,
        modes: &[i64],
    ) -> Outcome<AcceleratedHost> {
        configuration.must_make_sense()?;
        if configuration.origin.is_none() {
            return Err(say::missing("origin"));
        }
        rules::name::must_be_free(cx, &*lookup::platform(cx)?, self.name, self.reach)?;
        let mut draft = draft(cx, self);
        configuration.apply(cx, &mut draft, modes)?;
        let mut host = deployment::new_host(cx, self.name, self.reach, self.service, draft.project)?;
        let AcceleratedHost { origin, settings, certificate, .. } = draft;
        (host.origin, host.settings, host.certificate) = (origin, settings, certificate);
        origin_kind.clone_into(&mut host.origin_kind);
        cx.insert(&host)?;
        deployment::deploy(cx, &mut host, Verb::Create, State::Active)?;
        Ok(host)
    }
}

/// A host that is nowhere yet, to be configured before anything is counted.
fn draft(cx: &Cx<'_>, order: &Order<'_>) -> AcceleratedHost {
    AcceleratedHost {
        head: squall_api::cloud::Head::new(String::new(), lookup::owner(cx), "", order.name, cx.now),
        reach: order.reach,
        project: 0,
        origin: String::new(),
        origin_kind: String::new(),
        service: String::new(),
        settings: Default::default(),
        certificate: None,
        waiting: None,
        updated_at: cx.now,
    }
}

impl Action<TencentCdn> for AddCdnHost {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        self.add(cx)?;
        Ok(Reply::empty())
    }
}

/// Adds a host inside the country and tells its id; for big customers.
#[derive(Params)]
pub(in crate::cdn::actions) struct EAddCdnHost {
    #[param(flatten)]
    host: AddCdnHost,
}

impl Action<TencentCdn> for EAddCdnHost {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let host = self.host.add(cx)?;
        Ok(Reply::data(|data| {
            data.int("host_id", host.head.id.parse::<u64>().unwrap_or_default());
        }))
    }
}
