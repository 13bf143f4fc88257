//! SSH keys. A public key is read as OpenSSH writes it; a key pair made here is a real one of the method that was asked
//! for, and follows from a secret.

use super::key_pair;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use ring::signature::{Ed25519KeyPair, KeyPair as _};

/// What Ed25519 keys are called.
const ED25519: &str = "ssh-ed25519";
/// The methods of key pairs.
pub(crate) const METHODS: [&str; 4] = ["ssh-rsa", "ssh-dss", "ecdsa-sha2-nistp521", ED25519];
/// The most bytes of a public key in text.
pub(crate) const PUBLIC_KEY_BYTES: usize = 8_192;
/// What making a pair costs, in rows read: the search for primes takes longer than threads that others wait on can be
/// spared.
pub(crate) const WORK: u64 = 50_000;
/// The characters of a line of a private key.
const LINE: usize = 70;

/// A public key: its method and its contents in base64.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct PublicKey {
    pub(crate) method: String,
    pub(crate) blob: String,
}

impl PublicKey {
    /// Reads `method base64 comment`, or the base64 alone. `None` when it is no key of a method that is
    /// known.
    pub(crate) fn read(text: &str) -> Option<PublicKey> {
        let mut words = text.split_ascii_whitespace();
        let first = words.next()?;
        let (named, blob) = match METHODS.contains(&first) {
            true => (Some(first), words.next()?),
            false => (None, first),
        };
        let bytes = STANDARD.decode(blob).ok()?;
        let mut parts = Vec::new();
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let (length, after) = rest.split_first_chunk::<4>()?;
            let length = u32::from_be_bytes(*length) as usize;
            parts.push(after.get(..length)?);
            rest = &after[length..];
        }
        let method = METHODS.iter().find(|method| parts.first() == Some(&method.as_bytes()))?;
        let is_whole = parts.len() > 1 && parts[1..].iter().all(|part| !part.is_empty());
        let is_named = named.is_none_or(|named| named == *method);
        (is_whole && is_named)
            .then(|| PublicKey { method: (*method).to_owned(), blob: STANDARD.encode(&bytes) })
    }

    /// As OpenSSH writes it, without a comment.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.blob)
    }
}

/// A new pair of a method that follows from a secret: its public key, and the private one as `ssh-keygen` writes it.
/// What needs primes takes about as long as `WORK` says.
pub(crate) fn make(method: &str, secret: &str, comment: &str) -> Option<(PublicKey, String)> {
    if method == ED25519 {
        return ed25519(secret, comment);
    }
    let made = key_pair::make(method, secret)?;
    let public = PublicKey { method: method.to_owned(), blob: STANDARD.encode(&made.blob) };
    Some((public, made.private))
}

fn ed25519(secret: &str, comment: &str) -> Option<(PublicKey, String)> {
    let seed = digest(&SHA256, secret.as_bytes());
    let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_ref()).ok()?;
    let point = pair.public_key().as_ref();
    let mut blob = Vec::new();
    put(&mut blob, ED25519.as_bytes());
    put(&mut blob, point);

    let mut inner = Vec::new();
    let check = &seed.as_ref()[..4];
    inner.extend_from_slice(check);
    inner.extend_from_slice(check);
    inner.extend_from_slice(&blob);
    put(&mut inner, &[seed.as_ref(), point].concat());
    put(&mut inner, comment.as_bytes());
    (1..=8_u8).take((8 - inner.len() % 8) % 8).for_each(|byte| inner.push(byte));

    let mut whole = b"openssh-key-v1\0".to_vec();
    put(&mut whole, b"none");
    put(&mut whole, b"none");
    put(&mut whole, b"");
    whole.extend_from_slice(&1_u32.to_be_bytes());
    put(&mut whole, &blob);
    put(&mut whole, &inner);
    let public = PublicKey { method: ED25519.to_owned(), blob: STANDARD.encode(&blob) };
    Some((public, armoured(&whole)))
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
    out.extend_from_slice(bytes);
}

fn armoured(bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let mut out = String::from("-----BEGIN OPENSSH PRIVATE KEY-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(LINE.min(rest.len()));
        out.push_str(line);
        out.push('\n');
        rest = after;
    }
    out.push_str("-----END OPENSSH PRIVATE KEY-----\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_made_once_and_read_again() {
        let (public, private) = make(ED25519, "one", "ops").unwrap();
        assert_eq!(PublicKey::read(&format!("{} ops@example.cn", public.line())).unwrap(), public);
        assert_eq!(PublicKey::read(&public.blob).unwrap(), public);
        assert_eq!(make(ED25519, "one", "ops").unwrap().1, private);
        assert_ne!(make(ED25519, "two", "ops").unwrap().0, public);
    }

    #[test]
    fn what_is_no_public_key_is_refused() {
        let (public, _) = make(ED25519, "one", "").unwrap();
        let short = &public.blob[..public.blob.len() - 8];
        for text in
            ["", "ssh-rsa", "AAAA", &format!("ssh-rsa {}", public.blob), &format!("ssh-ed25519 {short}")]
        {
            assert_eq!(PublicKey::read(text), None, "{text}");
        }
    }
}
