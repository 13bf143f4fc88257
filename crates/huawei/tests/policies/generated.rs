//! Policies changed and made by chance, against a judgement of another make.

use super::*;

/// The same by the slow way; `None` where a policy is none.
fn slowly(policies: &Value, right: &str) -> Option<bool> {
    let holds = |operator: &str, key: &str, values: &[&str]| match (operator, key) {
        ("StringEquals", "g:UserName") => Some(values.contains(&"ann")),
        ("StringNotEquals", "g:UserName") => Some(!values.contains(&"ann")),
        ("Bool", "g:SecureTransport") => Some(values == ["false"]),
        ("IpAddress", "g:SourceIp") => Some(values.iter().any(|block| block.starts_with("10."))),
        _ => None,
    };
    let actions = [right.split(':').collect::<Vec<_>>()];
    let resources = [vec![vec![actions[0][0], "cn-east-3", "0d0d", "*", "*"]]];
    let question = Question { actions: &actions, resources: &resources, holds: &holds };
    let (mut allowed, mut denied) = (false, false);
    for policy in policies.as_array()? {
        let document = match policy.as_str() {
            Some(right) => json!({"Statement": [{"Effect": "Allow", "Action": [right]}]}),
            None => policy.clone(),
        };
        allowed |= reference::allows(&reference::HUAWEI, &document, &question)?;
        // Denied is what is not allowed although everything is.
        let mut everything = document;
        let all = json!({"Effect": "Allow", "Action": ["*:*:*"]});
        everything["Statement"].as_array_mut()?.push(all);
        denied |= !reference::allows(&reference::HUAWEI, &everything, &question)?;
    }
    Some(allowed && !denied)
}

fn mutated(text: &str, at: usize, with: char, kind: u64) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    match kind {
        0 => letters[at] = with,
        1 => drop(letters.remove(at)),
        _ => letters.insert(at, with),
    }
    letters.into_iter().collect()
}

#[test]
fn no_change_of_a_character_allows_what_the_changed_policy_does_not() {
    const LETTERS: &[char] =
        &['*', '?', ':', '-', 'a', 'e', 'l', 'n', 'w', 'y', 'D', 'A', 'N', '1', '"', '[', '{', ' '];
    let policies = [
        json!(["clouddc:imetal:get", {"Statement": [{"Effect": "Deny", "Action": ["clouddc:*:list"]}]}]),
        json!(["*", {"Version": "1.1", "Statement": [{"Effect": "Deny", "Action": ["clouddc:imetal:*"]}]}]),
        json!([{"Version": "5.0", "Statement": [
            {"Effect": "Allow", "Action": ["*:*:*"]}, {"Sid": "n", "Effect": "Deny", "NotAction": ["vpc:?orts:*"]}]}]),
        json!([{"Statement": [{"Effect": "Allow", "Action": ["clouddc:*:*"],
            "Resource": ["clouddc:cn-south-1:*:*:*"]}]}]),
        json!([{"Statement": [{"Effect": "Allow", "Action": ["clouddc:imetal:*"],
            "Condition": {"StringNotEquals": {"g:UserName": ["ann"]}}}]}]),
        json!(["clouddc:*:*", {"Statement": [{"Effect": "Deny", "Action": ["clouddc:imetal:list"],
            "Condition": {"Bool": {"g:SecureTransport": ["false"]}}}]}]),
    ];
    let (mut refused, mut read) = (0, 0);
    for policy in policies.map(|policies| policies.to_string()) {
        for (at, kind) in (0..policy.len()).flat_map(|at| [0, 1, 2].map(|kind| (at, kind))) {
            for with in LETTERS {
                let text = mutated(&policy, at, *with, kind);
                let Ok(changed) = serde_json::from_str::<Value>(&text) else { continue };
                for right in [LIST, "clouddc::listEvent", "vpc:ports:list"] {
                    let Ok(verdict) = verdict(&changed, right) else {
                        refused += 1;
                        continue;
                    };
                    read += 1;
                    // A value that the slow way has no words for is another condition, and cannot be compared.
                    let expected = slowly(&changed, right);
                    assert_eq!(Some(verdict == Verdict::Allowed), expected, "{text} {right}");
                }
            }
        }
    }
    assert!(refused > 30_000 && read > 5_000, "{refused} {read}");
}

#[test]
fn policies_made_at_random_are_judged_alike() {
    let mut chance = Chance::new(7);
    let mut verdicts = [0; 2];
    let word = |chance: &mut Chance, words: &[&str]| (*chance.pick(words).unwrap()).to_owned();
    for _ in 0..20_000 {
        let statement = |chance: &mut Chance| {
            let service = word(chance, &["clouddc", "clouddc", "vpc", "*", "obs"]);
            let kind = word(chance, &["*", "imetal", "i*l", "ports", ""]);
            let operation = word(chance, &["*", "list", "LIST", "l*t", "listEvent"]);
            let effect = word(chance, &["Allow", "Allow", "Deny"]);
            let action = word(chance, &["Action", "Action", "Action", "NotAction"]);
            let resource = word(chance, &["*", "clouddc:*:*:*:*", "*:cn-e*:0d*:*:*", "vpc:*:*:*:*"]);
            let name = word(chance, &["ann", "bob"]);
            let condition = json!({"StringEquals": {"g:UserName": [name]}});
            let right = format!("{service}:{kind}:{operation}");
            let mut statement = json!({"Effect": effect, action: [right], "Resource": [resource]});
            if chance.percent(30) {
                statement["Condition"] = condition;
            }
            statement
        };
        let statements: Vec<Value> = (0..=chance.below(3)).map(|_| statement(&mut chance)).collect();
        let more = word(&mut chance, &["*", "vpc:*", "clouddc:*"]);
        let policies = json!([{"Version": "1.1", "Statement": statements}, more]);
        for right in [LIST, "clouddc::listEvent", "vpc:ports:list"] {
            let Ok(verdict) = verdict(&policies, right) else { continue };
            let allowed = verdict == Verdict::Allowed;
            assert_eq!(Some(allowed), slowly(&policies, right), "{policies} {right}");
            verdicts[usize::from(allowed)] += 1;
        }
    }
    assert!(verdicts.iter().all(|count| *count > 5_000), "{verdicts:?}");
}
