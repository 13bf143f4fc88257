//! Every code by its recipe, over real HTTP against the real binary.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod running;

use running::{Running, squall, text};
use serde_json::Value;

/// Codes of QingCloud without a natural recipe. This list may only shrink.
const STAGED: [&str; 7] = ["4001", "4002", "4003", "5000", "5100", "5200", "5300"];

fn lines(output: &[u8]) -> Vec<Value> {
    text(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_code_of_qingcloud_ends_in_itself() {
    let output = squall(&["reproduce", "qingcloud", "--all", "--json"]);
    let outcomes = lines(&output.stdout);
    let failed: Vec<_> = outcomes.iter().filter(|outcome| outcome["ok"] != true).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(outcomes.len(), 43);
    assert_eq!(output.status.code(), Some(0));
    let staged: Vec<_> = outcomes.iter().filter(|outcome| outcome["reach"] != "natural").collect();
    assert!(staged.iter().all(|outcome| outcome["reach"] == "staged"), "no code is injected");
    assert!(staged.iter().all(|outcome| STAGED.contains(&outcome["code"].as_str().unwrap())), "{staged:?}");
}

/// Codes of Huawei without a natural recipe: what only an operator can do. This list may only shrink.
const STAGED_OF_HUAWEI: [&str; 16] = [
    "iMetal.0005",
    "iMetal.0099",
    "iMetal.0102",
    "iMetal.0110",
    "iMetal.0235",
    "iMetal.0236",
    "APIGW.0103",
    "APIGW.0201",
    "APIGW.0302",
    "APIGW.0308",
    "APIGW.0402",
    "APIGW.0601",
    "APIGW.0607",
    "APIGW.0610",
    "APIGW.0613",
    "APIGW.0801",
];

#[test]
fn every_code_of_huawei_and_every_row_of_its_gateway_ends_in_itself() {
    let output = squall(&["reproduce", "huawei-imetal", "--all", "--json"]);
    let outcomes = lines(&output.stdout);
    let failed: Vec<_> = outcomes.iter().filter(|outcome| outcome["ok"] != true).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(output.status.code(), Some(0));
    let of =
        |prefix: &str| outcomes.iter().filter(|it| it["code"].as_str().unwrap().starts_with(prefix)).count();
    assert_eq!((of("iMetal."), of("APIGW.")), (25, 24));
    let staged: Vec<_> = outcomes.iter().filter(|outcome| outcome["reach"] != "natural").collect();
    assert!(staged.iter().all(|outcome| outcome["reach"] == "staged"), "no code is injected");
    let known = |outcome: &&&Value| STAGED_OF_HUAWEI.contains(&outcome["code"].as_str().unwrap());
    assert!(staged.iter().all(|outcome| known(&outcome)), "{staged:?}");
}

/// Codes of Tencent's CDN and DSA without a natural recipe: what only an operator can do. This list may only shrink.
const STAGED_OF_TENCENTS_CDN: [&str; 12] =
    ["6000", "6200", "1000", "1001", "1013", "2003", "2006", "2111", "2112", "2113", "2123", "10000"];

#[test]
fn every_code_of_tencents_cdn_ends_in_itself() {
    let output = squall(&["reproduce", "tencent-cdn", "--all", "--json"]);
    let outcomes = lines(&output.stdout);
    let failed: Vec<_> = outcomes.iter().filter(|outcome| outcome["ok"] != true).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!((outcomes.len(), output.status.code()), (79, Some(0)));
    let staged: Vec<_> = outcomes.iter().filter(|outcome| outcome["reach"] != "natural").collect();
    assert!(staged.iter().all(|outcome| outcome["reach"] == "staged"), "no code is injected");
    let known = |outcome: &&&Value| STAGED_OF_TENCENTS_CDN.contains(&outcome["code"].as_str().unwrap());
    assert!(staged.iter().all(|outcome| known(&outcome)), "{staged:?}");
}

#[test]
fn recipes_run_against_an_endpoint_and_put_its_world_back() {
    let server = Running::start(&[]);
    let tag = squall(&["call", "qingcloud", "CreateTag", "tag_name=mine", "--endpoint", &server.base]);
    assert!(tag.status.success());
    let output = squall(&["reproduce", "qingcloud", "2110", "1300", "--endpoint", &server.base]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let listed = squall(&["call", "qingcloud", "DescribeTags", "--endpoint", &server.base]);
    let listed = text(&listed.stdout);
    assert!(listed.contains("mine") && !listed.contains("blue"), "{listed}");
}
