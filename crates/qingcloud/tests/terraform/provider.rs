//! How the provider makes its calls: it waits for transitions and leases, sends what is emptied as nothing, and reads
//! the first of a set.

use serde_json::Value;
use squall_simulate::Desk;

/// A desk with the provider's habits.
pub(crate) struct Provider(pub(crate) Desk);

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

impl Provider {
    /// Start-up: the zone must be there and active.
    pub(crate) fn new() -> Provider {
        let desk = Desk::new();
        let zones = desk.ok("DescribeZones", &[]);
        let zones = zones["zone_set"].as_array().unwrap();
        assert!(zones.iter().any(|zone| zone["zone_id"] == "pek3a" && zone["status"] == "active"));
        Provider(desk)
    }

    /// A call, and whatever transition it begins waited for, with the lease.
    pub(crate) fn call(&self, action: &str, parameters: &[(&str, &str)]) -> Value {
        let reply = self.0.ok(action, parameters);
        self.0.settle();
        reply
    }

    /// Makes something and answers its id.
    pub(crate) fn make(&self, action: &str, parameters: &[(&str, &str)], at: &str) -> String {
        text(self.call(action, parameters).pointer(at).unwrap())
    }

    /// The first of a set, read by id.
    pub(crate) fn read(&self, listing: &str, list: &str, id: &str, set: &str) -> Value {
        let reply = self.0.ok(listing, &[(&format!("{list}.1"), id), ("verbose", "1")]);
        reply[set][0].clone()
    }

    /// That nothing of the kind is left: an empty set, or a state of no return.
    pub(crate) fn is_destroyed(&self, listing: &str, list: &str, id: &str, set: &str) {
        let status = self.read(listing, list, id, set)["status"].clone();
        let gone = ["deleted", "ceased", "terminated", "released"];
        assert!(status.is_null() || gone.iter().any(|word| status == *word), "{listing} {id}: {status}");
    }

    pub(crate) fn tag(&self, name: &str) -> String {
        self.make("CreateTag", &[("tag_name", name)], "/tag_id")
    }

    pub(crate) fn on(&self, action: &str, kind: &str, id: &str, tags: &[&str]) {
        let names: Vec<[String; 3]> = (1..=tags.len())
            .map(|at| {
                ["tag_id", "resource_type", "resource_id"]
                    .map(|name| format!("resource_tag_pairs.{at}.{name}"))
            })
            .collect();
        let pairs = names
            .iter()
            .zip(tags)
            .flat_map(|([tag, of, on], value)| [(&**tag, *value), (&**of, kind), (&**on, id)]);
        self.call(action, &pairs.collect::<Vec<_>>());
    }

    /// The test that every kind has: two tags put on, and taken off again.
    pub(crate) fn tags_come_and_go(&self, kind: &str, id: &str, read: impl Fn(&Provider) -> Value) {
        let (one, two) = (self.tag(&format!("{kind}-tag1")), self.tag(&format!("{kind}-tag2")));
        self.on("AttachTags", kind, id, &[&one, &two]);
        let shown = read(self)["tags"].clone();
        let names: Vec<&str> =
            shown.as_array().unwrap().iter().map(|tag| tag["tag_name"].as_str().unwrap()).collect();
        assert_eq!(names.len(), 2);
        assert!(names.iter().all(|name| name.starts_with(kind)), "{names:?}");
        self.on("DetachTags", kind, id, &[&one, &two]);
        assert_eq!(read(self)["tags"].as_array().map(Vec::len), Some(0));
    }
}
