//! Policies changed and made by chance, against a judgement of another make.

use super::*;

/// A call and all that it may be called by.
struct Call {
    action: &'static str,
    services: &'static [&'static str],
    call: Value,
    ids: &'static [&'static str],
}

/// The same by the slow way; `None` where the policy is none.
fn slowly(policy: &Value, call: &Call) -> Option<bool> {
    let actions: Vec<_> = call.services.iter().map(|service| vec![*service, call.action]).collect();
    let names = |id: &&'static str| -> Vec<Vec<&str>> {
        let name = |service, region| vec!["qrn", "qingcloud", service, region, ACCOUNT, *id];
        let regions = ["pek3a", "pek3"];
        call.services.iter().flat_map(|service| regions.map(|region| name(*service, region))).collect()
    };
    let resources: Vec<_> = call.ids.iter().map(names).collect();
    let question = Question { actions: &actions, resources: &resources, holds: &|_, _, _| None };
    reference::allows(&reference::QINGCLOUD, policy, &question)
}

fn calls() -> [Call; 3] {
    let both: &[&str] = &["ecm", "iaas"];
    let stop = json!({"zone": "pek3a", "instances": ["i-1", "i-2"]});
    [
        Call { action: "StopInstances", services: both, call: stop, ids: &["instance/i-1", "instance/i-2"] },
        Call {
            action: "DescribeInstances",
            services: both,
            call: json!({"zone": "pek3a"}),
            ids: &["instance/*"],
        },
        Call { action: "DescribeZones", services: &["iaas"], call: json!({"zone": "pek3a"}), ids: &["*"] },
    ]
}

/// Policies of every kind of statement.
fn policies() -> Vec<String> {
    let own = format!("qrn:qingcloud:ecm:pek3:{ACCOUNT}:instance/i-1");
    let policies = [
        json!({"statement": [{"effect": "deny", "action": ["ecm:StopInstances"], "resource": "*"}]}),
        json!([{"effect": "allow", "action": ["*"]}, {"effect": "deny", "action": "*Zones"}]),
        json!([{"effect": "allow", "action": ["ecm:*", "qingstor:*"], "resource": ["*"]}]),
        json!({"Statement": {"Effect": "Allow", "Action": "iaas:Describe*", "Resource": "*"}}),
        json!([{"effect": "allow", "action": "*", "resource": own}, {"effect": "deny", "action": "vpc:*"}]),
        json!([
            {"effect": "allow", "action": "*", "resource": "qrn:qingcloud:*:*:*:*"},
            {"effect": "deny", "action": "*", "resource": own},
        ]),
    ];
    policies.map(|policy| policy.to_string()).to_vec()
}

/// A text with one character changed, left out or put in.
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
        &['*', '?', ':', '/', '-', 'a', 'e', 'l', 'w', 'y', 'D', 'A', 'E', '1', '"', '[', '{', ' '];
    let (mut refused, mut read, mut tried) = (0, 0, 0);
    for policy in policies() {
        for at in 0..policy.len() {
            for kind in 0..3 {
                for with in LETTERS {
                    let text = mutated(&policy, at, *with, kind);
                    let Ok(changed) = serde_json::from_str::<Value>(&text) else { continue };
                    for call in &calls() {
                        tried += 1;
                        match verdict(&changed, call.action, &call.call) {
                            Err(_) => refused += 1,
                            Ok(verdict) => {
                                read += 1;
                                let expected = slowly(&changed, call);
                                assert_eq!(
                                    Some(verdict == Verdict::Allowed),
                                    expected,
                                    "{text} {}",
                                    call.action
                                );
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(tried > 50_000 && refused > 50_000 && read > 5_000, "{tried} {refused} {read}");
}

#[test]
fn policies_made_at_random_are_judged_alike() {
    let mut chance = Chance::new(5);
    let word = |chance: &mut Chance, words: &[&str]| (*chance.pick(words).unwrap()).to_owned();
    let mut verdicts = [0; 2];
    for _ in 0..20_000 {
        let statements: Vec<Value> = (0..=chance.below(3))
            .map(|_| {
                let effect = word(&mut chance, &["allow", "allow", "deny"]);
                let service = word(&mut chance, &["", "ecm:", "iaas:", "vpc:", "*:", "qingstor:"]);
                let name = word(
                    &mut chance,
                    &["*", "Describe*", "*Instances", "Stop*s", "*Zones", "DescribeZones", "S*n*s"],
                );
                let service_of = word(&mut chance, &["ecm", "iaas", "*", "elb"]);
                let region = word(&mut chance, &["pek3", "pek3a", "*", "gd2", "p*a"]);
                let id = word(
                    &mut chance,
                    &["*", "instance/*", "instance/i-1", "instance/i-*", "volume/*", "*/i-2"],
                );
                let qrn = format!("qrn:qingcloud:{service_of}:{region}:*:{id}");
                let resource = word(&mut chance, &["*", &qrn, &qrn]);
                json!({"effect": effect, "action": [service + &name], "resource": [resource]})
            })
            .collect();
        let policy = json!({"statement": statements});
        for call in &calls() {
            let allowed = verdict(&policy, call.action, &call.call) == Ok(Verdict::Allowed);
            assert_eq!(Some(allowed), slowly(&policy, call), "{policy} {}", call.action);
            verdicts[usize::from(allowed)] += 1;
        }
    }
    assert!(verdicts.iter().all(|count| *count > 5_000), "{verdicts:?}");
}
