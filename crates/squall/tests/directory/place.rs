//! A directory that goes away with the test.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::running::{Running, text};

/// The file that holds the world.
pub(crate) const FILE: &str = "squall.redb";

pub(crate) struct Place(PathBuf);

impl Place {
    /// An empty directory of this name and process.
    pub(crate) fn new(name: &str) -> Place {
        let dir = std::env::temp_dir().join(format!("squall-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir(&dir).unwrap();
        Place(dir)
    }

    /// One in which squall has made a world and has ended in good order.
    pub(crate) fn founded(name: &str) -> Place {
        let place = Place::new(name);
        assert_eq!(place.start().terminate(), Some(0));
        place
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join(FILE)
    }

    pub(crate) fn start(&self) -> Running {
        Running::start(&["--data", self.0.to_str().unwrap()])
    }

    /// Every file by its name; a directory is `None`.
    pub(crate) fn contents(&self) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let entries = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| (path.clone(), path.is_file().then(|| fs::read(path).unwrap()))).collect()
    }

    /// Whatever is wrong with the directory is said in one sentence, and nothing in it has changed. Answers the
    /// sentence.
    #[track_caller]
    pub(crate) fn is_refused(&self) -> String {
        self.is_refused_to(&mut Command::new(env!("CARGO_BIN_EXE_squall")))
    }

    #[track_caller]
    pub(crate) fn is_refused_to(&self, squall: &mut Command) -> String {
        let before = self.contents();
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--data", self.0.to_str().unwrap()];
        let output = squall.args(arguments).stdin(Stdio::null()).output().unwrap();
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(1), "{out}{err}");
        assert!(out.is_empty(), "{out}");
        assert!(err.starts_with("squall: ") && err.lines().count() == 1, "{err}");
        assert!(!err.contains("panicked") && !err.contains("internal error"), "{err}");
        assert!(self.contents() == before, "the directory was changed: {err}");
        err
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
