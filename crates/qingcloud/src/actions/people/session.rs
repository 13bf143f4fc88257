//! Login sessions.

use crate::QingCloud;
use crate::checks::session::seen_at;
use crate::checks::standing;
use crate::traits::{Service, Traits};
use crate::{
    figures::pace,
    logins::{people, totp},
};
use squall_api::catalogue::{System, qingcloud::*};
use squall_api::cloud::{Account, Session, Time};
use squall_api::{Action, Anyone, Cx, Entry, Outcome, Params, Raise, Reply, Site, ensure, raise};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::open::<Login>(TRAITS, &[LOGIN_FAILED, USER_NOT_FOUND, WRONG_CREDENTIALS]),
    Entry::of::<Logout>(TRAITS.looking(), &[]),
];

const TRAITS: Traits = Traits::of(Service::Platform).anywhere();
/// How many failed logins lock a terminal.
const FAILURES: usize = 5;
/// The most sessions of a user at a time, unless its account says less.
const SESSIONS_MOST: usize = 100;
/// The length of a session's id.
const ID_LEN: usize = 40;

/// A user at a client's address: what failed logins are counted for.
struct Terminal<'a> {
    site: &'a Site,
    key: String,
}

impl<'a> Terminal<'a> {
    fn of(cx: &Cx<'a, Anyone>, user: &Account) -> Terminal<'a> {
        Terminal { site: cx.site, key: format!("login|{}|{}", user.id, cx.peer) }
    }

    /// Whether so many logins failed within the span that counts, the last of them not longer ago than a lock
    /// lasts.
    fn is_locked(&self, now: Time) -> bool {
        let failed = self.site.sightings.of(System::QingCloud, &self.key);
        match (failed.first(), failed.last()) {
            (Some(first), Some(last)) => {
                failed.len() == FAILURES
                    && last.since(*first) <= pace::FAILURES_COUNT
                    && now < *last + pace::LOCK
            }
            _ => false,
        }
    }

    /// Counts a failure once the call is over: it may be made more than once.
    fn note_failure<C>(self, cx: &Cx<'_, C>) {
        cx.afterwards.note(System::QingCloud, self.key, cx.now, FAILURES);
    }
}

/// Opens a session. Failures are counted by user and client's address: five within six hours lock that
/// terminal for a day.
#[derive(Params)]
pub(crate) struct Login {
    #[param(required)]
    user: String,
    #[param(required, secret)]
    passwd: String,
    #[param(secret)]
    totp_code: Option<String>,
}

impl Action<QingCloud, Anyone> for Login {
    fn perform(&self, cx: &Cx<'_, Anyone>) -> Outcome<Reply> {
        let absent = || format!("user [{}] not found", self.user);
        let mut user = people::named(cx, &self.user)?.or_raise(USER_NOT_FOUND, absent)?;
        let terminal = Terminal::of(cx, &user);
        ensure!(!terminal.is_locked(cx.now), LOGIN_FAILED, "too many failed logins, the terminal is locked");
        if !people::has_password(&user, &self.passwd) {
            terminal.note_failure(cx);
            raise!(WRONG_CREDENTIALS, "user name or password not matched")
        }
        standing::must_be_admitted(cx, &user)?;
        let may_log_in = user.attribute(people::NOLOGIN).is_empty();
        ensure!(may_log_in, USER_BARRED, "user [{}] is not allowed to login", user.id);
        self.second_factor(cx, &mut user)?;
        has_room(cx, &user)?;

        cx.save_account(&user)?;
        cx.forget_sessions(&user.id, pace::SESSION_IDLE, |id| seen_at(cx.site, id))?;
        let session = cx.open_session(cx.mint_secret(ID_LEN)?, &user.id, &cx.peer.to_string())?;
        let mut reply = Reply::new();
        reply
            .text("session_id", &session.head.id)
            .text("user_id", &user.id)
            .int("expires_in", pace::SESSION_IDLE.whole_seconds())
            .flag("change_passwd", !user.attribute(people::CHANGE_FIRST).is_empty());
        Ok(reply)
    }
}

impl Login {
    /// Where the user has a second factor, its code of the moment must be given, and no code opens twice.
    fn second_factor(&self, cx: &Cx<'_, Anyone>, user: &mut Account) -> Outcome<()> {
        let Some(secret) = totp::secret(user.attribute(people::TOTP)) else { return Ok(()) };
        let given = self.totp_code.as_deref().unwrap_or("");
        ensure!(!given.is_empty(), LOGIN_FAILED, "totp_code is required");
        let used = user.attribute(people::TOTP_STEP).parse().unwrap_or(i64::MIN);
        let step = totp::step_of(&secret, given, cx.now).filter(|step| *step > used);
        let step = step.or_raise(LOGIN_FAILED, || "totp_code is not valid".to_owned())?;
        user.set_attribute(people::TOTP_STEP, &step.to_string());
        Ok(())
    }
}

/// The user must not have as many sessions open as it may.
fn has_room(cx: &Cx<'_, Anyone>, user: &Account) -> Outcome<()> {
    let most = user.attribute(people::MAX_SESSIONS).parse().unwrap_or(SESSIONS_MOST);
    let sessions = cx.owned::<Session>(&user.id)?;
    let is_open =
        |session: &&Session| session.is_open(seen_at(cx.site, &session.head.id), cx.now, pace::SESSION_IDLE);
    let open = sessions.iter().filter(is_open).count();
    ensure!(open < most, LOGIN_FAILED, "user [{}] has {open} sessions, at most {most} are allowed", user.id);
    Ok(())
}

/// Ends a session.
#[derive(Params)]
pub(crate) struct Logout {
    #[param(required, secret)]
    session_id: String,
}

impl Action<QingCloud> for Logout {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let session = cx.find::<Session>(&self.session_id)?;
        let mut session = session.or_raise(AUTH_FAILURE, || "session not found".to_owned())?;
        let own = session.head.owner == cx.caller.id();
        ensure!(own, PERMISSION_DENIED, "access denied for session of another user");
        let open = session.is_open(seen_at(cx.site, &self.session_id), cx.now, pace::SESSION_IDLE);
        ensure!(open, SESSION_EXPIRED, "session is expired");
        cx.end_session(&mut session)?;
        Ok(Reply::new())
    }
}
