//! `squall env` and `squall ca`

use super::{Ended, admin_token, bare_universe, output, system};
use crate::assembly;
use crate::edge::AuthorityFiles;
use clap::Args;
use squall_recipes::Endpoint;
use std::path::PathBuf;

const ENV_EXAMPLES: &str = "\
Examples:
  squall env qingcloud --endpoint http://127.0.0.1:8080
  eval \"$(squall env huawei-imetal)\"";

/// Print the environment variables that a vendor's own SDK or CLI reads.
#[derive(Args)]
#[command(after_help = ENV_EXAMPLES)]
pub(super) struct Environment {
    /// The system's word.
    system: String,
    /// Where the system is served.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:7780")]
    endpoint: String,
}

impl Environment {
    pub(super) fn run(self) -> Ended {
        let system = system(&self.system)?;
        let universe = bare_universe();
        let cloud = universe.cloud(system).ok_or_else(|| format!("`{}` is not built yet", self.system))?;
        for (name, value) in cloud.client().environment(&self.endpoint) {
            output::say(&format!("export {name}='{}'", value.replace('\'', r"'\''")));
        }
        Ok(())
    }
}

const CA_EXAMPLES: &str = "\
Examples:
  squall ca --data world
  squall ca > squall.pem";

/// Print the certificate of squall's own authority.
#[derive(Args)]
#[command(after_help = CA_EXAMPLES)]
pub(super) struct Ca {
    /// The data directory whose authority it is.
    #[arg(long, value_name = "DIR", conflicts_with = "endpoint")]
    data: Option<PathBuf>,
    /// A running squall to ask; if it has an operator's token, SQUALL_ADMIN_TOKEN must hold it.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:7780")]
    endpoint: String,
}

impl Ca {
    pub(super) fn run(self) -> Ended {
        let pem = match &self.data {
            Some(dir) => {
                let files = AuthorityFiles::read(dir).map_err(|error| error.to_string())?;
                let authority = files.authority(assembly::names(), output::warn);
                authority.map_err(|error| error.to_string())?.certificate_pem().to_owned()
            }
            None => {
                let token = admin_token::of_environment();
                let shown = Endpoint::new(&self.endpoint, token.as_deref()).door("GET", "/ca", None);
                let shown = shown.map_err(|failure| failure.to_string())?;
                shown.get("certificate").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
            }
        };
        output::say(pem.trim_end());
        Ok(())
    }
}
