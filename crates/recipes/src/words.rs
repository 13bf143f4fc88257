//! The words of a line: split at blanks, quotes kept together, `$names` replaced.

use std::collections::BTreeMap;

/// Splits a line at blanks outside quotes; the quotes themselves go.
///
/// # Errors
/// When a quote is not closed.
pub(crate) fn split(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for letter in line.chars() {
        match quote {
            Some(open) if letter == open => quote = None,
            Some(_) => word.get_or_insert_default().push(letter),
            None if letter == '\'' || letter == '"' => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            None if letter.is_whitespace() => words.extend(word.take()),
            None => word.get_or_insert_default().push(letter),
        }
    }
    if quote.is_some() {
        return Err(format!("a quote is not closed: {line}"));
    }
    words.extend(word);
    Ok(words)
}

/// The longest text that a repetition may make, in bytes.
const REPEATED_BYTES: usize = 32 << 20;

/// Replaces `$name` and `${name}` by what was bound, and `$(text*3)` by the text three times.
///
/// # Errors
/// When nothing was bound to a name, or a repetition makes no sense.
pub(crate) fn expand(text: &str, bound: &BTreeMap<String, String>) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some((inside, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            out.push_str(&repeated(inside)?);
            rest = after;
            continue;
        }
        let braced = rest.strip_prefix('{');
        let from = braced.unwrap_or(rest);
        let end = from.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(from.len());
        let (name, after) = from.split_at(end);
        if name.is_empty() {
            out.push('$');
            continue;
        }
        let value = bound.get(name).ok_or_else(|| format!("nothing is bound to ${name}"))?;
        out.push_str(value);
        rest = if braced.is_some() { after.strip_prefix('}').unwrap_or(after) } else { after };
    }
    out.push_str(rest);
    Ok(out)
}

fn repeated(inside: &str) -> Result<String, String> {
    let wrong = || format!("not a repetition: $({inside})");
    let (text, times) = inside.rsplit_once('*').ok_or_else(wrong)?;
    let times: usize = times.parse().map_err(|_| wrong())?;
    if text.len().saturating_mul(times) > REPEATED_BYTES {
        return Err(wrong());
    }
    Ok(text.repeat(times))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_words_together() {
        assert_eq!(split(r#"Do a="b c" d='{"e":1}' f="#).unwrap(), ["Do", "a=b c", r#"d={"e":1}"#, "f="]);
        assert!(split("a 'b").is_err());
    }

    #[test]
    fn names_are_replaced() {
        let bound = BTreeMap::from([("vx".to_owned(), "vxnet-1".to_owned())]);
        assert_eq!(expand("$vx|${vx}2 $ 5", &bound).unwrap(), "vxnet-1|vxnet-12 $ 5");
        assert_eq!(expand("$(ab*2)|$vx", &bound).unwrap(), "abab|vxnet-1");
        assert!(expand("$nope", &bound).is_err() && expand("$(ab)", &bound).is_err());
    }
}
