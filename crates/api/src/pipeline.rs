//! The way of every request, in one list: decode, catch up with the clock, check, rehearse, perform in a transaction,
//! rehearse, render, record.

use crate::action::{Access, Entry, Visit};
use crate::afterwards::Afterwards;
use crate::call::{Call, Caller, Cx};
use crate::dialect::{Dialect, Failure, Heading, Passage};
use crate::fault::{Fault, Outcome};
use crate::handled::{Begun, Disposition, Handled, Lengthy, Unsettled};
use crate::masking::{self, Declared};
use crate::record::{self, Record, RecordedCall};
use crate::rehearsal::{After, Before};
use crate::replied::Replied;
use crate::request::{Request, Response};
use crate::site::{Moment, Site};
use http::HeaderName;
use squall_catalogue::Code;
use squall_cloud::{Account, Refusal, World};
use squall_store::{Commit, Error, Patience, Tx};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::Arc;

/// A dialect over a site.
#[derive(Clone)]
pub struct Pipeline<D: Dialect> {
    site: Arc<Site>,
    dialect: D,
}

/// How far a request got: what the record and the fault rules need, whether it succeeded or not.
pub(crate) struct Trail<D: Dialect> {
    action: Cow<'static, str>,
    manner: D::Manner,
    /// The action's parameters, where there is one.
    fields: Option<&'static [squall_wire::Field]>,
    caller: Option<Arc<Account>>,
    disposition: Option<Disposition>,
    /// What the answer depends on, be it a success or a refusal.
    commit: Commit,
    /// What came of using up the call's number, once it was.
    nonce: Option<bool>,
    afterwards: Afterwards,
}

impl<D: Dialect> Default for Trail<D> {
    fn default() -> Trail<D> {
        let (action, manner, fields, caller, disposition) = Default::default();
        let (commit, nonce, afterwards) = Default::default();
        Trail { action, manner, fields, caller, disposition, commit, nonce, afterwards }
    }
}

/// A request, what it says and the action that it names, if there is one of that name.
struct Asked<'a, D: Dialect> {
    request: &'a Request,
    call: &'a Call<'a>,
    entry: Option<&'static Entry<D>>,
}

/// A call that has passed its checks.
pub(crate) struct Passed<D: Dialect> {
    visit: Visit<D>,
    entry: &'static Entry<D>,
    before: Before,
    /// What its action has seen, if it only looks.
    seen: Option<Outcome<D::Reply>>,
}

impl<D: Dialect> Pipeline<D> {
    /// A dialect over a site.
    pub fn new(site: Arc<Site>, dialect: D) -> Pipeline<D> {
        Pipeline { site, dialect }
    }

    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// The dialect.
    pub fn dialect(&self) -> &D {
        &self.dialect
    }

    /// Does a request's work from where it has come to. Whatever comes of it, no secret of the call is in a fault.
    fn run(
        &self,
        request: &Request,
        patience: Patience,
        trail: &mut Trail<D>,
        passed: &mut Option<Passed<D>>,
    ) -> Outcome<D::Reply> {
        let call = &self.dialect.decode(request)?;
        let asked = Asked { request, call, entry: self.dialect.entry(call) };
        let outcome = self.go_on(&asked, patience, trail, passed);
        let declared = declared::<D>(trail.fields);
        outcome.map_err(|fault| fault.without(&masking::secrets(&call.tree, declared, request)))
    }

    /// The checks are made once, whatever comes after them.
    fn go_on(
        &self,
        asked: &Asked<'_, D>,
        patience: Patience,
        trail: &mut Trail<D>,
        passed: &mut Option<Passed<D>>,
    ) -> Outcome<D::Reply> {
        if passed.is_none() {
            match asked.entry {
                Some(entry) => (trail.action, trail.fields) = (Cow::Borrowed(entry.name), Some(entry.fields)),
                None => trail.action = record::unknown_action(&asked.call.action),
            }
            trail.manner = self.dialect.manner(asked.call);
            let begin = |tx: &Tx<'_>, moment| self.begin(tx, moment, asked, patience, trail);
            *passed = Some(self.site.look(patience, begin)?);
        }
        let Some(Passed { visit, entry, before, seen }) = passed else { return Err(lengthy()) };
        if before.after == After::Again && patience != Patience::FULL {
            // Begun again after the first time, it would happen three times.
            return Err(lengthy());
        }
        let perform = |trail: &mut Trail<D>| self.perform(asked, visit, entry, patience, trail);
        let mut reply = seen.take().unwrap_or_else(|| perform(trail));
        if reply.is_ok() && before.after == After::Again {
            reply = perform(trail);
        }
        if before.after == After::LoseReply {
            trail.disposition = Some(Disposition::Drop);
        }
        reply
    }

    /// Works on a request for as long as patience lasts.
    pub(crate) fn work(
        &self,
        request: &Request,
        patience: Patience,
        began: squall_cloud::Time,
        mut trail: Trail<D>,
        mut passed: Option<Passed<D>>,
    ) -> Begun {
        // A panic is a mistake of ours; its transaction is dropped like any other, and the caller is told in the
        // vendor's words for an internal error.
        let attempt = || self.run(request, patience, &mut trail, &mut passed);
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(attempt))
            .unwrap_or_else(|_| Err(Fault::from(failed("the action panicked"))));
        let pipeline = self.clone();
        if patience != Patience::FULL && outcome.as_ref().is_err_and(is_lengthy) {
            let writes = passed.as_ref().is_some_and(|passed| passed.entry.access == Access::Write);
            let more = if writes || !patience.is_short() { Patience::FULL } else { Patience::LONG };
            return Begun::Lengthy(Lengthy::new(more, move |request, patience| {
                pipeline.work(request, patience, began, trail, passed)
            }));
        }
        let commit = std::mem::take(&mut trail.commit);
        let conclude = move |request: &Request, kept: Result<(), Error>| {
            let outcome = kept.map_err(Fault::from).and(outcome);
            pipeline.conclude(request, trail, outcome, began)
        };
        match commit.is_over() {
            true => Begun::Handled(conclude(request, commit.wait())),
            false => Begun::Unsettled(Unsettled::new(commit, conclude)),
        }
    }

    /// Checks a call. An action that only looks does so at the same state of the world that the checks saw.
    fn begin(
        &self,
        tx: &Tx<'_>,
        moment: Moment,
        asked: &Asked<'_, D>,
        patience: Patience,
        trail: &mut Trail<D>,
    ) -> Outcome<Passed<D>> {
        let checked = self.check(tx, moment, asked, patience, trail);
        if tx.is_lengthy() {
            // Whatever the checks made of it.
            return Err(lengthy());
        }
        let (visit, entry) = checked?;
        let account = visit.caller().map_or("", Caller::id);
        let before = self.site.rehearsal.before(D::SYSTEM, account, entry.name);
        if let Some(code) = before.raise {
            return Err(Fault::coded(code, "injected by a fault rule").because(before.note()));
        }
        trail.disposition = before.disposition();
        if trail.disposition == Some(Disposition::Drop) {
            // The connection breaks before the work: a reply lost after it is another rule.
            return Err(self.dialect.overloaded().because(before.note()));
        }
        let looks = entry.access == Access::Read;
        let seen = looks.then(|| self.act(tx, moment, asked, &visit, entry, &trail.afterwards));
        Ok(Passed { visit, entry, before, seen })
    }

    fn check(
        &self,
        tx: &Tx<'_>,
        moment: Moment,
        asked: &Asked<'_, D>,
        patience: Patience,
        trail: &mut Trail<D>,
    ) -> Outcome<(Visit<D>, &'static Entry<D>)> {
        let Asked { request, call, entry } = *asked;
        let mut passage = Passage {
            dialect: &self.dialect,
            site: &self.site,
            request,
            call,
            world: self.world_at(tx, moment.now),
            wire: moment.wire,
            caller: None,
            entry,
            credential: self.dialect.credential(request, call, entry),
            platform: OnceCell::new(),
            patience,
            nonce: trail.nonce,
            commit: std::mem::take(&mut trail.commit),
        };
        let outcome = self.dialect.checks().iter().try_for_each(|check| (check.run)(&mut passage));
        (trail.commit, trail.nonce) = (passage.commit, passage.nonce);
        if let Some(caller) = &passage.caller {
            trail.caller = Some(caller.account().clone());
        }
        outcome?;
        let visit = entry.and_then(|entry| Some((entry.admit(passage.caller)?, entry)));
        // A dialect's checks establish both or fail; anything else is a mistake of ours, and nothing is done.
        visit.ok_or_else(|| Fault::from(failed("the checks left caller or action open")))
    }

    fn perform(
        &self,
        asked: &Asked<'_, D>,
        visit: &Visit<D>,
        entry: &Entry<D>,
        patience: Patience,
        trail: &mut Trail<D>,
    ) -> Outcome<D::Reply> {
        let afterwards = &trail.afterwards;
        let act = |tx: &Tx<'_>, moment| self.act(tx, moment, asked, visit, entry, afterwards);
        if entry.access == Access::Read {
            return self.site.look(patience, act);
        }
        // A second time stands upon the first, so its commit is enough to wait for.
        let (outcome, commit) = self.site.change(patience, act);
        trail.commit = commit;
        outcome
    }

    fn act(
        &self,
        tx: &Tx<'_>,
        moment: Moment,
        asked: &Asked<'_, D>,
        visit: &Visit<D>,
        entry: &Entry<D>,
        afterwards: &Afterwards,
    ) -> Outcome<D::Reply> {
        afterwards.clear();
        let (call, peer, action) = (asked.call, asked.request.peer, entry.name);
        let (world, site) = (self.world_at(tx, moment.now), &*self.site);
        let decoded = match visit {
            Visit::Proven(caller, run) => {
                run(&call.tree, &Cx { world, site, afterwards, caller, call, peer, action })
            }
            Visit::Open(caller, run) => {
                run(&call.tree, &Cx { world, site, afterwards, caller, call, peer, action })
            }
        };
        let outcome = decoded.and_then(|reply| reply.map_err(|invalid| self.dialect.invalid(&invalid)));
        if tx.is_lengthy() {
            // Whatever the action made of it.
            return Err(lengthy());
        }
        let code = outcome.as_ref().map_or_else(Fault::code, Replied::code);
        debug_assert!(
            code.is_none_or(|code| entry.raises.contains(&code) || D::COMMON.contains(&code)),
            "{} raised {code:?}, which it does not declare",
            entry.name,
        );
        outcome
    }

    pub(crate) fn conclude(
        &self,
        request: &Request,
        trail: Trail<D>,
        outcome: Outcome<D::Reply>,
        began: squall_cloud::Time,
    ) -> Handled {
        let site = &self.site;
        trail.afterwards.come_true(&site.sightings);
        let id = site.journal.number();
        let heading = Heading { id, action: &trail.action, manner: &trail.manner };
        let (code, reason, mut response) = match outcome {
            Ok(reply) => (reply.code(), None, self.dialect.render(heading, Ok(reply))),
            Err(fault) => {
                let code = self.code_of(&fault);
                let failure = Failure { code, text: &fault.text(), status: fault.status() };
                let response = self.dialect.render(heading, Err(failure));
                (Some(code), Some(record::reason(&fault.note())), response)
            }
        };
        let ended = site.host.now();
        let account = trail.caller.as_ref().map_or("", |account| &account.id);
        let call = RecordedCall::of(request, account, declared::<D>(trail.fields));
        let record = Record {
            id,
            at: ended,
            system: D::SYSTEM,
            action: trail.action,
            call,
            code,
            http_status: response.status().as_u16(),
            duration_us: u64::try_from(ended.since(began).0).unwrap_or_default(),
            reason,
        };
        site.journal.write(record);
        sign_off(&mut response, id, code);
        Handled { response, disposition: trail.disposition.unwrap_or(Disposition::Send) }
    }

    fn code_of(&self, fault: &Fault) -> Code {
        match (fault.code(), fault.refusal()) {
            (Some(code), _) => code,
            (None, Some(refusal)) => self.dialect.code_for(refusal),
            (None, None) => self.code_of(&self.dialect.overloaded()),
        }
    }

    pub(crate) fn answer_aside(&self, request: &Request, patience: Patience) -> Begun {
        let response = self.site.look(patience, |tx, moment| {
            Ok::<_, Fault>(self.dialect.side_door(&self.world_at(tx, moment.now), request))
        });
        if patience.is_short() && response.as_ref().is_err_and(is_lengthy) {
            let pipeline = self.clone();
            return Begun::Lengthy(Lengthy::new(Patience::LONG, move |request, patience| {
                pipeline.answer_aside(request, patience)
            }));
        }
        let failed = |fault: Fault| {
            let failure = Failure { code: self.code_of(&fault), text: &fault.text(), status: None };
            let (id, manner) = (self.site.journal.number(), D::Manner::default());
            self.dialect.render(Heading { id, action: "", manner: &manner }, Err(failure))
        };
        let response = response.unwrap_or_else(failed);
        Begun::Handled(Handled { response, disposition: Disposition::Send })
    }

    pub(crate) fn world_at<'t>(&self, tx: &'t Tx<'t>, now: squall_cloud::Time) -> World<'t> {
        World { tx, realm: D::REALM, now, laws: D::LAWS }
    }
}

fn declared<D: Dialect>(own: Option<&'static [squall_wire::Field]>) -> Declared {
    Declared { own, common: D::COMMON_PARAMETERS }
}

/// What the caller is told of in the vendor's words for an internal error.
fn failed(why: &str) -> Error {
    Error::Failed(why.to_owned())
}

/// What is answered where a thread cannot be spared for longer. Nobody is told: the work goes on elsewhere.
fn lengthy() -> Fault {
    Fault::from(Error::Lengthy)
}

fn is_lengthy(fault: &Fault) -> bool {
    matches!(fault.refusal(), Some(Refusal::Store(Error::Lengthy)))
}

const REQUEST: HeaderName = HeaderName::from_static("x-squall-request");
const EXPLAIN: HeaderName = HeaderName::from_static("x-squall-explain");

/// The two headers that set a reply apart from the vendor's.
fn sign_off(response: &mut Response, id: u64, code: Option<Code>) {
    let headers = response.headers_mut();
    headers.insert(REQUEST, http::HeaderValue::from(id));
    if let Some(code) = code {
        let page = format!("{}/{}", code.system().as_str(), code.number());
        if let Ok(value) = http::HeaderValue::try_from(page) {
            headers.insert(EXPLAIN, value);
        }
    }
}
