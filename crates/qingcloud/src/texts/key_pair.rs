//! Key pairs of the methods that have been there for long: each really is one of its method, drawn from a secret, and
//! its private half is in the form that OpenSSH wrote before it had one of its own, which all clients read.

use super::der::{INTEGER, SEQUENCE, armoured, tlv, unsigned};
use super::prime::Stream;
use num_bigint::BigUint;

/// Bits of RSA's modulus, and of DSA's modulus and order.
const RSA_BITS: u64 = 2_048;
const DSA_BITS: (u64, u64) = (1_024, 160);
const EXPONENT: u32 = 65_537;
/// Bytes of a coordinate of P-521, and the name of that curve.
const P521_BYTES: usize = 66;
const P521: [u8; 7] = [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x23];
/// The curve's prime, constant, and the point that all others are multiples of, in hexadecimal.
const P521_B: &str = "\
    51953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E1\
    56193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00";
const P521_X: &str = "\
    C6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBA\
    A14B5E77EFE75928FE1DC127A2FFA8DE3348B3C1856A429BF97E7E31C2E5BD66";
const P521_Y: &str = "\
    11839296A789A3BC0045C8A5FB42C7D1BD998F54449579B446817AFBD17273E662\
    C97EE72995EF42640C550B9013FAD0761353C7086A272C24088BE94769FD16650";

/// The public half in SSH's form and the private one in PEM.
pub(crate) struct Made {
    pub(crate) blob: Vec<u8>,
    pub(crate) private: String,
}

/// A pair of a method; `None` for one that has a form of its own.
pub(crate) fn make(method: &str, secret: &str) -> Option<Made> {
    match method {
        "ssh-rsa" => rsa(secret),
        "ssh-dss" => dsa(secret),
        "ecdsa-sha2-nistp521" => ecdsa(secret),
        _ => None,
    }
}

fn rsa(secret: &str) -> Option<Made> {
    let (two, one, e) = (BigUint::from(2_u32), BigUint::from(1_u32), BigUint::from(EXPONENT));
    let mut stream = Stream::of(secret);
    let (p, q, d) = loop {
        let (p, q) = (stream.prime(RSA_BITS / 2, &two), stream.prime(RSA_BITS / 2, &two));
        let (p, q) = if p > q { (p, q) } else { (q, p) };
        // The exponent must have an inverse, which it nearly always has.
        if let Some(d) = e.modinv(&((&p - &one) * (&q - &one))).filter(|_| p != q) {
            break (p, q, d);
        }
    };
    let n = &p * &q;
    let (dp, dq, inverse) = (&d % (&p - &one), &d % (&q - &one), q.modinv(&p)?);
    let private = numbers("RSA PRIVATE KEY", &[&n, &e, &d, &p, &q, &dp, &dq, &inverse]);
    Some(Made { blob: blob("ssh-rsa", &[&e, &n]), private })
}

fn dsa(secret: &str) -> Option<Made> {
    let (two, one) = (BigUint::from(2_u32), BigUint::from(1_u32));
    let (modulus, order) = DSA_BITS;
    let mut stream = Stream::of(secret);
    let q = stream.prime(order, &two);
    let p = stream.prime(modulus, &(&q * &two));
    let cofactor = (&p - &one) / &q;
    let g = (2_u32..100).map(|h| BigUint::from(h).modpow(&cofactor, &p)).find(|g| *g > one)?;
    let x = stream.number(order) % (&q - &one) + &one;
    let y = g.modpow(&x, &p);
    let private = numbers("DSA PRIVATE KEY", &[&p, &q, &g, &y, &x]);
    Some(Made { blob: blob("ssh-dss", &[&p, &q, &g, &y]), private })
}

fn ecdsa(secret: &str) -> Option<Made> {
    let read = |digits: &str| BigUint::parse_bytes(digits.as_bytes(), 16);
    let curve = Curve { prime: (BigUint::from(1_u32) << 521_u32) - 1_u32 };
    // One bit less than the order has, so that it is below it.
    let scalar = Stream::of(secret).number(520) + 1_u32;
    let (x, y) = curve.times(&scalar, (read(P521_X)?, read(P521_Y)?))?;
    debug_assert!(read(P521_B).is_some_and(|b| curve.has(&x, &y, &b)));
    let padded = |number: &BigUint| {
        let bytes = number.to_bytes_be();
        [vec![0; P521_BYTES - bytes.len()], bytes].concat()
    };
    let point = [vec![4], padded(&x), padded(&y)].concat();
    let private = tlv(
        SEQUENCE,
        &[
            &tlv(INTEGER, &[&[1]]),
            &tlv(0x04, &[&padded(&scalar)]),
            &tlv(0xA0, &[&P521]),
            &tlv(0xA1, &[&tlv(0x03, &[&[0], &point])]),
        ],
    );
    let mut blob = Vec::new();
    [&b"ecdsa-sha2-nistp521"[..], b"nistp521", &point].into_iter().for_each(|part| put(&mut blob, part));
    Some(Made { blob, private: armoured("EC PRIVATE KEY", &private) })
}

type Point = (BigUint, BigUint);

/// A curve of the form that NIST's have.
struct Curve {
    prime: BigUint,
}

impl Curve {
    fn has(&self, x: &BigUint, y: &BigUint, b: &BigUint) -> bool {
        let right = x * x * x + b + (&self.prime - x) * 3_u32;
        (y * y) % &self.prime == right % &self.prime
    }

    /// A multiple of a point: doubled bit by bit, and added where the bit is set.
    fn times(&self, scalar: &BigUint, point: Point) -> Option<Point> {
        let mut sum: Option<Point> = None;
        for bit in (0..scalar.bits()).rev() {
            sum = match sum {
                Some(sum) => Some(self.add(&sum, &sum)?),
                None => None,
            };
            if scalar.bit(bit) {
                sum = Some(match sum {
                    Some(sum) => self.add(&sum, &point)?,
                    None => point.clone(),
                });
            }
        }
        sum
    }

    /// The sum of two points that are not opposite.
    fn add(&self, (x1, y1): &Point, (x2, y2): &Point) -> Option<Point> {
        let p = &self.prime;
        let less = |a: &BigUint, b: &BigUint| (a + p - b) % p;
        let slope = if x1 == x2 {
            (less(&(x1 * x1 % p), &BigUint::from(1_u32)) * 3_u32 * (y1 * 2_u32).modinv(p)?) % p
        } else {
            (less(y2, y1) * less(x2, x1).modinv(p)?) % p
        };
        let x3 = less(&less(&(&slope * &slope % p), x1), x2);
        let y3 = less(&(slope * less(x1, &x3) % p), y1);
        Some((x3, y3))
    }
}

fn numbers(what: &str, numbers: &[&BigUint]) -> String {
    let version = tlv(INTEGER, &[&[0]]);
    let fields = numbers.iter().map(|number| tlv(INTEGER, &[&unsigned(&number.to_bytes_be())]));
    armoured(what, &tlv(SEQUENCE, &[&version, &fields.collect::<Vec<_>>().concat()]))
}

fn blob(method: &str, numbers: &[&BigUint]) -> Vec<u8> {
    let mut blob = Vec::new();
    put(&mut blob, method.as_bytes());
    numbers.iter().for_each(|number| put(&mut blob, &unsigned(&number.to_bytes_be())));
    blob
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use ring::signature::RsaKeyPair;

    fn der(pem: &str) -> Vec<u8> {
        let lines: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        STANDARD.decode(lines).unwrap()
    }

    #[test]
    fn an_rsa_pair_is_one_by_all_its_numbers() {
        let made = make("ssh-rsa", "one").unwrap();
        assert!(made.private.starts_with("-----BEGIN RSA PRIVATE KEY-----\n"));
        // It is refused unless its primes, exponents and modulus belong together.
        let pair = RsaKeyPair::from_der(&der(&made.private)).unwrap();
        assert_eq!(pair.public().modulus_len() as u64 * 8, RSA_BITS);
        assert_eq!(make("ssh-rsa", "one").unwrap().private, made.private);
        assert_ne!(make("ssh-rsa", "two").unwrap().private, made.private);
    }

    #[test]
    fn every_public_half_says_what_it_is() {
        for (method, what) in [("ssh-dss", "DSA"), ("ecdsa-sha2-nistp521", "EC")] {
            let made = make(method, "one").unwrap();
            assert!(made.private.starts_with(&format!("-----BEGIN {what} PRIVATE KEY-----\n")));
            let public = crate::texts::ssh::PublicKey::read(&STANDARD.encode(&made.blob)).unwrap();
            assert_eq!(public.method, method);
        }
        assert!(make("ssh-ed25519", "one").is_none());
    }

    #[test]
    fn the_curves_own_point_is_on_it() {
        let read = |digits: &str| BigUint::parse_bytes(digits.as_bytes(), 16).unwrap();
        let curve = Curve { prime: (BigUint::from(1_u32) << 521_u32) - 1_u32 };
        assert!(curve.has(&read(P521_X), &read(P521_Y), &read(P521_B)));
        let (x, y) = curve.times(&BigUint::from(5_u32), (read(P521_X), read(P521_Y))).unwrap();
        assert!(curve.has(&x, &y, &read(P521_B)));
    }
}
