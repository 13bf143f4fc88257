//! What `squall serve` tells a person who started it at a terminal. Programs that wait for its ready line never see it.

use super::output::complain;
use squall_api::Cloud;
use std::io::IsTerminal as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;

/// Where `squall env` looks when it is told nothing.
const USUAL: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 7780);

/// Greets whoever looks on.
pub(super) fn show(clouds: &[Box<dyn Cloud>], listening: &[SocketAddr], data: Option<&Path>) {
    if !std::io::stderr().is_terminal() {
        return;
    }
    let Some(first) = listening.first() else { return };
    let systems: Vec<&str> = clouds.iter().map(|cloud| cloud.system().as_str()).collect();
    complain(&greeting(&systems, *first, data));
}

fn greeting(systems: &[&str], listening: SocketAddr, data: Option<&Path>) -> String {
    let address = reachable(listening);
    let endpoint = match address == USUAL {
        true => String::new(),
        false => format!(" --endpoint http://{address}"),
    };
    let kept = match data {
        Some(dir) => {
            let dir = dir.display();
            format!(
                "the world and squall's certificate authority in {dir}; faults and the request log in memory"
            )
        }
        None => "everything in memory, gone when squall ends; --data DIR keeps it".to_owned(),
    };
    let mut lines = vec![format!("  door      http://{address}/_squall/health, and the rest of /_squall/")];
    for (at, system) in systems.iter().enumerate() {
        let head = if at == 0 { "programs" } else { "" };
        lines.push(format!("  {head:<10}eval \"$(squall env {system}{endpoint})\""));
    }
    lines.push(format!("  kept      {kept}"));
    lines.push("  end       Ctrl-C".to_owned());
    lines.join("\n")
}

/// An address by which this machine reaches what listens on all of its addresses.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
    };
    SocketAddr::new(ip, address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(listening: &str, data: Option<&str>) -> String {
        greeting(&["huawei-imetal", "qingcloud"], listening.parse().unwrap(), data.map(Path::new))
    }

    #[test]
    fn the_door_the_programs_and_what_is_kept_are_named() {
        assert_eq!(
            told("127.0.0.1:7780", None),
            "  door      http://127.0.0.1:7780/_squall/health, and the rest of /_squall/\n\
             \x20 programs  eval \"$(squall env huawei-imetal)\"\n\
             \x20           eval \"$(squall env qingcloud)\"\n\
             \x20 kept      everything in memory, gone when squall ends; --data DIR keeps it\n\
             \x20 end       Ctrl-C"
        );
    }

    #[test]
    fn another_address_and_a_directory_are_told_as_they_are() {
        let text = told("0.0.0.0:80", Some("world"));
        assert!(text.contains("squall env qingcloud --endpoint http://127.0.0.1:80)"), "{text}");
        assert!(text.contains("certificate authority in world;"), "{text}");
        assert!(told("[::]:7780", None).contains("door      http://[::1]:7780/_squall/"));
    }
}
