//! Paths and what they lead to. Templates come from the actions' own declarations; a fixed segment wins over a
//! parameter, so `/physicalservers/status` is no server.

use crate::{Huawei, REGISTRY};
use squall_api::Entry;
use squall_api::wire::percent;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Where a path leads.
pub(crate) enum Way<'p> {
    /// To an operation, with the parameters that the path names.
    Operation(&'static Entry<Huawei>, Vec<(&'static str, Cow<'p, str>)>),
    /// Nowhere by this method, but somewhere by another.
    OtherMethod,
    /// Nowhere.
    Nowhere,
}

/// A part of a path: a fixed word or a parameter's name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Fixed(&'static str),
    Named(&'static str),
}

/// The most segments of a path that leads anywhere; the empty one before the first slash is one.
const SEGMENTS: usize = 9;

struct Template {
    segments: Vec<Segment>,
    entry: &'static Entry<Huawei>,
}

/// Sorted so that the first that matches is the one with the earliest fixed segment.
static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let parse = |part: &'static str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        Some(name) => Segment::Named(name),
        None => Segment::Fixed(part),
    };
    let template = |entry: &'static Entry<Huawei>| Template {
        segments: entry.traits.path.split('/').map(parse).collect(),
        entry,
    };
    let mut all: Vec<Template> = REGISTRY.iter().map(template).collect();
    all.sort_by(|a, b| a.segments.cmp(&b.segments));
    all
});

impl Template {
    fn matches(&self, parts: &[&str]) -> bool {
        let fits = |(segment, part): (&Segment, &&str)| match segment {
            Segment::Fixed(word) => word == part,
            Segment::Named(_) => !part.is_empty(),
        };
        self.segments.len() == parts.len() && self.segments.iter().zip(parts).all(fits)
    }

    fn parameters<'p>(&self, parts: &[&'p str]) -> Vec<(&'static str, Cow<'p, str>)> {
        let named = self.segments.iter().zip(parts).filter_map(|(segment, part)| match segment {
            // Broken encoding is refused before anybody reads parameters.
            Segment::Named(name) => Some((*name, percent::decode_path(part.as_bytes()).unwrap_or_default())),
            Segment::Fixed(_) => None,
        });
        named.collect()
    }
}

/// Finds the operation of a method and path, the path as it was sent.
pub(crate) fn find<'p>(method: &str, path: &'p str) -> Way<'p> {
    let (mut all, mut count) = ([""; SEGMENTS], 0);
    for part in path.split('/') {
        let Some(place) = all.get_mut(count) else { return Way::Nowhere };
        (*place, count) = (part, count + 1);
    }
    let (parts, mut known) = (&all[..count], false);
    for template in TEMPLATES.iter().filter(|template| template.matches(parts)) {
        if template.entry.traits.method == method {
            return Way::Operation(template.entry, template.parameters(parts));
        }
        known = true;
    }
    if known { Way::OtherMethod } else { Way::Nowhere }
}

/// Whether a path is one that this system answers for, be there an operation or not.
pub(crate) fn claims(path: &str) -> bool {
    const ROOTS: [&str; 6] =
        ["/v1/", "/v2/cloudimages", "/v3/auth/", "/v3/projects", "/_squall/v1/", "/v2.0/"];
    ROOTS.iter().any(|root| path.starts_with(root))
}

/// The domain that the vendor's services are below.
pub const DOMAIN: &str = "myhuaweicloud.com";
/// The services that are answered for here, by the first label of their hosts.
const SERVICES: [&str; 4] = ["clouddc", "iam", "vpc", "ims"];
/// The one that has a host of no region as well.
const GLOBAL: &str = "iam";

/// Whether a host is one of a service that is answered for here: `vpc.cn-east-3.myhuaweicloud.com`, and for identities
/// `iam.myhuaweicloud.com`. Case does not matter.
pub fn serves(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let Some(below) = host.strip_suffix(DOMAIN).and_then(|below| below.strip_suffix('.')) else {
        return false;
    };
    match below.split_once('.') {
        Some((service, region)) => SERVICES.contains(&service) && !region.is_empty() && !region.contains('.'),
        None => below == GLOBAL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_of_the_four_services_are_served() {
        for region in crate::settings::REGIONS {
            for service in SERVICES {
                assert!(serves(&format!("{service}.{region}.{DOMAIN}")), "{service} {region}");
            }
            for service in ["dns", "obs", "ecs", "iam-pub", "bss", "xclouddc", ""] {
                assert!(!serves(&format!("{service}.{region}.{DOMAIN}")), "{service} {region}");
            }
        }
        assert!(serves("iam.myhuaweicloud.com") && serves("IAM.MyHuaweiCloud.com"));
        for host in [
            "myhuaweicloud.com",
            "vpc.myhuaweicloud.com",
            "a.vpc.cn-east-3.myhuaweicloud.com",
            "vpc..myhuaweicloud.com",
            "vpc.cn-east-3.myhuaweicloud.com.evil.org",
            "vpc.cn-east-3.notmyhuaweicloud.com",
        ] {
            assert!(!serves(host), "{host}");
        }
    }

    fn name(method: &str, path: &str) -> &'static str {
        match find(method, path) {
            Way::Operation(entry, _) => entry.name,
            Way::OtherMethod => "other method",
            Way::Nowhere => "nowhere",
        }
    }

    #[test]
    fn fixed_segments_win_and_slashes_count() {
        assert_eq!(name("GET", "/v1/p/physicalservers/s-1"), "ShowServer");
        assert_eq!(name("GET", "/v1/p/physicalservers/status"), "ShowServerStatus");
        assert_eq!(name("GET", "/v1/p/physicalservers"), "ListServers");
        assert_eq!(name("GET", "/v1/p/physicalservers/"), "nowhere");
        assert_eq!(name("PUT", "/v1/p/physicalservers/power-state"), "ChangeServerPowerState");
        assert_eq!(name("POST", "/v1/p/iracks/r/tags/create"), "BatchCreateIrackTags");
        assert_eq!(name("POST", "/v1/p/physicalservers/r/tags/create"), "BatchCreateTags");
        assert_eq!(name("PATCH", "/v1/p/instances"), "other method");
        assert_eq!(name("GET", "/v2/p/instances"), "nowhere");
    }

    #[test]
    fn no_template_is_longer_than_a_path_may_be() {
        assert_eq!(TEMPLATES.iter().map(|template| template.segments.len()).max(), Some(SEGMENTS));
        assert_eq!(name("GET", &"/x".repeat(100)), "nowhere");
    }

    #[test]
    fn parameters_are_decoded() {
        let Way::Operation(_, parameters) = find("GET", "/v1/p/physicalservers/a%2Fb+c") else { panic!() };
        assert_eq!(parameters, [("project_id", "p".into()), ("server_id", "a/b+c".into())]);
    }
}
