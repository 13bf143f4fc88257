//! Samples in the forms that the vendors' own code prints, with words of our own.

use super::seen;

/// A text, and what is read from it.
type Sample = (&'static str, &'static [&'static str]);

fn judge(samples: &[Sample]) {
    for (text, expected) in samples {
        assert_eq!(seen(text), *expected, "{text}");
    }
}

#[test]
fn replies_as_json() {
    judge(&[
        (r#"{"message":"PermissionDenied, too early","ret_code":1400}"#, &["qingcloud 1400"]),
        (r#"{"ret_code":"2110"}"#, &["qingcloud 2110"]),
        (r#"{"code": "5100"}"#, &["tencent 5100 | tencent-cdn 5100"]),
        (r#"{"code":5100,"message":"none of them"}"#, &["tencent 5100 | tencent-cdn 5100"]),
        (r#"{"code":4104,"message":"no such key","codeDesc":"SecretIdNotFound"}"#, &["tencent 4104"]),
        (r#"{"code":4200,"message":"late","codeDesc":"RequestExpired"}"#, &["tencent-cdn 4200"]),
        (
            r#"{"code":4000,"message":"(2130)no project","codeDesc":"InvalidParameter"}"#,
            &["tencent-cdn 2130"],
        ),
        (r#"{"code":4000,"message":"(2130) x","codeDesc":2130}"#, &["tencent-cdn 2130"]),
        (r#"{"code":4000,"message":"x","codeDesc":"2000"}"#, &["tencent-cdn 2000"]),
        (r#"{"codeDesc":"InvalidParameter","message":"(2001)在","code":4000}"#, &["tencent-cdn 2001"]),
        (r#"{"code":4106,"message":"(60006)MFA","codeDesc":"MFACheckFailed","data":[]}"#, &["tencent 4106"]),
        (r#"{"code":4000,"message":"x"} cvm.api.qcloud.com"#, &["tencent 4000"]),
        (
            r#"{"code":5400,"detail":{"ins-1":{"code":0,"message":"ok"},"ins-2":{"code":4400,"message":""}}}"#,
            &[
                "ok tencent | tencent-cdn",
                "tencent 4400 | tencent-cdn 4400",
                "tencent 5400 | tencent-cdn 5400",
            ],
        ),
        (r#"{"RetCode":2204,"Action":"AttachDiskResponse","Message":"x"}"#, &["ucloudstack 2204"]),
        (r#"{"Action":"XResponse","RetCode":"2204"}"#, &["ucloudstack 2204"]),
        (r#"{"error_code":"iMetal.0206","error_msg":"x"}"#, &["huawei-imetal iMetal.0206"]),
        (
            r#"{"error_msg":"ak x not exist","error_code":"APIGW.0301","request_id":"0f"}"#,
            &["huawei-imetal APIGW.0301"],
        ),
        (r#"{"code":"APIGW.0101","message":"x"}"#, &["huawei-imetal APIGW.0101"]),
        (
            r#"[{"ret_code":1400},{"ret_code":2500},{"ret_code":1400}]"#,
            &["qingcloud 1400 x2", "qingcloud 2500"],
        ),
        (
            r#"{"Response":{"Error":{"Code":"InvalidParameter.SignatureFailure","Message":"x"},"RequestId":"u"}}"#,
            &["tencent 4100"],
        ),
        (
            r#"{"Response":{"Error":{"Code":"UnauthorizedOperation","Message":"x"},"RequestId":"u"}}"#,
            &["tencent 4101 | tencent 4102 | tencent 4103"],
        ),
        ("{\n  \"message\": \"AuthFailure, x\",\n  \"ret_code\": 1200\n}\n", &["qingcloud 1200"]),
        (
            "{\n    \"code\": 4000,\n    \"message\": \"(1012)传\",\n    \"codeDesc\": \"InvalidParameter\"\n}",
            &["tencent-cdn 1012"],
        ),
    ]);
}

#[test]
fn replies_inside_texts() {
    judge(&[
        (r#"{"body":"{\"ret_code\":1400,\"message\":\"x\"}"}"#, &["qingcloud 1400"]),
        (
            r#"{"log":"{\"body\":\"{\\\"code\\\":4000,\\\"message\\\":\\\"(2130)x\\\"}\"}"}"#,
            &["tencent-cdn 2130"],
        ),
        (r#""\"{\\\"RetCode\\\":2204}\"""#, &["ucloudstack 2204"]),
        (r#"{"log":"{\"ret_code\":1400,\"message\":\"Permission"#, &["qingcloud 1400"]),
        (r#"{"ret_code":1400,"message":"Permi"#, &["qingcloud 1400"]),
        (
            r#"{"level":"error","msg":"QingCloud Error: Code (2400), Message (BalanceNotEnough, x)"}"#,
            &["qingcloud 2400"],
        ),
        (r#"{"log":"\u001b[31m{\"ret_code\":5200}\u001b[0m\n","stream":"stderr"}"#, &["qingcloud 5200"]),
        (r#"{"m":"it's {\"ret_code\": 2100} isn't it"}"#, &["qingcloud 2100"]),
        (r#"{broken {"ret_code": 1400}"#, &["qingcloud 1400"]),
    ]);
}

#[test]
fn objects_as_languages_print_them() {
    judge(&[
        ("{'ret_code': 1400, 'message': 'PermissionDenied, x'}", &["qingcloud 1400"]),
        (r#"{u'message': u"PermissionDenied, can't handle this", u'ret_code': 1400}"#, &["qingcloud 1400"]),
        ("{'RetCode': 2204, 'Ok': True, 'Infos': None, 'Message': '\\u6ee1'}", &["ucloudstack 2204"]),
        ("{'ret_code': 1400L}", &["qingcloud 1400"]),
        ("{'message': 'PermissionDenied, x',\n 'ret_code': 1400}", &["qingcloud 1400"]),
        (
            r#"b'{"code":4100,"message":"\\u8eab\\u4efd","codeDesc":"AuthFailure"}'"#,
            &["tencent 4100 | tencent-cdn 4100"],
        ),
        (
            "{ code: 4000,\n  message: '(1012)传错 error[域名]',\n  codeDesc: 'InvalidParameter' }",
            &["tencent-cdn 1012"],
        ),
        (
            "  data: {\n    error_msg: 'x',\n    error_code: 'APIGW.0301',\n  },\n  status: 401,",
            &["huawei-imetal APIGW.0301"],
        ),
        ("{\"message\"=>\"PermissionDenied, x\", \"ret_code\"=>1400}", &["qingcloud 1400"]),
        ("{:message=>\"x\", :ret_code=>2500}", &["qingcloud 2500"]),
        ("&{RetCode:1400 Message:PermissionDenied, x}", &["qingcloud 1400"]),
        ("{RetCode:2000 Message:x}", &["ucloudstack 2000 | qingcloud 2000"]),
        ("RetCode: 2204", &["ucloudstack 2204"]),
        ("    [code] => 4101", &["tencent 4101"]),
        ("array (\n  'ret_code' => 5300,\n)", &["qingcloud 5300"]),
    ]);
}

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
        ("\u{feff}{\"ret_code\":1400}\r\n", &["qingcloud 1400"]),
    ]);
}

#[test]
fn what_is_no_reply_is_left_alone() {
    judge(&[
        ("", &[]),
        ("no codes here, only 1400 words about code", &[]),
        ("HTTP/1.1 200 OK\nstatus_code: 5000\nexit code: 2\nzipcode=5100", &[]),
        ("{\"code\":1006,\"reason\":\"going away\"} {\"code\":404} {\"code\":\"ENOENT\",\"errno\":-2}", &[]),
        ("if (code == 5100) { return std::code::5100 }", &[]),
        ("rpc error: code = Unavailable desc = x", &[]),
        ("Main - 2000: started\nfile.2024 v1.2024 (2000) items (1000)ms", &[]),
        ("{\"Error\":{\"Code\":\"AccessDenied\",\"Message\":\"x\"}}", &[]),
        ("AiMetal.0206 iMetal.02060x", &[]),
        ("date code: 2000-01-01 code:20:00", &[]),
    ]);
}

#[test]
fn successes_and_strangers_are_named() {
    judge(&[
        (r#"{"action":"DescribeZonesResponse","ret_code":0}"#, &["ok qingcloud"]),
        (r#"{"RetCode":0,"Message":""}"#, &["ok ucloudstack"]),
        (r#"{"code":0,"message":"","codeDesc":"Success"}"#, &["ok tencent | tencent-cdn"]),
        (r#"{"code":0,"message":"","codeDesc":"Success"} dsa.api.qcloud.com"#, &["ok tencent-cdn"]),
        (r#"{"Response":{"InstanceIdSet":[],"RequestId":"u"}}"#, &["ok tencent"]),
        (r#"{"error_code":"AS.0001","error_msg":"x"}"#, &["? AS.0001 huawei service"]),
        (r#"{"code":"VPC.0115","message":"x"}"#, &["? VPC.0115 huawei service"]),
        ("iMetal.0999", &["? iMetal.0999 huawei-imetal"]),
        (r#"{"error":{"code":401,"message":"x","title":"Unauthorized"}}"#, &["? 401 huawei service"]),
        (r#"{"ret_code":9999}"#, &["? 9999 qingcloud"]),
        ("api:\n[server.RetCodeError] 520 Lack of balance", &["? 520 ucloudstack"]),
        (r#"{"code":9110,"message":"x","codeDesc":"UserRequestError"}"#, &["? 9110 tencent"]),
        (
            "[TencentCloudSDKException] code:ResourceInsufficient message:x",
            &["? ResourceInsufficient tencent word"],
        ),
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
