//! Tencent Cloud API 2.0's signature: an HMAC over method, host, path and the sorted parameters as they are, with `.`
//! for every `_` in a name. The vendor's clients agree neither on whether they replace before they sort nor on a name
//! that begins with `_`, so a signature is right if it is that of any of their texts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use std::borrow::Cow;

/// The name of the parameter that holds the signature, and is not signed.
pub const SIGNATURE: &str = "Signature";
/// What the value of a parameter begins with that stands for a file: forms leave it out of what is signed.
const FILE: char = '@';

/// The hash inside the HMAC.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// `HmacSHA1`
    HmacSha1,
    /// `HmacSHA256`
    HmacSha256,
}

impl Method {
    /// The method that `SignatureMethod` means: anything but the one exact name is SHA-1.
    pub fn of(name: Option<&str>) -> Method {
        if name == Some("HmacSHA256") { Method::HmacSha256 } else { Method::HmacSha1 }
    }

    fn algorithm(self) -> hmac::Algorithm {
        match self {
            Method::HmacSha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Method::HmacSha256 => hmac::HMAC_SHA256,
        }
    }
}

/// What a request says that is signed. The pairs are sorted by their names as sent.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// `GET` or `POST`.
    pub method: &'a str,
    /// The host as the client names it, with its port where it named one.
    pub host: &'a str,
    /// The path.
    pub path: &'a str,
    /// The parameters; the signature itself is left out.
    pub pairs: &'a [(Cow<'a, str>, Cow<'a, str>)],
}

/// In which order a client replaces and sorts, and what it does with a name that begins with `_`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Order {
    /// Python's: replaced, then sorted.
    ReplacedFirst,
    /// Java's and the command line's: sorted, then replaced.
    SortedFirst,
    /// PHP's and Node's: the same, but a name that begins with `_` stays as it is.
    SortedFirstButLeading,
}

impl Signed<'_> {
    /// The text that a client of today signs: names replaced, then sorted.
    pub fn text(&self) -> String {
        self.in_order(Order::ReplacedFirst, self.method == "POST")
    }

    fn in_order(&self, order: Order, without_files: bool) -> String {
        let mut text = [self.method, self.host, self.path, "?"].concat();
        let signed = |(name, value): &&(Cow<'_, str>, Cow<'_, str>)| {
            name != SIGNATURE && !(without_files && value.starts_with(FILE))
        };
        let replaced = |name: &str| match order {
            Order::SortedFirstButLeading if name.starts_with('_') => name.to_owned(),
            _ => name.replace('_', "."),
        };
        let mut pairs: Vec<(String, &str)> =
            self.pairs.iter().filter(signed).map(|(name, value)| (replaced(name), &**value)).collect();
        if order == Order::ReplacedFirst {
            pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
        }
        for (at, (name, value)) in pairs.iter().enumerate() {
            text.push_str(if at == 0 { "" } else { "&" });
            text.push_str(name);
            text.push('=');
            text.push_str(value);
        }
        text
    }

    /// Whether a signature is that of the request, as any of the vendor's clients makes it. `files_may_be_signed` is
    /// for calls with `Version`, in which one of them signs files' names in forms as well.
    pub fn verify(&self, method: Method, secret: &str, signature: &str, files_may_be_signed: bool) -> bool {
        let Ok(tag) = STANDARD.decode(signature) else { return false };
        let key = hmac::Key::new(method.algorithm(), secret.as_bytes());
        let fits = |text: &str| hmac::verify(&key, text.as_bytes(), &tag).is_ok();
        // Without such a name all of them sign the same.
        let orders: &[Order] = match self.pairs.iter().any(|(name, _)| name.contains('_')) {
            true => &[Order::ReplacedFirst, Order::SortedFirst, Order::SortedFirstButLeading],
            false => &[Order::ReplacedFirst],
        };
        let is_post = self.method == "POST";
        let ways: &[bool] = if is_post && files_may_be_signed { &[true, false] } else { &[is_post] };
        ways.iter().any(|way| orders.iter().any(|order| fits(&self.in_order(*order, *way))))
    }
}

/// The signature of a text.
pub fn sign(method: Method, secret: &str, text: &str) -> String {
    STANDARD.encode(hmac::sign(&hmac::Key::new(method.algorithm(), secret.as_bytes()), text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA";
    const SECRET: &str = "Gu5t9xGARNpq86cd98joQYCN3Cozk1qA";

    type Extra<'e> = &'e [(&'e str, &'e str)];

    fn signature_fits(method: &str, host: &str, secret: &str, pairs: Extra<'_>, signature: &str) -> bool {
        let mut pairs: Vec<(Cow<'_, str>, Cow<'_, str>)> =
            pairs.iter().map(|(name, value)| (Cow::Borrowed(*name), Cow::Borrowed(*value))).collect();
        pairs.sort();
        let named = pairs.iter().find(|(name, _)| name == "SignatureMethod").map(|(_, value)| &**value);
        let hash = Method::of(named);
        let signed = Signed { method, host, path: "/v2/index.php", pairs: &pairs };
        signed.verify(hash, secret, signature, false)
    }

    /// A request as the Python SDK sends it.
    fn sdk(method: &str, host: &str, action: &str, hash: &str, extra: Extra<'_>, signature: &str) {
        let mut pairs = vec![
            ("Action", action),
            ("Nonce", "345122"),
            ("Region", "gz"),
            ("RequestClient", "SDK_PYTHON_2.0.15"),
            ("SecretId", ID),
            ("SignatureMethod", hash),
            ("Timestamp", "1465185768"),
        ];
        pairs.extend_from_slice(extra);
        assert!(signature_fits(method, host, SECRET, &pairs, signature), "{action} {signature}");
        let other = [if signature.starts_with('A') { "B" } else { "A" }, &signature[1..]].concat();
        assert!(!signature_fits(method, host, SECRET, &pairs, &other), "{action} {other}");
    }

    #[test]
    fn the_documented_request_has_its_documented_signature_by_either_hash_and_method() {
        let mut pairs = vec![
            ("Action", "DescribeInstances"),
            ("Nonce", "11886"),
            ("Region", "gz"),
            ("SecretId", ID),
            ("Timestamp", "1465185768"),
            ("instanceIds.0", "ins-09dx96dg"),
            ("limit", "20"),
            ("offset", "0"),
        ];
        let host = "cvm.api.qcloud.com";
        assert!(signature_fits("GET", host, SECRET, &pairs, "NSI3UqqD99b/UJb4tbG/xZpRW64="));
        pairs.push(("SignatureMethod", "HmacSHA256"));
        let of_get = "PSWUwVv4TfW2sQP1FT9KbbLjIZ9bmK8f1cL6fbpf3KI=";
        assert!(signature_fits("GET", host, SECRET, &pairs, of_get));
        let of_post = "GczSSa3H5imvBC5is1U94m8NoRwE1CJyxf+Dhsk9EuY=";
        assert!(signature_fits("POST", host, SECRET, &pairs, of_post));
        assert!(!signature_fits("POST", host, SECRET, &pairs, of_get));
    }

    #[test]
    fn requests_of_the_python_sdk_verify() {
        let cvm = "cvm.api.qcloud.com";
        let two = [("instanceIds.0", "ins-0hm4gvho"), ("instanceIds.1", "ins-8oby8q00")];
        sdk("GET", cvm, "StartInstances", "HmacSHA1", &two, "vulLjqTOMFU+M+iG4+Gl7H3oj18=");
        let disk = [
            ("goodsNum", "1"),
            ("period", "1"),
            ("storageSize", "10"),
            ("storageType", "cloudBasic"),
            ("zoneId", "100002"),
        ];
        let signature = "BW0DNt59i7rjALSM7frL3IXxQsDG9GR3idVb8BYqJCk=";
        sdk("POST", "cbs.api.qcloud.com", "CreateCbsStorages", "HmacSHA256", &disk, signature);
        let vpc = [
            ("Token", "tok/en+1="),
            ("cidrBlock", "10.0.0.0/16"),
            ("empty", ""),
            ("flag", "True"),
            ("subnetSet.0.subnetName", "s_1"),
            ("subnetSet.0.zoneId", "100002"),
            ("vpcName", "测试 a&b=c"),
        ];
        let signature = "DzCLi742ksDdDLRGjXKZXpO3IbbEYFkYJJj9Qpad8zE=";
        sdk("POST", "vpc.api.qcloud.com", "CreateVpc", "HmacSHA256", &vpc, signature);
        let named: Vec<(String, String)> =
            (0..12).map(|n| (format!("instanceIds.{n}"), format!("ins-{n:08}"))).collect();
        let named: Vec<(&str, &str)> = named.iter().map(|(name, value)| (&**name, &**value)).collect();
        sdk("GET", cvm, "DescribeInstances", "HmacSHA1", &named, "knNuKVdkzDijkXcb4cqN8c4Tf10=");
    }

    #[test]
    fn names_with_underscores_verify_by_either_order() {
        let project = [("all_list", "1"), ("allA", "2")];
        let account = "account.api.qcloud.com";
        sdk("GET", account, "DescribeProject", "HmacSHA1", &project, "nHDw9lyVTaHIy/C8f51T7ExHtww=");
        let pairs = [
            ("Action", "X"),
            ("Nonce", "345122"),
            ("Region", "gz"),
            ("SecretId", ID),
            ("Timestamp", "1465185768"),
            ("a_b", "1"),
            ("aB", "2"),
        ];
        for signature in ["aUacN9jYubed1FHD1bkmdM9ZCn0=", "DZFKS5f4e6JBc88y3JdaM6rdM9g="] {
            assert!(signature_fits("GET", "cvm.api.qcloud.com", SECRET, &pairs, signature), "{signature}");
        }
    }

    #[test]
    fn a_forms_value_that_stands_for_a_file_is_not_signed_and_a_querys_is() {
        let name = [("instanceId", "ins-0hm4gvho"), ("instanceName", "@home")];
        let (cvm, action) = ("cvm.api.qcloud.com", "ModifyInstanceAttributes");
        sdk("POST", cvm, action, "HmacSHA1", &name, "m9jxptf6VXgtF6+DGEKAHmHNMeA=");
        sdk("GET", cvm, action, "HmacSHA1", &name, "JhEtljvGiBcavrCg/+riVwH/9bs=");
    }

    #[test]
    fn the_host_is_signed_with_its_port_and_an_unknown_hash_is_sha_1() {
        let (describe, none) = ("DescribeInstances", []);
        sdk("GET", "127.0.0.1:8443", describe, "HmacSHA1", &none, "fA/ojegpNwU3gdNLbjnvMfB5UU0=");
        sdk("GET", "cvm.api.qcloud.com", describe, "HmacMD5", &none, "01pO7QT0KzeDvwDKt/heQAejBKA=");
    }

    #[test]
    fn the_sdks_own_vectors_verify() {
        for (method, hash, signature) in [
            ("POST", "HmacSHA1", "p3n+pxBqF5JGZtDSxoVn5tGngf0="),
            ("GET", "HmacSHA1", "5HAq1BOKNLEE2/uauWnp6Zv9Z3c="),
            ("POST", "HmacSHA256", "B2T37FRSP6Fk0/q/cdfrTE0p3zX5ooB/2BPWZUFpsj4="),
        ] {
            let pairs = [
                ("Action", "DescribeInstances"),
                ("Nonce", "1290303896666895346"),
                ("Region", "ap-guangzhou"),
                ("SecretId", "secretIdFoo"),
                ("SignatureMethod", hash),
                ("Timestamp", "1512393162"),
                ("Version", "2017-03-12"),
            ];
            let fits = signature_fits(method, "cvm.api.qcloud.com", "secretKeyBar", &pairs, signature);
            assert!(fits, "{method} {hash}");
        }
    }
}
