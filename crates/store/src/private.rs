//! Files that hold secrets, and the directory they lie in: made for their owner alone whatever the umask says, never
//! reached through a symbolic link, and refused where another user could have changed them.
//!
//! Somebody else is any user but the one who runs the program, and root, who may do everything anyway. A group of the
//! same number as its owner is that user's own, as most systems make one for everybody.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::process::geteuid;

const FILE_MODE: u32 = 0o600;
const DIR_MODE: u32 = 0o700;
/// What the group and all others may do, and what lets them change something.
const OTHERS: u32 = 0o077;
const GROUP_WRITES: u32 = 0o020;
const ALL_WRITE: u32 = 0o002;

/// The longest text that is read whole, in bytes.
const TEXT_BYTES: u64 = 1 << 20;

/// Neither follows a link as the last part of a path, nor waits for whoever is to write into a pipe.
const NO_DETOUR: OFlags = OFlags::NOFOLLOW.union(OFlags::NONBLOCK);

/// Makes a directory for its owner alone, and whichever directories above it are missing.
///
/// # Errors
/// The system's own.
pub fn make_dir(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(DIR_MODE).create(dir)?;
    fs::set_permissions(dir, Permissions::from_mode(DIR_MODE))
}

/// Whether secrets may be kept in a directory.
///
/// # Errors
/// One of its own where somebody else owns it or may write to it.
pub fn check_dir(dir: &Path) -> io::Result<()> {
    must_be_ours(&fs::metadata(dir)?).map_err(|why| {
        let way_out = "name a directory below it, which is then made for you alone";
        io::Error::other(format!("{why}; {way_out}"))
    })
}

/// Opens a file that is there, and takes away what others may do with it.
///
/// # Errors
/// One of its own where it is a link or no file, or where somebody else owns it or may write to it.
pub fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let file = options.custom_flags(NO_DETOUR.bits().cast_signed()).open(path).map_err(in_words)?;
    let known = file.metadata()?;
    if !known.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    must_be_ours(&known).map_err(io::Error::other)?;
    if known.mode() & OTHERS != 0 && known.uid() == geteuid().as_raw() {
        file.set_permissions(Permissions::from_mode(FILE_MODE))?;
    }
    Ok(file)
}

/// The text of a file, as [`open`] finds it; `None` where there is none.
///
/// # Errors
/// Those of [`open`], and where it is too long or not UTF-8.
pub fn read(path: &Path) -> io::Result<Option<String>> {
    let file = match open(path, OpenOptions::new().read(true)) {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let mut text = String::new();
    match file.take(TEXT_BYTES + 1).read_to_string(&mut text)? as u64 {
        0..=TEXT_BYTES => Ok(Some(text)),
        _ => Err(io::Error::other("it is too long")),
    }
}

/// Makes an empty file for its owner alone, where there is nothing of this name, not even a link.
///
/// # Errors
/// The system's own.
pub fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let file = options.read(true).write(true).create_new(true).mode(FILE_MODE).open(path)?;
    file.set_permissions(Permissions::from_mode(FILE_MODE))?;
    Ok(file)
}

/// Writes a file for its owner alone, whole or not at all, in the place of whatever had its name: a death on the way
/// leaves what was there.
///
/// # Errors
/// The system's own.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    // Nobody else writes under this name, and what a process of the same number left behind is of no use.
    let new = path.with_added_extension(format!("{}.new", std::process::id()));
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = create(&new).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, path)
    });
    if written.is_err() {
        // It is as good as not there, and the first error is the one to tell.
        let _ = fs::remove_file(&new);
    }
    written
}

/// Whether nobody else could have changed a file or directory.
///
/// # Errors
/// Why somebody could.
pub fn must_be_ours(known: &Metadata) -> Result<(), &'static str> {
    let (owner, mode) = (known.uid(), known.mode());
    if owner != geteuid().as_raw() && owner != 0 {
        return Err("it belongs to another user");
    }
    match mode & ALL_WRITE != 0 || mode & GROUP_WRITES != 0 && known.gid() != owner {
        true => Err("other users may write to it"),
        false => Ok(()),
    }
}

fn in_words(error: io::Error) -> io::Error {
    match Errno::from_io_error(&error) {
        Some(Errno::LOOP) => io::Error::other("it is a symbolic link"),
        _ => error,
    }
}
