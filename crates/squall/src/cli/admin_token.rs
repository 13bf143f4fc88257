//! Where the operator's token comes from: one of a file, the environment and the command line.

use super::{End, output};
use crate::door::AdminToken;
use clap::Args;
use squall_store::private;
use std::env;
use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// The variable that may hold the token.
const VARIABLE: &str = "SQUALL_ADMIN_TOKEN";
/// The longest file that is read, in bytes; far longer than any token.
const FILE_BYTES: u64 = 64 << 10;
/// What lets others than its owner read a file.
const OTHERS_READ: u32 = 0o044;

/// The options that name the token.
#[derive(Args)]
pub(super) struct TokenSource {
    /// Open the operator's door to clients that show this token, and only to them. Every user of this host can read it
    /// on the command line: SQUALL_ADMIN_TOKEN in the environment or a file keeps it from them.
    #[arg(long, value_name = "TOKEN")]
    admin_token: Option<String>,
    /// The same with the token in a file, which nobody else should be able to read; a newline at its end is no part of
    /// it.
    #[arg(long, value_name = "FILE")]
    admin_token_file: Option<PathBuf>,
}

impl TokenSource {
    /// The token, if one is set.
    ///
    /// # Errors
    /// Where more than one is, or it is none that a client can send.
    pub(super) fn token(&self) -> Result<Option<AdminToken>, End> {
        let variable = env::var_os(VARIABLE);
        let text =
            |of_env: std::ffi::OsString| of_env.into_string().unwrap_or_else(|_| "\u{fffd}".to_owned());
        let (name, text) = match (&self.admin_token, &self.admin_token_file, variable) {
            (None, None, None) => return Ok(None),
            (Some(token), None, None) => ("--admin-token".to_owned(), token.clone()),
            (None, Some(file), None) => (format!("the token in {}", file.display()), read(file)?),
            (None, None, Some(of_env)) => (VARIABLE.to_owned(), text(of_env)),
            _ => {
                let all = format!("--admin-token, --admin-token-file and {VARIABLE}");
                return Err(End::Usage(format!("more than one of {all} is set: choose one")));
            }
        };
        AdminToken::new(&text).map(Some).map_err(|why| End::Usage(format!("{name} {why}")))
    }
}

/// The token that an operator's own commands show.
pub(super) fn of_environment() -> Option<String> {
    env::var(VARIABLE).ok().filter(|token| !token.is_empty())
}

/// The text of the file, be it a regular one or a pipe. Links are followed, since that is how containers are given
/// secrets, and the mode is that of the file they lead to.
fn read(path: &Path) -> Result<String, End> {
    let told =
        |why: &dyn std::fmt::Display| End::Usage(format!("--admin-token-file {}: {why}", path.display()));
    let file = File::open(path).map_err(|error| told(&error))?;
    let known = file.metadata().map_err(|error| told(&error))?;
    if known.is_file() {
        private::must_be_ours(&known).map_err(|why| told(&why))?;
        if known.mode() & OTHERS_READ != 0 {
            output::warn(&format!("other users may read the token in {}", path.display()));
        }
    }
    let mut text = String::new();
    let read = file.take(FILE_BYTES).read_to_string(&mut text);
    read.map_err(|error| told(&error))?;
    let line = text.strip_suffix('\n').map_or(&*text, |line| line.strip_suffix('\r').unwrap_or(line));
    Ok(line.to_owned())
}
