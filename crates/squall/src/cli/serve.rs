//! `squall serve`

use super::{End, Ended, greeting, output};
use crate::assembly::{self, HostTime};
use crate::descriptors;
use crate::door;
use crate::edge::{self, Authority, Limits};
use crate::server::Server;
use clap::Args;
use squall_api::HostClock as _;
use squall_cloud::Time;
use squall_store::{OpenError, Store};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;

const FRESH_WORLD: &str = "\
A fresh world of qingcloud:
  account   demo, key id SQUALLDEMOKEY, secret squall-demo-secret, balance 10000.00
  zones     pek3, pek3a, gd2, sh1a, ap2a (active), ap3a (faulty)
  images    centos7x64d, centos64x86a, ubuntu18x64, bionic1x64, win2k12r2dx64; centos58x86a (deprecated)
  hosts     4 of 256 cores, 1 TiB memory and 200 TB storage; host-3 and host-4 carry encrypted volumes
  addresses 5000 public ones from 139.198.0.1
  /app/     app-demo0001 with the secret squall-demo-secret; its service svc-demo0001 costs 0.10 an hour

A fresh world of huawei-imetal:
  account   demo with the same key and balance; user demo, password squall-demo-secret, domain demo
  project   0123456789abcdef0123456789abcdef in cn-east-3; all of cn-east-3, cn-southwest-2, cn-south-1 and
            ap-southeast-3 have CloudDC
  servers   12 ready ones in 2 racks of one room
  network   a VPC of 192.168.0.0/16 with the ACTIVE subnet 192.168.0.0/24; 20 ports may be under construction at once
  image     squall-linux-1, private, active

Examples:
  squall serve --data world
  squall serve --listen 127.0.0.1:0 --seed 7 --now 2026-01-01T00:00:00Z";

/// Run the emulator.
#[derive(Args)]
#[command(after_help = FRESH_WORLD)]
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
    /// What all ids and secrets follow from.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The time at which a fresh world begins, RFC 3339; real time when absent.
    #[arg(long, value_name = "RFC3339")]
    now: Option<String>,
    /// A JSON file of operator's settings for a fresh world: {"qingcloud":{"world":{…},"accounts":[…]}}.
    #[arg(long, value_name = "FILE")]
    world: Option<PathBuf>,
    /// Open the operator's door to clients that show this token, and only to them.
    #[arg(long, value_name = "TOKEN")]
    admin_token: Option<String>,
    /// Connections at most; what comes over those above it is answered that the server is busy.
    #[arg(long, value_name = "N", default_value_t = Limits::default().connections)]
    max_connections: usize,
    /// Requests being worked on at most; others are answered that the server is busy.
    #[arg(long, value_name = "N", default_value_t = Limits::default().in_flight)]
    max_in_flight: usize,
    /// MiB of request bodies and untaken replies at most; others are answered that the server is busy.
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
        let start = match &self.now {
            Some(text) => {
                let time = Time::parse(text);
                Some(time.ok_or_else(|| End::Usage(format!("--now {text}: not an RFC 3339 time")))?)
            }
            None => None,
        };
        let (store, authority) = self.open()?;
        let universe = assembly::universe(store, self.seed);
        let begin = start.unwrap_or_else(|| HostTime.now());
        match &self.world {
            Some(file) => door::found_from_file(&universe, file, begin)?,
            None => universe.found(begin).map(drop).map_err(|refusal| failed(&refusal))?,
        }
        let limits = self.limits();
        let certificate_pem = authority.certificate_pem().to_owned();
        let server =
            Server { universe: Arc::new(universe), admin_token: self.admin_token, start, certificate_pem };
        let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("cannot start: {error}"))?;
        let data = self.data.as_deref();
        runtime.block_on(listen(&self.listen, data, Arc::new(server), Arc::new(authority), limits))
    }

    /// The default ones as far as no other was asked for, and no more connections than there are descriptors for.
    fn limits(&self) -> Limits {
        let limits = Limits::default();
        let room = descriptors::room_for_connections();
        let spare_connections = limits.spare_connections.min(room / 2);
        let connections = self.max_connections.min(room - spare_connections);
        if connections < self.max_connections && self.max_connections != limits.connections {
            output::complain(&format!("squall: file descriptors suffice for {connections} connections"));
        }
        let held_bytes = self.max_held.saturating_mul(1 << 20);
        Limits { connections, spare_connections, held_bytes, in_flight: self.max_in_flight, ..limits }
    }

    fn open(&self) -> Result<(Store, Authority), End> {
        match &self.data {
            Some(dir) => {
                // Opening the store writes to it; where the authority is damaged, nothing is to change.
                let known = Authority::known(dir).map_err(|error| failed(&error))?;
                let store = Store::open(dir, squall_api::schema(), warn).map_err(|error| match error {
                    OpenError::NotADirectory(_) => End::Usage(error.to_string()),
                    error => failed(&error),
                })?;
                let authority = known.map_or_else(|| Authority::in_dir(dir), Ok);
                Ok((store, authority.map_err(|error| failed(&error))?))
            }
            None => Ok((Store::memory(), Authority::ephemeral().map_err(|error| error.to_string())?)),
        }
    }
}

/// The world or its directory cannot be used: nothing is wrong with the command line.
fn failed(error: &dyn std::fmt::Display) -> End {
    output::complain(&format!("squall: {error}"));
    End::Failed
}

fn warn(sentence: &str) {
    output::complain(&format!("squall: {sentence}"));
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
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .map_err(|error| format!("cannot wait for signals: {error}"))?;
    let known = listeners.iter().map(TcpListener::local_addr).collect::<Result<Vec<_>, _>>();
    let known = known.map_err(|error| error.to_string())?;
    for (at, address) in known.iter().enumerate() {
        if at == 0 {
            output::say(&format!("squall ready http://{address}"));
        } else {
            output::complain(&format!("squall also listens on http://{address}"));
        }
    }
    greeting::show(&server.universe.clouds, &known, data);
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    };
    let drained = edge::serve(listeners, server, authority, limits, stop).await;
    if drained.cut_off > 0 {
        output::complain(&format!("squall: {} requests were cut off", drained.cut_off));
    }
    Ok(())
}
