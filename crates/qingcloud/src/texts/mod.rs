//! Values that are texts with a form of their own, and how they are read.

pub(crate) mod cidr;
pub(crate) mod operand;
pub(crate) mod pem;
pub(crate) mod ssh;
pub(crate) mod statics;
pub(crate) mod user_data;
pub(crate) mod x509;
