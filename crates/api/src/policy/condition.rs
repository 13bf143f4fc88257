//! Conditions: what must be so for a statement to count.

use super::pattern::fits;
use squall_cloud::Time;
use std::net::IpAddr;

/// Something that is known of a call.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Fact<'f> {
    /// A name or id.
    Text(&'f str),
    /// An instant.
    Time(Time),
    /// An address.
    Address(IpAddr),
    /// Yes or no.
    Flag(bool),
}

/// How two texts are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    /// They are the same.
    Equal,
    /// They are the same but for the case of their letters.
    EqualIgnoringCase,
    /// The condition's is a pattern with `*` and `?` that fits the other.
    Like,
    /// The call's begins with the condition's.
    Begins,
    /// The call's ends with the condition's.
    Ends,
}

/// How an instant lies to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// Earlier.
    Before,
    /// Not later.
    Until,
    /// Later.
    After,
    /// Not earlier.
    From,
}

/// What must be so. Of several values one is enough; with `negated` none of them must do.
#[derive(Clone, PartialEq, Debug)]
pub enum Test {
    /// A text compares with one of these.
    Text {
        /// How.
        comparison: Comparison,
        /// The values.
        values: Vec<String>,
        /// Whether it must not.
        negated: bool,
    },
    /// An instant lies so to one of these.
    Time {
        /// How.
        order: Order,
        /// The values.
        values: Vec<Time>,
    },
    /// An address lies in one of these.
    Address {
        /// The blocks.
        blocks: Vec<Block>,
        /// Whether it must not.
        negated: bool,
    },
    /// It is so, or it is not.
    Flag(bool),
    /// It is not known at all, or it is.
    Absent(bool),
}

/// A condition of a statement.
#[derive(Clone, PartialEq, Debug)]
pub struct Condition {
    /// The vendor's name for what is looked at.
    pub key: &'static str,
    /// What must be so.
    pub test: Test,
    /// Whether the condition also holds where the call has no such thing.
    pub or_absent: bool,
}

impl Condition {
    /// Whether it holds; `None` where a fact that it needs is missing or of another kind.
    pub(super) fn holds(&self, fact: Option<Fact<'_>>) -> Option<bool> {
        match (&self.test, fact) {
            (Test::Absent(absent), fact) => Some(fact.is_none() == *absent),
            (_, None) => self.or_absent.then_some(true),
            (Test::Text { comparison, values, negated }, Some(Fact::Text(given))) => {
                Some(values.iter().any(|value| comparison.holds(value, given)) != *negated)
            }
            (Test::Time { order, values }, Some(Fact::Time(given))) => {
                Some(values.iter().any(|value| order.holds(given, *value)))
            }
            (Test::Address { blocks, negated }, Some(Fact::Address(given))) => {
                Some(blocks.iter().any(|block| block.contains(given)) != *negated)
            }
            (Test::Flag(wanted), Some(Fact::Flag(given))) => Some(*wanted == given),
            _ => None,
        }
    }
}

impl Comparison {
    fn holds(self, value: &str, given: &str) -> bool {
        match self {
            Comparison::Equal => value == given,
            Comparison::EqualIgnoringCase => value.to_lowercase() == given.to_lowercase(),
            Comparison::Like => fits(value, given),
            Comparison::Begins => given.starts_with(value),
            Comparison::Ends => given.ends_with(value),
        }
    }
}

impl Order {
    fn holds(self, given: Time, value: Time) -> bool {
        match self {
            Order::Before => given < value,
            Order::Until => given <= value,
            Order::After => given > value,
            Order::From => given >= value,
        }
    }
}

/// A block of addresses of either family, or a single one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Block {
    first: IpAddr,
    bits: u32,
}

impl Block {
    /// Reads `10.0.0.0/8`, `2001:db8::/32`, or an address alone; the bits behind the prefix must be zero.
    pub fn parse(text: &str) -> Option<Block> {
        let Some((address, bits)) = text.split_once('/') else {
            let first = text.parse::<IpAddr>().ok()?;
            return Some(Block { first, bits: width(first) });
        };
        let first = address.parse::<IpAddr>().ok()?;
        let digits = bits.bytes().all(|byte| byte.is_ascii_digit());
        let bits = bits.parse::<u32>().ok().filter(|bits| digits && *bits <= width(first))?;
        let block = Block { first, bits };
        (number(first) & !block.mask() == 0).then_some(block)
    }

    /// Whether an address lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        width(address) == width(self.first) && number(address) & self.mask() == number(self.first)
    }

    fn mask(&self) -> u128 {
        let behind = width(self.first) - self.bits;
        u128::MAX.checked_shl(behind).unwrap_or(0)
    }
}

fn width(address: IpAddr) -> u32 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u32::from(address).into(),
        IpAddr::V6(address) => address.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(test: Test, fact: Fact<'_>) -> bool {
        Condition { key: "", test, or_absent: false }.holds(Some(fact)).unwrap()
    }

    #[test]
    fn texts_compare_as_asked() {
        for (comparison, value, good, bad) in [
            (Comparison::Equal, "Ann", "Ann", "ann"),
            (Comparison::EqualIgnoringCase, "Ann", "aNN", "Anna"),
            (Comparison::Like, "A?n*", "Anna", "Ana"),
            (Comparison::Begins, "An", "Ann", "an"),
            (Comparison::Ends, "nn", "Ann", "Anna"),
        ] {
            let test = |negated| Test::Text { comparison, values: vec!["x".into(), value.into()], negated };
            assert!(holds(test(false), Fact::Text(good)) && !holds(test(true), Fact::Text(good)));
            assert!(!holds(test(false), Fact::Text(bad)) && holds(test(true), Fact::Text(bad)));
        }
    }

    #[test]
    fn instants_lie_as_asked() {
        for (order, earlier, same, later) in [
            (Order::Before, true, false, false),
            (Order::Until, true, true, false),
            (Order::After, false, false, true),
            (Order::From, false, true, true),
        ] {
            let test = || Test::Time { order, values: vec![Time(5)] };
            let given = [4, 5, 6].map(|at| holds(test(), Fact::Time(Time(at))));
            assert_eq!(given, [earlier, same, later], "{order:?}");
        }
    }

    #[test]
    fn addresses_lie_in_blocks_of_their_own_family() {
        let lies =
            |block: &str, address: &str| Block::parse(block).unwrap().contains(address.parse().unwrap());
        assert!(lies("10.0.0.0/8", "10.255.0.1") && !lies("10.0.0.0/8", "11.0.0.1"));
        assert!(lies("127.0.0.1", "127.0.0.1") && !lies("127.0.0.1", "127.0.0.2"));
        assert!(lies("2001:db8::/32", "2001:db8:ffff::1") && !lies("::/0", "10.0.0.1"));
        assert!(lies("0.0.0.0/0", "255.255.255.255") && !lies("0.0.0.0/0", "::1"));
        for text in ["", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/+8", "10.0.0.0/", "10.0.0/8", "::1/64", "ann"]
        {
            assert_eq!(Block::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_there_holds_only_where_it_is_said_to() {
        let test = |test, or_absent| Condition { key: "", test, or_absent }.holds(None);
        assert_eq!(test(Test::Flag(true), false), None);
        assert_eq!(test(Test::Flag(true), true), Some(true));
        assert_eq!(test(Test::Absent(true), false), Some(true));
        assert_eq!(test(Test::Absent(false), false), Some(false));
        let other = Condition { key: "", test: Test::Flag(true), or_absent: true };
        assert_eq!(other.holds(Some(Fact::Text("true"))), None);
    }
}
