//! Exceptions in the words of the vendors' SDKs, logs, recordings, and what looks like them.

use super::replies::judge;
use super::seen;

#[test]
fn exceptions_of_the_vendors_sdks() {
    judge(&[
        (
            "QingCloud Error: Code (1400), Message (PermissionDenied, resource [eip-5ywkioa5] x)",
            &["qingcloud 1400"],
        ),
        (
            "com.qingcloud.sdk.exception.QCException: x; Action : RunInstances; Error Code: 5200; Error Message: x)",
            &["qingcloud 5200"],
        ),
        ("ucloud.core.exc._exc.RetCodeException: AttachDisk - 2204: full", &["ucloudstack 2204"]),
        ("[3f0c9a1e-0000] CreateVMInstance - 160: no money", &["ucloudstack 160"]),
        ("RetCodeException: [*] Recharge - 140: x", &["ucloudstack 140"]),
        ("Error: error on attaching, api:\n[server.RetCodeError] 2204 full\n", &["ucloudstack 2204"]),
        ("cn.ucloud.common.exception.RetCodeException: [3f0c] 2204: full", &["ucloudstack 2204"]),
        (
            "UCloudError: full\n    at x.js:1 {\n  typ: 'RetCode',\n  retCode: 2204,\n  requestId: '3f' }",
            &["ucloudstack 2204"],
        ),
        (
            "ClientRequestException - {status_code:400,request_id:0f,error_code:iMetal.0206,error_msg:too long }",
            &["huawei-imetal iMetal.0206"],
        ),
        (
            r#"{"status_code":400,"request_id":"0f","error_code":"iMetal.0204","error_message":"x"}"#,
            &["huawei-imetal iMetal.0204"],
        ),
        (
            r#"{"ErrorMessage": "x","ErrorCode": "APIGW.0308","EncodedAuthorizationMessage": ""}"#,
            &["huawei-imetal APIGW.0308"],
        ),
        (
            "ClientRequestException {\n    httpStatusCode: 400\n    errorCode: iMetal.0206\n    requestId: null\n}",
            &["huawei-imetal iMetal.0206"],
        ),
        (
            "ClientRequestException: x\n    at y.js:2 {\n  httpStatusCode: 404,\n  errorCode: 'iMetal.0100' }",
            &["huawei-imetal iMetal.0100"],
        ),
        (
            "openstack.exceptions.HttpException: HttpException: x, [APIGW.0301]Incorrect x",
            &["huawei-imetal APIGW.0301"],
        ),
        (
            "ClientRequestException - {status_code:429,request_id:,error_code:429,error_msg:too many 429 errors}",
            &["huawei-imetal iMetal.0005 | huawei-imetal APIGW.0308"],
        ),
        (
            "[TencentCloudSDKException] code:InvalidParameter.SecretIdNotFound message:x requestId:u",
            &["tencent 4104"],
        ),
        ("[TencentCloudSDKError] Code=InternalError, Message=x, RequestId=u", &["tencent 6000"]),
        (
            "ApiServerNetworkException Status: 502\nHeader: a: b\nData: {\"code\":6000,\"message\":\"x\"}",
            &["tencent 6000 | tencent-cdn 6000"],
        ),
        ("Error code:4104.\nmessage:x.\next:NULL.", &["tencent 4104"]),
        ("(2130)非法ProjectID参数", &["tencent-cdn 2130"]),
        ("request failed: (3004)证书已过期", &["tencent-cdn 3004"]),
        ("iMetal.0206", &["huawei-imetal iMetal.0206"]),
        ("调用失败，错误码：2400", &["qingcloud 2400"]),
        ("failed with error code 2400: no money", &["qingcloud 2400"]),
        ("&errors.QingCloudError{RetCode:1400, Message:\"x\"}", &["qingcloud 1400"]),
        (
            "uerr.ServerError{name:\"server.RetCodeError\", statusCode:200, retCode:2204}",
            &["ucloudstack 2204"],
        ),
    ]);
}

#[test]
fn logs() {
    judge(&[
        (
            "2026-01-01T08:00:00Z INFO reply {\"ret_code\":0,\"action\":\"DescribeZonesResponse\"}\n\
             noise {\n\
             2026-01-01T08:00:01Z WARN reply {\"message\":\"x\",\"ret_code\":2500} 3ms\n\
             2026-01-01T08:00:02Z WARN reply {\"message\":\"x\",\"ret_code\":2500} 4ms\n\
             2026-01-01 08:00:03,123 - INFO - 2204: not an action\n",
            &["ok qingcloud", "qingcloud 2500 x2"],
        ),
        ("\u{1b}[34;1m\"ret_code\"\u{1b}[0m:\u{1b}[0;39m1400\u{1b}[0m,", &["qingcloud 1400"]),
        ("ts=1 level=error zone=pek3 ret_code=1400 msg=\"PermissionDenied, x\"", &["qingcloud 1400"]),
        ("level=error code=4000 codeDesc=InvalidParameter msg=\"(2130)非法\"", &["tencent-cdn 2130"]),
        ("level=error code=5100 msg=busy", &["qingcloud 5100 | tencent 5100 | tencent-cdn 5100"]),
        ("ret_code 1400 for i-1, then ret_code is 2100", &["qingcloud 1400", "qingcloud 2100"]),
        (
            "ret_code=1400 ret_code=2100 RetCode=2204",
            &["qingcloud 1400", "qingcloud 2100", "ucloudstack 2204"],
        ),
        (
            "{\"ret_code\":1400,\"message\":\"cut of\n{\"ret_code\":2100}\n",
            &["qingcloud 1400", "qingcloud 2100"],
        ),
        ("app_1 | {\napp_1 |   \"ret_code\": 1400\napp_1 | }", &["qingcloud 1400"]),
        (
            "GET https://cdn.api.qcloud.com/v2/index.php 200 {\"code\":5100,\"message\":\"x\"}",
            &["tencent-cdn 5100"],
        ),
        (
            "请求 https://dns.myhuaweicloud.com/v2 失败! 返回: {\"error_msg\":\"x\",\"error_code\":\"APIGW.0301\"}\n",
            &["huawei-imetal APIGW.0301"],
        ),
        ("<pre>{&quot;message&quot;:&quot;x&quot;,&quot;ret_code&quot;:1400}</pre>", &["qingcloud 1400"]),
        ("i-1,\"{\"\"message\"\": \"\"x\"\", \"\"ret_code\"\": 1400}\",08:00", &["qingcloud 1400"]),
        (r#"{"account":"demo","code":"5100","system":"qingcloud","action":"X"}"#, &["qingcloud 5100"]),
        (
            r#"[{"code":"5100","system":"qingcloud"},{"code":5100}]"#,
            &["qingcloud 5100", "tencent 5100 | tencent-cdn 5100"],
        ),
        (r#"{"system":"tencent-cdn","code":"2130","reach":"natural","ok":true}"#, &["tencent-cdn 2130"]),
        ("\u{feff}{\"ret_code\":1400}\r\n", &["qingcloud 1400"]),
    ]);
}

#[test]
fn what_is_no_reply_is_left_alone() {
    judge(&[
        ("", &[]),
        ("no codes here, only 1400 words about code", &[]),
        ("HTTP/1.1 200 OK\nstatus_code: 5000\nexit code: 2\nzipcode=5100", &[]),
        (
            r#"{"code":1006,"reason":"going away"} {"code":404} {"code":"ENOENT","errno":-2} {"errcode":40001}"#,
            &[],
        ),
        ("if (code == 5100) { return std::code::5100 }", &[]),
        ("rpc error: code = Unavailable desc = x", &[]),
        ("Main - 2000: started\nfile.2024 v1.2024 (2000) items (1000)ms", &[]),
        ("{\"Error\":{\"Code\":\"AccessDenied\",\"Message\":\"x\"}}", &[]),
        ("AiMetal.0206 iMetal.02060x", &[]),
        ("date code: 2000-01-01 code:20:00", &[]),
    ]);
}

/// A reader that went back would take hours for these.
#[test]
fn the_time_is_linear_in_the_input() {
    for piece in [
        "{",
        "}",
        "[{\"a\":",
        "'a ",
        "\" ",
        "`",
        "\\",
        "\\\"",
        "(",
        "(2130",
        "code=#",
        "code=a",
        "code=\"",
        "\"code\":",
        "code ",
        "ret_code is ",
        " - ",
        "Ab - 1: ",
        "RetCodeException: [",
        "; Error Code: 1400;",
        "iMetal.0206 ",
        "错误码 ",
        "\u{1b}[",
        "a ",
        "1",
        "{\"text\":\"QUJD\",",
        "http://cdn.api.qcloud.com ",
        "'\"`",
        "\"'a1\\\"",
        "[TencentCloudSDKError] Code=",
        "{\"Response\":{\"Error\":",
    ] {
        seen(piece.repeat((1 << 20) / piece.len()));
    }
}

#[test]
fn recordings_of_traffic() {
    let entry = |url: &str, content: &str| {
        let request = format!(r#""request":{{"method":"GET","url":"{url}","headers":[]}}"#);
        format!(r#"{{"time":5,{request},"response":{{"status":200,"content":{content}}}}}"#)
    };
    let base64 = "eyJtZXNzYWdlIjoiUGVybWlzc2lvbkRlbmllZCwgeCIsInJldF9jb2RlIjoxNDAwfQ==";
    let entries = [
        entry(
            "https://cdn.api.qcloud.com/v2/index.php?Action=X",
            r#"{"size":9,"text":"{\"code\":5100,\"message\":\"x\"}"}"#,
        ),
        entry(
            "https://cvm.api.qcloud.com/v2/index.php?Action=X",
            r#"{"text":"{\"code\":5100,\"message\":\"x\"}"}"#,
        ),
        entry("http://127.0.0.1:7780/iaas/", &format!(r#"{{"text":"{base64}","encoding":"base64"}}"#)),
        entry("http://127.0.0.1:7780/iaas/", &format!(r#"{{"encoding":"base64","text":"{base64}"}}"#)),
        entry("http://127.0.0.1:7780/iaas/", &format!(r#"{{"text":"{base64}"}}"#)),
    ];
    let har = format!(r#"{{"log":{{"version":"1.2","entries":[{}]}}}}"#, entries.join(","));
    let expected = ["tencent-cdn 5100", "tencent 5100", "qingcloud 1400 x2"];
    assert_eq!(seen(&har), expected);
    let pretty: serde_json::Value = serde_json::from_str(&har).unwrap();
    assert_eq!(seen(serde_json::to_string_pretty(&pretty).unwrap()), expected);
}
