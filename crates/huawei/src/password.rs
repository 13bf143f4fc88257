//! The rule for passwords of instances (2.5 of the reference, from CreateInstance).

use squall_api::wire::sign::huawei::payload;

const SPECIAL: &str = "!@$%^-_=+[{}]:,./?";
/// The users that a password must not name.
const USERS: [&str; 2] = ["root", "administrator"];

/// Whether a password keeps to the rule: 8 to 26 characters, of three of four sorts and no others, and no user's name
/// in it in either direction.
pub(crate) fn is_good(password: &str) -> bool {
    let sorts = [
        password.bytes().any(|byte| byte.is_ascii_uppercase()),
        password.bytes().any(|byte| byte.is_ascii_lowercase()),
        password.bytes().any(|byte| byte.is_ascii_digit()),
        password.chars().any(|letter| SPECIAL.contains(letter)),
    ];
    let known = |letter: char| letter.is_ascii_alphanumeric() || SPECIAL.contains(letter);
    let lower = password.to_ascii_lowercase();
    let names =
        |user: &&str| lower.contains(*user) || lower.contains(&user.chars().rev().collect::<String>());
    (8..=26).contains(&password.len())
        && password.chars().all(known)
        && sorts.iter().filter(|has| **has).count() >= 3
        && !USERS.iter().any(names)
}

/// What is kept of a password.
pub(crate) fn fingerprint(instance: &str, password: &str) -> String {
    payload(format!("{instance}\n{password}").as_bytes()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_sorts_and_no_users_name() {
        for good in ["Squall@2026", "abcdEF12", "A1.......b", &"aB1".repeat(8)] {
            assert!(is_good(good), "{good}");
        }
        for bad in [
            "abc",
            "abcdefgh",
            "Abcdefgh",
            "Root1234",
            "1toorABC",
            "Squall#2026",
            "密码Abc12345",
            &"aB1".repeat(9),
        ] {
            assert!(!is_good(bad), "{bad}");
        }
    }
}
