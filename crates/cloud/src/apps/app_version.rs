//! A version of an application.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A version of an application.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AppVersion {
    /// What every resource carries.
    pub head: Head,
    /// The application.
    pub app: String,
    /// The attachment with its files, once there is one.
    pub package: Option<String>,
    /// The captured images that its files name, so that these are kept.
    pub images: Vec<String>,
}

impl Resource for AppVersion {
    const KIND: Kind = Kind::AppVersion;
    const TARGETS: &'static [Kind] = &[Kind::App, Kind::Attachment, Kind::Image];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.app);
        self.package.iter().for_each(|id| push(id));
        self.images.iter().for_each(|id| push(id));
    }
    fn let_go(&mut self, _world: &World<'_>, target: &str) -> Answer<()> {
        self.package.take_if(|id| id == target);
        self.images.retain(|id| id != target);
        Ok(())
    }
}
