//! What terraform-provider-qingcloud's acceptance tests do and expect, as sequences of calls: one file a resource, its
//! tests named as there. Each resource is made, read, changed in the next step and destroyed. Two of the 37 do not
//! hold: `Vpc_eip`, whose provider never calls `UpdateRouters`, and `LoadBalancer_basic`, which resizes an active
//! balancer, against the page.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod eip;
mod instance;
mod keypair;
mod loadbalancer;
mod loadbalancer_backend;
mod loadbalancer_listener;
mod provider;
mod security_group;
mod server_certificate;
mod tag;
mod volume;
mod vpc;
mod vpc_static;
mod vxnet;
