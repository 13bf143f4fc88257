//! QingCloud's signature (development_docs/api/signature): an HMAC over method, path and the sorted,
//! canonically encoded parameters. The text that is signed is made from decoded parameters, never from the
//! query as it came: clients send `+` and unsorted bodies, and sign neither.

use crate::flat::Pairs;
use crate::percent;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::hmac;

/// The hash inside the HMAC.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// `HmacSHA1`
    HmacSha1,
    /// `HmacSHA256`
    HmacSha256,
}

impl Method {
    /// The method of a vendor's name for it.
    pub fn parse(name: &str) -> Option<Method> {
        match name {
            "HmacSHA1" => Some(Method::HmacSha1),
            "HmacSHA256" => Some(Method::HmacSha256),
            _ => None,
        }
    }

    fn algorithm(self) -> hmac::Algorithm {
        match self {
            Method::HmacSha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Method::HmacSha256 => hmac::HMAC_SHA256,
        }
    }
}

/// How the signature is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alphabet {
    /// Standard base64 with padding: `/iaas/` and `/iam/`.
    Standard,
    /// Base64url without padding: `/app/`.
    UrlSafe,
}

/// The text that is signed. `pairs` are sorted by name; `signature` itself is left out.
pub fn string_to_sign(method: &str, path: &str, pairs: &Pairs<'_>) -> String {
    let mut text = String::with_capacity(512);
    text.push_str(method);
    text.push('\n');
    text.push_str(path);
    text.push('\n');
    let mut is_first = true;
    for (name, value) in pairs.iter().filter(|(name, _)| name != "signature") {
        if !std::mem::replace(&mut is_first, false) {
            text.push('&');
        }
        percent::encode(name, &mut text);
        text.push('=');
        percent::encode(value, &mut text);
    }
    text
}

/// The signature of a text.
pub fn sign(method: Method, alphabet: Alphabet, secret: &str, text: &str) -> String {
    let tag = hmac::sign(&hmac::Key::new(method.algorithm(), secret.as_bytes()), text.as_bytes());
    match alphabet {
        Alphabet::Standard => STANDARD.encode(tag),
        Alphabet::UrlSafe => URL_SAFE_NO_PAD.encode(tag),
    }
}

/// Whether a signature is that of a text. The comparison takes the same time wherever they differ.
pub fn verify(method: Method, alphabet: Alphabet, secret: &str, text: &str, signature: &str) -> bool {
    let decoded = match alphabet {
        Alphabet::Standard => STANDARD.decode(signature),
        Alphabet::UrlSafe => URL_SAFE_NO_PAD.decode(signature.trim_end_matches('=')),
    };
    let key = hmac::Key::new(method.algorithm(), secret.as_bytes());
    decoded.is_ok_and(|tag| hmac::verify(&key, text.as_bytes(), &tag).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    const STAMP: (&str, &str) = ("time_stamp", "2013-08-27T14:30:10Z");
    const DOCS: [(&str, &str); 9] = [
        ("access_key_id", "QYACCESSKEYIDEXAMPLE"),
        ("action", "RunInstances"),
        ("count", "1"),
        ("image_id", "centos64x86a"),
        ("instance_name", "demo"),
        ("instance_type", "small_b"),
        ("login_mode", "passwd"),
        ("login_passwd", "QingCloud20130712"),
        ("vxnets.1", "vxnet-0"),
    ];
    const GROUP: [(&str, &str); 4] = [
        ("access_key_id", "AKTEST"),
        ("action", "CreateSecurityGroup"),
        ("req_id", "0123456789abcdef0123456789abcdef"),
        ("security_group_name", "web 防火墙 ~a/b+c*=&"),
    ];

    fn text(method: &str, path: &str, fields: &[&[(&str, &str)]]) -> String {
        let mut pairs: Pairs<'_> = fields
            .concat()
            .iter()
            .map(|(name, value)| (Cow::Owned((*name).to_owned()), Cow::Owned((*value).to_owned())))
            .collect();
        pairs.push((Cow::Borrowed("signature"), Cow::Borrowed("is left out")));
        pairs.sort();
        string_to_sign(method, path, &pairs)
    }

    fn signed(hash: &'static str, version: &'static str) -> [(&'static str, &'static str); 3] {
        [("signature_method", hash), ("signature_version", version), STAMP]
    }

    #[track_caller]
    fn agrees(hash: Method, alphabet: Alphabet, secret: &str, text: &str, signature: &str) {
        assert_eq!(sign(hash, alphabet, secret, text), signature, "{text}");
        assert!(verify(hash, alphabet, secret, text, signature));
        assert!(!verify(hash, alphabet, secret, &text.replace("action", "Action"), signature));
        assert!(!verify(hash, alphabet, &format!("{secret}x"), text, signature));
    }

    #[test]
    fn v1_and_v2_of_the_documents() {
        let of = |hash, zone| {
            text("GET", "/iaas/", &[&DOCS, &signed(hash, "1"), &[("version", "1"), ("zone", zone)]])
        };
        let sha256 = of("HmacSHA256", "pek3a");
        assert_eq!(
            sha256,
            "GET\n/iaas/\naccess_key_id=QYACCESSKEYIDEXAMPLE&action=RunInstances&count=1\
             &image_id=centos64x86a\
             &instance_name=demo&instance_type=small_b&login_mode=passwd&login_passwd=QingCloud20130712\
             &signature_method=HmacSHA256&signature_version=1&time_stamp=2013-08-27T14%3A30%3A10Z&version=1\
             &vxnets.1=vxnet-0&zone=pek3a"
        );
        let secret = "SECRETACCESSKEY";
        let (standard, url_safe) = (Alphabet::Standard, Alphabet::UrlSafe);
        agrees(Method::HmacSha256, standard, secret, &sha256, "byjccvWIvAftaq+oublemagH3bYAlDWxxLFAzAsyslw=");
        let sha1 = of("HmacSHA1", "pek3a");
        assert_eq!(sha1, sha256.replace("HmacSHA256", "HmacSHA1"));
        agrees(Method::HmacSha1, standard, secret, &sha1, "J6HXH2ms54sgN+hVb2Hli8M9IQM=");
        // V8, first half: the Go client's own test.
        let go = of("HmacSHA256", "pek1");
        agrees(Method::HmacSha256, standard, secret, &go, "32bseYy39DOlatuewpeuW5vpmW51sD1A/JdGynqSpP8=");
        assert!(!verify(
            Method::HmacSha256,
            url_safe,
            secret,
            &go,
            "32bseYy39DOlatuewpeuW5vpmW51sD1A/JdGynqSpP8="
        ));
    }

    #[test]
    fn v3_and_v4_with_reserved_characters() {
        let of = |hash| {
            text("GET", "/iaas/", &[&GROUP, &signed(hash, "1"), &[("version", "1"), ("zone", "pek3")]])
        };
        let sha256 = of("HmacSHA256");
        assert_eq!(
            sha256,
            "GET\n/iaas/\naccess_key_id=AKTEST&action=CreateSecurityGroup\
             &req_id=0123456789abcdef0123456789abcdef\
             &security_group_name=web%20%E9%98%B2%E7%81%AB%E5%A2%99%20~a%2Fb%2Bc%2A%3D%26\
             &signature_method=HmacSHA256&signature_version=1&time_stamp=2013-08-27T14%3A30%3A10Z\
             &version=1&zone=pek3"
        );
        let (standard, secret) = (Alphabet::Standard, "SKTEST");
        agrees(Method::HmacSha256, standard, secret, &sha256, "Rh/DOA4Wun+eZxopvfueDdbPotEoVuPqKg4Ot5r0qy4=");
        agrees(Method::HmacSha1, standard, secret, &of("HmacSHA1"), "aVFc8Wu34c8UeOirAxCzkmbUgvA=");
    }

    #[test]
    fn v5_by_post() {
        let certificate = [
            ("access_key_id", "AKTEST"),
            ("action", "CreateServerCertificate"),
            ("certificate_content", "-----BEGIN C-----\nab+/=\n"),
            ("private_key", "k y"),
            ("req_id", "r1"),
            ("server_certificate_name", "t 1"),
        ];
        let common = [("version", "1"), ("zone", "pek3")];
        let text = text("POST", "/iaas/", &[&certificate, &signed("HmacSHA256", "1"), &common]);
        assert_eq!(
            text,
            "POST\n/iaas/\naccess_key_id=AKTEST&action=CreateServerCertificate\
             &certificate_content=-----BEGIN%20C-----%0Aab%2B%2F%3D%0A&private_key=k%20y&req_id=r1\
             &server_certificate_name=t%201&signature_method=HmacSHA256&signature_version=1\
             &time_stamp=2013-08-27T14%3A30%3A10Z&version=1&zone=pek3"
        );
        let signature = "JUgT3cUHTSIGvdBeDaHCmY+d5hG7y75aqdt4X8s9NUY=";
        agrees(Method::HmacSha256, Alphabet::Standard, "SKTEST", &text, signature);
    }

    #[test]
    fn v6_of_a_role_and_v7_of_an_application() {
        let role = [
            ("access_key_id", "IAMKEY"),
            ("action", "DescribeInstances"),
            ("req_id", "r2"),
            ("token", "tok.en"),
        ];
        let common = [("version", "1"), ("zone", "pek3")];
        let iam = text("GET", "/iam/", &[&role, &signed("HmacSHA256", "2"), &common]);
        assert_eq!(
            iam,
            "GET\n/iam/\naccess_key_id=IAMKEY&action=DescribeInstances&req_id=r2&signature_method=HmacSHA256\
             &signature_version=2&time_stamp=2013-08-27T14%3A30%3A10Z&token=tok.en&version=1&zone=pek3"
        );
        let signature = "wmhW4gwn+QPPUMkDBtEAdriCllpKz9lyq5sxMJt3T5k=";
        agrees(Method::HmacSha256, Alphabet::Standard, "IAMSECRET", &iam, signature);

        let app = [
            ("access_token", "at-1"),
            ("action", "DescribeUsers"),
            ("app_id", "app-abcd1234"),
            ("req_id", "r3"),
        ];
        let app = text("GET", "/app/", &[&app, &signed("HmacSHA256", "1"), &common]);
        assert_eq!(
            app,
            "GET\n/app/\naccess_token=at-1&action=DescribeUsers&app_id=app-abcd1234&req_id=r3\
             &signature_method=HmacSHA256&signature_version=1&time_stamp=2013-08-27T14%3A30%3A10Z\
             &version=1&zone=pek3"
        );
        let signature = "oNKVq4_l6likKalI2V-bfMCHYED3j5Dku1O1Cbfs2MQ";
        agrees(Method::HmacSha256, Alphabet::UrlSafe, "SKAPP", &app, signature);
        assert!(!verify(Method::HmacSha256, Alphabet::Standard, "SKAPP", &app, signature));
    }

    #[test]
    fn v8_and_v9_of_the_go_client() {
        let fields = [
            ("access_key_id", "ENV_ACCESS_KEY_ID"),
            ("action", "DescribeInstance"),
            ("instance.0", "i-xxxxxxxx"),
            ("signature_method", "HmacSHA256"),
            ("signature_version", "1"),
            ("time_stamp", "0001-01-01T00:00:00Z"),
            ("verbose", "1"),
        ];
        let bare = text("GET", "/iaas", &[&fields]);
        assert_eq!(
            bare,
            "GET\n/iaas\naccess_key_id=ENV_ACCESS_KEY_ID&action=DescribeInstance&instance.0=i-xxxxxxxx\
             &signature_method=HmacSHA256&signature_version=1&time_stamp=0001-01-01T00%3A00%3A00Z&verbose=1"
        );
        let signature = "ZHa2iQ8PeyP1ktMF9C+DjOQBl537ti9RnYZ1Qqr6KRg=";
        agrees(Method::HmacSha256, Alphabet::Standard, "ENV_SECRET_ACCESS_KEY", &bare, signature);

        let least = [("access_key_id", "AKTEST"), ("action", "DescribeZones")];
        let least = text("GET", "/iaas", &[&least, &signed("HmacSHA256", "1")]);
        assert_eq!(
            least,
            "GET\n/iaas\naccess_key_id=AKTEST&action=DescribeZones&signature_method=HmacSHA256\
             &signature_version=1\
             &time_stamp=2013-08-27T14%3A30%3A10Z"
        );
        let signature = "pADqvXtLXD1V3crEJSUfUPy3kd0mpudSiJgRoPKZHLQ=";
        agrees(Method::HmacSha256, Alphabet::Standard, "SKTEST", &least, signature);
    }

    #[test]
    fn names_sort_by_bytes() {
        let list = [("a.10", "x"), ("a.2", "y"), ("A", "z")];
        assert_eq!(text("GET", "/", &[&list]), "GET\n/\nA=z&a.10=x&a.2=y");
    }
}
