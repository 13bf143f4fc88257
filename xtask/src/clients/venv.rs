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

/// Makes the environment in `folder` unless it was made from these requirements already. Answers its python.
///
/// # Errors
/// Where Python is not there, or a package cannot be installed.
pub(crate) fn prepare(folder: &Path, requirements: &Path) -> io::Result<PathBuf> {
    let python = folder.join("bin").join("python");
    let wanted = fs::read_to_string(requirements)?;
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
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    if !succeeds(install.arg(requirements))? {
        return Err(io::Error::other("the vendors' clients cannot be installed"));
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
