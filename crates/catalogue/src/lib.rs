//! The catalogue: every error code the emulated systems document, one line a code, and the pages about them.
//!
//! It knows what codes mean. It does not know who raises them, how they travel, or what the world looks like.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod code;
pub mod huawei;
mod kind;
pub mod page;
pub mod qingcloud;
mod system;
mod table;
pub mod tencent;
pub mod tencent_cdn;
pub mod ucloudstack;

use code::Entry;
pub use code::{Code, Row};
pub use kind::{Blame, Kind, Retry};
pub use system::System;

/// The codes of one system, in the vendor's order; Huawei's gateway comes after the service behind it.
pub fn codes(system: System) -> &'static [Code] {
    match system {
        System::QingCloud => qingcloud::CODES,
        System::UCloudStack => ucloudstack::CODES,
        System::Tencent => tencent::CODES,
        System::TencentCdn => tencent_cdn::CODES,
        System::Huawei => huawei::CODES,
    }
}

/// Every code of every system, system by system in the order of [`System::ALL`].
pub fn all() -> impl Iterator<Item = Code> {
    System::ALL.into_iter().flat_map(|system| codes(system).iter().copied())
}

/// The code with this number (`1400`, `iMetal.0206`) in this system.
pub fn find(system: System, number: &str) -> Option<Code> {
    codes(system).iter().copied().find(|code| code.number() == number)
}

/// The codes that `text` may mean; several, where numbers collide across systems or texts repeat.
///
/// The first of these that finds anything decides: what [`Code`] displays (`qingcloud 1400`), a number, a
/// constant, a piece of the vendor's text, of its message or of the gloss. Case does not matter.
/// An empty text finds nothing.
pub fn search(text: &str) -> Vec<Code> {
    let text = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    let needle = text.to_lowercase();
    let matchers: [&dyn Fn(&Code) -> bool; 4] = [
        &|code| code.to_string().eq_ignore_ascii_case(text),
        &|code| code.number().eq_ignore_ascii_case(text),
        &|code| code.name().eq_ignore_ascii_case(text),
        &|code| code.reads(&needle),
    ];
    matchers
        .iter()
        .map(|matches| all().filter(|code| matches(code)).collect::<Vec<_>>())
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}
