//! What a call says of HTTPS: how a host is to be delivered, with which certificate.

use super::chain;
use crate::cdn::document::{Document, whole};
use crate::cdn::{account, lookup, say, settings};
use serde_json::Value;
use squall_api::catalogue::tencent_cdn::{CERTIFICATE_UNUSABLE, HTTPS_INVALID};
use squall_api::cloud::Deployed;
use squall_api::{Cx, Fault, Outcome};

/// A certificate that a call brings or names.
pub(crate) struct Material {
    /// The vendor's number for how the host is delivered.
    pub(crate) mode: u8,
    /// The id of a hosted certificate; empty where the call brings its own.
    pub(crate) id: String,
    /// The certificate and those above it.
    pub(crate) content: String,
    /// The private key.
    pub(crate) private_key: String,
    /// The owner's remark.
    pub(crate) message: String,
    /// Whether HTTP/2 is to be spoken.
    pub(crate) http2: bool,
    /// Whether plain requests are sent on, in the vendor's number.
    pub(crate) force: i8,
}

/// A bad HTTPS parameter (2140).
pub(crate) fn wrong(why: &str) -> Fault {
    say::plain(HTTPS_INVALID).because(why)
}

/// Reads the HTTPS parameter of a dynamic host, in whose documents `modes` are known: nothing where it is switched off.
pub(crate) fn of_document(document: &Document, modes: &[i64]) -> Outcome<Option<Material>> {
    let Some(map) = document.value().and_then(Value::as_object) else {
        return Err(wrong("https is no JSON object"));
    };
    let mode = map.get("type").and_then(whole).filter(|mode| modes.contains(mode));
    let mode = mode.ok_or_else(|| wrong("https has no type, or one that is not known"))?;
    if mode == 0 {
        return Ok(None);
    }
    let text =
        |name: &str| map.get(name).map(|value| value.as_str().map_or(value.to_string(), str::to_owned));
    let http2 = matches!(text("http2").as_deref(), Some("on" | "1" | "\"on\""));
    let material = Material {
        mode: u8::try_from(mode).unwrap_or_default(),
        id: text("cert_id").unwrap_or_default(),
        content: text("crt").unwrap_or_default(),
        private_key: text("private_key").unwrap_or_default(),
        message: text("message").unwrap_or_default(),
        http2,
        force: -1,
    };
    let is_whole =
        !material.id.is_empty() || (!material.content.is_empty() && !material.private_key.is_empty());
    if is_whole { Ok(Some(material)) } else { Err(wrong("certificate or private key are missing")) }
}

/// Judges a certificate for a host; answers it as it is to be deployed.
pub(crate) fn judge(cx: &Cx<'_>, material: Material, host: &str) -> Outcome<Deployed> {
    let Material { mode, id, mut content, mut private_key, message, http2, force } = material;
    if !id.is_empty() {
        let hosted = account::certificates(&*lookup::account(cx)?);
        let hosted = hosted.into_iter().find(|hosted| hosted.id == id);
        let absent = || say::plain(CERTIFICATE_UNUSABLE).because("there is no such hosted certificate");
        let hosted = hosted.ok_or_else(absent)?;
        (content, private_key) = (hosted.content, hosted.private_key);
    }
    let roots = settings::roots(&*lookup::platform(cx)?);
    let facts = chain::judge(&content, &private_key, host, cx.now, &roots);
    let facts = facts.map_err(|(code, why)| say::plain(code).because(why))?;
    Ok(Deployed {
        mode,
        id,
        content,
        private_key,
        common_name: facts.common_name,
        expires_at: facts.expires_at,
        deployed_at: cx.now,
        message,
        http2,
        force,
    })
}
