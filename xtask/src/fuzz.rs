//! `cargo xtask fuzz`: the programs of `fuzz/`, built with coverage counters and run within bounds, one after another.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::run::{cargo, named, succeeds, target};

/// What makes the compiler count edges and report comparisons. It works on stable; an address sanitizer would not, and
/// has little to find where `unsafe` is forbidden.
const COUNTERS: &str = "-Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Bytes of an input, seconds that one may take, and MiB that a program may grow to.
const BOUNDS: [&str; 3] = ["-max_len=4096", "-timeout=10", "-rss_limit_mb=1024"];

/// Seconds for each target in the proof, and where nothing else is asked for.
const SECONDS: u64 = 4;

/// Lines of a failed run that are shown.
const LINES_SHOWN: usize = 60;

/// What libFuzzer says of its work at the end.
const EXECUTIONS: &str = "stat::number_of_executed_units:";

/// What is to be fuzzed, and for how long.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Fuzz {
    /// One target; all where none is named.
    target: Option<String>,
    /// Executions of each target.
    runs: Option<u64>,
    /// Seconds of each target.
    seconds: Option<u64>,
    /// Whether to put what was found, minimised, in the place of the corpora of the repository.
    keep: bool,
}

impl Fuzz {
    /// Reads `[TARGET] [--runs N] [--seconds S] [--keep]`; nothing where it is something else.
    pub fn parse(words: &[&str]) -> Option<Fuzz> {
        let mut fuzz = Fuzz::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--runs" => fuzz.runs = Some(words.next()?.parse().ok()?),
                "--seconds" => fuzz.seconds = Some(words.next()?.parse().ok()?),
                "--keep" => fuzz.keep = true,
                name if !name.starts_with('-') && fuzz.target.is_none() => {
                    fuzz.target = Some(name.to_owned())
                }
                _ => return None,
            }
        }
        Some(fuzz)
    }

    /// Builds and runs. Answers whether nothing was found.
    ///
    /// # Errors
    /// Where the programs cannot be built or started.
    pub fn run(&self, root: &Path) -> io::Result<bool> {
        if !has_compiler() {
            println!(
                "fuzz: no C++ compiler here, which libFuzzer needs: the tests replay the corpora, and that is all"
            );
            return Ok(true);
        }
        let Some(programs) = build(root)? else { return Ok(false) };
        let mut targets = names(root)?;
        targets.retain(|name| self.target.as_ref().is_none_or(|wanted| wanted == name));
        if targets.is_empty() {
            println!("fuzz: there is no such target");
            return Ok(false);
        }
        let mut passed = true;
        for name in targets {
            passed &= self.run_target(root, &programs, &name)?;
        }
        Ok(passed)
    }

    fn run_target(&self, root: &Path, programs: &Path, name: &str) -> io::Result<bool> {
        let kept = root.join("fuzz").join("corpus").join(name);
        let grown = target(root).join("fuzz").join("corpus").join(name);
        let found = target(root).join("fuzz").join("found").join("");
        fs::create_dir_all(&grown)?;
        fs::create_dir_all(&found)?;
        let mut program = Command::new(programs.join(name));
        program
            .args(BOUNDS)
            .arg("-print_final_stats=1")
            .arg(format!("-artifact_prefix={}{name}-", found.display()));
        program.args(self.runs.map(|runs| format!("-runs={runs}")));
        let seconds = self.seconds.or(self.runs.is_none().then_some(SECONDS));
        program.args(seconds.map(|seconds| format!("-max_total_time={seconds}")));
        program.arg(&grown).arg(&kept).stdin(Stdio::null()).stdout(Stdio::null());
        let output = named(&mut program, Command::output)?;
        let said = String::from_utf8_lossy(&output.stderr);
        let executions = said.lines().find_map(|line| line.strip_prefix(EXECUTIONS)).unwrap_or("?").trim();
        if !output.status.success() {
            let lines: Vec<_> = said.lines().filter(|line| !line.starts_with('#')).collect();
            println!("{}", lines[lines.len().saturating_sub(LINES_SHOWN)..].join("\n"));
            println!("{name:<12} {executions:>12} executions, and then the above");
            return Ok(false);
        }
        println!("{name:<12} {executions:>12} executions, nothing found");
        if self.keep { keep(programs, name, &grown, &kept) } else { Ok(true) }
    }
}

/// The short run that is part of the proof.
///
/// # Errors
/// As [`Fuzz::run`].
pub fn bounded(root: &Path) -> io::Result<bool> {
    Fuzz::default().run(root)
}

/// The smallest inputs that reach what all of them together reach, instead of what was kept before.
fn keep(programs: &Path, name: &str, grown: &Path, kept: &Path) -> io::Result<bool> {
    let merged = grown.with_extension("merged");
    fs::create_dir_all(&merged)?;
    let mut program = Command::new(programs.join(name));
    program.args(BOUNDS).arg("-merge=1").arg(&merged).arg(kept).arg(grown).stderr(Stdio::null());
    if !succeeds(&mut program)? {
        return Ok(false);
    }
    for file in fs::read_dir(kept)? {
        fs::remove_file(file?.path())?;
    }
    for file in fs::read_dir(&merged)? {
        let file = file?;
        fs::copy(file.path(), kept.join(file.file_name()))?;
    }
    fs::remove_dir_all(&merged)?;
    Ok(true)
}

fn names(root: &Path) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(root.join("fuzz").join("targets"))?;
    let stem = |entry: io::Result<fs::DirEntry>| {
        entry.map(|entry| entry.path().file_stem().unwrap_or_default().to_string_lossy().into_owned())
    };
    let mut names = entries.map(stem).collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// Builds the programs, and answers where they are.
fn build(root: &Path) -> io::Result<Option<PathBuf>> {
    let Some(host) = host(root)? else { return Ok(None) };
    let dir = target(root).join("fuzz");
    let mut build = cargo(root);
    build.args(["build", "--quiet", "--locked", "--release", "--manifest-path", "fuzz/Cargo.toml"]);
    // With a target named, the counters stay out of what runs while building.
    build.args(["--target", &host, "--target-dir"]).arg(&dir).env("RUSTFLAGS", COUNTERS);
    let built = succeeds(&mut build)?;
    Ok(built.then(|| dir.join(host).join("release")))
}

fn host(root: &Path) -> io::Result<Option<String>> {
    let output = named(Command::new("rustc").arg("-vV").current_dir(root), Command::output)?;
    let said = String::from_utf8_lossy(&output.stdout);
    Ok(said.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned))
}

fn has_compiler() -> bool {
    let program = std::env::var_os("CXX").unwrap_or_else(|| "c++".into());
    let mut asked = Command::new(program);
    succeeds(asked.arg("--version").stdout(Stdio::null()).stderr(Stdio::null())).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_to_fuzz_and_for_how_long() {
        assert_eq!(Fuzz::parse(&[]), Some(Fuzz::default()));
        let parsed = Fuzz::parse(&["json", "--runs", "9", "--seconds", "8", "--keep"]);
        let target = Some("json".to_owned());
        assert_eq!(parsed, Some(Fuzz { target, runs: Some(9), seconds: Some(8), keep: true }));
        for words in [&["--runs"][..], &["--runs", "x"], &["a", "b"], &["--all"]] {
            assert_eq!(Fuzz::parse(words), None, "{words:?}");
        }
    }
}
