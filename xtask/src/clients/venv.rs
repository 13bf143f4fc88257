//! The Python environment that the vendors' clients are installed into.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::succeeds;

/// What makes the environment.
const PYTHON: &str = "python3";

/// The copy of the requirements that an environment was made from; written last, so that it vouches for the rest.
const STAMP: &str = "requirements.stamp";

/// What is installed, each package by its hashes: first what builds those that come as source, then all, so that
/// nothing is fetched that no hash vouches for.
const PINNED: [(&str, &[&str]); 2] =
    [("builders.txt", &["--only-binary", ":all:"]), ("requirements.txt", &["--no-build-isolation"])];

/// Makes the environment in `folder` unless it was made from the requirements in `lists` already. Answers its python.
///
/// # Errors
/// Where Python is not there, or a package cannot be installed or is not the one that was pinned.
pub(crate) fn prepare(folder: &Path, lists: &Path) -> io::Result<PathBuf> {
    let python = folder.join("bin").join("python");
    let wanted =
        PINNED.iter().map(|(list, _)| fs::read_to_string(lists.join(list))).collect::<Result<String, _>>()?;
    if is_current(folder, &wanted) && python.exists() {
        return Ok(python);
    }
    println!("clients: making {}", folder.display());
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    if !succeeds(Command::new(PYTHON).args(["-m", "venv"]).arg(folder))? {
        return Err(io::Error::other("python cannot make a virtual environment"));
    }
    for (list, options) in PINNED {
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]);
        if !succeeds(install.args(options).arg("--requirement").arg(lists.join(list)))? {
            return Err(io::Error::other("the vendors' clients cannot be installed"));
        }
    }
    fs::write(folder.join(STAMP), wanted)?;
    Ok(python)
}

fn is_current(folder: &Path, wanted: &str) -> bool {
    fs::read_to_string(folder.join(STAMP)).is_ok_and(|made_from| made_from == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// pip would find out too, but only where it installs.
    #[test]
    fn every_package_is_pinned_by_version_and_hash() {
        let lists = crate::root().join("tests").join("clients");
        for (list, _) in PINNED {
            let text = fs::read_to_string(lists.join(list)).unwrap().replace("\\\n", " ");
            assert!(
                text.lines().all(|line| line.contains("==") && line.contains(" --hash=sha256:")),
                "{list}"
            );
            let wanted = fs::read_to_string(lists.join(list).with_extension("in")).unwrap();
            let mut wanted = wanted.lines().filter(|line| !line.starts_with('#'));
            assert!(
                wanted.all(|package| text.contains(&format!("{package} "))),
                "{list} is older than its source"
            );
        }
    }

    #[test]
    fn only_the_same_requirements_are_current() {
        let folder = std::env::temp_dir().join(format!("squall-venv-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        assert!(!is_current(&folder, "a==1\n"));
        fs::write(folder.join(STAMP), "a==1\n").unwrap();
        assert!(is_current(&folder, "a==1\n"));
        assert!(!is_current(&folder, "a==2\n"));
        fs::remove_dir_all(&folder).unwrap();
    }
}
