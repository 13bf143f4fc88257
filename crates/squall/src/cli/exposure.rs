//! What a squall that listens beyond loopback is told.

use std::net::SocketAddr;

/// One line about what can be reached from other machines and how to close it; nothing where nothing can.
pub(super) fn warning(listening: &[SocketAddr], has_token: bool) -> Option<String> {
    let open: Vec<String> = listening
        .iter()
        .filter(|address| !address.ip().to_canonical().is_loopback())
        .map(SocketAddr::to_string)
        .collect();
    let port = listening.first()?.port();
    let door = match has_token {
        true => "the operator's door admits whoever shows the token",
        false => "the operator's door admits this machine only",
    };
    (!open.is_empty()).then(|| {
        format!(
            "squall: WARNING: other machines can reach {}: whoever does can call every cloud here with the demo keys, \
             which are public; {door}. --listen 127.0.0.1:{port} alone closes it",
            open.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(addresses: &[&str], has_token: bool) -> Option<String> {
        let addresses: Vec<SocketAddr> = addresses.iter().map(|address| address.parse().unwrap()).collect();
        warning(&addresses, has_token)
    }

    #[test]
    fn loopback_is_nothing_to_speak_of() {
        for quiet in [&["127.0.0.1:1"][..], &["127.8.9.1:1", "[::1]:2"], &["[::ffff:127.0.0.1]:1"], &[]] {
            assert_eq!(told(quiet, false), None, "{quiet:?}");
        }
    }

    #[test]
    fn everything_else_is_named_once_on_one_line() {
        for open in ["0.0.0.0:7780", "[::]:7780", "10.0.0.5:7780", "[fe80::1]:7780", "[::ffff:10.0.0.5]:7780"]
        {
            for listening in [&[open][..], &["127.0.0.1:7780", open], &[open, "127.0.0.1:7780"]] {
                let line = told(listening, false).unwrap();
                assert_eq!(line.lines().count(), 1);
                assert_eq!(line.matches(open).count(), 1, "{line}");
                assert!(
                    line.contains("this machine only. --listen 127.0.0.1:7780 alone closes it"),
                    "{line}"
                );
            }
        }
        let both = told(&["0.0.0.0:1", "127.0.0.1:2", "[::]:3"], true).unwrap();
        assert!(both.contains("can reach 0.0.0.0:1, [::]:3:") && both.contains("shows the token"), "{both}");
    }
}
