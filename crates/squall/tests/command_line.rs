//! The command line as a person or a program uses it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod running;

use running::{Running, squall, text};
use serde_json::Value;
use std::io::Write as _;
use std::process::{Command, Stdio};

#[test]
fn codes_has_the_codes_of_the_vendors_lists_and_then_those_of_huaweis_gateway() {
    let listed = squall(&["codes", "--json"]);
    let listed: Vec<Value> = serde_json::from_slice(&listed.stdout).unwrap();
    let given = include_str!("../../catalogue/tests/codes.tsv");
    let given: Vec<(String, String)> = given
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .map(|row| (row[0].trim_end_matches("-module").to_owned(), row[2].to_owned()))
        .collect();
    let shown: Vec<(String, String)> = listed
        .iter()
        .map(|code| (code["system"].as_str().unwrap().to_owned(), code["code"].as_str().unwrap().to_owned()))
        .collect();
    let (of_lists, others) = shown.split_at(given.len());
    assert_eq!(of_lists, given);
    let of_gateway =
        |(system, code): &(String, String)| system == "huawei-imetal" && code.starts_with("APIGW.");
    assert!(others.len() == 35 && others.iter().all(of_gateway), "{others:?}");
    let fields =
        ["name", "kind", "label_zh", "gloss_en", "retry", "blame", "raised_by", "page", "reach", "carrier"];
    assert!(listed.iter().all(|code| fields.iter().all(|field| code.get(field).is_some())));
    let failed = listed.iter().find(|code| code["code"] == "APIGW.0201").unwrap();
    assert_eq!(failed["rows"].as_array().unwrap().len(), 6);
    assert_eq!(failed["rows"][4]["message"], "Backend unavailable.");
}

#[test]
fn explains_by_number_constant_and_text_in_both_languages() {
    let shown = squall(&["explain", "qingcloud", "1400"]);
    assert!(shown.status.success());
    assert!(text(&shown.stdout).contains("PERMISSION_DENIED") && text(&shown.stdout).contains("Whose fault"));
    let zh = text(&squall(&["explain", "PERMISSION_DENIED", "--lang", "zh"]).stdout);
    assert!(zh.contains("访问被拒绝") && zh.contains("何时出现") && !zh.contains("Whose fault"));
    let colliding = text(&squall(&["explain", "2000"]).stdout);
    assert!(colliding.contains("qingcloud 2000") && colliding.contains("ucloudstack 2000"));
    assert_eq!(squall(&["explain", "no such thing at all"]).status.code(), Some(1));
}

#[test]
fn explains_what_it_reads_from_a_log() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_squall"))
        .args(["explain", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let log = "12:00 {\"ret_code\":0}\n12:01 {\"message\":\"x\",\"ret_code\":2500}\nnoise\n12:02 {\"RetCode\":2010}\n";
    child.stdin.take().unwrap().write_all(log.as_bytes()).unwrap();
    let found: Vec<Value> = serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap();
    let codes: Vec<_> =
        found.iter().map(|code| (code["system"].as_str().unwrap(), code["code"].as_str().unwrap())).collect();
    assert_eq!(codes, [("qingcloud", "2500"), ("ucloudstack", "2010")]);
}

#[test]
fn a_wrong_question_gets_one_sentence_and_exit_code_two() {
    let taken = Running::start(&[]);
    let address = taken.base.trim_start_matches("http://");
    for arguments in [
        &["serve", "--listen", address][..],
        &["serve", "--data", "/dev/null"],
        &["serve", "--now", "yesterday"],
        &["serve", "--nonsense"],
        &["explain", "nowhere", "1"],
        &["codes", "nowhere"],
        &["reproduce", "qingcloud"],
        &["reproduce", "qingcloud", "99999"],
        &["call", "qingcloud", "DescribeZones", "novalue"],
        &["call", "qingcloud", "DescribeZones", "--endpoint", "http://127.0.0.1:1"],
        &["frobnicate"],
        &[],
    ] {
        let output = squall(arguments);
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {err}");
        assert!(out.is_empty() && !err.is_empty() && !err.contains("panicked"), "{arguments:?}: {out}{err}");
    }
}

#[test]
fn calls_are_signed_and_their_errors_explained() {
    let server = Running::start(&[]);
    let good = squall(&["call", "qingcloud", "DescribeZones", "--endpoint", &server.base]);
    assert!(good.status.success() && text(&good.stdout).contains("zone_set") && good.stderr.is_empty());
    let bad =
        squall(&["call", "qingcloud", "StopInstances", "instances.1=i-00000000", "--endpoint", &server.base]);
    assert_eq!(bad.status.code(), Some(1));
    assert!(text(&bad.stdout).contains("2100") && text(&bad.stderr).contains("RESOURCE_NOT_FOUND"));
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn the_environment_is_told_as_exports() {
    let shown = text(&squall(&["env", "qingcloud", "--endpoint", "http://localhost:7780"]).stdout);
    assert!(shown.contains("export QINGCLOUD_ACCESS_KEY='SQUALLDEMOKEY'\n"));
    assert!(shown.contains("export QINGCLOUD_ENDPOINT='http://localhost:7780/iaas'\n"));
}

#[test]
fn a_durable_world_and_its_authority_survive_a_restart() {
    let dir = std::env::temp_dir().join(format!("squall-cli-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    let path = dir.to_str().unwrap().to_owned();
    let first = Running::start(&["--data", &path]);
    let base = first.base.clone();
    let made = squall(&["call", "qingcloud", "CreateTag", "tag_name=kept", "--endpoint", &base]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let pem = text(&squall(&["ca", "--endpoint", &base]).stdout);
    let refused = squall(&["serve", "--listen", "127.0.0.1:0", "--data", &path]);
    assert_eq!(refused.status.code(), Some(1), "two processes must not share a directory");
    assert_eq!(first.terminate(), Some(0));
    let second = Running::start(&["--data", &path]);
    let listed = squall(&["call", "qingcloud", "DescribeTags", "--endpoint", &second.base]);
    assert!(text(&listed.stdout).contains("kept"));
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"));
    assert_eq!(pem, text(&squall(&["ca", "--endpoint", &second.base]).stdout));
    drop(second);
    std::fs::remove_dir_all(&dir).unwrap();
}
