//! Who asks, and is it really they?

use crate::checks::session;
use crate::credential::{Credential, Signed, Signer};
use crate::{
    QingCloud,
    logins::{app_token, iam},
};
use squall_api::catalogue::qingcloud::AUTH_FAILURE;
use squall_api::cloud::Account;
use squall_api::wire::sign::qingcloud::{Alphabet, string_to_sign, verify};
use squall_api::{Outcome, Passage, Proof, Raise, ensure};
use std::sync::Arc;

/// The one sentence for every failure here: it must not tell whether the key or the signature was wrong.
const NOT_MATCHED: &str = "signature not matched";

/// The caller of a call, proven by the credential it carries (1200; 2000 for one that has run out).
pub(crate) fn is_genuine(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let (account, proof) = match *passage.credential()? {
        Credential::Nothing => return Ok(()),
        Credential::Session(id) => (session::holder(passage, id)?, Proof::Session),
        Credential::Signed(signed) => match signed.signer {
            Signer::Key(id) => (by_key(passage, &signed, id)?, Proof::Key),
            Signer::Role { key, token } => (iam::holder(passage, &signed, key, token)?, Proof::Role),
            Signer::App { id, token } => {
                let account = app_token::principal(passage, &signed, id, token)?;
                (account, Proof::App { id: id.to_owned(), delegated: token.is_some() })
            }
        },
    };
    passage.prove(account, proof);
    Ok(())
}

fn by_key(passage: &Passage<'_, QingCloud>, signed: &Signed<'_>, id: &str) -> Outcome<Arc<Account>> {
    let illegal = || format!("illegal access key [{id}]");
    let key = passage.world.shared_key(id)?.filter(|key| key.active).or_raise(AUTH_FAILURE, illegal)?;
    must_match(passage, signed, &key.secret, Alphabet::Standard)?;
    Ok(passage.world.shared_account(&key.account)?)
}

/// The signature of the call must be that of this secret (1200).
pub(crate) fn must_match(
    passage: &Passage<'_, QingCloud>,
    signed: &Signed<'_>,
    secret: &str,
    alphabet: Alphabet,
) -> Outcome<()> {
    let request = passage.request;
    let text = string_to_sign(request.http.method().as_str(), request.path(), &passage.call.pairs);
    let matches = verify(signed.method, alphabet, secret, &text, signed.signature);
    ensure!(matches, AUTH_FAILURE, "{NOT_MATCHED}");
    Ok(())
}
