//! Values that are texts with a form of their own, and how they are read.

pub(crate) mod cidr;
mod der;
mod key_pair;
pub(crate) mod operand;
pub(crate) mod pem;
mod prime;
pub(crate) mod ssh;
pub(crate) mod statics;
pub(crate) mod user_data;
pub(crate) mod x509;
