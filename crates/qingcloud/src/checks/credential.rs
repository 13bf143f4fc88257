//! Who asks, and is it really they?

use crate::QingCloud;
use crate::checks::envelope;
use crate::iam;
use squall_api::catalogue::qingcloud::AUTH_FAILURE;
use squall_api::cloud::{Account, Time};
use squall_api::wire::sign::qingcloud::{Alphabet, Method, string_to_sign, verify};
use squall_api::{Caller, Outcome, Passage, Raise, ensure};

/// The one sentence for every failure here: it must not tell whether the key or the signature was wrong.
const NOT_MATCHED: &str = "signature not matched";

/// The caller of a call, proven by the credential it carries (1200; 2000 for one that has run out).
pub(crate) fn is_genuine(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let tree = &passage.call.tree;
    let caller = if !envelope::is_signed(passage) {
        match tree.text_of("session_id") {
            Some(session) => crate::actions::session::caller(passage, session)?,
            None => nobody(),
        }
    } else {
        // A `token` is a credential in `/iam/` only: elsewhere actions have parameters of that name.
        match (passage.call.module, tree.text_of("token")) {
            ("app", _) => crate::actions::app_lease::caller(passage)?,
            ("iam", Some(token)) => iam::caller(passage, token)?,
            _ => by_key(passage)?,
        }
    };
    passage.caller = Some(caller);
    Ok(())
}

fn nobody() -> Caller {
    Caller {
        account: Account::new(String::new(), Time::default()).into(),
        credential: "",
        credential_id: String::new(),
    }
}

fn by_key(passage: &Passage<'_, QingCloud>) -> Outcome<Caller> {
    let id = passage.call.tree.text_of("access_key_id").unwrap_or("");
    let failure = || NOT_MATCHED.to_owned();
    let key = passage.world.shared_key(id)?.filter(|key| key.active).or_raise(AUTH_FAILURE, failure)?;
    must_match(passage, &key.secret, Alphabet::Standard)?;
    let account = passage.world.shared_account(&key.account)?;
    Ok(Caller { account, credential: "key", credential_id: key.id.clone() })
}

/// The signature of the call must be that of this secret (1200).
pub(crate) fn must_match(passage: &Passage<'_, QingCloud>, secret: &str, alphabet: Alphabet) -> Outcome<()> {
    let (call, request) = (passage.call, passage.request);
    let method = call.tree.text_of("signature_method").and_then(Method::parse).unwrap_or(Method::HmacSha256);
    let text = string_to_sign(request.http.method().as_str(), request.path(), &call.pairs);
    let signature = call.tree.text_of("signature").unwrap_or("");
    ensure!(verify(method, alphabet, secret, &text, signature), AUTH_FAILURE, "{NOT_MATCHED}");
    Ok(())
}
