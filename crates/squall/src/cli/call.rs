//! `squall call`

use super::{End, Ended, bare_universe, output, system};
use crate::assembly::HostTime;
use clap::Args;
use squall_api::HostClock as _;
use squall_api::client::{Credentials, Outgoing};
use squall_recipes::Endpoint;
use std::path::PathBuf;

/// Sign and send one call, print the response body.
#[derive(Args)]
pub(super) struct Call {
    /// The system's word.
    system: String,
    /// The action.
    action: String,
    /// Parameters as name=value.
    parameters: Vec<String>,
    /// Where the system is served.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:7780")]
    endpoint: String,
    /// Credentials from ~/.squall/NAME.json: {"id":"…","secret":"…"}; the demo pair when absent.
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Send it by another method than the action's own.
    #[arg(long, value_name = "METHOD")]
    method: Option<String>,
    /// Send it by POST.
    #[arg(long, conflicts_with = "method")]
    post: bool,
}

impl Call {
    pub(super) fn run(self) -> Ended {
        let system = system(&self.system)?;
        let universe = bare_universe();
        let cloud = universe.cloud(system).ok_or_else(|| format!("`{}` is not built yet", self.system))?;
        let pairs = self.parameters.iter().map(|word| match word.split_once('=') {
            Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
            _ => Err(format!("`{word}` is not of the form name=value")),
        });
        let parameters = pairs.collect::<Result<Vec<_>, String>>()?;
        let credentials = credentials(self.profile.as_deref())?;
        let method = self.method.as_deref().or(self.post.then_some("POST"));
        let outgoing = Outgoing { action: &self.action, parameters: &parameters, path: None, method };
        let prepared = cloud.client().prepare(&outgoing, &credentials, HostTime.now());
        let reply =
            Endpoint::new(&self.endpoint, None).send(&prepared).map_err(|failure| failure.to_string())?;
        output::say(&reply.body);
        let Some(number) = cloud.client().code(reply.status, &reply.body) else {
            return match reply.status {
                200..=299 => Ok(()),
                status => Err(End::Usage(format!("{} answered HTTP {status}", self.endpoint))),
            };
        };
        if let Some(code) = squall_catalogue::find(system, &number) {
            output::complain(&format!("{code} {}: {}", code.name(), code.gloss_en()));
            output::complain(&format!("squall explain {code} tells more"));
        }
        Err(End::Failed)
    }
}

fn credentials(profile: Option<&str>) -> Result<Credentials, String> {
    let Some(name) = profile else {
        return Ok(Credentials::Key {
            id: "SQUALLDEMOKEY".to_owned(),
            secret: "squall-demo-secret".to_owned(),
        });
    };
    let home = std::env::var_os("HOME").ok_or("there is no HOME to look for profiles in")?;
    let file = PathBuf::from(home).join(".squall").join(format!("{name}.json"));
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let pair: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let field = |name: &str| pair.get(name).and_then(serde_json::Value::as_str).map(str::to_owned);
    match (field("id"), field("secret")) {
        (Some(id), Some(secret)) => Ok(Credentials::Key { id, secret }),
        _ => Err(format!("{}: expected {{\"id\":\"…\",\"secret\":\"…\"}}", file.display())),
    }
}
