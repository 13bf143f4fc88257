//! Writes what the catalogue alone decides: `docs/errors/<system>.md` and `docs/catalogue.json`; and, by way of squall
//! itself, what its command line decides: `docs/man` and `docs/completions`.

mod json;
pub mod manual;
mod table;

use std::fs;
use std::io;
use std::path::Path;

use squall_catalogue::System;

/// The folder of the tables, one a system; nothing else may be in it.
const TABLES: &str = "docs/errors";

/// The whole catalogue for programs.
const CATALOGUE: &str = "docs/catalogue.json";

/// Every generated file: its path from the root, and its text.
pub fn generated() -> Vec<(String, String)> {
    let tables = System::ALL.iter().map(|system| (format!("{TABLES}/{system}.md"), table::render(*system)));
    tables.chain([(CATALOGUE.to_owned(), json::render())]).collect()
}

/// Writes the generated files and removes tables that no system has any more. Answers the paths it changed.
///
/// # Errors
/// Where a file cannot be read, written or removed.
pub fn write(root: &Path) -> io::Result<Vec<String>> {
    fs::create_dir_all(root.join(TABLES))?;
    let changed = stale(root)?;
    for path in orphans(root)? {
        fs::remove_file(root.join(path))?;
    }
    for (path, text) in generated().into_iter().filter(|(path, _)| changed.contains(path)) {
        fs::write(root.join(path), text)?;
    }
    Ok(changed)
}

/// The paths of generated files that differ from what the catalogue says now.
///
/// # Errors
/// Where a file is there and cannot be read.
pub fn stale(root: &Path) -> io::Result<Vec<String>> {
    let mut stale = orphans(root)?;
    for (path, text) in generated() {
        let fresh = match fs::read_to_string(root.join(&path)) {
            Ok(present) => present == text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(error),
        };
        if !fresh {
            stale.push(path);
        }
    }
    Ok(stale)
}

/// Files among the tables that no system has.
fn orphans(root: &Path) -> io::Result<Vec<String>> {
    let folder = match fs::read_dir(root.join(TABLES)) {
        Ok(folder) => folder,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for file in folder {
        let name = file?.file_name().to_string_lossy().into_owned();
        if name.strip_suffix(".md").and_then(System::parse).is_none() {
            found.push(format!("{TABLES}/{name}"));
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// A folder of its own for one test, removed when the test is over.
    struct Place(std::path::PathBuf);

    impl Place {
        fn new() -> Self {
            static NEXT: AtomicU32 = AtomicU32::new(0);
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = std::env::temp_dir().join(format!("squall-docs-{}-{number}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn what_is_written_is_fresh() {
        let place = Place::new();
        assert_eq!(stale(&place.0).unwrap().len(), 6);
        assert_eq!(write(&place.0).unwrap().len(), 6);
        assert_eq!(stale(&place.0).unwrap(), [""; 0]);
    }

    #[test]
    fn a_changed_file_is_stale_and_mended() {
        let place = Place::new();
        write(&place.0).unwrap();
        fs::write(place.0.join(CATALOGUE), "[]").unwrap();
        fs::write(place.0.join(TABLES).join("nobody.md"), "").unwrap();
        let wrong = ["docs/errors/nobody.md", CATALOGUE];
        assert_eq!(stale(&place.0).unwrap(), wrong);
        assert_eq!(write(&place.0).unwrap(), wrong);
        assert_eq!(stale(&place.0).unwrap(), [""; 0]);
    }
}
