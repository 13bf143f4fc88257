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
        let mut variables = cloud.client().environment(&self.endpoint);
        if cloud.client().takes_tls_alone() {
            variables.push(("SSL_CERT_FILE", self.write_bundle()?));
        }
        for (name, value) in variables {
            output::say(&format!("export {name}='{}'", value.replace('\'', r"'\''")));
        }
        Ok(())
    }

    /// Writes a file with the authority of the endpoint and the host's own roots, because clients that read it trust
    /// nothing else; answers where it is.
    fn write_bundle(&self) -> Result<String, String> {
        let token = admin_token::of_environment();
        let shown = Endpoint::new(&self.endpoint, token.as_deref()).door("GET", "/ca", None);
        let shown = shown.map_err(|failure| failure.to_string())?;
        let own = shown.get("certificate").and_then(serde_json::Value::as_str).unwrap_or_default();
        let known = ROOTS.iter().find_map(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
        let address: String =
            self.endpoint.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
        let home = std::env::var_os("HOME").ok_or("there is no HOME to keep certificates in")?;
        let folder = PathBuf::from(home).join(".squall");
        let file = folder.join(format!("roots-{address}.pem"));
        let told = |error: std::io::Error| format!("{}: {error}", file.display());
        std::fs::create_dir_all(&folder).map_err(told)?;
        std::fs::write(&file, format!("{}\n{known}", own.trim_end())).map_err(told)?;
        Ok(file.display().to_string())
    }
}

/// Where systems keep the roots that they trust.
const ROOTS: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

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
