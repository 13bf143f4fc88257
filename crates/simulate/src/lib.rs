//! Worlds without sockets, for tests: calls go through the whole pipeline, the clock is the test's own, and
//! whole lives of random tenants follow from a seed. What a system alone knows stands in its room below `vendor`.
#![allow(clippy::panic, clippy::missing_panics_doc)]

mod chance;
mod desk;
pub mod forgery;
pub mod generate;
pub mod golden;
pub mod leaves;
mod pool;
pub mod reference;
mod reply;
mod strangers;
mod tenants;
pub mod vendor;

pub use chance::Chance;
pub use desk::{Desk, START, key};
pub use pool::Pool;
pub use reply::Reply;
pub use tenants::{Step, Tenants};
pub use vendor::{Huawei, QingCloud, TencentCdn, Vendor};
