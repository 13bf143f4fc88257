//! A server as another process: started, looked at, ended.

use crate::load::{self, Load};
use crate::pin::{self, Core};
use crate::script::Script;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running server; killed when dropped.
pub(crate) struct Process {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Process {
    /// squall, as it is built beside this program.
    ///
    /// # Errors
    /// Where it does not come up.
    pub(crate) fn squall(core: Core, data: Option<&Path>) -> io::Result<Process> {
        let mut command = pin::command(&beside("squall")?, core);
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        if let Some(data) = data {
            command.arg("--data").arg(data);
        }
        Process::start(command)
    }

    /// The bare server, which is this program again.
    ///
    /// # Errors
    /// Where it does not come up.
    pub(crate) fn bare(core: Core, body_bytes: usize) -> io::Result<Process> {
        let mut command = pin::command(&std::env::current_exe()?, core);
        command.arg("bare").arg(body_bytes.to_string());
        Process::start(command)
    }

    /// Starts a server and waits for the line that says where it listens.
    fn start(mut command: Command) -> io::Result<Process> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut line = String::new();
        let said = child.stdout.take().map(|out| BufReader::new(out).read_line(&mut line));
        let address = line.trim_end().rsplit("http://").next().and_then(|address| address.parse().ok());
        match (said, address) {
            (Some(Ok(_)), Some(address)) => Ok(Process { child, address }),
            _ => {
                child.kill()?;
                child.wait()?;
                Err(io::Error::other(format!("a server does not come up: {line:?}")))
            }
        }
    }

    /// The memory it holds at present (its resident set), in bytes.
    ///
    /// # Errors
    /// Where the kernel does not tell.
    pub(crate) fn memory(&self) -> io::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib: Option<u64> = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
        kib.map(|kib| kib * 1024)
            .ok_or_else(|| io::Error::other("the kernel does not tell a process's memory"))
    }

    /// The processor time it has taken so far, in nanoseconds.
    ///
    /// # Errors
    /// Where the kernel does not tell.
    pub(crate) fn worked(&self) -> io::Result<u64> {
        let mut nanos = 0;
        for task in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            // A thread may have ended since the folder was read.
            let text = fs::read_to_string(task?.path().join("schedstat")).unwrap_or_default();
            nanos += text.split(' ').next().and_then(|word| word.parse::<u64>().ok()).unwrap_or_default();
        }
        Ok(nanos)
    }

    /// Sends a script on one connection; answers the body of the last reply.
    ///
    /// # Errors
    /// Where a reply is missing.
    pub(crate) fn ask(&self, mut script: Script) -> io::Result<Vec<u8>> {
        let mut answer = Vec::new();
        load::run(
            &Load { server: self.address, connections: 1, window: None },
            &mut script,
            &mut |_, body| {
                answer = body.to_vec();
                Ok(())
            },
        )?;
        Ok(answer)
    }

    /// Asks the operator's door for something.
    ///
    /// # Errors
    /// Where it refuses.
    pub(crate) fn operate(&self, method: &str, path: &str, body: &str) -> io::Result<()> {
        let request = format!(
            "{method} /_squall/{path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(self.address)?;
        stream.write_all(request.as_bytes())?;
        let mut reply = String::new();
        stream.read_to_string(&mut reply)?;
        if reply.starts_with("HTTP/1.1 200") { Ok(()) } else { Err(io::Error::other(reply)) }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A program in the same folder as this one.
fn beside(name: &str) -> io::Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name(name);
    let absent =
        || io::Error::other(format!("{} is not built; `cargo xtask bench` builds it", path.display()));
    if path.is_file() { Ok(path) } else { Err(absent()) }
}
