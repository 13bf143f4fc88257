//! Licences of private-cloud platforms. No licence API is public; these actions are proposals of the
//! reference.

use crate::QingCloud;
use crate::door::licence::{FILE, revoked};
use crate::door::world::LICENCE_ENFORCED;
use crate::listing::Filter;
use crate::logins::authority::{self, DOCUMENT_MOST, Document};
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Licence, Term, World};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure, raise};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<UploadLicense>(TRAITS, &[LICENCE_UNREADABLE, LICENCE_DUPLICATE]),
    Entry::of::<ReloadLicenses>(TRAITS, &[LICENCE_UNREADABLE]),
    Entry::of::<DescribeLicenses>(TRAITS.looking(), &[]).reading(),
    Entry::of::<DeleteLicenses>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Platform).administering();

/// Where licences are enforced, one that holds must be installed and cover the hosts there are (4005, 4000,
/// 4001, 4003).
pub(crate) fn must_cover(world: &World<'_>) -> Outcome<()> {
    let platform = world.platform()?;
    if !platform.switch(LICENCE_ENFORCED, false) {
        return Ok(());
    }
    let licences = world.licences()?;
    ensure!(!licences.is_empty(), LICENCE_MISSING, "no license is installed");
    let Some(most) = most_hosts(world)? else {
        let revoked = revoked(&platform);
        let is_over =
            |licence: &&Licence| !revoked.contains(&licence.id) && licence.term(world.now) == Term::Ended;
        match licences.iter().find(is_over) {
            Some(licence) => raise!(LICENCE_EXPIRED, "license [{}] is expired", licence.id),
            None => raise!(LICENCE_INVALID, "license [{}] is not valid", licences[0].id),
        }
    };
    let hosts = world.hosts()?.len() as u64;
    ensure!(hosts <= most, LICENCE_HOSTS_EXCEEDED, "platform has {hosts} hosts, license allows {most}");
    Ok(())
}

/// The most hosts that any licence in force covers; `None` where none is.
pub(crate) fn most_hosts(world: &World<'_>) -> Outcome<Option<u64>> {
    let revoked = revoked(&world.platform()?);
    let licences = world.licences()?;
    let in_force = licences
        .iter()
        .filter(|licence| licence.term(world.now) == Term::Running && !revoked.contains(&licence.id));
    Ok(in_force.map(|licence| licence.max_hosts).max())
}

/// The licence of a document: it must be readable (4004), genuine, for this platform, in force by now and not
/// revoked (4000).
fn examine(world: &World<'_>, content: &str) -> Outcome<Licence> {
    let document = Document::read(content);
    let read = document.and_then(|document| Some((document.licence(world.now)?, document)));
    let (licence, document) = read.or_raise(LICENCE_UNREADABLE, || "license can not be read".to_owned())?;
    let id = &licence.id;
    let genuine = authority::is_genuine(world, &document)?;
    ensure!(genuine, LICENCE_INVALID, "signature of license [{id}] is not valid");
    let here = licence.platform == authority::PLATFORM;
    ensure!(here, LICENCE_INVALID, "license [{id}] is for platform [{}]", licence.platform);
    let begun = licence.term(world.now) != Term::Ahead;
    ensure!(begun, LICENCE_INVALID, "license [{id}] is not valid before [{}]", licence.not_before);
    let revoked = revoked(&world.platform()?).contains(id);
    ensure!(!revoked, LICENCE_INVALID, "license [{id}] is revoked");
    Ok(licence)
}

/// Installs a licence.
#[derive(Params)]
pub(crate) struct UploadLicense {
    #[param(required, secret, max_len = DOCUMENT_MOST)]
    license_content: String,
}

impl Action<QingCloud> for UploadLicense {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let licence = examine(cx, &self.license_content)?;
        let over = licence.term(cx.now) == Term::Ended;
        ensure!(!over, LICENCE_EXPIRED, "license [{}] is expired", licence.id);
        let known = cx.licence(&licence.id)?.is_some();
        ensure!(!known, LICENCE_DUPLICATE, "license [{}] is already installed", licence.id);
        cx.save_licence(&licence)?;
        Ok(Reply::with_text("license_id", &licence.id))
    }
}

/// Reads the platform's licence file again and installs what is in it, in place of what was installed from it
/// before.
#[derive(Params)]
pub(crate) struct ReloadLicenses {}

impl Action<QingCloud> for ReloadLicenses {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let platform = cx.platform()?;
        let absent = || "no license file is found".to_owned();
        let file = platform.settings.get(FILE).or_raise(LICENCE_MISSING, absent)?;
        let documents: Vec<&str> = file.split_whitespace().collect();
        ensure!(!documents.is_empty(), LICENCE_UNREADABLE, "license file is empty");
        let licences = documents.iter().map(|document| examine(cx, document)).collect::<Outcome<Vec<_>>>()?;
        for licence in &licences {
            cx.save_licence(licence)?;
        }
        Ok(Reply::with_texts("licenses", licences.iter().map(|licence| &*licence.id)))
    }
}

/// The installed licences of some ids, or all (2100 for an id that is not installed, 4005 when none is).
fn installed(cx: &Cx<'_>, ids: &[String]) -> Outcome<Vec<Licence>> {
    let all = cx.licences()?;
    ensure!(!all.is_empty(), LICENCE_MISSING, "no license is installed");
    if ids.is_empty() {
        return Ok(all);
    }
    let find =
        |id: &String| cx.licence(id)?.or_raise(RESOURCE_NOT_FOUND, || format!("resource [{id}] not found"));
    ids.iter().map(find).collect()
}

/// Lists the installed licences.
#[derive(Params)]
pub(crate) struct DescribeLicenses {
    licenses: Vec<String>,
    #[param(flatten, only = ["offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeLicenses {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut licences = installed(cx, &[])?;
        licences.retain(|licence| self.licenses.is_empty() || self.licenses.contains(&licence.id));
        let revoked = revoked(&cx.platform()?);
        self.filter.page("license_set", licences, |licence, object| {
            let status = match licence.term(cx.now) {
                _ if revoked.contains(&licence.id) => "revoked",
                Term::Ahead => "pending",
                Term::Running => "active",
                Term::Ended => "expired",
            };
            object
                .text("license_id", &licence.id)
                .text("customer", &licence.customer)
                .text("platform_id", &licence.platform)
                .text("status", status)
                .int("max_hosts", licence.max_hosts)
                .shown("not_before", licence.not_before)
                .shown("not_after", licence.not_after)
                .shown("create_time", licence.installed_at);
            Ok(())
        })
    }
}

/// Takes licences away.
#[derive(Params)]
pub(crate) struct DeleteLicenses {
    #[param(required)]
    licenses: Vec<String>,
}

impl Action<QingCloud> for DeleteLicenses {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        for licence in installed(cx, &self.licenses)? {
            cx.erase_licence(&licence.id)?;
        }
        Ok(Reply::with_texts("licenses", &self.licenses))
    }
}
