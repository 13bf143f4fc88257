//! The wire to a running squall.

use serde_json::Value;
use squall_api::client::Prepared;
use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;
use ureq::config::ConfigBuilder;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::typestate::AgentScope;

/// The longest body that is read.
const BODY_BYTES: u64 = 64 << 20;
/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// A squall to talk to.
pub struct Endpoint {
    base: String,
    token: Option<String>,
    agent: ureq::Agent,
    /// Trusts the endpoint's own authority; made when it is first needed.
    over_tls: OnceLock<ureq::Agent>,
}

/// A reply of any status.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Its headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Reply {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Why there was no reply, or none that could be used.
#[derive(Clone, PartialEq, Debug)]
pub struct Failure(pub String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Failure {
    fn from(text: String) -> Failure {
        Failure(text)
    }
}

fn config() -> ConfigBuilder<AgentScope> {
    ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE))
}

impl Endpoint {
    /// An endpoint such as `http://127.0.0.1:7780`, with the operator's token where one is needed.
    pub fn new(base: &str, token: Option<&str>) -> Endpoint {
        let agent = config().build().new_agent();
        let (base, token) = (base.trim_end_matches('/').to_owned(), token.map(str::to_owned));
        Endpoint { base, token, agent, over_tls: OnceLock::new() }
    }

    /// Sends a prepared call.
    ///
    /// # Errors
    /// When no reply comes.
    pub fn send(&self, prepared: &Prepared) -> Result<Reply, Failure> {
        self.request(&prepared.method, &prepared.target, &prepared.headers, &prepared.body)
    }

    /// Sends a prepared call to a system that takes TLS alone; without it where the target begins with `http://`.
    ///
    /// # Errors
    /// When no reply comes, or the endpoint's authority cannot be learnt.
    pub fn send_over_tls(&self, prepared: &Prepared) -> Result<Reply, Failure> {
        if let Some(rest) = prepared.target.strip_prefix("http://") {
            let path = rest.find('/').map_or("/", |at| &rest[at..]);
            return self.request(&prepared.method, path, &prepared.headers, &prepared.body);
        }
        let agent = self.agent_over_tls()?;
        let address = self.base.split_once("://").map_or(&*self.base, |(_, address)| address);
        let base = format!("https://{address}");
        self.request_by(agent, &base, &prepared.method, &prepared.target, &prepared.headers, &prepared.body)
    }

    fn agent_over_tls(&self) -> Result<&ureq::Agent, Failure> {
        if let Some(agent) = self.over_tls.get() {
            return Ok(agent);
        }
        let shown = self.door("GET", "/ca", None)?;
        let pem = shown.get("certificate").and_then(Value::as_str).unwrap_or_default();
        let root = Certificate::from_pem(pem.as_bytes()).map_err(|error| Failure(error.to_string()))?;
        let tls = TlsConfig::builder().root_certs(RootCerts::new_with_certs(&[root])).build();
        Ok(self.over_tls.get_or_init(|| config().tls_config(tls).build().new_agent()))
    }

    /// Asks the operator's door; the answer must be JSON and no error.
    ///
    /// # Errors
    /// When it is anything else, with what the door said.
    pub fn door(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        headers.extend(self.operators_header());
        let text = body.map(Value::to_string).unwrap_or_default();
        let reply = self.request(method, &format!("/_squall{path}"), &headers, &text)?;
        if reply.status >= 300 {
            return Err(Failure(format!("{method} /_squall{path}: {} {}", reply.status, reply.body)));
        }
        if reply.body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&reply.body).map_err(|error| Failure(format!("/_squall{path}: {error}")))
    }

    /// What an operator shows, where a token is needed.
    pub(crate) fn operators_header(&self) -> Option<(String, String)> {
        let token = self.token.as_ref()?;
        Some(("authorization".to_owned(), format!("Bearer {token}")))
    }

    /// Sends any request.
    ///
    /// # Errors
    /// When no reply comes.
    pub fn request(
        &self,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: &str,
    ) -> Result<Reply, Failure> {
        self.request_by(&self.agent, &self.base, method, target, headers, body)
    }

    fn request_by(
        &self,
        agent: &ureq::Agent,
        base: &str,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: &str,
    ) -> Result<Reply, Failure> {
        let failure = |error: &dyn fmt::Display| Failure(format!("{base}: {error}"));
        let mut builder = ureq::http::Request::builder().method(method).uri(format!("{base}{target}"));
        for (name, value) in headers {
            builder = builder.header(name, value);
        }
        // An empty text is sent with its length; where the method expects a body, none at all would be sent in chunks,
        // on which simple proxies break.
        let sent = if body.is_empty() && !matches!(method, "POST" | "PUT" | "PATCH") {
            agent.run(builder.body(()).map_err(|error| failure(&error))?)
        } else {
            agent.run(builder.body(body.to_owned()).map_err(|error| failure(&error))?)
        };
        let mut response = sent.map_err(|error| failure(&error))?;
        let status = response.status().as_u16();
        let shown = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let headers = response.headers().iter().map(shown).collect();
        let body = response.body_mut().with_config().limit(BODY_BYTES).read_to_string();
        Ok(Reply { status, headers, body: body.map_err(|error| failure(&error))? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::TcpListener;

    /// The headers of a request without a body, names in lower case.
    fn sent(method: &str) -> Vec<String> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = Endpoint::new(&format!("http://{}", listener.local_addr().unwrap()), None);
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines().map(Result::unwrap);
            let head: Vec<String> =
                lines.take_while(|line| !line.is_empty()).map(|line| line.to_lowercase()).collect();
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
            head
        });
        endpoint
            .request(method, "/x", &[("content-type".to_owned(), "application/json".to_owned())], "")
            .unwrap();
        server.join().unwrap()
    }

    #[test]
    fn a_request_without_a_body_is_never_sent_in_chunks() {
        for (method, length) in [
            ("POST", Some("content-length: 0")),
            ("PUT", Some("content-length: 0")),
            ("PATCH", Some("content-length: 0")),
            ("GET", None),
            ("DELETE", None),
            ("HEAD", None),
            ("OPTIONS", None),
        ] {
            let head = sent(method);
            let told: Vec<&str> = head
                .iter()
                .map(String::as_str)
                .filter(|line| line.starts_with("content-length") || line.starts_with("transfer-encoding"))
                .collect();
            assert_eq!(told, length.into_iter().collect::<Vec<_>>(), "{method}");
        }
    }
}
