//! Replies, whole and as texts within texts, with words of our own.

use super::seen;

/// A text, and what is read from it.
pub(crate) type Sample = (&'static str, &'static [&'static str]);

pub(crate) fn judge(samples: &[Sample]) {
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
