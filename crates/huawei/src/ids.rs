//! Ids in the vendor's forms.

use squall_api::cloud::{Answer, World};
use squall_api::wire::hex;

/// A new id of a resource: a UUID of version 7, as all of CloudDC's are.
pub(crate) fn uuid(world: &World<'_>) -> Answer<String> {
    world.mint_uuid()
}

/// A new id of a record of an alarm: `ah` and 22 letters and digits.
pub(crate) fn alarm(world: &World<'_>) -> Answer<String> {
    let head = world.mint_mixed("ah", 10)?;
    let rest = world.noise(&head, 0)? & 0xffff_ffff_ffff;
    Ok(format!("{head}{rest:012x}"))
}

/// Whether a text has the form of such an id.
pub(crate) fn is_of_alarm(text: &str) -> bool {
    let rest = text.strip_prefix("ah").unwrap_or_default();
    rest.len() == 22 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The id of the rule that raises alarms of a name: `al` and 22 letters and digits.
pub(crate) fn alarm_rule(world: &World<'_>, name: &str) -> Answer<String> {
    let (head, rest) = (world.noise(name, 1)?, world.noise(name, 2)? & 0xff_ffff);
    Ok(format!("al{head:016x}{rest:06x}"))
}

/// A new id of 32 hexadecimal digits, as accounts, users and projects have.
pub(crate) fn hex(world: &World<'_>) -> Answer<String> {
    let number = world.mint_number(1 << 32)?;
    let (high, low) = (world.noise("hex", number as i64)?, world.noise("digits", number as i64)?);
    Ok(format!("{high:016x}{:08x}{:08x}", low as u32, number as u32))
}

/// The id that a reply carries, from the number of its request.
pub(crate) fn of_request(number: u64) -> String {
    // Two odd constants spread consecutive numbers over all digits.
    let high = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let low = (high ^ number).rotate_left(32).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hex::hex(&(u128::from(high) << 64 | u128::from(low)).to_be_bytes())
}
