//! Reading what an operator wrote: the JSON of settings and accounts, as every dialect takes it.

use serde_json::{Map, Value};
use squall_cloud::{Answer, Money, PERIOD_MOST, Period, Refusal, Span, World};
use squall_wire::percent;

/// The longest name of an account, in bytes.
const LABEL_BYTES: usize = 64;
/// The most keys of an account.
const KEYS: usize = 100;
/// The longest key id or secret, in bytes.
const KEY_BYTES: usize = 128;

/// A refusal of what an operator wrote.
pub fn invalid(what: &str) -> Refusal {
    Refusal::Invalid { what: what.to_owned() }
}

/// The fields of an object, each of which must be known.
///
/// # Errors
/// `Invalid`, naming what is wrong and the fields there are.
pub fn fields<'v>(value: &'v Value, known: &[&str]) -> Answer<&'v Map<String, Value>> {
    let Value::Object(fields) = value else {
        return Err(invalid("expected a JSON object"));
    };
    match fields.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(invalid(&format!("unknown field `{name}`; known are: {}", known.join(", ")))),
        None => Ok(fields),
    }
}

/// The operator's own name for an account, under which paths name it.
///
/// # Errors
/// `Invalid` for anything that is no text, too long, or no segment of a path.
pub fn label(value: &Value) -> Answer<&str> {
    let label = value.as_str().filter(|label| label.len() <= LABEL_BYTES && percent::is_segment(label));
    label.ok_or_else(|| invalid("`id` must be a text of 1 to 64 bytes that can stand between two slashes"))
}

/// The balance of an account, as a text or a number.
///
/// # Errors
/// `Invalid` for anything else.
pub fn balance(value: &Value) -> Answer<Money> {
    let text = value.as_str().map(str::to_owned).or_else(|| value.as_number().map(ToString::to_string));
    text.and_then(|text| Money::parse(&text)).ok_or_else(|| invalid("`balance` must be a decimal"))
}

/// The keys of an account: ids and secrets.
///
/// # Errors
/// `Invalid` for anything but a list of at most 100 pairs.
pub fn keys(value: &Value) -> Answer<Vec<(&str, &str)>> {
    let Some(list) = value.as_array().filter(|list| list.len() <= KEYS) else {
        return Err(invalid("`keys` must be a list of at most 100 pairs"));
    };
    let pair = |item| {
        let item = fields(item, &["id", "secret"])?;
        let text = |name: &str| {
            let text = item.get(name).and_then(Value::as_str);
            let text = text.filter(|text| !text.is_empty() && text.len() <= KEY_BYTES);
            text.ok_or_else(|| invalid("a key needs `id` and `secret`"))
        };
        Ok((text("id")?, text("secret")?))
    };
    list.iter().map(pair).collect()
}

/// How long the states last that end by themselves, in seconds; null for ever.
pub fn show_periods(world: &World<'_>, periods: &[Period]) -> Answer<Value> {
    let shown = |period: &Period| {
        let seconds = world.period(*period)?.map(Span::whole_seconds);
        Ok((field(*period), seconds.into()))
    };
    Ok(Value::Object(periods.iter().map(shown).collect::<Answer<_>>()?))
}

/// Lets states last as long as an operator wrote, as `show_periods` shows it.
///
/// # Errors
/// `Invalid` for anything else.
pub fn patch_periods(world: &World<'_>, value: &Value, periods: &[Period]) -> Answer<()> {
    let names: Vec<String> = periods.iter().map(|period| field(*period)).collect();
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let given = fields(value, &known)?;
    for (period, name) in periods.iter().zip(&names) {
        let span = match given.get(name) {
            None => continue,
            Some(Value::Null) => None,
            Some(value) => {
                let seconds = value.as_i64().filter(|seconds| *seconds <= PERIOD_MOST.whole_seconds());
                let seconds = seconds.ok_or_else(|| invalid(&format!("`{name}` must be seconds or null")))?;
                Some(Span::seconds(seconds))
            }
        };
        world.set_period(*period, span)?;
    }
    Ok(())
}

fn field(period: Period) -> String {
    format!("{}_seconds", period.word())
}
