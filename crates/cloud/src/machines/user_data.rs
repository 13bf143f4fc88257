//! User data: a file that instances find when they start for the first time.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// User data that was uploaded before the instances that it is for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct UserData {
    /// What every resource carries.
    pub head: Head,
    /// The file, in base64.
    pub content: String,
}

impl Resource for UserData {
    const KIND: Kind = Kind::UserData;
    headed!();
}
