//! The names of fields that matter, as vendors, their SDKs and people's loggers spell them.

use squall_catalogue::System;

/// What a field of one of these names says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Field {
    /// The code, in a spelling of these systems, the likeliest first.
    Number(&'static [System]),
    /// The code: Tencent's in a reply, anybody's elsewhere.
    Code,
    /// Tencent's word for the code.
    CodeDesc,
    /// The sentence.
    Message,
    /// The code: Huawei's with a dot, anybody's without.
    ErrorCode,
    /// The name of the HTTP status, in replies of Huawei's IAM.
    Title,
    /// Tencent's envelope of 2017.
    Response,
    /// The error inside that envelope.
    Error,
    /// The request's number inside that envelope.
    RequestId,
    /// squall's own word for the system, in its request log and in what its commands print.
    System,
    /// A recorded request.
    Request,
    /// Where it went.
    Url,
    /// The body of a recorded response.
    Text,
    /// How that body is written.
    Encoding,
}

impl Field {
    /// The field of a name.
    pub(super) fn named(name: &str) -> Option<Field> {
        Some(match name {
            "ret_code" => Field::Number(&[System::QingCloud]),
            // Go prints QingCloud's struct with this name too.
            "RetCode" | "retCode" | "Retcode" => Field::Number(&[System::UCloudStack, System::QingCloud]),
            "code" | "Code" => Field::Code,
            "codeDesc" | "CodeDesc" | "code_desc" => Field::CodeDesc,
            "message" | "Message" | "msg" => Field::Message,
            "error_code" | "errorCode" | "ErrorCode" | "err_code" | "errCode" | "retcode" => Field::ErrorCode,
            "title" => Field::Title,
            "Response" => Field::Response,
            "Error" => Field::Error,
            "RequestId" => Field::RequestId,
            "system" => Field::System,
            "request" => Field::Request,
            "url" => Field::Url,
            "text" => Field::Text,
            "encoding" => Field::Encoding,
            _ => return None,
        })
    }

    /// Whether its value may follow without any sign between: `ret_code 1400`.
    pub(super) fn stands_alone(self) -> bool {
        matches!(self, Field::Number(_))
    }
}
