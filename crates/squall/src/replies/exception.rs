//! The texts of the vendors' SDKs' exceptions that are no object, wherever they stand in a line.
//!
//! | text | SDK |
//! | --- | --- |
//! | `QingCloud Error: Code (1400), Message (…)` | QingCloud, Go |
//! | `…; Action : StopInstances; Error Code: 1400; Error Message: …` | QingCloud, Java |
//! | `[uuid] CreateVMInstance - 2204: …` | UCloud, Python |
//! | `RetCodeException: [uuid] 2204: …` | UCloud, Java |
//! | `[server.RetCodeError] 2204 …` | UCloud, Go |
//! | `iMetal.0206`, `APIGW.0301` wherever they stand | Huawei, all |
//! | `[TencentCloudSDKException] code:AuthFailure …`, `[TencentCloudSDKError] Code=AuthFailure, …` | Tencent, API 3.0 |
//! | `error code 5100`, `错误码：5100` | nobody's: people's own logs |
//!
//! All other texts are pairs of a name and a value (`error_code:iMetal.0206`), which `printed.rs` reads.

use super::edition;
use super::number::huawei_likeness;
use super::record::anybodys;
use super::sighting::{Likeness, Meaning};
use memchr::memmem;
use squall_catalogue::{System, find};
use std::borrow::Cow;
use std::ops::Range;

/// The longest number of a request that stands before a code.
const UUID_BYTES: usize = 64;
/// The longest name of an action, and how far before it the exception's own name may stand.
const ACTION_BYTES: usize = 96;

/// Finds the exceptions that begin with a word of theirs: where the code stands behind it, and what it means.
type Shape = (&'static str, fn(&str, Range<usize>) -> Option<(Range<usize>, Meaning)>);

const SHAPES: [Shape; 12] = [
    ("QingCloud Error: Code (", |line, word| numbered(line, word, ")", System::QingCloud)),
    ("; Error Code: ", |line, word| numbered(line, word, ";", System::QingCloud)),
    ("[server.RetCodeError] ", |line, word| numbered(line, word, "", System::UCloudStack)),
    ("RetCodeException: [", after_uuid),
    (" - ", after_action),
    ("iMetal.", huawei),
    ("APIGW.", huawei),
    ("[TencentCloudSDKException] code:", tencent),
    ("[TencentCloudSDKError] Code=", tencent),
    ("error code", peoples),
    ("Error code", peoples),
    ("错误码", peoples),
];

/// Hands over what each exception of a line means, and answers the line without their codes.
pub(super) fn take<'a>(line: &'a str, mut found: impl FnMut(&str, Meaning)) -> Cow<'a, str> {
    let mut without = Cow::Borrowed(line);
    for (word, shape) in SHAPES {
        let mut at = 0;
        while let Some(start) = memmem::find(&line.as_bytes()[at..], word.as_bytes()) {
            let begins = at + start;
            at = begins + word.len();
            let Some((code, meaning)) = shape(line, begins..at) else { continue };
            found(&line[code.clone()], meaning);
            let blank = "#".repeat(code.len());
            without.to_mut().replace_range(code, &blank);
        }
    }
    without
}

/// The digits at `at`.
fn digits(line: &str, at: usize) -> Range<usize> {
    let digits = line[at..].bytes().take_while(u8::is_ascii_digit).count();
    at..at + digits
}

/// The number that stands between the word and what comes after it, in a system's own list or not.
fn numbered(line: &str, word: Range<usize>, after: &str, system: System) -> Option<(Range<usize>, Meaning)> {
    let code = digits(line, word.end);
    let is_code = (1..=9).contains(&code.len()) && !line[code.clone()].starts_with('0');
    let rest = &line[code.end..];
    let is_closed =
        rest.starts_with(after) && !rest.starts_with(|letter: char| letter.is_ascii_alphanumeric());
    (is_code && is_closed).then(|| {
        let listed = find(system, &line[code.clone()]);
        let unlisted = Meaning::Unplaced(Likeness::Unlisted(system));
        (code, listed.map_or(unlisted, |code| Meaning::Codes(vec![code])))
    })
}

fn after_uuid(line: &str, word: Range<usize>) -> Option<(Range<usize>, Meaning)> {
    let uuid = line[word.end..].bytes().take(UUID_BYTES).position(|byte| byte == b']')?;
    let end = word.end + uuid + 2;
    if !line[word.end + uuid..].starts_with("] ") {
        return None;
    }
    numbered(line, word.start..end, ":", System::UCloudStack)
}

/// Only a number that is listed, behind what looks like an action: much else is written like that.
fn after_action(line: &str, word: Range<usize>) -> Option<(Range<usize>, Meaning)> {
    let action = line[..word.start].bytes().rev().take(ACTION_BYTES);
    let action = word.start - action.take_while(u8::is_ascii_alphanumeric).count();
    let (before, action) = (&line.as_bytes()[..action], &line[action..word.start]);
    let capitals = action.bytes().filter(u8::is_ascii_uppercase).count();
    let before = &before[before.len().saturating_sub(ACTION_BYTES)..];
    let is_action = action.starts_with(|letter: char| letter.is_ascii_uppercase())
        && capitals < action.len()
        && (capitals > 1 || memmem::find(before, b"RetCodeException").is_some());
    let found = numbered(line, word, ": ", System::UCloudStack).filter(|_| is_action)?;
    matches!(found.1, Meaning::Codes(_)).then_some(found)
}

fn huawei(line: &str, word: Range<usize>) -> Option<(Range<usize>, Meaning)> {
    let code = word.start..digits(line, word.end).end;
    let in_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let is_whole = !line[..code.start].ends_with(in_word) && !line[code.end..].starts_with(in_word);
    let likeness = huawei_likeness(&line[code.clone()]).filter(|_| is_whole)?;
    let listed = find(System::Huawei, &line[code.clone()]);
    Some((code, listed.map_or(Meaning::Unplaced(likeness), |code| Meaning::Codes(vec![code]))))
}

fn tencent(line: &str, word: Range<usize>) -> Option<(Range<usize>, Meaning)> {
    let ends = |letter: char| !(letter.is_ascii_alphanumeric() || letter == '.');
    let length = line[word.end..].find(ends).unwrap_or(line.len() - word.end);
    let code = word.end..word.end + length;
    (!code.is_empty()).then(|| (code.clone(), edition::meaning(&line[code])))
}

fn peoples(line: &str, word: Range<usize>) -> Option<(Range<usize>, Meaning)> {
    // `level=error code=4000` is two pairs.
    if line[word.end..].starts_with('=') {
        return None;
    }
    let rest = line[word.end..].trim_start_matches([' ', ':', '：', '"', '\\']);
    let code = digits(line, line.len() - rest.len());
    let codes = anybodys(&line[code.clone()]);
    (!codes.is_empty()).then_some((code, Meaning::Codes(codes)))
}
