//! An application that clusters are deployed from.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// An application that clusters are deployed from.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct App {
    /// What every resource carries.
    pub head: Head,
    /// The vendor's type of application.
    pub app_type: String,
}

impl App {
    /// The key under which an owner's application of a name is found.
    pub fn key(owner: &str, name: &str) -> String {
        format!("{owner}|{name}")
    }
}

impl Resource for App {
    const KIND: Kind = Kind::App;
    headed!();
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(App::key(&self.head.owner, &self.head.name));
    }
}
