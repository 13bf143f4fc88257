//! Users, their keys, sessions and passwords.

pub(crate) mod access_key;
pub(crate) mod password;
pub(crate) mod registration;
pub(crate) mod session;
pub(crate) mod sub_user;
pub(crate) mod sub_user_quota;
pub(crate) mod sub_user_view;

use crate::QingCloud;
use squall_api::Entry;

/// The actions of these files.
pub(crate) const ACTIONS: &[&[Entry<QingCloud>]] = &[
    access_key::ACTIONS,
    password::ACTIONS,
    registration::ACTIONS,
    session::ACTIONS,
    sub_user::ACTIONS,
    sub_user_quota::ACTIONS,
    sub_user_view::ACTIONS,
];
