//! A squall of its own for the suites: started on a free port, ended as an operator would.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::run::named;

/// How long a start may take until the ready line.
const START_LIMIT: Duration = Duration::from_secs(30);

/// How long the end may take after SIGTERM.
const STOP_LIMIT: Duration = Duration::from_secs(15);

/// What the one line on standard output begins with; the address follows.
const READY: &str = "squall ready ";

/// A running server; killed when dropped without [`Server::stop`].
pub(crate) struct Server {
    child: Option<Child>,
    url: String,
}

impl Server {
    /// Starts the binary and waits until it accepts requests. Its standard error goes to `log`.
    ///
    /// # Errors
    /// Where it cannot be started, ends early, or says something else than the ready line.
    pub(crate) fn start(binary: &Path, log: &Path) -> io::Result<Self> {
        let mut command = Command::new(binary);
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(File::create(log)?);
        let mut child = named(&mut command, Command::spawn)?;
        let said = child.stdout.take();
        let mut server = Self { child: Some(child), url: String::new() };
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let mut line = String::new();
            let read = said.map(|said| BufReader::new(said).read_line(&mut line));
            let _ = sender.send(read.is_some_and(|read| read.is_ok()).then_some(line));
        });
        let line = receiver.recv_timeout(START_LIMIT).ok().flatten().unwrap_or_default();
        server.url = ready_url(&line).ok_or_else(|| {
            io::Error::other(format!("the server does not come up: {line:?}; see {}", log.display()))
        })?;
        Ok(server)
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Asks it to end and waits.
    ///
    /// # Errors
    /// Where it has ended before, does not end in time, or ends with another exit code than 0.
    pub(crate) fn stop(mut self) -> io::Result<()> {
        let Some(mut child) = self.child.take() else {
            return Ok(());
        };
        if let Some(status) = child.try_wait()? {
            return Err(io::Error::other(format!("the server ended during the suites: {status}")));
        }
        let asked = named(Command::new("kill").arg("-TERM").arg(child.id().to_string()), Command::status)?;
        let status = if asked.success() { wait(&mut child)? } else { None };
        match status {
            Some(status) if status.success() => Ok(()),
            Some(status) => Err(io::Error::other(format!("the server did not end cleanly: {status}"))),
            None => {
                child.kill()?;
                child.wait()?;
                Err(io::Error::other("the server did not end on SIGTERM"))
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Waits for the end, for so long as it may take.
#[allow(clippy::disallowed_methods, reason = "an errand on the host, waiting for another program")]
fn wait(child: &mut Child) -> io::Result<Option<ExitStatus>> {
    const PAUSE: Duration = Duration::from_millis(20);
    let mut waited = Duration::ZERO;
    while waited < STOP_LIMIT {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(PAUSE);
        waited += PAUSE;
    }
    Ok(None)
}

fn ready_url(line: &str) -> Option<String> {
    let url = line.trim_end().strip_prefix(READY)?;
    url.starts_with("http://").then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ready_line_names_the_address() {
        assert_eq!(
            ready_url("squall ready http://127.0.0.1:4711\n"),
            Some("http://127.0.0.1:4711".to_owned())
        );
        assert_eq!(ready_url("listening on 4711\n"), None);
        assert_eq!(ready_url(""), None);
    }

    #[test]
    fn a_program_that_never_gets_ready_is_reported() {
        let log = std::env::temp_dir().join(format!("squall-server-{}.log", std::process::id()));
        let error = Server::start(Path::new("false"), &log).err().unwrap();
        assert!(error.to_string().contains("does not come up"));
        std::fs::remove_file(log).unwrap();
    }
}
