//! Finding, or founding, the log in a data directory.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use redb::StorageBackend;
use redb::backends::FileBackend;

use super::Durable;
use super::copying::SLACK;
use super::fault::OpenError;
use super::log::{Log, Opener, Report};
use crate::{Schema, private};

/// The log's name in its directory.
const FILE: &str = "squall.redb";
/// A log that is being founded; what it holds was never acknowledged.
const NEW_FILE: &str = "squall.redb.new";

impl Durable {
    /// Opens the log in `dir`, which is made if it does not exist. `report` hears, in one sentence each
    /// time, that the world cannot be written, and that it can be again.
    ///
    /// # Errors
    /// See [`OpenError`]; nothing that was there has changed.
    pub fn open(
        dir: &Path,
        schema: Schema,
        report: impl Fn(&str) + Send + Sync + 'static,
    ) -> Result<Durable, OpenError> {
        make_dir(dir)?;
        let path = dir.join(FILE);
        // A link is something even where what it leads to is not there at present.
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => found(dir, &path, &schema)?,
            Err(error) => return Err(OpenError::io(&path, &error)),
            Ok(_) => {}
        }
        let log = open_log(&path, &schema, Box::new(report))?;
        Durable::over(log, schema).map_err(|error| OpenError::io(&path, &error))
    }

    /// Opens a log on file layers that `make` hands out: one now, and another one each time a
    /// failed commit made it necessary to read the file anew. Superseded rows may take `slack` bytes of
    /// the file, however small the world is.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open_with<B: StorageBackend>(
        make: impl Fn() -> io::Result<B> + Send + Sync + 'static,
        schema: Schema,
        slack: u64,
    ) -> Result<Durable, OpenError> {
        let opener: Opener = Box::new(move || Ok(Box::new(make()?)));
        let log = Log::open(opener, &schema, Box::new(|_| {}), slack)
            .map_err(|fault| OpenError::of(Path::new(FILE), fault))?;
        Durable::over(log, schema).map_err(|error| OpenError::io(Path::new(FILE), &error))
    }
}

fn make_dir(dir: &Path) -> Result<(), OpenError> {
    let failed = |error: io::Error| OpenError::io(dir, &error);
    if dir.is_dir() {
        return private::check_dir(dir).map_err(failed);
    }
    if dir.try_exists().map_err(failed)? {
        return Err(OpenError::NotADirectory(dir.to_path_buf()));
    }
    private::make_dir(dir).map_err(failed)?;
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty());
    sync_dir(parent.unwrap_or(Path::new("."))).map_err(failed)
}

/// A name in a directory lasts only after the directory was synced.
fn sync_dir(dir: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

fn file(path: &Path) -> io::Result<Box<dyn StorageBackend>> {
    let file = private::open(path, OpenOptions::new().read(true).write(true))?;
    FileBackend::new(file).map(|file| Box::new(file) as Box<dyn StorageBackend>).map_err(io::Error::other)
}

fn open_log(path: &Path, schema: &Schema, report: Report) -> Result<Log, OpenError> {
    // Tried once by hand, because the log's own faults know no kinds of system errors.
    let length = file(path).and_then(|_| fs::metadata(path).map(|known| known.len()));
    match length {
        Err(error) => return Err(OpenError::io(path, &error)),
        Ok(0) => return Err(OpenError::Empty(path.to_path_buf())),
        Ok(_) => {}
    }
    read_log(path, schema, report)
}

fn read_log(path: &Path, schema: &Schema, report: Report) -> Result<Log, OpenError> {
    let again: PathBuf = path.to_path_buf();
    Log::open(Box::new(move || file(&again)), schema, report, SLACK)
        .map_err(|fault| OpenError::of(path, fault))
}

/// A log is founded under another name, so that a crash on the way leaves none instead of half a
/// one.
fn found(dir: &Path, path: &Path, schema: &Schema) -> Result<(), OpenError> {
    let new = dir.join(NEW_FILE);
    let failed = |error: io::Error| OpenError::io(&new, &error);
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    private::create(&new).map_err(failed)?;
    drop(read_log(&new, schema, Box::new(|_| {}))?);
    match fs::rename(&new, path) {
        // Another process was quicker; whose turn it is, the lock will tell.
        Err(error) if error.kind() == io::ErrorKind::NotFound && path.exists() => Ok(()),
        renamed => renamed.and_then(|()| sync_dir(dir)).map_err(failed),
    }
}
