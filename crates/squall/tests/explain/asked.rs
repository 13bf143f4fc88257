//! The command itself: what it prints, in which language, and how it ends.

use super::running::{squall, text};
use serde_json::Value;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

/// The command with something on its standard input.
fn fed(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_squall"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

#[test]
fn exit_codes_tell_what_was_found() {
    for (input, code) in [
        ("{\"ret_code\":1400}", 0),
        ("{\"ret_code\":0}", 0),
        ("{\"ret_code\":1400}\n{\"error_code\":\"AS.0001\"}", 0),
        ("{\"error_code\":\"AS.0001\"}", 1),
        ("AS.0001", 1),
        ("nothing at all", 1),
        ("", 1),
        ("5100", 0),
        ("访问被拒绝\n", 0),
    ] {
        for lang in ["en", "zh"] {
            let output = fed(&["explain", "-", "--lang", lang], input);
            assert_eq!(output.status.code(), Some(code), "{input}");
            let told = output.stdout.len() + output.stderr.len();
            assert!(told > 0 && (code == 1) == output.stdout.is_empty(), "{input}");
        }
    }
    assert_eq!(fed(&["explain", "nowhere", "-"], "").status.code(), Some(2));
}

#[test]
fn one_of_several_is_told_by_what_they_differ() {
    for arguments in [&["explain", "5100"][..], &["explain", "-"]] {
        let output = fed(arguments, "5100\n");
        let shown = text(&output.stdout);
        for part in [
            "qingcloud 5100  SERVER_BUSY",
            "tencent 5100  RESOURCE_OPERATION_FAILED",
            "tencent-cdn 5100  ",
            "5100 may be any of 3. The reply tells which:",
            "  qingcloud     {\"message\":\"…\",\"ret_code\":5100}",
            "from cdn.api.qcloud.com or dsa.api.qcloud.com",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
    }
    let zh = text(&fed(&["explain", "-", "--lang", "zh"], "{\"code\":\"5100\"}").stdout);
    assert!(zh.contains("5100 有 2 种可能") && zh.contains("来自 cdn.api.qcloud.com"), "{zh}");
    assert!(!zh.contains("qingcloud 5100"), "{zh}");
    let narrowed = text(&fed(&["explain", "tencent", "-"], "{\"code\":\"5100\"}").stdout);
    assert!(narrowed.starts_with("tencent 5100") && !narrowed.contains("cdn"), "{narrowed}");
}

#[test]
fn repetitions_are_told_once_with_a_count() {
    let log = "{\"ret_code\":1400}\nx\n{\"ret_code\":1400}\n{\"ret_code\":2500}\n";
    let shown = text(&fed(&["explain", "-"], log).stdout);
    assert_eq!(shown.matches("qingcloud 1400  ").count(), 1, "{shown}");
    assert!(shown.contains("Read: 2 times, first in line 1") && shown.contains("Read: once, in line 4"));
    let json: Vec<Value> = serde_json::from_slice(&fed(&["explain", "-", "--json"], log).stdout).unwrap();
    assert_eq!(
        (&json[0]["code"], &json[0]["seen"], &json[0]["line"]),
        (&"1400".into(), &2.into(), &1.into())
    );
    let zh = text(&fed(&["explain", "-", "--lang", "zh"], log).stdout);
    assert!(zh.contains("所见：2 次，首次在第 1 行"), "{zh}");
}

#[test]
fn strangers_and_successes_are_named_in_both_languages() {
    let told = |lang: &str, input: &str| {
        let output = fed(&["explain", "-", "--lang", lang], input);
        format!("{}{}", text(&output.stdout), text(&output.stderr))
    };
    let stranger = "{\"error_code\":\"AS.0001\",\"error_msg\":\"x\"}";
    assert!(
        told("en", stranger).starts_with("AS.0001 looks like Huawei's, of another service (once, in line 1)")
    );
    assert!(told("zh", stranger).starts_with("AS.0001 形似华为云其他服务的错误码 (1 次，在第 1 行)"));
    let success = "{\"ret_code\":0}\n{\"ret_code\":0}";
    assert_eq!(told("en", success), "2 successes of QingCloud: there is no error in them\n");
    assert_eq!(told("zh", success), "青云的成功响应（2 个）：没有错误\n");
    assert!(
        told("en", "{\"ret_code\":9999}")
            .starts_with("9999 looks like QingCloud's, whose list does not have it")
    );
    let output = squall(&["explain", "AS.0001"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stderr), "AS.0001 looks like Huawei's, of another service\n");
}

#[test]
fn a_whole_reply_may_be_the_argument() {
    let shown = squall(&["explain", "{'ret_code': 1400}"]);
    assert!(shown.status.success() && text(&shown.stdout).starts_with("qingcloud 1400"));
    let none = squall(&["explain", "ucloudstack", "{'ret_code': 1400}"]);
    assert_eq!(none.status.code(), Some(1));
}
