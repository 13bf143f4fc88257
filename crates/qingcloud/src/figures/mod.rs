//! What QingCloud's things measure, cost and take: each file the one place for its figures.

pub(crate) mod disks;
pub(crate) mod fit;
pub(crate) mod laws;
pub(crate) mod pace;
pub(crate) mod price;
pub(crate) mod quotas;
pub(crate) mod sizes;
pub(crate) mod zones;
