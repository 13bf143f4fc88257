//! `squall reproduce`

use super::output::{self, Tone, paint};
use super::{End, Ended, admin_token, bare_universe, system};
use crate::assembly;
use crate::catalogue;
use crate::edge::{self, Authority, Limits};
use crate::host_clock::HostTime;
use crate::server::Server;
use clap::Args;
use serde_json::{Value, json};
use squall_api::HostClock as _;
use squall_catalogue::Code;
use squall_cloud::{Span, Time};
use squall_recipes::{Endpoint, Event, Outcome, Recipe};
use squall_store::Store;
use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use tokio::net::TcpListener;

/// The name of the snapshot that keeps an endpoint's world while recipes run there.
const KEPT: &str = "before-reproduce";

const EXAMPLES: &str = "\
Examples:
  squall reproduce huawei-imetal --all
  squall reproduce qingcloud 2110 2400";

/// Bring about error codes by their real causes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Reproduce {
    /// SYSTEM CODE…, or SYSTEM with --all; with --all alone every built system.
    words: Vec<String>,
    /// Every code.
    #[arg(long)]
    all: bool,
    /// Run against this squall instead of a fresh one; its world is put back afterwards. If it has an operator's token,
    /// SQUALL_ADMIN_TOKEN must hold it.
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Reproduce {
    pub(super) fn run(self) -> Ended {
        let codes = self.codes()?;
        let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("cannot start: {error}"))?;
        let (base, _server) = match &self.endpoint {
            Some(base) => (base.clone(), None),
            None => {
                let (base, stop) = runtime.block_on(fresh_server())?;
                (base, Some(stop))
            }
        };
        let endpoint = Endpoint::new(&base, admin_token::of_environment().as_deref());
        let kept = self.endpoint.as_ref().map(|_| Kept::of(&endpoint)).transpose()?;
        let mut failed = 0;
        for (at, code) in codes.iter().enumerate() {
            progress(at, codes.len());
            failed += usize::from(!self.one(*code, &endpoint)?);
        }
        if let Some(kept) = kept {
            kept.put_back(&endpoint)?;
        }
        if !self.json && codes.len() > 1 {
            let total = codes.len();
            output::say(&format!("{} of {total} codes ended in themselves", total - failed));
        }
        if failed == 0 { Ok(()) } else { Err(End::Failed) }
    }

    fn codes(&self) -> Result<Vec<Code>, End> {
        let universe = bare_universe();
        let built = |code: &Code| universe.cloud(code.system()).is_some() && code.unanswered().is_none();
        match (&self.words[..], self.all) {
            ([], true) => Ok(squall_catalogue::all().filter(built).collect()),
            ([word], true) => {
                let system = system(word)?;
                if universe.cloud(system).is_none() {
                    return Err(End::Usage(format!("`{word}` is not built yet")));
                }
                Ok(squall_catalogue::codes(system).iter().copied().filter(built).collect())
            }
            ([word, numbers @ ..], false) if !numbers.is_empty() => {
                let system = system(word)?;
                let code = |number: &String| {
                    let code = squall_catalogue::find(system, number);
                    code.ok_or_else(|| End::Usage(format!("{word} has no code `{number}`")))
                };
                numbers.iter().map(code).collect()
            }
            _ => Err(End::Usage("give SYSTEM CODE…, SYSTEM --all, or --all".to_owned())),
        }
    }

    /// Runs every recipe of a code, each in a fresh world; answers whether all ended in the code.
    fn one(&self, code: Code, endpoint: &Endpoint) -> Result<bool, End> {
        let recipes = catalogue::recipes(code);
        if recipes.is_empty() {
            let why = code.unanswered().unwrap_or("its system is not built yet");
            return Err(End::Usage(format!("{code} has no recipe: {why}")));
        }
        let mut all = true;
        for recipe in &recipes {
            endpoint.door("POST", "/reset", None).map_err(|failure| failure.to_string())?;
            all &= self.cook(code, recipe, endpoint)?;
        }
        Ok(all)
    }

    fn cook(&self, code: Code, recipe: &Recipe, endpoint: &Endpoint) -> Result<bool, End> {
        let universe = bare_universe();
        let cloud = universe
            .cloud(code.system())
            .ok_or_else(|| format!("{} is not built yet", code.system().as_str()))?;
        let quiet = self.json || self.all;
        if !quiet {
            output::say(&paint(Tone::Strong, &format!("{code} {}  {}", code.name(), code.label_zh())));
        }
        let mut watch = |event: &Event<'_>| {
            if !quiet {
                show(event);
            }
        };
        let host = || HostTime.now();
        let outcome = squall_recipes::run(recipe, endpoint, cloud, &host, &mut watch);
        let is_row = recipe.status.is_none_or(|status| outcome.status == Some(status));
        let ok = outcome.got.as_deref() == Some(code.number()) && recipe.code == code.number() && is_row;
        self.report(code, recipe, &outcome, ok);
        Ok(ok)
    }

    fn report(&self, code: Code, recipe: &Recipe, outcome: &Outcome, ok: bool) {
        let reach = recipe.reach().as_str();
        if self.json {
            let mut line = json!({"system": code.system().as_str(), "code": code.number(), "reach": reach,
                "ok": ok, "got": outcome.got, "steps": outcome.steps});
            if let Some(status) = recipe.status {
                line["http_status"] = status.into();
            }
            if let Some(failure) = &outcome.failure {
                line["failure"] = failure.as_str().into();
            }
            output::say(&line.to_string());
            return;
        }
        let verdict = if ok { paint(Tone::Good, "ok    ") } else { paint(Tone::Bad, "FAILED") };
        let row = recipe.status.map(|status| format!(" {status}")).unwrap_or_default();
        let got = outcome.got.as_deref().unwrap_or("no code");
        let why = outcome.failure.as_ref().map(|failure| format!("  {failure}")).unwrap_or_default();
        output::say(&format!("{verdict} {code}{row}  {reach}, {} steps, ended in {got}{why}", outcome.steps));
    }
}

/// What an endpoint was like before recipes ran there.
struct Kept {
    wire_offset: Span,
    running: Value,
}

impl Kept {
    fn of(endpoint: &Endpoint) -> Result<Kept, End> {
        let told = |failure: squall_recipes::Failure| failure.to_string();
        let clock = endpoint.door("GET", "/clock", None).map_err(told)?;
        endpoint.door("PUT", &format!("/snapshots/{KEPT}"), None).map_err(told)?;
        let wire = clock.get("wire").and_then(Value::as_str).and_then(Time::parse);
        let wire = wire.ok_or_else(|| "the endpoint's clock cannot be read".to_owned())?;
        Ok(Kept { wire_offset: wire.since(HostTime.now()), running: clock["running"].clone() })
    }

    /// The world as it was; the clock of signed dates is set apart, because no snapshot holds it.
    fn put_back(&self, endpoint: &Endpoint) -> Ended {
        let wire = HostTime.now() + self.wire_offset;
        let clock = json!({"wire": wire.to_string(), "running": self.running});
        let steps = [
            ("POST", format!("/snapshots/{KEPT}/restore"), None),
            ("DELETE", format!("/snapshots/{KEPT}"), None),
            ("PATCH", "/clock".to_owned(), Some(&clock)),
        ];
        for (method, path, body) in steps {
            endpoint.door(method, &path, body).map_err(|failure| failure.to_string())?;
        }
        Ok(())
    }
}

fn show(event: &Event<'_>) {
    output::say(&format!("{} {}", paint(Tone::Faint, "›"), event.line));
    if let (Some(request), Some(reply)) = (event.request, event.reply) {
        output::say(&paint(Tone::Faint, &format!("    {} {}", request.method, request.target)));
        if !request.body.is_empty() {
            output::say(&paint(Tone::Faint, &format!("    {}", request.body)));
        }
        output::say(&format!("    {reply}"));
    }
}

/// A line that overwrites itself, for those who wait at a terminal.
fn progress(at: usize, of: usize) {
    let mut stderr = std::io::stderr().lock();
    if of > 1 && stderr.is_terminal() {
        let _ = write!(stderr, "\r{}/{of} ", at + 1);
        let _ = stderr.flush();
    }
}

/// A squall of one's own on a free port, for as long as the handle is kept.
async fn fresh_server() -> Result<(String, tokio::sync::oneshot::Sender<()>), End> {
    let universe = assembly::universe(Store::memory(), 1);
    universe.found(HostTime.now()).map_err(|refusal| refusal.to_string())?;
    let authority = Authority::ephemeral(assembly::names()).map_err(|error| error.to_string())?;
    let certificate_pem = authority.certificate_pem().to_owned();
    let server = Server {
        universe: Arc::new(universe),
        admin_token: None,
        admin_hosts: Vec::new(),
        start: None,
        certificate_pem,
        lanes: Arc::default(),
    };
    let listener =
        TcpListener::bind("127.0.0.1:0").await.map_err(|error| format!("cannot listen: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let stopped = async move { drop(stopped.await) };
    tokio::spawn(edge::serve(
        vec![listener],
        Arc::new(server),
        Arc::new(authority),
        Limits::default(),
        stopped,
    ));
    Ok((format!("http://{address}"), stop))
}
