//! Requests as Huawei's own signer signs them.

use super::*;

const VECTOR: (&str, &str) = ("QTWAOYTTINDUT2QVKYUC", "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc");

/// A request as Huawei's own signer signs it, with the signature that it made.
fn vector(
    method: &str,
    host: &str,
    target: &str,
    kind: &str,
    body: &str,
    more: &[(&str, &str)],
    signature: &str,
) -> Prepared {
    let mut headers = vec![
        ("host", host),
        ("content-type", kind),
        ("user-agent", "huaweicloud-usdk-python/3.0"),
        ("x-project-id", PROJECT),
        ("x-sdk-date", "20260115T093000Z"),
    ];
    headers.extend(more);
    let mut names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    let (access, names) = (VECTOR.0, names.join(";"));
    let shown = format!("SDK-HMAC-SHA256 Access={access}, SignedHeaders={names}, Signature={signature}");
    headers.push(("authorization", &shown));
    let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Prepared { method: method.to_owned(), target: target.to_owned(), headers, body: body.to_owned() }
}

fn vectors() -> [(Prepared, &'static str); 3] {
    let (local, json) = ("127.0.0.1:8787", "application/json");
    let base = format!("/v1/{PROJECT}");
    let list = format!("{base}/physicalservers?limit=10&manage_state=in-use&marker=a%20b%2Fc");
    let body =
        r#"{"instance_id_set": ["0198170e-4ca7-7ee4-89a7-fa631843920b"], "new_password": "Squall@2026"}"#;
    let export = format!("{base}/physicalservers/%E6%9C%8D%20x/logs/exports");
    [
        (
            vector(
                "GET",
                local,
                &list,
                json,
                "",
                &[],
                "204c12e3aadecee57fec7b18683ff42aeed15facc8cb53e3163ddfe42c90f6dc",
            ),
            "",
        ),
        (
            vector(
                "PUT",
                "clouddc.cn-east-3.myhuaweicloud.com",
                &format!("{base}/instances/password"),
                "application/json;charset=utf-8",
                body,
                &[],
                "b0d826b846309a168ef522e83a07654438719d3b326cf260b048e99ffb2bba38",
            ),
            "iMetal.0200",
        ),
        (
            vector(
                "POST",
                local,
                &export,
                json,
                "",
                &[("x-security-token", "TOKEN123")],
                "055e9c0dc38c5bc4c21db37c17270f80d38d1e99c499820216153a5c433bb9c1",
            ),
            "iMetal.0100",
        ),
    ]
}

/// A world in which the key of the vectors is the demo account's second, at their date.
fn vectors_desk() -> Desk {
    let desk = desk();
    let pair = |(id, secret): (&str, &str)| json!({"id": id, "secret": secret});
    desk.patch_account(
        "demo",
        &json!({"keys": [pair(("SQUALLDEMOKEY", "squall-demo-secret")), pair(VECTOR)]}),
    );
    desk.set_wire(Time::parse("2026-01-15T09:30:00Z").unwrap());
    desk
}

#[test]
fn requests_of_the_vendors_own_signer_are_genuine() {
    let desk = vectors_desk();
    for (request, code) in vectors() {
        let reply = desk.send(&request);
        assert_eq!(reply.number(), code, "{}", reply.body);
    }
}

#[test]
fn a_byte_changed_anywhere_makes_them_false() {
    let desk = vectors_desk();
    let other = |text: &str, at: usize| {
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'a' { b'b' } else { b'a' };
        String::from_utf8(bytes).unwrap()
    };
    let mut changed = 0;
    let mut try_it = |request: &Prepared| {
        changed += 1;
        let reply = desk.send(request);
        assert_eq!(reply.number(), "APIGW.0301", "{request:?}: {}", reply.body);
        desk.universe.site.sightings.clear();
    };
    for (request, _) in vectors() {
        // Another path leads elsewhere or nowhere, unless it is a parameter's.
        let begin = "/v1/".len();
        let (begin, end) = match request.target.find('?') {
            Some(query) => (query + 1, request.target.len()),
            None => (begin, begin + PROJECT.len()),
        };
        for at in begin..end {
            let is_name = |byte: u8| matches!(byte, b'%' | b'&' | b'=');
            if !is_name(request.target.as_bytes()[at]) && !request.target[..at].ends_with('%') {
                try_it(&Prepared { target: other(&request.target, at), ..request.clone() });
            }
        }
        for at in 0..request.body.len() {
            try_it(&Prepared { body: other(&request.body, at), ..request.clone() });
        }
        for header in 0..request.headers.len() {
            let value = request.headers[header].1.clone();
            let begin = value.find("Signature=").map_or(0, |at| at + "Signature=".len());
            for at in begin..value.len() {
                let mut headers = request.headers.clone();
                headers[header].1 = other(&value, at);
                try_it(&Prepared { headers, ..request.clone() });
            }
        }
    }
    assert!(changed > 700, "{changed}");
}
