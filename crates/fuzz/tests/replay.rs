//! Every file of every corpus once more, without libFuzzer: what was once found stays mended.
#![allow(clippy::panic, clippy::unwrap_used, missing_docs)]

use squall_fuzz::TARGETS;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Bytes that all corpora together may have.
const CORPORA_BYTES: u64 = 400 * 1024;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz").join(name)
}

fn names(dir: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn every_file_of_every_corpus_passes() {
    let mut bytes = 0;
    for (name, run) in TARGETS {
        let dir = folder("corpus").join(name);
        let files: Vec<_> = std::fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(!files.is_empty(), "{name} has no corpus");
        for file in files {
            let input = std::fs::read(&file).unwrap();
            bytes += input.len() as u64;
            let passes = std::panic::catch_unwind(|| run(&input)).is_ok();
            assert!(passes, "{}", file.display());
        }
    }
    assert!(bytes <= CORPORA_BYTES, "the corpora have {bytes} bytes");
}

#[test]
fn every_target_has_a_program_and_a_corpus() {
    let known: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names(&folder("targets")), known);
    assert_eq!(names(&folder("corpus")), known);
}
