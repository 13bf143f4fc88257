//! The systems squall speaks for.

use std::fmt;

/// A vendor API with error codes of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum System {
    /// QingCloud IaaS API.
    QingCloud,
    /// UCloudStack private cloud API.
    UCloudStack,
    /// Tencent Cloud API 2.0, current edition of the common codes.
    Tencent,
    /// CDN and DSA modules of Tencent Cloud API 2.0, with the older edition of the common codes.
    TencentCdn,
    /// Huawei Cloud CloudDC (bare metal).
    Huawei,
}

impl System {
    /// Every system, in the order of the vendor lists.
    pub const ALL: [System; 5] =
        [Self::QingCloud, Self::UCloudStack, Self::Tencent, Self::TencentCdn, Self::Huawei];

    /// The word used on the command line, in paths and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::QingCloud => "qingcloud",
            Self::UCloudStack => "ucloudstack",
            Self::Tencent => "tencent",
            Self::TencentCdn => "tencent-cdn",
            Self::Huawei => "huawei-imetal",
        }
    }

    /// The system with exactly this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|system| system.as_str() == word)
    }
}

impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
