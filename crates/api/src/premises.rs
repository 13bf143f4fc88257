//! What a system says of itself to those who run squall: where it is found, and what is in it at first.

/// Where a system is found and what a fresh world of it holds.
#[derive(Clone, Copy, Debug)]
pub struct Premises {
    /// The domains whose hosts it serves: `CONNECT` to them and to what is below them ends in squall.
    pub domains: &'static [&'static str],
    /// The requests that go to it, as whoever has asked for something else is told: a path or a form, and the system
    /// with what it makes of it.
    pub routes: &'static [(&'static str, &'static str)],
    /// A fresh world of it, line by line, as the command line's help shows it.
    pub fresh: &'static [&'static str],
}

impl Premises {
    /// Those of a system that is found nowhere.
    pub const NONE: Premises = Premises { domains: &[], routes: &[], fresh: &[] };
}
