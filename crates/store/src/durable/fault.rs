//! Why a log cannot be opened or written, first in its own terms, then in the operator's.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::format::FORMAT;

/// What is wrong with the file, whatever it is called.
#[derive(Debug)]
pub(super) enum Fault {
    Foreign,
    Version(u32),
    /// Rows of a table, by its name, that this program does not have.
    Unknown(String),
    /// A line of the shape that a table's rows were written in, which this program does not have.
    Shape {
        table: String,
        line: String,
    },
    Damaged(String),
    Locked,
    Io(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Foreign => f.write_str("it is no log of squall"),
            Fault::Version(found) => write!(f, "it has the format {found}"),
            Fault::Unknown(table) => write!(f, "it holds unknown rows, {table}"),
            Fault::Shape { table, line } => write!(f, "its {table} were written as `{line}`"),
            Fault::Damaged(what) => write!(f, "it is damaged at {what}"),
            Fault::Locked => f.write_str("another process holds it"),
            Fault::Io(why) => f.write_str(why),
        }
    }
}

impl From<redb::Error> for Fault {
    fn from(error: redb::Error) -> Self {
        match error {
            redb::Error::DatabaseAlreadyOpen | redb::Error::LockProtocolMismatch => Fault::Locked,
            redb::Error::Corrupted(what) => Fault::Damaged(what),
            // The engine's answer to a file that does not begin as one of its own.
            redb::Error::Io(why) if why.kind() == io::ErrorKind::InvalidData => Fault::Foreign,
            redb::Error::Io(why) if why.kind() == io::ErrorKind::UnexpectedEof => {
                Fault::Damaged("its end, which is missing".to_string())
            }
            redb::Error::UpgradeRequired(_) => Fault::Foreign,
            redb::Error::TableTypeMismatch { .. }
            | redb::Error::TableDoesNotExist(_)
            | redb::Error::TableIsMultimap(_)
            | redb::Error::TypeDefinitionChanged { .. } => Fault::Damaged(error.to_string()),
            redb::Error::Io(why) => Fault::Io(why.to_string()),
            other => Fault::Io(other.to_string()),
        }
    }
}

macro_rules! from_engine {
    ($($error:ty),*) => {$(
        impl From<$error> for Fault {
            fn from(error: $error) -> Self {
                redb::Error::from(error).into()
            }
        }
    )*};
}

from_engine!(
    redb::DatabaseError,
    redb::TransactionError,
    redb::TableError,
    redb::StorageError,
    redb::CommitError
);

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Fault::Io(error.to_string())
    }
}

/// Why a data directory cannot be used. The text is one sentence for the operator; the files are as
/// they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenError {
    /// The path names something that is not a directory.
    NotADirectory(PathBuf),
    /// Not permitted to read or write there.
    Denied(PathBuf),
    /// Another process, or another store of this one, has it open.
    Locked(PathBuf),
    /// The file is no log of squall.
    Foreign(PathBuf),
    /// The file is a log of another format version.
    Version {
        /// The file.
        path: PathBuf,
        /// Its version; this program knows one only.
        found: u32,
    },
    /// There are rows of a table that this program does not have: a later one wrote them.
    Unknown {
        /// The file.
        path: PathBuf,
        /// The table's name.
        table: String,
    },
    /// The rows of a table have a shape in which this program would misread them.
    Shape {
        /// The file.
        path: PathBuf,
        /// The table's name.
        table: String,
        /// The part of their shape that this program does not have.
        line: String,
    },
    /// The file is empty, as squall leaves none.
    Empty(PathBuf),
    /// Something stored does not agree with its checksum.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is damaged.
        what: String,
    },
    /// The system refused.
    Io {
        /// The file or directory.
        path: PathBuf,
        /// The system's words.
        why: String,
    },
}

impl OpenError {
    pub(super) fn of(path: &Path, fault: Fault) -> OpenError {
        let path = path.to_path_buf();
        match fault {
            Fault::Foreign => OpenError::Foreign(path),
            Fault::Version(found) => OpenError::Version { path, found },
            Fault::Unknown(table) => OpenError::Unknown { path, table },
            Fault::Shape { table, line } => OpenError::Shape { path, table, line },
            Fault::Damaged(what) => OpenError::Damaged { path, what },
            Fault::Locked => OpenError::Locked(path),
            Fault::Io(why) => OpenError::Io { path, why },
        }
    }

    pub(super) fn io(path: &Path, error: &io::Error) -> OpenError {
        let path = path.to_path_buf();
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => OpenError::Denied(path),
            io::ErrorKind::NotADirectory => OpenError::NotADirectory(path),
            _ => OpenError::Io { path, why: error.to_string() },
        }
    }
}

/// What to do about the file of another version.
const ELSEWHERE: &str = "use it with the squall that wrote it, or choose an empty directory";

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::NotADirectory(path) => write!(f, "{} is not a directory", path.display()),
            OpenError::Denied(path) => write!(f, "{} may not be read and written", path.display()),
            OpenError::Locked(path) => write!(f, "{} is in use by another process", path.display()),
            OpenError::Foreign(path) => {
                write!(f, "{} is not a data file of squall", path.display())
            }
            OpenError::Version { path, found } => {
                write!(
                    f,
                    "{} has the format {found}, this squall reads format {FORMAT}; {ELSEWHERE}",
                    path.display()
                )
            }
            OpenError::Unknown { path, table } => {
                write!(
                    f,
                    "{} holds {table} rows, which this squall does not know; {ELSEWHERE}",
                    path.display()
                )
            }
            OpenError::Shape { path, table, line } => write!(
                f,
                "{} holds {table} rows as `{line}`, which this squall would misread; {ELSEWHERE}",
                path.display()
            ),
            OpenError::Empty(path) => {
                write!(f, "{} is empty: what it held is lost, or it is no file of squall", path.display())
            }
            OpenError::Damaged { path, what } => {
                write!(f, "{} is damaged at {what}", path.display())
            }
            OpenError::Io { path, why } => write!(f, "{} cannot be used: {why}", path.display()),
        }
    }
}

impl std::error::Error for OpenError {}
