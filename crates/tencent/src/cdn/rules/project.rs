//! Projects, of configurations and of statistics: the same question with two codes.

use crate::cdn::say;
use crate::people;
use squall_api::Outcome;
use squall_api::catalogue::Code;
use squall_api::catalogue::tencent_cdn::{PROJECT_INVALID, STATISTICS_PROJECT_INVALID};
use squall_api::cloud::Account;

fn own(account: &Account, text: &str, code: Code) -> Outcome<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let project = digits.then(|| text.parse().ok()).flatten();
    let own = project.filter(|project| people::has_project(account, *project));
    own.ok_or_else(|| say::plain(code).because("it is no project of the account"))
}

/// The project of a configuration (2130).
pub(crate) fn configured(account: &Account, text: &str) -> Outcome<u64> {
    own(account, text, PROJECT_INVALID)
}

/// The projects of a query of statistics (9002); `default` is the one that every account has.
pub(crate) fn counted<'t>(account: &Account, texts: impl Iterator<Item = &'t str>) -> Outcome<Vec<u64>> {
    let text = |text: &'t str| if text == "default" { "0" } else { text };
    texts.map(|one| own(account, text(one), STATISTICS_PROJECT_INVALID)).collect()
}

/// The code for projects of statistics that cannot be read.
pub(crate) fn uncountable() -> squall_api::Fault {
    say::plain(STATISTICS_PROJECT_INVALID).because("the projects are no JSON list")
}
