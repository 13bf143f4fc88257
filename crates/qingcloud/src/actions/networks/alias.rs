//! DNS aliases of instances and routers inside a zone.

use crate::QingCloud;
use crate::figures::quotas::{self, Called};
use crate::founding::BASE_NETWORK;
use crate::job;
use crate::listing::Filter;
use crate::lookup;
use crate::traits::{Service, Traits};
use crate::{figures::pace, words};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Alias, Head, Instance, Kind, Nic, Router, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<GetDNSLabel>(TRAITS.looking(), &[]).reading(),
    Entry::of::<DescribeDNSAliases>(TRAITS.looking(), &[]).reading(),
    Entry::of::<AssociateDNSAlias>(TRAITS, &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS]),
    Entry::of::<DissociateDNSAliases>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Network);
/// The letters of an account's label.
const LABEL_LETTERS: usize = 6;
/// The most bytes of a label of a domain name.
const PREFIX_BYTES: usize = 63;

/// The label that tells an account's names in a zone from other accounts': always the same for the same two.
fn label(account: &str, zone: &str) -> String {
    // FNV-1a, which needs no table and spreads short texts well enough.
    let text = account.bytes().chain([b'|']).chain(zone.bytes());
    let mut hash = text.fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    let letters = (0..LABEL_LETTERS).map(|_| {
        let letter = b'a' + (hash >> 32).wrapping_rem(26) as u8;
        hash = hash.wrapping_mul(0x0000_0100_0000_01B3) ^ (hash >> 29);
        char::from(letter)
    });
    letters.collect()
}

fn domain(account: &str, zone: &str) -> String {
    format!("{}.{zone}.qingcloud.com", label(account, zone))
}

/// Tells the caller's label and domain in a zone.
#[derive(Params)]
pub(crate) struct GetDNSLabel {}

impl Action<QingCloud> for GetDNSLabel {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut reply = Reply::new();
        reply
            .text("dns_label", &label(cx.caller.id(), cx.zone()))
            .text("domain_name", &domain(cx.caller.id(), cx.zone()));
        Ok(reply)
    }
}

/// Lists the caller's aliases, newest first.
#[derive(Params)]
pub(crate) struct DescribeDNSAliases {
    #[param(id = "dns alias")]
    dns_aliases: Vec<String>,
    /// Only those of this instance or router.
    resource_id: Option<String>,
    #[param(flatten, only = ["search_word", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeDNSAliases {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut aliases = self.filter.rows::<Alias>(cx, &self.dns_aliases)?;
        aliases.retain(|alias| self.resource_id.as_ref().is_none_or(|id| *id == alias.target));
        self.filter.page("dns_alias_set", aliases, |alias, object| {
            write(alias, object);
            Ok(())
        })
    }
}

/// The fields of an alias.
pub(crate) fn write(alias: &Alias, object: &mut Reply) {
    let head = &alias.head;
    object
        .text("dns_alias_id", &head.id)
        .text("dns_alias_name", &head.name)
        .text("description", &head.about)
        .text("domain_name", &alias.domain)
        .text("prefix", &alias.prefix)
        .text("resource_id", &alias.target)
        .text("owner", &head.owner)
        .text("status", words::status(Kind::Alias, head.state))
        .shown("create_time", head.created_at);
}

/// Gives an instance of the base network, or a router, a name in the caller's domain.
#[derive(Params)]
pub(crate) struct AssociateDNSAlias {
    #[param(max_len = PREFIX_BYTES)]
    prefix: String,
    #[param(id = "instance")]
    resource: String,
    #[param(max_len = 255)]
    dns_alias_name: Option<String>,
}

impl Action<QingCloud> for AssociateDNSAlias {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let prefix = self.prefix.to_ascii_lowercase();
        ensure!(is_label(&prefix), INVALID_REQUEST, "prefix [{}] is not valid", self.prefix);
        must_be_nameable(cx, &self.resource)?;
        let domain = format!("{prefix}.{}", domain(cx.caller.id(), cx.zone()));
        let taken = cx.holder::<Alias>(&domain)?.is_some();
        ensure!(!taken, RESOURCE_EXISTS, "domain name [{domain}] already exists");
        quotas::check(cx, &[("dns_alias", 1)])?;
        let name = self.dns_alias_name.as_deref().unwrap_or("");
        let head = Head::new(cx.mint("da-", 8)?, cx.caller.id(), cx.zone(), name, cx.now)
            .in_state(State::Free)
            .counted([("dns_alias", 1)]);
        let alias = Alias { head, prefix, domain, target: self.resource.clone() };
        cx.insert(&alias)?;
        let mut reply = Reply::new();
        reply.text("dns_alias_id", &alias.head.id).text("domain_name", &alias.domain);
        job::open(cx, &[self.resource.clone(), alias.head.id], pace::CHANGE_ADDRESS, &mut reply)?;
        Ok(reply)
    }
}

/// One label of a domain name: letters, digits and inner hyphens.
pub(crate) fn is_label(text: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty()
        && text.len() <= PREFIX_BYTES
        && text.bytes().all(inside)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

fn must_be_nameable(cx: &Cx<'_>, id: &str) -> Outcome<()> {
    if cx.find::<Router>(id)?.is_some() {
        return lookup::live::<Router>(cx, id).map(drop);
    }
    let instance = lookup::live::<Instance>(cx, id)?;
    let in_base = cx.linked::<Nic>(&instance.head.id)?.iter().any(|nic| nic.network == BASE_NETWORK);
    ensure!(in_base, PERMISSION_DENIED, "instance [{id}] is not in vxnet [{BASE_NETWORK}]");
    Ok(())
}

/// Takes aliases away.
#[derive(Params)]
pub(crate) struct DissociateDNSAliases {
    #[param(required, id = "dns alias")]
    dns_aliases: Vec<String>,
}

impl Action<QingCloud> for DissociateDNSAliases {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let aliases = lookup::each::<Alias>(cx, &self.dns_aliases, lookup::live)?;
        aliases.iter().try_for_each(|row| cx.erase(row))?;
        job::reply(cx, &self.dns_aliases, pace::CHANGE_ADDRESS)
    }
}
