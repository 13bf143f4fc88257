//! Server certificates.

use super::balancer::TRAITS;
use crate::QingCloud;
use crate::actions::networks::firewall::NAME_BYTES;
use crate::figures::quotas::{self, Called};
use crate::forms::said;
use crate::listing::{self, Filter};
use crate::lookup::{self, must_be_unused};
use crate::texts::pem;
use ring::digest::{Context, SHA256};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Certificate, Head, Kind, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeServerCertificates>(TRAITS.looking(), &[]).reading(),
    Entry::of::<CreateServerCertificate>(TRAITS, &[RESOURCE_EXISTS]),
    Entry::of::<ModifyServerCertificateAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DeleteServerCertificates>(TRAITS, &[RESOURCE_NOT_FOUND, DEPENDENCY_EXISTS]),
];

/// The longest certificate with those above it, in bytes.
const CONTENT_BYTES: usize = 65_536;
/// The longest private key, in bytes.
const KEY_BYTES: usize = 16_384;

/// Lists the caller's certificates, newest first; verbosely with their contents and keys.
#[derive(Params)]
pub(crate) struct DescribeServerCertificates {
    #[param(id = "certificate")]
    server_certificates: Vec<String>,
    #[param(default = 0, range = 0..=2)]
    verbose: u8,
    #[param(flatten, only = ["search_word", "owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeServerCertificates {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let certificates = self.filter.rows::<Certificate>(cx, &self.server_certificates)?;
        self.filter.page("server_certificate_set", certificates, |certificate, object| {
            object
                .text("server_certificate_id", &certificate.head.id)
                .text("server_certificate_name", &certificate.head.name);
            if self.verbose > 0 {
                object
                    .text("certificate_content", &certificate.content)
                    .text("private_key", &certificate.private_key);
            }
            listing::stateless(&certificate.head, object);
            Ok(())
        })
    }
}

/// Keeps a certificate with its private key, for listeners that speak HTTPS.
#[derive(Params)]
pub(crate) struct CreateServerCertificate {
    #[param(max_len = CONTENT_BYTES)]
    certificate_content: String,
    #[param(max_len = KEY_BYTES, secret)]
    private_key: String,
    #[param(default = "", max_len = NAME_BYTES)]
    server_certificate_name: String,
}

impl Action<QingCloud> for CreateServerCertificate {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let unparsable = || "certificate_content is not a certificate in PEM".to_owned();
        let contents = pem::certificates(&self.certificate_content).or_raise(INVALID_REQUEST, unparsable)?;
        let is_key = pem::is_private_key(&self.private_key);
        ensure!(is_key, INVALID_REQUEST, "private_key is not an unencrypted private key in PEM");
        let digest = digest(&contents);
        let holder = cx.holder::<Certificate>(&Certificate::key(cx.caller.id(), &digest))?;
        ensure!(
            holder.is_none(),
            RESOURCE_EXISTS,
            "server certificate [{}] is identical",
            holder.unwrap_or_default()
        );
        quotas::check(cx, &[("server_certificate", 1)])?;
        let (id, name) = (cx.mint("sc-", 8)?, &self.server_certificate_name);
        let head = Head::new(id, cx.caller.id(), cx.zone(), name, cx.now)
            .in_state(State::Free)
            .counted([("server_certificate", 1)]);
        let (content, key) = (self.certificate_content.clone(), self.private_key.clone());
        let certificate = Certificate::of_server(head, content, key, digest);
        cx.insert(&certificate)?;
        Ok(Reply::with_text("server_certificate_id", &certificate.head.id))
    }
}

fn digest(contents: &[Vec<u8>]) -> String {
    let mut context = Context::new(&SHA256);
    contents.iter().for_each(|der| context.update(der));
    context.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Renames a certificate or describes it anew.
#[derive(Params)]
pub(crate) struct ModifyServerCertificateAttributes {
    #[param(id = "certificate")]
    server_certificate: String,
    #[param(max_len = NAME_BYTES)]
    server_certificate_name: Option<String>,
    #[param(max_len = NAME_BYTES)]
    description: Option<String>,
}

impl Action<QingCloud> for ModifyServerCertificateAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut certificate = lookup::live::<Certificate>(cx, &self.server_certificate)?;
        certificate.head.relabel(
            said(cx, "server_certificate_name", &self.server_certificate_name),
            said(cx, "description", &self.description),
        );
        cx.save(&certificate)?;
        Ok(Reply::with_text("server_certificate_id", &certificate.head.id))
    }
}

/// Deletes certificates that no listener shows.
#[derive(Params)]
pub(crate) struct DeleteServerCertificates {
    #[param(required, id = "certificate")]
    server_certificates: Vec<String>,
}

impl Action<QingCloud> for DeleteServerCertificates {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let certificates = lookup::each::<Certificate>(cx, &self.server_certificates, lookup::live)?;
        for certificate in &certificates {
            must_be_unused(&certificate.head.id, &cx.linked_ids(Kind::Listener, &certificate.head.id)?)?;
        }
        certificates.iter().try_for_each(|row| cx.erase(row))?;
        Ok(Reply::with_texts("server_certificates", &self.server_certificates))
    }
}
