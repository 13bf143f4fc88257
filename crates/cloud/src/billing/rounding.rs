//! How shares of amounts are rounded. A share is worked out as a fraction of whole numbers and rounded once.

use crate::billing::money::Money;
use crate::time::instant::Span;

/// Which way what lies between two amounts goes, by its size and whatever its sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Down,
    Nearest,
    Up,
}

/// A smallest amount, and which way what lies between goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rounding {
    unit_micros: i128,
    way: Way,
}

const MICRO: i128 = 1;
const CENT: i128 = 10_000;

impl Rounding {
    /// Down to the millionth of a yuan.
    pub const MICRO_DOWN: Rounding = Rounding { unit_micros: MICRO, way: Way::Down };
    /// Down to the cent: a fen.
    pub const CENT_DOWN: Rounding = Rounding { unit_micros: CENT, way: Way::Down };
    /// To the nearest cent, halves up.
    pub const CENT_NEAREST: Rounding = Rounding { unit_micros: CENT, way: Way::Nearest };
    /// Up to the cent.
    pub const CENT_UP: Rounding = Rounding { unit_micros: CENT, way: Way::Up };

    /// The share of an amount that a part of a span makes. Nothing of an amount below a millionth is shared.
    pub const fn share(self, amount: Money, part: Span, whole: Span) -> Money {
        if whole.0 <= 0 || part.0 <= 0 {
            return Money::ZERO;
        }
        let micros = amount.whole_micros();
        let size = micros.unsigned_abs() as i128 * part.0 as i128;
        let measure = whole.0 as i128 * self.unit_micros;
        let over = match self.way {
            Way::Down => 0,
            Way::Nearest => measure / 2,
            Way::Up => measure - 1,
        };
        let units = (size + over) / measure * self.unit_micros;
        Money::of_micros(if micros < 0 { -units } else { units })
    }

    /// An amount so rounded.
    pub const fn of(self, amount: Money) -> Money {
        self.share(amount, Span(1), Span(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_once() {
        let yuan = |text| Money::parse(text).unwrap();
        let third = |rounding: Rounding, text| rounding.share(yuan(text), Span(1), Span(3)).to_string();
        assert_eq!(third(Rounding::CENT_DOWN, "20.00"), "6.66");
        assert_eq!(third(Rounding::CENT_NEAREST, "20.00"), "6.67");
        assert_eq!(third(Rounding::CENT_NEAREST, "0.015"), "0.01");
        assert_eq!(third(Rounding::CENT_UP, "3.000001"), "1.01");
        assert_eq!(third(Rounding::CENT_UP, "3.00"), "1.00");
        assert_eq!(third(Rounding::CENT_DOWN, "-20.00"), "-6.66");
        assert_eq!(third(Rounding::MICRO_DOWN, "20.00"), "6.666666");
        assert_eq!(Rounding::CENT_UP.of(yuan("1.2301")).to_string(), "1.24");
    }

    #[test]
    fn down_to_the_millionth_is_the_share_that_contracts_use() {
        let (fee, whole) = (Money::parse("103.68").unwrap(), Span::days(31));
        for micros in (0..whole.0).step_by(7_777_777_777) {
            let part = Span(micros);
            assert_eq!(Rounding::MICRO_DOWN.share(fee, part, whole), fee.share(part, whole));
        }
    }
}
