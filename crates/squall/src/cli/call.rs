//! `squall call`

use super::parameter::{self, Parameter};
use super::{End, Ended, actions, admin_token, bare_universe, nearest, output, system};
use crate::host_clock::HostTime;
use clap::Args;
use squall_api::client::{Credentials, Outgoing};
use squall_api::{Cloud, HostClock as _};
use squall_recipes::Endpoint;
use std::path::PathBuf;

const EXAMPLES: &str = "\
The action must be one that `squall actions SYSTEM` lists. A parameter that it does not declare is sent all the same and
told on standard error: most vendors ignore what they do not know.

Exit codes: 0 success; 1 an API error, explained on standard error; 2 wrong usage, or no reply.

Examples:
  squall call qingcloud RunInstances image_id=centos7x64d instance_type=c1m1 vxnets.1=vxnet-0
  squall call huawei-imetal ListServers limit=10
  squall call qingcloud DescribeInstances status.1=running";

/// Sign and send one call, print the response body.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
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
    /// Send an action too that squall does not serve.
    #[arg(long)]
    anyway: bool,
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
        self.judge(cloud, &parameters)?;
        let credentials = credentials(self.profile.as_deref())?;
        let method = self.method.as_deref().or(self.post.then_some("POST"));
        let outgoing = Outgoing { action: &self.action, parameters: &parameters, path: None, method };
        let prepared = cloud.client().prepare(&outgoing, &credentials, HostTime.now());
        let reply = match cloud.client().takes_tls_alone() {
            // The operator's door tells whose certificate to trust.
            true => Endpoint::new(&self.endpoint, admin_token::of_environment().as_deref())
                .send_over_tls(&prepared),
            false => Endpoint::new(&self.endpoint, None).send(&prepared),
        };
        let reply = reply.map_err(|failure| failure.to_string())?;
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

    /// Refuses an action that is not served, with those that may have been meant; of parameters it only warns.
    fn judge(&self, cloud: &dyn Cloud, parameters: &[(String, String)]) -> Ended {
        let actions = cloud.actions();
        let Some(action) = actions.iter().find(|action| action.name == self.action) else {
            let sentence = actions::unknown(cloud, &self.action);
            if !self.anyway {
                return Err(End::Usage(sentence));
            }
            output::complain(&format!("squall: {sentence}"));
            return Ok(());
        };
        let known = Parameter::all(action.fields);
        for (name, _) in parameters {
            if !parameter::takes(action.fields, name) && !is_envelope(cloud, name) {
                let names = known.iter().map(|parameter| parameter.name.as_str());
                let hint = nearest::hint(&nearest::nearest(&parameter::numberless(name), names));
                output::complain(&format!("squall: {} has no parameter `{name}`{hint}", action.name));
            }
        }
        Ok(())
    }
}

fn is_envelope(cloud: &dyn Cloud, name: &str) -> bool {
    cloud.client().envelope().iter().any(|known| match known.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => *known == name,
    })
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
