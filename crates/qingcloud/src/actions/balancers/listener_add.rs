//! Adding listeners to load balancers, and what makes a listener sound.

use super::balancer::{TRAITS, unapply};
use super::listener::{MODES, OPTIONS_MOST, SCENES};
use crate::QingCloud;
use crate::actions::networks::firewall::NAME_BYTES;
use crate::lookup;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Balancer, Certificate, Head, Listener, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<AddLoadBalancerListeners>(TRAITS, &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS])];

const PROTOCOLS: [&str; 5] = ["http", "https", "tcp", "udp", "ssl"];
/// Ports below this can only be listened on where they are among `LOW_PORTS`.
const FREE_PORTS: u16 = 1_024;
const LOW_PORTS: [u16; 3] = [25, 80, 443];
/// Seconds between examinations, seconds of patience, failures until a backend is left out, successes until it is
/// back.
const CHECK_LIMITS: [(u32, u32); 4] = [(2, 60), (5, 300), (2, 10), (2, 10)];

/// A listener to be added.
#[derive(Params)]
struct NewListener {
    listener_port: u16,
    #[param(one_of = PROTOCOLS)]
    listener_protocol: String,
    #[param(one_of = PROTOCOLS)]
    backend_protocol: String,
    #[param(default = "", max_len = NAME_BYTES)]
    loadbalancer_listener_name: String,
    #[param(default = "roundrobin", one_of = MODES)]
    balance_mode: String,
    #[param(default = 0, range = 0..=7)]
    forwardfor: u32,
    #[param(default = "")]
    session_sticky: String,
    #[param(default = "tcp")]
    healthy_check_method: String,
    #[param(default = "10|5|2|5")]
    healthy_check_option: String,
    #[param(id = "certificate")]
    server_certificate_id: Vec<String>,
    #[param(default = 0, range = 0..=OPTIONS_MOST)]
    listener_option: u32,
    #[param(default = 50, range = 10..=86_400)]
    timeout: u32,
    #[param(default = 0, one_of = SCENES)]
    scene: u32,
}

/// Adds listeners to a load balancer. They come into force when it is updated.
#[derive(Params)]
pub(crate) struct AddLoadBalancerListeners {
    #[param(id = "load balancer")]
    loadbalancer: String,
    #[param(required, max_items = 100)]
    listeners: Vec<NewListener>,
    target_user: Option<String>,
}

impl Action<QingCloud> for AddLoadBalancerListeners {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        lookup::new_owner(cx, self.target_user.as_deref())?;
        for new in &self.listeners {
            new.must_be_sound()?;
        }
        let balancer = lookup::idle::<Balancer>(cx, &self.loadbalancer)?;
        let certificates = self.listeners.iter().map(|new| certificates(cx, &new.server_certificate_id));
        let certificates = certificates.collect::<Outcome<Vec<_>>>()?;
        let mut ids = Vec::with_capacity(self.listeners.len());
        for (new, certificates) in self.listeners.iter().zip(certificates) {
            let (id, port) = (&balancer.head.id, new.listener_port);
            let holder = cx.holder::<Listener>(&Listener::key(id, port))?;
            ensure!(
                holder.is_none(),
                RESOURCE_EXISTS,
                "loadbalancer [{id}] already listens on port [{port}]"
            );
            let listener = new.listener(cx, &balancer, certificates)?;
            cx.insert(&listener)?;
            ids.push(listener.head.id);
        }
        unapply(cx, &balancer.head.id)?;
        Ok(Reply::with_texts("loadbalancer_listeners", &ids))
    }
}

impl NewListener {
    fn must_be_sound(&self) -> Outcome<()> {
        let (port, protocol, backend) = (self.listener_port, &self.listener_protocol, &self.backend_protocol);
        let may_listen = port >= FREE_PORTS || LOW_PORTS.contains(&port);
        ensure!(may_listen, INVALID_REQUEST, "listener_port [{port}] is not valid");
        // The documents want both protocols to agree; what is encrypted in front may be plain behind.
        let agree = match (&**protocol, &**backend) {
            ("https", "http") | ("ssl", "tcp") => true,
            (front, behind) => front == behind,
        };
        ensure!(agree, INVALID_REQUEST, "backend_protocol [{backend}] does not agree with [{protocol}]");
        let is_shown = protocol != "https" || !self.server_certificate_id.is_empty();
        ensure!(is_shown, MALFORMED_REQUEST, "parameter [server_certificate_id] is required for https");
        must_be_sound(&self.session_sticky, &self.healthy_check_method, &self.healthy_check_option)
    }

    fn listener(&self, cx: &Cx<'_>, balancer: &Balancer, certificates: Vec<String>) -> Outcome<Listener> {
        let (id, owner, zone) = (cx.mint("lbl-", 8)?, &balancer.head.owner, &balancer.head.zone);
        Ok(Listener {
            head: Head::new(id, owner, zone, &self.loadbalancer_listener_name, cx.now).in_state(State::Free),
            balancer: balancer.head.id.clone(),
            port: self.listener_port,
            protocol: self.listener_protocol.clone(),
            backend_protocol: self.backend_protocol.clone(),
            balance_mode: self.balance_mode.clone(),
            added_headers: self.forwardfor,
            stickiness: self.session_sticky.clone(),
            check_method: self.healthy_check_method.clone(),
            check_option: self.healthy_check_option.clone(),
            options: self.listener_option,
            scene: self.scene,
            timeout_s: self.timeout,
            certificates,
        })
    }
}

/// The forms of stickiness and of health checks (1101).
pub(crate) fn must_be_sound(stickiness: &str, method: &str, option: &str) -> Outcome<()> {
    ensure!(is_stickiness(stickiness), INVALID_REQUEST, "session_sticky [{stickiness}] is not valid");
    ensure!(is_method(method), INVALID_REQUEST, "healthy_check_method [{method}] is not valid");
    ensure!(is_option(option), INVALID_REQUEST, "healthy_check_option [{option}] is not valid");
    Ok(())
}

/// Certificates by their ids. Go's client sends several as one text with commas.
pub(crate) fn certificates(cx: &Cx<'_>, ids: &[String]) -> Outcome<Vec<String>> {
    let ids = ids.iter().flat_map(|ids| ids.split(',')).map(|id| id.trim().to_owned());
    let ids: Vec<String> = ids.filter(|id| !id.is_empty()).collect();
    lookup::each::<Certificate>(cx, &ids, lookup::live)?;
    Ok(ids)
}

/// `insert|seconds`, `insert|cookie|seconds`, `prefix|cookie`, `rewrite|cookie`, `backend|cookie|seconds`, or
/// nothing.
fn is_stickiness(text: &str) -> bool {
    let is_seconds = |text: &str| text.parse::<u32>().is_ok();
    match text.split('|').collect::<Vec<_>>()[..] {
        [""] => true,
        ["insert", seconds] => is_seconds(seconds),
        ["prefix" | "rewrite", cookie] => !cookie.is_empty(),
        ["insert" | "backend", cookie, seconds] => !cookie.is_empty() && is_seconds(seconds),
        _ => false,
    }
}

/// `tcp`, `http|/path` or `http|/path|host`.
fn is_method(text: &str) -> bool {
    match text.split('|').collect::<Vec<_>>()[..] {
        ["tcp"] => true,
        ["http", path] => path.starts_with('/'),
        ["http", path, host] => path.starts_with('/') && !host.is_empty(),
        _ => false,
    }
}

fn is_option(text: &str) -> bool {
    let numbers: Option<Vec<u32>> = text.split('|').map(|number| number.trim().parse().ok()).collect();
    numbers.is_some_and(|numbers| {
        let within = |(number, (least, most)): (&u32, (u32, u32))| (least..=most).contains(number);
        numbers.len() == CHECK_LIMITS.len() && numbers.iter().zip(CHECK_LIMITS).all(within)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_keep_to_the_limits_of_the_vendors_own_client() {
        for good in ["10|5|2|5", "2|5|2|2", "60|300|10|10"] {
            assert!(is_option(good), "{good}");
        }
        for bad in [
            "",
            "10|5|2",
            "10|5|2|5|1",
            "1|5|2|5",
            "61|5|2|5",
            "10|4|2|5",
            "10|5|11|5",
            "10|5|2|1",
            "a|5|2|5",
        ] {
            assert!(!is_option(bad), "{bad}");
        }
        assert!(is_method("tcp") && is_method("http|/") && is_method("http|/a|www.example.com"));
        assert!(!is_method("udp") && !is_method("http") && !is_method("http|a") && !is_method("http|/|"));
    }

    #[test]
    fn stickiness_names_a_cookie_or_its_age() {
        for good in ["", "insert|3600", "insert|sk|0", "prefix|sk", "rewrite|sk", "backend|sk|60"] {
            assert!(is_stickiness(good), "{good}");
        }
        for bad in ["insert", "insert|sk", "prefix|", "backend|sk", "source|1"] {
            assert!(!is_stickiness(bad), "{bad}");
        }
    }
}
