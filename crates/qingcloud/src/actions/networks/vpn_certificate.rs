//! What clients of a router's VPN let themselves in with.

use crate::QingCloud;
use crate::lookup;
use crate::texts::x509::Party;
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Address, Refusal, Router, Span};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<GetVPNCerts>(Traits::of(Service::Network).looking(), &[RESOURCE_NOT_FOUND]).reading()];

/// How long they are good.
const LIFE: Span = Span::days(3_650);
/// What they are sealed for, so that no other secret is the same.
const PURPOSE: &str = "vpn";
/// The parts of a static key, 32 bytes each.
const STATIC_PARTS: usize = 8;

/// Tells the certificates, keys and sample settings of a router's VPN: always the same of one router.
#[derive(Params)]
pub(crate) struct GetVPNCerts {
    #[param(id = "router")]
    router: String,
    #[param(default = "linux", one_of = ["linux", "windows", "mac"])]
    platform: String,
}

impl Action<QingCloud> for GetVPNCerts {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let router = lookup::live::<Router>(cx, &self.router)?;
        let id = &router.head.id;
        let seed = |of: &str| cx.seal(PURPOSE, &format!("{id}/{of}"));
        let (authority, client) = (seed("ca")?, seed("client")?);
        let authority = Party { name: "QingCloud VPN", seed: &authority };
        let client = Party { name: id, seed: &client };
        let span = (router.head.created_at, router.head.created_at + LIFE);
        let unmade = || Refusal::Invalid { what: "no key can be made of this seal".to_owned() };
        let crt = |party: &Party<'_>| party.certificate(&authority, span).ok_or_else(unmade);
        let mut lines = String::from("-----BEGIN OpenVPN Static key V1-----\n");
        for part in 0..STATIC_PARTS {
            let hex: String =
                seed(&format!("static/{part}"))?.iter().map(|byte| format!("{byte:02x}")).collect();
            hex.as_bytes().chunks(32).for_each(|line| {
                lines.push_str(&String::from_utf8_lossy(line));
                lines.push('\n');
            });
        }
        lines.push_str("-----END OpenVPN Static key V1-----\n");
        let address = cx.linked::<Address>(id)?.into_iter().next();
        let remote = address.map_or_else(|| router.private_ip.clone(), |address| address.address);
        let mut reply = Reply::new();
        reply
            .text("router_id", id)
            .text("platform", &self.platform)
            .text("ca_cert", &crt(&authority)?)
            .text("client_crt", &crt(&client)?)
            .text("client_key", &client.private_key())
            .text("static_key", &lines);
        for platform in ["linux", "mac", "windows"] {
            reply.text(&format!("{platform}_conf_sample"), &sample(&remote, platform));
        }
        Ok(reply)
    }
}

fn sample(remote: &str, platform: &str) -> String {
    let device = if platform == "windows" { "dev-node MyTap\n" } else { "" };
    format!(
        "client\ndev tun\n{device}proto udp\nremote {remote} 1194\nresolv-retry infinite\nnobind\npersist-key\n\
         persist-tun\nca ca.crt\ncert client.crt\nkey client.key\ntls-auth static.key 1\nverb 3\n"
    )
}
