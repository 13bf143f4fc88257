//! Signals: those that end squall in good order, and one that must not end it. Everything here needs tokio's runtime,
//! which does the registering.

use rustix::process::Signal as Number;
use std::fs;
use std::io;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What the kernel says of this process, where it says it in a file.
const STATUS: &str = "/proc/self/status";

/// Lets a write beyond the system's limit on the size of files (`ulimit -f`) fail like one to a full disk. Left alone,
/// its signal would end the process.
///
/// # Errors
/// The system's own.
pub fn outlive_large_files() -> io::Result<()> {
    // The handler stays when its receiver goes, and that it exists is all that is wanted of it.
    signal(SignalKind::from_raw(Number::XFSZ.as_raw())).map(drop)
}

/// The signals that ask squall to end.
pub struct Endings {
    terminate: Signal,
    interrupt: Signal,
    hangup: Option<Signal>,
}

impl Endings {
    /// Waits for them from now on, instead of dying of them.
    ///
    /// A terminal that goes away (SIGHUP) ends squall as SIGTERM does: whoever looked after it is gone, and there is no
    /// configuration to read anew. Under `nohup`, which has the signal ignored, it goes on being ignored; where it
    /// cannot be told whether it is, it is left as it was.
    ///
    /// # Errors
    /// The system's own.
    pub fn new() -> io::Result<Endings> {
        let is_ignored = fs::read_to_string(STATUS).ok().and_then(|status| is_ignored(&status, Number::HUP));
        let hangup = (is_ignored == Some(false)).then(|| signal(SignalKind::hangup())).transpose()?;
        let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        Ok(Endings { terminate, interrupt, hangup })
    }

    /// Resolves with the first of them.
    pub async fn first(mut self) {
        let hung_up = async {
            match &mut self.hangup {
                Some(hangup) => hangup.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
            _ = hung_up => {}
        }
    }
}

/// Whether a process ignores a signal, by the line `SigIgn:` of its status, which is a set of bits in hexadecimal
/// digits. `None` where there is no such line.
fn is_ignored(status: &str, signal: Number) -> Option<bool> {
    let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    let ignored = u64::from_str_radix(line.trim(), 16).ok()?;
    Some(ignored >> (signal.as_raw() - 1) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_signals_are_bits() {
        let status = |set: &str| format!("Name:\tsquall\nSigBlk:\tffff\nSigIgn:\t{set}\nSigCgt:\t0001\n");
        assert_eq!(is_ignored(&status("0000000000000001"), Number::HUP), Some(true));
        assert_eq!(is_ignored(&status("0000000000001000"), Number::HUP), Some(false));
        assert_eq!(is_ignored(&status("0000000000001000"), Number::PIPE), Some(true));
        assert_eq!(is_ignored("Name:\tsquall\n", Number::HUP), None);
        assert_eq!(is_ignored(&status("no set"), Number::HUP), None);
    }
}
