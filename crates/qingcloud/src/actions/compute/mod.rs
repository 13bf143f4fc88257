//! Machines and what they are made of: sizes, images, key pairs, user data.

pub(crate) mod broker;
pub(crate) mod image;
pub(crate) mod image_clone;
pub(crate) mod image_own;
pub(crate) mod instance;
pub(crate) mod instance_bin;
pub(crate) mod instance_change;
pub(crate) mod instance_clone;
pub(crate) mod instance_plan;
pub(crate) mod instance_run;
pub(crate) mod instance_view;
pub(crate) mod keypair;
pub(crate) mod keypair_attach;
pub(crate) mod size;
pub(crate) mod user_data;

use crate::QingCloud;
use squall_api::Entry;

/// The actions of these files.
pub(crate) const ACTIONS: &[&[Entry<QingCloud>]] = &[
    broker::ACTIONS,
    image::ACTIONS,
    image_clone::ACTIONS,
    image_own::ACTIONS,
    instance::ACTIONS,
    instance_bin::ACTIONS,
    instance_change::ACTIONS,
    instance_clone::ACTIONS,
    instance_run::ACTIONS,
    instance_view::ACTIONS,
    keypair::ACTIONS,
    keypair_attach::ACTIONS,
    size::ACTIONS,
    user_data::ACTIONS,
];
