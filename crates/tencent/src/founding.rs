//! A fresh world: the demo account, which both editions share.

use crate::people::{APP_ID, UIN};
use squall_api::Premises;
use squall_api::cloud::{AccessKey, Account, Answer, Money, World};

/// Where the edition with CDN and DSA is found, and what is in it at first.
pub(crate) const PREMISES: Premises = Premises {
    domains: &["api.qcloud.com"],
    routes: &[("/v2/index.php of a host that begins with `cdn` or `dsa`", "tencent-cdn")],
    fresh: &[
        "account   demo with the same key and balance, real-name, VIP, with CDN and DSA opened; no hosts yet",
    ],
};

/// The demo account's key.
pub(crate) const DEMO_KEY: (&str, &str) = ("SQUALLDEMOKEY", "squall-demo-secret");
/// The name of the demo account.
const DEMO: &str = "demo";
/// The balance that accounts start with.
const BALANCE: &str = "10000.00";

/// Fills an empty world; whichever edition comes first makes the account.
pub(crate) fn found(world: &World<'_>) -> Answer<()> {
    if world.account_named(DEMO)?.is_some() {
        return Ok(());
    }
    let demo = open_account(world, DEMO)?;
    issue_key(world, &demo.id, DEMO_KEY.0, DEMO_KEY.1, true)
}

/// A new account with an operator's label and the usual balance. Its id is its number.
pub(crate) fn open_account(world: &World<'_>, label: &str) -> Answer<Account> {
    let uin = format!("1{:011}", world.mint_number(100_000_000_000)?);
    let mut account = Account::new(uin.clone(), world.now);
    label.clone_into(&mut account.label);
    account.set_attribute(UIN, &uin);
    account.set_attribute(APP_ID, &(1_250_000_000 + world.mint_number(50_000_000)?).to_string());
    world.save_account(&account)?;
    if !label.is_empty() {
        world.name_account(label, &account.id)?;
    }
    world.deposit(&account.id, Money::parse(BALANCE).unwrap_or_default())?;
    world.account(&account.id)
}

/// Gives an account or user a key.
///
/// # Errors
/// `Taken` when the key id is another's.
pub(crate) fn issue_key(
    world: &World<'_>,
    account: &str,
    id: &str,
    secret: &str,
    active: bool,
) -> Answer<()> {
    world.save_key(&AccessKey {
        id: id.to_owned(),
        secret: secret.to_owned(),
        account: account.to_owned(),
        active,
        created_at: world.now,
    })
}
