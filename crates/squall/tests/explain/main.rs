//! What `squall explain` reads: samples in the forms of vendors' replies, SDKs and people's logs, and every code of the
//! catalogue in each form of its system.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod asked;
mod every_code;
mod logs;
mod replies;
#[path = "../running/mod.rs"]
mod running;

use squall::replies::{Likeness, Meaning, read};

/// What is read from a text, a line each: `qingcloud 1400`, `tencent 5100 | tencent-cdn 5100 x2`, `ok qingcloud`,
/// `? AS.0001 huawei-imetal`.
fn seen(text: impl AsRef<[u8]>) -> Vec<String> {
    let findings = read(text.as_ref()).unwrap();
    let told = findings.seen.iter().map(|seen| {
        let words = match &seen.meaning {
            Meaning::Codes(codes) => codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | "),
            Meaning::Success(systems) => {
                let systems: Vec<&str> = systems.iter().map(|system| system.as_str()).collect();
                format!("ok {}", systems.join(" | "))
            }
            Meaning::Unplaced(likeness) => {
                let of = match likeness {
                    Likeness::Unlisted(system) => system.as_str(),
                    Likeness::HuaweiService => "huawei service",
                    Likeness::TencentWord => "tencent word",
                };
                format!("? {} {of}", seen.number)
            }
        };
        match seen.count {
            1 => words,
            count => format!("{words} x{count}"),
        }
    });
    told.collect()
}
