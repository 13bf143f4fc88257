//! A version of an application.

use crate::kind::Kind;
use crate::resource::{Head, Resource};
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
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.app);
        self.package.iter().for_each(|id| push(id));
        self.images.iter().for_each(|id| push(id));
    }
}

impl World<'_> {
    /// Loosens the versions whose files name an image that goes out of life.
    pub fn forget_image(&self, image: &str) -> Answer<()> {
        for mut version in self.linked::<AppVersion>(image)? {
            version.images.retain(|id| id != image);
            self.save(&version)?;
        }
        Ok(())
    }
}
