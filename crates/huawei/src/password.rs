//! The rule for passwords of instances (2.5 of the reference, from CreateInstance).

use squall_api::wire::sign::huawei::payload;

const SPECIAL: &str = "!@$%^-_=+[{}]:,./?";
/// The user that a password must not name, by the system of the image.
const USERS: [(&str, &str); 2] = [("Linux", "root"), ("Windows", "administrator")];

/// Whether a password keeps to the rule: 8 to 26 characters, of three of four sorts and no others, and not the name of
/// the system's own user in it in either direction. Of a system that nobody knows no name counts.
pub(crate) fn is_good(password: &str, system: &str) -> bool {
    let sorts = [
        password.bytes().any(|byte| byte.is_ascii_uppercase()),
        password.bytes().any(|byte| byte.is_ascii_lowercase()),
        password.bytes().any(|byte| byte.is_ascii_digit()),
        password.chars().any(|letter| SPECIAL.contains(letter)),
    ];
    let known = |letter: char| letter.is_ascii_alphanumeric() || SPECIAL.contains(letter);
    let lower = password.to_ascii_lowercase();
    let names = |(of, user): &(&str, &str)| {
        let is_named = || lower.contains(*user) || lower.contains(&user.chars().rev().collect::<String>());
        *of == system && is_named()
    };
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
            assert!(is_good(good, "Linux"), "{good}");
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
            assert!(!is_good(bad, "Linux"), "{bad}");
        }
    }

    #[test]
    fn only_the_images_own_user_counts() {
        for (password, linux, windows) in [
            ("Root1234", false, true),
            ("toor1234A", false, true),
            ("Administrator1", true, false),
            ("rotartsinimdA1", true, false),
            ("Squall@2026", true, true),
        ] {
            assert_eq!(
                (is_good(password, "Linux"), is_good(password, "Windows")),
                (linux, windows),
                "{password}"
            );
            assert!(is_good(password, "Other") && is_good(password, ""), "{password}");
        }
    }
}
