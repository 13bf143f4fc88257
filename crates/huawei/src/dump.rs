//! The archive of a server's logs: what was reported of the server before they were collected.

use crate::incident;
use flate2::Compression;
use flate2::write::GzEncoder;
use squall_api::cloud::{Event, LogExport, Refusal, Server, World};
use squall_api::store::Error;
use squall_api::{Fault, Outcome};
use std::fmt::Write as _;
use std::io;

/// The most lines of one log; older ones are left out.
const LINES: usize = 1_000;

/// What the archive is called.
pub(crate) fn name(server: &Server) -> String {
    format!("{}-dump.tar.gz", server.serial)
}

/// A gzipped tar of the logs. The same export makes the same bytes, for as long as its events are remembered.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn archive(world: &World<'_>, server: &Server, export: &LogExport) -> Outcome<Vec<u8>> {
    let until = export.head.state_at;
    let mut events = world.owned::<Event>(&server.head.owner)?;
    events.retain(|event| event.server == server.head.id && event.head.created_at < until);
    events.truncate(LINES);
    let mut log = String::new();
    for event in events.iter().rev() {
        let said = incident::account(event.incident);
        let (at, level) = (event.head.created_at, incident::level(said.level));
        // Writing into a text does not fail.
        let _ = writeln!(log, "{at} {level:<8} {} {}", said.code, said.name.english);
    }
    let about = format!("serial number: {}\nserver: {}\ncollected: {until}\n", server.serial, server.head.id);
    let files = [("dump_info.txt", about), ("sel/sel.log", log)];
    pack(&files, until.seconds())
        .map_err(|error| Fault::from(Refusal::Store(Error::Failed(format!("cannot pack the logs: {error}")))))
}

fn pack(files: &[(&str, String)], at: i64) -> io::Result<Vec<u8>> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
    for (path, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(u64::try_from(at).unwrap_or_default());
        archive.append_data(&mut header, path, content.as_bytes())?;
    }
    archive.into_inner()?.finish()
}
