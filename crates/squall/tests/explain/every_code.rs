//! No code of the catalogue is lost, whichever form of its system its reply comes in.

use super::seen;
use serde_json::{Value, json};
use squall_catalogue::{Code, System, all};

/// Bodies of replies that carry the code.
fn bodies(code: Code) -> Vec<Value> {
    let number = code.number();
    let plain: u64 = number.parse().unwrap_or_default();
    match (code.system(), code.carrier()) {
        (System::QingCloud, _) => vec![
            json!({"message": "AClass, a sentence", "ret_code": plain}),
            json!({"ret_code": number, "message": ""}),
        ],
        (System::UCloudStack, _) => vec![
            json!({"Action": "AnActionResponse", "RetCode": plain, "Message": "a sentence"}),
            json!({"RetCode": number, "Message": ""}),
        ],
        (System::Huawei, _) => vec![
            json!({"error_msg": "a sentence", "error_code": number}),
            json!({"error_msg": "a sentence", "error_code": number, "request_id": "0f"}),
            json!({"code": number, "message": "a sentence"}),
            json!({"status_code": 400, "request_id": "0f", "error_code": number, "error_message": "a sentence"}),
        ],
        (_, Some(carrier)) => vec![
            json!({"code": carrier, "message": format!("({number})a sentence"), "codeDesc": "AWord"}),
            json!({"code": carrier.parse::<u64>().unwrap(), "message": "", "codeDesc": plain}),
            json!({"codeDesc": number, "message": "", "code": carrier.parse::<u64>().unwrap()}),
        ],
        (_, None) => vec![
            json!({"code": plain, "message": "a sentence", "codeDesc": "AWord"}),
            json!({"code": number}),
            json!({"code": plain, "message": "a sentence"}),
            json!({"code": 5400, "message": "", "detail": {"ins-1": {"code": plain, "message": ""}}}),
        ],
    }
}

/// A body as it stands in files and on terminals.
fn prints(body: &Value) -> Vec<String> {
    let json = body.to_string();
    let escaped = |times: usize| {
        (0..times).fold(json.clone(), |inner, _| json!({"time": "08:00", "body": inner}).to_string())
    };
    let python = json.replace('"', "'");
    let ruby = json.replace("\":", "\"=>");
    let colours = json.replace("\":", "\"\u{1b}[0m:\u{1b}[32m");
    let node = python.replace("':", ":").replace("{'", "{ ").replace(",'", ",\n  ");
    let har = |content: Value| json!({"log": {"entries": [{"response": {"content": content}}]}});
    use base64::Engine as _;
    let base64 = base64::engine::general_purpose::STANDARD.encode(&json);
    vec![
        format!("[{json}]"),
        serde_json::to_string_pretty(body).unwrap(),
        escaped(1),
        escaped(2),
        escaped(4),
        serde_json::to_string_pretty(&json!([{"body": json}])).unwrap(),
        format!("2026-01-01 08:00:00,123 [worker-1] INFO (http) <- {json} in 3ms"),
        format!("it's the user's reply: '{json}'"),
        format!("Response: b'{json}'"),
        python.replace("',", "', u"),
        python.clone(),
        node,
        ruby,
        colours,
        har(json!({"size": 1, "text": json})).to_string(),
        har(json!({"text": base64, "encoding": "base64"})).to_string(),
        json,
    ]
}

/// What the SDKs of its vendor print.
fn exceptions(code: Code) -> Vec<String> {
    let number = code.number();
    match (code.system(), code.carrier()) {
        (System::QingCloud, _) => vec![
            format!("QingCloud Error: Code ({number}), Message (AClass, a [i-1] sentence)"),
            format!("QCException: a; Action : StopInstances; Error Code: {number}; Error Message: a)"),
            format!("&{{RetCode:{number} Message:AClass, a sentence}}"),
        ],
        (System::UCloudStack, _) => vec![
            format!("ucloud.core.exc._exc.RetCodeException: [*] CreateVMInstance - {number}: a sentence"),
            format!("DescribeEIP - {number}: a sentence"),
            format!("api:\n[server.RetCodeError] {number} a sentence"),
            format!("cn.ucloud.common.exception.RetCodeException: [0f-0f] {number}: a sentence"),
            format!(
                "UCloudError: a\n    at b {{\n  typ: 'RetCode',\n  retCode: {number},\n  requestId: '0f' }}"
            ),
        ],
        (System::Huawei, _) => vec![
            format!(
                "ServerResponseException - {{status_code:500,request_id:0,error_code:{number},error_msg:a }}"
            ),
            format!(
                "ClientRequestException {{\n    httpStatusCode: 400\n    errorCode: {number}\n    errorMsg: a\n}}"
            ),
            format!(
                "ClientRequestException: a\n    at b {{\n  httpStatusCode: 400,\n  errorCode: '{number}' }}"
            ),
            format!("HttpException: a, [{number}]A sentence"),
            format!("{{\"ErrorMessage\": \"a\",\"ErrorCode\": \"{number}\"}}"),
            number.to_owned(),
        ],
        (_, Some(carrier)) => vec![
            format!("({number}){}", code.label_zh()),
            format!("Error code:{carrier}.\nmessage:({number}){}.", code.label_zh()),
        ],
        (_, None) => vec![
            format!("Error code:{number}.\nmessage:a sentence."),
            format!("level=error code={number} codeDesc=AWord message=\"a sentence\""),
        ],
    }
}

fn carries(text: &str, code: Code) -> bool {
    let display = code.to_string();
    seen(text).iter().any(|line| {
        let line = line.split(" x").next().unwrap_or_default();
        line.split(" | ").any(|one| one == display)
    })
}

#[test]
fn no_code_is_lost_in_any_form() {
    let mut forms = 0;
    for code in all().filter(|code| code.number() != "0") {
        let texts = bodies(code).iter().flat_map(prints).chain(exceptions(code)).collect::<Vec<_>>();
        for text in texts {
            assert!(carries(&text, code), "{code} is lost in {text}, which is read as {:?}", seen(&text));
            forms += 1;
        }
    }
    assert!(forms > 10_000, "{forms}");
}

#[test]
fn a_form_never_means_a_system_that_does_not_have_it() {
    for code in all().filter(|code| code.number() != "0") {
        for text in bodies(code).iter().map(Value::to_string) {
            let strangers = |line: &String| {
                line.split(" | ").any(|one| !one.contains(code.system().as_str().trim_end_matches("-cdn")))
            };
            assert!(!seen(&text).iter().any(strangers), "{text} is read as {:?}", seen(&text));
        }
    }
}
