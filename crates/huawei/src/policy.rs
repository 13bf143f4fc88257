//! What a user may do: rights such as `clouddc:instance:list`, alone or in IAM's policy documents; `*` stands for
//! anything.

use crate::people::POLICIES;
use serde_json::Value;
use squall_api::cloud::Account;

/// Whether a user's policies allow an action. What any of them denies is denied.
pub(crate) fn allows(account: &Account, right: &str) -> bool {
    let policies: Vec<Value> = serde_json::from_str(account.attribute(POLICIES)).unwrap_or_default();
    let mut allowed = false;
    for policy in &policies {
        match policy {
            Value::String(pattern) => allowed |= matches(pattern, right),
            document => {
                for statement in document["Statement"].as_array().into_iter().flatten() {
                    let actions = statement["Action"].as_array().into_iter().flatten();
                    let concerns = actions.filter_map(Value::as_str).any(|pattern| matches(pattern, right));
                    match statement["Effect"].as_str() {
                        Some("Deny") if concerns => return false,
                        Some("Allow") => allowed |= concerns,
                        _ => {}
                    }
                }
            }
        }
    }
    allowed
}

/// Whether a pattern fits a right, part by part; a lone `*` or a short pattern that ends in one fits all that follows.
fn matches(pattern: &str, right: &str) -> bool {
    let (mut wanted, mut parts) = (pattern.split(':'), right.split(':'));
    loop {
        match (wanted.next(), parts.next()) {
            (None, None) => return true,
            (Some("*"), None) => return true,
            (Some("*"), Some(_)) if wanted.clone().next().is_none() => return true,
            (Some(wanted), Some(part)) if fits(wanted, part) => {}
            _ => return false,
        }
    }
}

fn fits(wanted: &str, part: &str) -> bool {
    match wanted.split_once('*') {
        None => wanted == part,
        Some((head, tail)) => {
            part.len() >= head.len() + tail.len() && part.starts_with(head) && part.ends_with(tail)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use squall_api::cloud::Time;

    fn may(policies: &str, right: &str) -> bool {
        let mut account = Account::new("u".to_owned(), Time::default());
        account.set_attribute(POLICIES, policies);
        allows(&account, right)
    }

    #[test]
    fn rights_are_matched_part_by_part() {
        assert!(may(r#"["clouddc:instance:list"]"#, "clouddc:instance:list"));
        assert!(!may(r#"["clouddc:instance:list"]"#, "clouddc:instance:create"));
        assert!(may(r#"["clouddc:*"]"#, "clouddc:instance:create") && may(r#"["*"]"#, "clouddc::listEvent"));
        assert!(may(r#"["clouddc:instance:delete*"]"#, "clouddc:instance:deleteBatch"));
        assert!(!may("", "clouddc:instance:list") && !may(r#"["clouddc"]"#, "clouddc:instance:list"));
    }

    #[test]
    fn documents_allow_and_deny() {
        let policies = r#"[{"Statement":[{"Effect":"Allow","Action":["clouddc:*:*"]},
            {"Effect":"Deny","Action":["clouddc:instance:delete"]}]}]"#;
        assert!(may(policies, "clouddc:instance:list") && !may(policies, "clouddc:instance:delete"));
    }
}
