//! A system image: the vendor's own or one captured from an instance.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// A system image: the vendor's own or one captured from an instance.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Image {
    /// What every resource carries.
    pub head: Head,
    /// `linux` or `windows`.
    pub platform: String,
    /// The family of its system.
    pub os_family: String,
    /// The processor it is for.
    pub processor: String,
    /// Its size in GiB.
    pub size_gib: u64,
    /// Whether it is the vendor's own.
    pub is_system: bool,
    /// Accounts that may use it besides its owner.
    pub granted_to: Vec<String>,
    /// Whether everybody may use it.
    pub is_public: bool,
    /// The zones it is in; everywhere when empty.
    pub zones: Vec<String>,
}

impl Resource for Image {
    const KIND: Kind = Kind::Image;
    headed!();
}
