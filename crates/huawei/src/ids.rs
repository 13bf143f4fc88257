//! Ids in the vendor's forms.

use squall_api::cloud::{Answer, World};

/// A new id of a resource: a UUID of version 7, as all of CloudDC's are. Its time is made up, so that the ids of a world
/// follow from its seed alone.
pub(crate) fn uuid(world: &World<'_>) -> Answer<String> {
    let number = world.mint_number(1 << 32)?;
    let rest = world.noise("uuid", number as i64)?;
    let (high, low) = (number as u32, number as u16);
    Ok(format!(
        "019b{:04x}-{low:04x}-7{:03x}-{:04x}-{:012x}",
        high >> 16,
        rest & 0xfff,
        0x8000 | (rest >> 12) & 0x3fff,
        (rest >> 16) & 0xffff_ffff_ffff,
    ))
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
    format!("{high:016x}{:016x}", (high ^ number).rotate_left(32).wrapping_mul(0xBF58_476D_1CE4_E5B9))
}
