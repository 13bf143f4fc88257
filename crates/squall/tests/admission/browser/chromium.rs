//! A browser without a window.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Says where the browser is.
const PROGRAM: &str = "SQUALL_CHROMIUM";
/// No sandbox, since that needs rights that containers have not; nothing of its own on the network; and every name that
/// the tests make up leads here.
const FLAGS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.example 127.0.0.1",
];

/// How long it may take to end, and how often it is looked whether it has.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(20);

/// A running browser with a profile of its own; both are gone when it is dropped.
pub(super) struct Browser {
    child: Child,
    profile: PathBuf,
}

/// Opens a page.
pub(super) fn open(url: &str) -> Browser {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let profile =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("browser-{}-{number}", std::process::id()));
    let program = std::env::var_os(PROGRAM).unwrap_or_else(|| "chromium".into());
    let mut command = Command::new(&program);
    command.args(FLAGS).arg(format!("--user-data-dir={}", profile.display())).arg(url);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let child = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    Browser { child, profile }
}

impl Drop for Browser {
    /// Asked to end, it ends its processes as well.
    fn drop(&mut self) {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        let mut waited = Duration::ZERO;
        while asked.is_ok() && waited < PATIENCE && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(PAUSE);
            waited += PAUSE;
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        // Its processes end a little after it.
        while self.profile.exists() && waited < PATIENCE {
            let _ = std::fs::remove_dir_all(&self.profile);
            std::thread::sleep(PAUSE * 10);
            waited += PAUSE * 10;
        }
    }
}
