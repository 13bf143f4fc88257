//! Certificates of hosts inside the country.

use super::INLAND;
use crate::cdn::actions::deployment;
use crate::cdn::rules::certificate::{self, Material};
use crate::cdn::{TencentCdn, Traits, account, lookup};
use crate::protocol::Reply;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use squall_api::catalogue::tencent_cdn::CERTIFICATE_UNREADABLE;
use squall_api::cloud::{AcceleratedHost, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<SetHttpsInfo>(Traits::CDN, super::update::UPDATING),
    Entry::of::<GetCertificates>(Traits::CDN, super::update::UPDATING).reading(),
    Entry::of::<GetHostCertList>(Traits::CDN, super::update::UPDATING).reading(),
];

/// The longest certificate and key, in bytes of base64.
const BYTES: usize = 90_000;
/// Numbers of what is deployed: an own certificate, a hosted one, each with the origin by HTTP or by the same protocol.
const OFF: i64 = 0;
const HOSTED: [i64; 2] = [3, 4];
const FOLLOWING: [i64; 2] = [2, 4];

/// Gives a host a certificate, or takes it away.
#[derive(Params)]
struct SetHttpsInfo {
    #[param(required, id = "name", max_len = 1_024)]
    host: String,
    #[param(name = "httpsType", one_of = ["0", "1", "2", "3", "4"], invalid = "2140")]
    mode: Option<i64>,
    #[param(max_len = BYTES)]
    cert: Option<String>,
    #[param(name = "privateKey", secret, max_len = BYTES)]
    private_key: Option<String>,
    #[param(name = "certId", max_len = 64)]
    cert_id: Option<String>,
    #[param(name = "forceSwitch", one_of = ["1", "-1", "2", "-2"], invalid = "2140")]
    force: Option<i64>,
    #[param(one_of = ["on", "off"], invalid = "2140")]
    http2: Option<String>,
}

impl SetHttpsInfo {
    fn material(&self, mode: i64) -> Outcome<Material> {
        let is_hosted = HOSTED.contains(&mode);
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        let material = Material {
            mode: u8::try_from(mode).unwrap_or_default(),
            id: if is_hosted { text(&self.cert_id) } else { String::new() },
            content: text(&self.cert),
            private_key: text(&self.private_key),
            message: String::new(),
            http2: self.http2.as_deref() == Some("on"),
            force: i8::try_from(self.force.unwrap_or(-1)).unwrap_or(-1),
        };
        let is_whole = match is_hosted {
            true => !material.id.is_empty(),
            false => !material.content.is_empty() && !material.private_key.is_empty(),
        };
        if !is_whole {
            return Err(certificate::wrong("certificate or private key are missing"));
        }
        if is_hosted {
            return Ok(material);
        }
        let decoded = |text: &str| STANDARD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let unreadable = || crate::cdn::say::plain(CERTIFICATE_UNREADABLE).because("it is no base64 of PEM");
        let content = decoded(&material.content).ok_or_else(unreadable)?;
        let private_key = decoded(&material.private_key).unwrap_or_default();
        Ok(Material { content, private_key, ..material })
    }

    fn set(&self, cx: &Cx<'_>, host: &mut AcceleratedHost) -> Outcome<()> {
        match self.mode {
            None => match (&mut host.certificate, self.force) {
                (Some(kept), Some(force)) => kept.force = i8::try_from(force).unwrap_or(-1),
                (None, Some(_)) => return Err(certificate::wrong("there is no certificate to force")),
                (_, None) => return Err(certificate::wrong("httpsType and forceSwitch are both absent")),
            },
            Some(OFF) => {
                let forces = self.force.is_some_and(|force| force > 0);
                if forces {
                    return Err(certificate::wrong("HTTPS cannot be forced and switched off"));
                }
                host.certificate = None;
            }
            Some(mode) => {
                if FOLLOWING.contains(&mode) && host.origin_kind != "cname" {
                    return Err(certificate::wrong("such an origin is not asked by HTTPS"));
                }
                host.certificate = Some(certificate::judge(cx, self.material(mode)?, &host.head.name)?);
            }
        }
        Ok(())
    }
}

impl Action<TencentCdn> for SetHttpsInfo {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut host = lookup::host_named(cx, &self.host, INLAND)?;
        lookup::may_change(cx, &host)?;
        lookup::must_be_online(&host)?;
        self.set(cx, &mut host)?;
        deployment::deploy(cx, &mut host, Verb::Update, State::Active)?;
        Ok(Reply::raw("[]").with(|fields| {
            fields.int("retcode", 0).text("errmsg", "ok");
        }))
    }
}

fn certificates(cx: &Cx<'_>, offset: usize, limit: usize) -> Outcome<Reply> {
    let hosted = account::certificates(&*lookup::account(cx)?);
    Ok(Reply::data(|data| {
        data.objects("certificates", hosted.iter().skip(offset).take(limit), |kept, object| {
            object.text("cert_id", &kept.id);
        });
        data.int("total", hosted.len());
    }))
}

/// Lists the account's hosted certificates.
#[derive(Params)]
struct GetCertificates {
    #[param(required, range = 0..=1_000_000)]
    offset: usize,
    #[param(required, range = 1..=100)]
    limit: usize,
}

impl Action<TencentCdn> for GetCertificates {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        certificates(cx, self.offset, self.limit)
    }
}

/// Lists the hosted certificates that a host could have.
#[derive(Params)]
struct GetHostCertList {
    #[param(required, id = "name", max_len = 1_024)]
    host: String,
}

impl Action<TencentCdn> for GetHostCertList {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        lookup::host_named(cx, &self.host, super::CONTENT)?;
        certificates(cx, 0, 100)
    }
}
