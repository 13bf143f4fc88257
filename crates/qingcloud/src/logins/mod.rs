//! Who logs in, with what, and who vouches for it.

pub(crate) mod app_token;
pub(crate) mod authority;
pub(crate) mod iam;
pub(crate) mod login;
pub(crate) mod people;
pub(crate) mod totp;
