//! What QingCloud knows of a user as a person: names to log in by, a password, a second factor. All of it
//! lies in the attributes of an account; the names are the parameters' own.

use crate::founding;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ring::pbkdf2;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{AccessKey, Account, Answer, Standing, World};
use squall_api::{Outcome, ensure};
use std::num::NonZeroU32;

pub(crate) const EMAIL: &str = "email";
pub(crate) const PHONE: &str = "phone";
pub(crate) const USER_NAME: &str = "user_name";
pub(crate) const NOTIFY_EMAIL: &str = "notify_email";
/// Set where the user may not log in although its keys work.
pub(crate) const NOLOGIN: &str = "nologin";
/// Set until the user has chosen a password of its own.
pub(crate) const CHANGE_FIRST: &str = "change_passwd_first_login";
/// Salt and hash of the password, each base64, a `$` between them.
pub(crate) const PASSWORD: &str = "password";
/// The secret of the second factor in base32; none where it is empty.
pub(crate) const TOTP: &str = "totp";
/// The last time step whose code was accepted: a code opens once.
pub(crate) const TOTP_STEP: &str = "totp_step";
/// What the user pays in.
pub(crate) const CURRENCY: &str = "currency";
/// The most sessions at a time.
pub(crate) const MAX_SESSIONS: &str = "max_sessions";

/// Whether the account runs the platform, where it is not as usual: `1` or `0`.
pub(crate) const PLATFORM: &str = "platform";

/// The longest e-mail address or telephone number, in characters.
const NAME_MOST: usize = 64;
/// The shortest password, in characters.
const PASSWORD_LEAST: usize = 8;
/// Rounds of the password hash. Few: nothing here protects anybody, and every login pays for them.
const ROUNDS: NonZeroU32 = NonZeroU32::MIN.saturating_add(999);
const HASH: pbkdf2::Algorithm = pbkdf2::PBKDF2_HMAC_SHA256;

/// Whether an account runs the platform: its hosts and licences. Only the demo account does unless an operator says
/// otherwise, and no user below an account ever does.
pub(crate) fn runs_platform(account: &Account) -> bool {
    let says = account.attribute(PLATFORM);
    let is_usual = account.label == founding::DEMO && says.is_empty();
    account.master.is_none() && (is_usual || says == "1")
}

/// One `@`, something before it, a host name with a dot behind it, printable ASCII, at most 64 characters.
pub(crate) fn is_email(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let plain = text.len() <= NAME_MOST && text.bytes().all(|byte| byte.is_ascii_graphic());
    plain
        && text.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty() && host.contains('.') && host.split('.').all(is_label)
        })
}

/// Digits with an optional `+` in front, at most 64 characters.
pub(crate) fn is_phone(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    text.len() <= NAME_MOST && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// At least 8 characters with a letter, a digit and something that is neither.
pub(crate) fn is_password(text: &str) -> bool {
    let has = |wanted: fn(char) -> bool| text.chars().any(wanted);
    text.chars().count() >= PASSWORD_LEAST
        && has(char::is_alphabetic)
        && has(char::is_numeric)
        && has(|letter| !letter.is_alphanumeric())
}

/// The names that a registration gives must be well formed (1520) and nobody's yet, the account's own aside
/// (1510).
///
/// # Errors
/// `ACCOUNT_FORMAT`, `ACCOUNT_EXISTS`.
pub(crate) fn may_be_named(
    world: &World<'_>,
    email: Option<&str>,
    phone: Option<&str>,
    own: &str,
) -> Outcome<()> {
    if let Some(email) = email {
        ensure!(is_email(email), ACCOUNT_FORMAT, "email [{email}] is not valid");
    }
    if let Some(phone) = phone {
        ensure!(is_phone(phone), ACCOUNT_FORMAT, "phone [{phone}] is not valid");
    }
    for name in email.into_iter().chain(phone) {
        let holder = world.account_named(name)?;
        ensure!(holder.is_none_or(|id| id == own), ACCOUNT_EXISTS, "account [{name}] already exists");
    }
    Ok(())
}

/// Gives an account a name to log in by, in place of the one it had.
///
/// # Errors
/// `Taken` when it is another's.
pub(crate) fn rename(world: &World<'_>, account: &mut Account, which: &str, name: &str) -> Answer<()> {
    let old = account.attribute(which).to_owned();
    if !old.is_empty() {
        world.unname_account(&old)?;
    }
    if !name.is_empty() {
        world.name_account(name, &account.id)?;
    }
    account.set_attribute(which, name);
    Ok(())
}

/// The user that somebody means who has not shown any credential: by e-mail address, telephone number or id.
/// Names that only the operator gave do not count, and deleted users are nobody.
pub(crate) fn named(world: &World<'_>, name: &str) -> Answer<Option<Account>> {
    let found = if name.starts_with("usr-") {
        world.find_account(name)?
    } else {
        let id = world.account_named(name)?;
        let account = id.map(|id| world.account(&id)).transpose()?;
        account.filter(|account| {
            let email = account.attribute(EMAIL);
            email.eq_ignore_ascii_case(name) || account.attribute(PHONE) == name
        })
    };
    Ok(found.filter(|account| account.standing != Standing::Deleted))
}

/// Where a user's mail goes: the e-mail address, else the telephone number, else the id.
pub(crate) fn address(account: &Account) -> &str {
    [account.attribute(EMAIL), account.attribute(PHONE)]
        .into_iter()
        .find(|address| !address.is_empty())
        .unwrap_or(&account.id)
}

/// Gives an account a password. Whoever got in with the one before has to log in again.
pub(crate) fn set_password(world: &World<'_>, account: &mut Account, password: &str) -> Answer<()> {
    let salt = world.mint_secret(16)?;
    let mut hash = [0; 32];
    pbkdf2::derive(HASH, ROUNDS, salt.as_bytes(), password.as_bytes(), &mut hash);
    account.set_attribute(PASSWORD, &format!("{salt}${}", STANDARD_NO_PAD.encode(hash)));
    world.end_sessions(&account.id)
}

/// Takes an account's password away: nobody can log in to it any more, nor stays so.
pub(crate) fn clear_password(world: &World<'_>, account: &mut Account) -> Answer<()> {
    account.set_attribute(PASSWORD, "");
    world.end_sessions(&account.id)
}

/// Whether a password is an account's. Nothing is the password of an account without one.
pub(crate) fn has_password(account: &Account, password: &str) -> bool {
    let stored = account.attribute(PASSWORD).split_once('$');
    let decoded = stored.and_then(|(salt, hash)| Some((salt, STANDARD_NO_PAD.decode(hash).ok()?)));
    decoded.is_some_and(|(salt, hash)| {
        pbkdf2::verify(HASH, ROUNDS, salt.as_bytes(), password.as_bytes(), &hash).is_ok()
    })
}

/// A pair of access key id and secret for a user, which only the operator's door shows.
pub(crate) fn issue_key(world: &World<'_>, account: &str) -> Answer<()> {
    world.save_key(&AccessKey {
        id: world.mint_long(20)?.to_uppercase(),
        secret: world.mint_secret(40)?,
        account: account.to_owned(),
        active: true,
        created_at: world.now,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_addresses_or_numbers() {
        for good in ["a@b.cn", "first.last+x@mail-1.example.com"] {
            assert!(is_email(good), "{good}");
        }
        let long = format!("{}@example.cn", "a".repeat(54));
        for bad in
            ["not-an-email", "@b.cn", "a@b", "a@b.", "a@@b.cn", "a b@c.cn", "a＠b.cn", "a@b．cn", &long]
        {
            assert!(!is_email(bad), "{bad}");
        }
        assert!(is_email(&long[1..]));
        assert!(is_phone("+8613800138000") && is_phone("13800138000"));
        assert!(!is_phone("+") && !is_phone("138-0013") && !is_phone(""));
    }

    #[test]
    fn passwords_need_three_kinds_of_characters() {
        assert!(is_password("Squall@2026") && is_password("a1-aaaaa"));
        for bad in ["a1-aaaa", "12345678", "abcdefg1", "abcdefg-", "1234567-"] {
            assert!(!is_password(bad), "{bad}");
        }
    }
}
