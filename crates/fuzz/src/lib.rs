//! What strangers' bytes reach, as functions that take any bytes and end in a panic where something is wrong. Each runs
//! under libFuzzer (`fuzz/`, see docs/fuzzing.md) and, on every file of its corpus, in the ordinary tests.
#![allow(clippy::expect_used, clippy::panic, clippy::missing_panics_doc)]

pub mod archive;
pub mod dialect;
pub mod door;
pub mod framing;
pub mod huawei;
pub mod json;
pub mod package;
pub mod parameters;
pub mod policies;
pub mod qingcloud;
pub mod replies;
pub mod requests;
pub mod signature;

/// A function that takes anything, under the name of its file, its program in `fuzz/targets` and its corpus.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: &[Target] = &[
    ("archive", archive::run),
    ("door", door::run),
    ("framing", framing::run),
    ("huawei", huawei::run),
    ("json", json::run),
    ("package", package::run),
    ("parameters", parameters::run),
    ("policies", policies::run),
    ("qingcloud", qingcloud::run),
    ("replies", replies::run),
    ("requests", requests::run),
    ("signature", signature::run),
];
