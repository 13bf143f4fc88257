//! Who has things here: accounts, how they log in, and what they may have.

pub(crate) mod account;
pub(crate) mod evict;
pub(crate) mod licence;
pub(crate) mod mail;
pub(crate) mod platform;
pub(crate) mod quota;
pub(crate) mod registration;
pub(crate) mod session;

pub use account::{AccessKey, Account, Standing};
pub use licence::{Licence, Term};
pub use mail::{Errand, Mail};
pub use platform::Platform;
pub use session::Session;
