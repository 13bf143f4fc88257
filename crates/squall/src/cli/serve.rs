//! `squall serve`

use super::admin_token::TokenSource;
use super::founding::Founding;
use super::{End, Ended, exposure, failed, greeting, output};
use crate::assembly;
use crate::descriptors;
use crate::edge::{self, Authority, AuthorityFiles, HostName, Limits, Names};
use crate::host_clock::HostTime;
use crate::server::Server;
use crate::signals::{self, Endings};
use clap::Args;
use squall_api::HostClock as _;
use squall_store::{OpenError, Store};
use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;

/// Fewer connections than that are spoken of where descriptors do not suffice for more.
const CONNECTIONS_TO_SPEAK_OF: usize = 512;

const EXAMPLES: &str = "\
Examples:
  squall serve --data world
  squall serve --listen 127.0.0.1:0 --seed 7 --now 2026-01-01T00:00:00Z";

/// What is in a fresh world of each system, and how squall is started.
fn after_help() -> String {
    let mut help = String::new();
    for built in assembly::BUILT {
        let _ = writeln!(help, "A fresh world of {}:", built.system.as_str());
        built.premises.fresh.iter().for_each(|line| {
            let _ = writeln!(help, "  {line}");
        });
        help.push('\n');
    }
    help + EXAMPLES
}

/// Run the emulator.
#[derive(Args)]
#[command(after_help = after_help())]
pub(super) struct Serve {
    /// Address to listen on; may be given more than once.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7780")]
    listen: Vec<String>,
    /// Keep the world in this directory, so that it survives a restart.
    #[arg(long, value_name = "DIR", conflicts_with = "database")]
    data: Option<PathBuf>,
    /// Keep the world in this database.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    #[command(flatten)]
    founding: Founding,
    #[command(flatten)]
    token: TokenSource,
    /// Serve the operator's door under this host name or address too; may be given more than once. Without it only
    /// under loopback addresses, localhost and names below it.
    #[arg(long, value_name = "HOST", value_parser = host_name)]
    admin_host: Vec<HostName>,
    /// A further host name or address under which clients reach this squall over TLS; may be given more than once. The
    /// hosts of the clouds, this machine and the addresses of --listen need not be.
    #[arg(long, value_name = "NAME")]
    tls_name: Vec<String>,
    /// Connections at most; what comes over those above it is answered that the server is busy.
    #[arg(long, value_name = "N", default_value_t = Limits::default().connections)]
    max_connections: usize,
    /// Requests being worked on at most; others are answered that the server is busy.
    #[arg(long, value_name = "N", default_value_t = Limits::default().in_flight)]
    max_in_flight: usize,
    /// MiB of request heads and bodies and of untaken replies at most; others are answered that the server is busy.
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().held_bytes >> 20)]
    max_held: usize,
}

impl Serve {
    pub(super) fn run(self) -> Ended {
        if self.database.is_some() {
            return Err(End::Usage(
                "--database is not built yet; use --data DIR for a durable world".to_owned(),
            ));
        }
        let (start, admin_token, names) = (self.founding.start()?, self.token.token()?, self.names()?);
        let limits = self.limits()?;
        let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("cannot start: {error}"))?;
        let _inside = runtime.enter();
        signals::outlive_large_files().map_err(|error| format!("cannot wait for signals: {error}"))?;
        let (store, authority) = self.open(names)?;
        let universe = self.founding.universe(store, start.unwrap_or_else(|| HostTime.now()))?;
        let certificate_pem = authority.certificate_pem().to_owned();
        let server = Server {
            universe: Arc::new(universe),
            admin_token,
            admin_hosts: self.admin_host.clone(),
            start,
            certificate_pem,
            lanes: Arc::default(),
        };
        let data = self.data.as_deref();
        runtime.block_on(listen(&self.listen, data, Arc::new(server), Arc::new(authority), limits))
    }

    /// The default ones as far as no other was asked for, and no more connections than there are descriptors for.
    fn limits(&self) -> Result<Limits, End> {
        let limits = Limits::default();
        let room = descriptors::room_for_connections(self.listen.len())?;
        let spare_connections = limits.spare_connections.min(room / 2);
        let connections = self.max_connections.min(room - spare_connections);
        if connections < self.max_connections && connections < CONNECTIONS_TO_SPEAK_OF {
            output::warn(&format!("file descriptors suffice for {connections} connections (ulimit -n)"));
        }
        let held_bytes = self.max_held.saturating_mul(1 << 20);
        Ok(Limits { connections, spare_connections, held_bytes, in_flight: self.max_in_flight, ..limits })
    }

    /// The names that clients may reach it by.
    fn names(&self) -> Result<Names, End> {
        let mut names = assembly::names();
        let addresses = self.listen.iter().filter_map(|address| address.parse::<SocketAddr>().ok());
        addresses
            .map(|address| address.ip())
            .filter(|ip| !ip.is_unspecified())
            .for_each(|ip| names.add_address(ip));
        self.tls_name
            .iter()
            .try_for_each(|name| names.add(name))
            .map_err(|why| format!("--tls-name {why}"))?;
        Ok(names)
    }

    fn open(&self, names: Names) -> Result<(Store, Authority), End> {
        match &self.data {
            Some(dir) => {
                // Opening the store writes to it; where the authority is damaged, nothing is to change.
                let files = AuthorityFiles::read(dir).map_err(|error| failed(&error))?;
                let store =
                    Store::open(dir, squall_api::schema(), output::warn).map_err(|error| match error {
                        OpenError::NotADirectory(_) => End::Usage(error.to_string()),
                        error => failed(&error),
                    })?;
                let authority = files.authority(names, output::warn).map_err(|error| failed(&error))?;
                Ok((store, authority))
            }
            None => Ok((Store::memory(), Authority::ephemeral(names).map_err(|error| error.to_string())?)),
        }
    }
}

/// A host as `Host` names it, without its port.
fn host_name(text: &str) -> Result<HostName, String> {
    let address = text.parse().map(|address: IpAddr| HostName::Address(address.to_canonical()));
    let name = address.ok().or_else(|| HostName::parse(text));
    name.ok_or_else(|| "expected a host's name or address, without a port".to_owned())
}

async fn listen(
    addresses: &[String],
    data: Option<&Path>,
    server: Arc<Server>,
    authority: Arc<Authority>,
    limits: Limits,
) -> Ended {
    let mut listeners = Vec::new();
    for address in addresses {
        let listener = TcpListener::bind(address).await;
        listeners.push(listener.map_err(|error| format!("cannot listen on {address}: {error}"))?);
    }
    // Before it is said to be ready, or whoever ends it at once would kill it.
    let endings = Endings::new().map_err(|error| format!("cannot wait for signals: {error}"))?;
    let known = listeners.iter().map(TcpListener::local_addr).collect::<Result<Vec<_>, _>>();
    let known = known.map_err(|error| error.to_string())?;
    if let Some(warning) = exposure::warning(&known, server.admin_token.is_some()) {
        output::complain(&warning);
    }
    for (at, address) in known.iter().enumerate() {
        if at == 0 {
            output::say(&format!("squall ready http://{address}"));
        } else {
            output::complain(&format!("squall also listens on http://{address}"));
        }
    }
    greeting::show(&server.universe.clouds, &known, data);
    let drained = edge::serve(listeners, server.clone(), authority, limits, endings.first()).await;
    // The last change may have been long ago, and readers have seen the time since. A disk that is full has said so.
    let _ = server.universe.site.remember_moment();
    if drained.cut_off > 0 {
        output::complain(&format!("squall: {} requests were cut off", drained.cut_off));
    }
    Ok(())
}
