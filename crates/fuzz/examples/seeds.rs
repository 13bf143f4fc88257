//! Writes first inputs for a dialect's corpus: a call of each of its actions, made from what the action declares.
//! `cargo run -p squall-fuzz --example seeds -- FOLDER`
#![allow(clippy::print_stderr, missing_docs)]

use squall_api::wire::percent;
use squall_fuzz::qingcloud;
use squall_simulate::{Chance, generate};
use std::path::PathBuf;

/// The module of an action that the demo application calls; all others are called with the account's key.
const OF_APPLICATION: [&str; 2] = ["a", "/app/"];

fn main() -> std::io::Result<()> {
    let Some(folder) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("usage: seeds FOLDER");
        return Ok(());
    };
    let (desk, pool) = qingcloud::furnished();
    let mut chance = Chance::new(1);
    for action in desk.cloud().actions() {
        let parameters = generate::parameters(desk.vendor, &action, &mut chance, &pool);
        let pairs: Vec<_> = parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
        let is_other_module = desk.call(action.name, &pairs)["ret_code"] == 3300;
        let [caller, path] = if is_other_module { OF_APPLICATION } else { ["k", "/iaas/"] };
        let mut query = format!("action={}", action.name);
        for (name, value) in parameters {
            query.push('&');
            query.push_str(&name);
            query.push('=');
            percent::encode(&value, &mut query);
        }
        let message = match query.len() {
            0..=1_000 => format!("{caller}GET {path}?{query}\n"),
            _ => format!("{caller}POST {path}\n\n{query}"),
        };
        std::fs::write(folder.join(action.name), message)?;
    }
    Ok(())
}
