//! `cargo xtask release`: squall as it is handed on, which says nothing of the machine that built it.
//!
//! Panics name the file they come from. Those of the workspace are named from its root, those of the standard library
//! by a place that does not exist; the ones of all other crates would be named by where cargo keeps them.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::run::{cargo, succeeds, target};

/// What the places of crates from registries are called instead.
const REGISTRY: &str = "/registry";
/// What the place of the workspace is called, should it be named at all.
const WORKSPACE: &str = "/squall";
/// What stands between two flags of `CARGO_ENCODED_RUSTFLAGS`.
const SEPARATOR: &str = "\u{1f}";

/// Builds squall and looks whether any place of this machine is left in it. Answers whether none is.
///
/// # Errors
/// Where cargo cannot be started, or the binary cannot be read.
pub fn run(root: &Path) -> io::Result<bool> {
    if !build(root, "squall")? {
        return Ok(false);
    }
    let path = target(root).join("release").join("squall");
    let binary = fs::read(&path)?;
    let places = places(root)?;
    let found: Vec<_> = places.iter().filter(|(place, _)| holds(&binary, place)).collect();
    for (place, _) in &found {
        println!("release: the binary names {}", place.display());
    }
    println!("release: {} ({} bytes)", path.display(), binary.len());
    Ok(found.is_empty())
}

/// Builds a package as it is released.
///
/// # Errors
/// Where cargo cannot be started.
pub(crate) fn build(root: &Path, package: &str) -> io::Result<bool> {
    let renamed = places(root)?.into_iter().map(|(place, name)| {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(place);
        flag.push(format!("={name}"));
        flag
    });
    let flags = flags_of_environment().into_iter().chain(renamed).collect::<Vec<_>>();
    let mut command = cargo(root);
    command.args(["build", "--release", "--locked", "--package", package]);
    succeeds(command.env("CARGO_ENCODED_RUSTFLAGS", flags.join(OsString::from(SEPARATOR).as_os_str())))
}

/// The places of this machine that a binary may name, and what they are called instead. The sources of every registry
/// lie in a folder that is called after its address.
fn places(root: &Path) -> io::Result<Vec<(PathBuf, &'static str)>> {
    let mut places = vec![(root.to_owned(), WORKSPACE)];
    let Some(home) = cargo_home() else { return Ok(places) };
    let sources = home.join("registry").join("src");
    match fs::read_dir(&sources) {
        Ok(folders) => {
            for folder in folders {
                places.push((folder?.path(), REGISTRY));
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    // Whatever else is below it; the compiler takes the last that fits.
    places.insert(0, (home, "/cargo"));
    Ok(places)
}

fn cargo_home() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    home.or_else(|| env::home_dir().map(|home| home.join(".cargo")))
}

/// The flags that whoever builds has set, which these replace.
fn flags_of_environment() -> Vec<OsString> {
    let words = env::var("RUSTFLAGS").unwrap_or_default();
    words.split_whitespace().map(OsString::from).collect()
}

fn holds(binary: &[u8], place: &Path) -> bool {
    let place = place.as_os_str().as_encoded_bytes();
    binary.windows(place.len()).any(|window| window == place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_the_machine_has_another_name() {
        let root = crate::root();
        let places = places(&root).unwrap();
        assert!(places.iter().any(|(place, name)| *place == root && *name == WORKSPACE));
        let home = cargo_home().unwrap();
        let at = |wanted: &str| places.iter().position(|(_, name)| *name == wanted).unwrap();
        assert!(places[at("/cargo")].0 == home && places[at(REGISTRY)].0.starts_with(&home));
        assert!(at("/cargo") < at(REGISTRY), "the narrower one comes last, and so is taken");
    }

    #[test]
    fn a_place_is_found_wherever_it_stands() {
        let place = Path::new("/some/where");
        assert!(holds(b"\0/some/where/x.rs\0", place) && holds(b"/some/where", place));
        assert!(!holds(b"/some/there", place) && !holds(b"", place));
    }
}
