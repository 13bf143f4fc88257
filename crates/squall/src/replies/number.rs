//! How the vendors and the languages of their clients write a code.

use super::sighting::Likeness;
use squall_catalogue::{Code, System, find};

/// The longest number that can be a code.
const DIGITS: usize = 9;

/// A whole number as languages print it: `1400`, `1400L`, `1400.0`.
pub(super) fn number(value: &str) -> Option<&str> {
    let value = value.trim();
    let value = value.strip_suffix('L').or_else(|| value.strip_suffix(".0")).unwrap_or(value);
    let is_number = (1..=DIGITS).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(value)
}

/// Whose a code is that is written as Huawei's services write theirs, a name and at least four digits.
pub(super) fn huawei_likeness(code: &str) -> Option<Likeness> {
    let (service, digits) = code.split_once('.')?;
    let is_name = (2..=24).contains(&service.len())
        && service.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && service.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_number = (4..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_ours = matches!(service, "iMetal" | "APIGW");
    (is_name && is_number).then_some(match is_ours {
        true => Likeness::Unlisted(System::Huawei),
        false => Likeness::HuaweiService,
    })
}

/// A code of Tencent's modules in front of a sentence: `(2130)…`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Module {
    /// The code.
    pub(super) code: Code,
    /// Whether nothing else is written like this, so that it counts without the code around it.
    pub(super) is_certain: bool,
    /// How many bytes it takes.
    pub(super) length: usize,
}

impl Module {
    /// The module code that a sentence begins with.
    pub(super) fn of(sentence: &str) -> Option<Module> {
        let sentence = sentence.strip_prefix('(')?;
        let digits = sentence.bytes().take(DIGITS + 1).take_while(u8::is_ascii_digit).count();
        let (number, rest) = sentence.split_at(digits);
        let rest = rest.strip_prefix(')')?;
        let code = find(System::TencentCdn, number).filter(|code| code.carrier().is_some())?;
        let is_certain = rest.starts_with(|letter: char| letter.is_uppercase() || !letter.is_ascii());
        Some(Module { code, is_certain, length: number.len() + 2 })
    }
}
