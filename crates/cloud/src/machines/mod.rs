//! Virtual machines, and what they are made of.

pub(crate) mod attachment;
pub(crate) mod image;
pub(crate) mod instance;
pub(crate) mod keypair;
pub(crate) mod snapshot;
pub(crate) mod user_data;
pub(crate) mod volume;

pub use attachment::Attachment;
pub use image::Image;
pub use instance::{Instance, System};
pub use keypair::KeyPair;
pub use snapshot::Snapshot;
pub use user_data::UserData;
pub use volume::Volume;
