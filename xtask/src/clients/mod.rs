//! Runs the suites under `tests/clients`: the vendors' real SDK and command line tool against the real binary.

mod counts;
mod server;
mod venv;

use std::env;
use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::run::{cargo, named, target};
use counts::Counts;
use server::Server;

/// Where the suites are, from the root.
const SUITES: &str = "tests/clients";

/// What tells the suites where the server is, and where its binary.
const URL_VARIABLE: &str = "SQUALL_URL";
const BINARY_VARIABLE: &str = "SQUALL_BINARY";

/// What would lead the clients elsewhere: proxies, other packages, and what Huawei's SDK reads by itself.
const MISLEADING: [&str; 3] = ["http_proxy", "HTTP_PROXY", "PYTHONPATH"];
const MISLEADING_PREFIX: &str = "HUAWEICLOUD_";

/// Builds and starts the server, runs every suite against it, stops it. Answers whether all went well.
///
/// # Errors
/// Where Python, the clients or the server cannot be made ready.
pub fn run(root: &Path) -> io::Result<bool> {
    let python = venv::prepare(&target(root).join("clients-venv"), &root.join(SUITES))?;
    let binary = build(root)?;
    let log = target(root).join("clients-squall.log");
    let server = Server::start(&binary, &log)?;
    let counts = suites(root, &python, &binary, server.url());
    let stopped = server.stop();
    let (counts, succeeded) = counts?;
    if let Err(error) = &stopped {
        println!("clients: {error}");
    }
    let good = succeeded && counts.all_passed() && stopped.is_ok();
    if !good {
        println!("clients: what the server said is in {}", log.display());
    }
    println!("clients: {counts}");
    Ok(good)
}

/// Builds the binary and answers where it is.
fn build(root: &Path) -> io::Result<PathBuf> {
    let mut command = cargo(root);
    command.args(["build", "--quiet", "--package", "squall", "--bin", "squall"]);
    command.args(["--message-format", "json-render-diagnostics"]).stderr(Stdio::inherit());
    let output = named(&mut command, Command::output)?;
    if !output.status.success() {
        return Err(io::Error::other("the binary does not build"));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    executable(&messages).ok_or_else(|| io::Error::other("cargo does not say where the binary is"))
}

/// The path of the binary among cargo's messages, one JSON object a line.
fn executable(messages: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == "squall")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

/// Runs Python's own test discovery, passing on what it says. Answers its counts and whether it succeeded.
fn suites(root: &Path, python: &Path, binary: &Path, url: &str) -> io::Result<(Counts, bool)> {
    let mut command = Command::new(python);
    // The SDK leaves its sockets to the collector.
    command
        .args(["-W", "ignore::ResourceWarning", "-m", "unittest", "discover", "-v", SUITES])
        .current_dir(root);
    let misleading = env::vars_os().map(|(name, _)| name).filter(|name| is_misleading(name));
    for name in misleading {
        command.env_remove(name);
    }
    command.env(URL_VARIABLE, url).env(BINARY_VARIABLE, binary).env("PYTHONDONTWRITEBYTECODE", "1");
    let mut child = named(command.stderr(Stdio::piped()), Command::spawn)?;
    let mut counts = Counts::default();
    if let Some(said) = child.stderr.take() {
        for line in BufReader::new(said).lines() {
            let line = line?;
            eprintln!("{line}");
            counts.read(&line);
        }
    }
    let status = child.wait()?;
    Ok((counts, status.success()))
}

fn is_misleading(variable: &OsStr) -> bool {
    let name = variable.to_string_lossy();
    MISLEADING.contains(&&*name) || name.starts_with(MISLEADING_PREFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hosts_own_settings_are_kept_away() {
        let named = ["HUAWEICLOUD_SDK_AK", "http_proxy", "PYTHONPATH"];
        assert!(named.iter().all(|name| is_misleading(OsStr::new(name))));
        let others = ["PATH", "HOME", "SQUALL_URL", "MY_HUAWEICLOUD_SDK_AK"];
        assert!(!others.iter().any(|name| is_misleading(OsStr::new(name))));
    }

    #[test]
    fn the_binary_is_found_among_cargos_messages() {
        let messages = "{\"reason\":\"compiler-artifact\",\"target\":{\"name\":\"hyper\"},\"executable\":null}\n\
            noise\n\
            {\"reason\":\"compiler-artifact\",\"target\":{\"name\":\"squall\"},\"executable\":null}\n\
            {\"reason\":\"compiler-artifact\",\"target\":{\"name\":\"squall\"},\"executable\":\"/t/debug/squall\"}\n\
            {\"reason\":\"build-finished\",\"success\":true}\n";
        assert_eq!(executable(messages), Some(PathBuf::from("/t/debug/squall")));
        assert_eq!(executable("{}\n"), None);
    }
}
