//! How a physical server is.

use serde::{Deserialize, Serialize};

/// How a server's parts are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Health {
    /// All well.
    Good,
    /// Something will fail.
    Warning,
    /// Something failed.
    Critical,
    /// Nobody knows.
    Unknown,
}
