//! A terminal that a program may be started at.

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::fs::{File, OpenOptions};
use std::process::Stdio;

/// Both ends of a terminal: what is written to `stdio` is read from `screen`.
pub(crate) struct Terminal {
    pub(crate) screen: File,
    name: String,
}

impl Terminal {
    pub(crate) fn open() -> Terminal {
        let screen = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&screen).unwrap();
        unlockpt(&screen).unwrap();
        let name = ptsname(&screen, Vec::new()).unwrap().into_string().unwrap();
        Terminal { screen: File::from(screen), name }
    }

    pub(crate) fn stdio(&self) -> Stdio {
        OpenOptions::new().read(true).write(true).open(&self.name).unwrap().into()
    }
}
