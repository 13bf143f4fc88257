//! What users are told by other ways than the API: codes and tokens that prove an address is theirs. Nothing
//! is sent anywhere; operators and tests read it here.

use crate::rows::kind::Kind;
use crate::time::instant::{Span, Time};
use crate::world::{Answer, Realm, Stream, World};
use serde::{Deserialize, Serialize};
use squall_store::Table;
use std::fmt;

/// Address in lower case, number.
pub(crate) const MAILS: Table<(Realm, String, u64), Mail> = Table::new(Kind::Mail as u8, "mails");
/// The most mails that are kept for an address; the oldest go first.
const KEPT: usize = 20;

/// What a mail is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Errand {
    /// Its code proves that an address is real, before there is an account.
    Verification,
    /// Its code completes a registration.
    Activation,
    /// Its token lets a forgotten password be replaced.
    PasswordReset,
}

/// A message to a user.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Mail {
    /// Its number: later mails have greater ones.
    pub number: u64,
    /// The address or telephone number it went to.
    pub to: String,
    /// What it is about.
    pub errand: Errand,
    /// The code or token in it.
    pub secret: String,
    /// When it was sent.
    pub sent_at: Time,
    /// Whether the secret has served its purpose.
    pub spent: bool,
}

impl fmt::Debug for Mail {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mail({} to {}, {:?}, spent: {})", self.number, self.to, self.errand, self.spent)
    }
}

impl World<'_> {
    /// Sends a mail. It replaces what went to the same address on the same errand before.
    pub fn send_mail(&self, to: &str, errand: Errand, secret: String) -> Answer<Mail> {
        let number = self.next(Stream::Mails)?;
        let mail = Mail { number, to: to.to_owned(), errand, secret, sent_at: self.now, spent: false };
        self.put_mail(&mail)?;
        for old in self.mails_to(to)?.into_iter().skip(KEPT) {
            self.tx.delete(&MAILS, &(self.realm, &*to.to_lowercase(), old.number))?;
        }
        Ok(mail)
    }

    /// Forgets the mails to an address.
    pub fn forget_mails(&self, to: &str) -> Answer<()> {
        for (realm, to, number) in self.tx.prefix_keys(&MAILS, &(self.realm, &*to.to_lowercase()))? {
            self.tx.delete(&MAILS, &(realm, &*to, number))?;
        }
        Ok(())
    }

    /// The mails to an address, newest first. The case of letters does not matter.
    pub fn mails_to(&self, to: &str) -> Answer<Vec<Mail>> {
        let rows = self.tx.prefix(&MAILS, &(self.realm, &*to.to_lowercase()))?;
        Ok(rows.into_iter().rev().map(|(_, mail)| mail).collect())
    }

    /// Every mail of this system, newest first.
    pub fn mails(&self) -> Answer<Vec<Mail>> {
        let mut mails: Vec<Mail> =
            self.tx.prefix(&MAILS, &(self.realm,))?.into_iter().map(|(_, mail)| mail).collect();
        mails.sort_by_key(|mail| std::cmp::Reverse(mail.number));
        Ok(mails)
    }

    /// The mail that a secret opens: the newest to that address on that errand, if the secret is its, is
    /// unspent and not older than a span.
    pub fn open_mail(&self, to: &str, errand: Errand, secret: &str, life: Span) -> Answer<Option<Mail>> {
        let newest = self.mails_to(to)?.into_iter().find(|mail| mail.errand == errand);
        Ok(newest.filter(|mail| !mail.spent && mail.secret == secret && self.now.since(mail.sent_at) <= life))
    }

    /// Marks a mail's secret as used up.
    pub fn spend_mail(&self, mut mail: Mail) -> Answer<()> {
        mail.spent = true;
        self.put_mail(&mail)
    }

    fn put_mail(&self, mail: &Mail) -> Answer<()> {
        Ok(self.tx.put(&MAILS, &(self.realm, &*mail.to.to_lowercase(), mail.number), mail)?)
    }
}
