//! QingCloud's wire format: flat parameters in a query or form, replies as one JSON object, always with
//! HTTP status 200, because its clients throw away the body of any other.

use bytes::Bytes;
use squall_api::catalogue::Code;
use squall_api::catalogue::qingcloud as code;
use squall_api::param::{Invalid, Problem, Tree};
use squall_api::wire::flat::{self, Style};
use squall_api::wire::json;
use squall_api::{Call, Failure, Fault, Outcome, Raise, Reply, Request, Response, ensure, raise};
use std::borrow::Cow;

/// QingCloud's clients send what they do not mean as empty texts; inside lists of records Python's sends
/// `None`.
const STYLE: Style = Style { empty_is_absent: true, nested_none: Some("None") };
/// The modules that a path can name, with or without a slash at the end.
const MODULES: [&str; 3] = ["iaas", "iam", "app"];

/// The module that a path names: its first segment.
pub(crate) fn module(path: &str) -> &str {
    path.trim_start_matches('/').split('/').next().unwrap_or("")
}

/// Whether a path is one of the modules' own.
pub(crate) fn is_module_path(path: &str) -> bool {
    let inner = path.strip_prefix('/').unwrap_or(path);
    MODULES.contains(&inner.strip_suffix('/').unwrap_or(inner))
}

/// QingCloud answers for its own paths, for an instance's metadata, and for whatever else looks like a call
/// signed its way.
pub(crate) fn claims(request: &Request) -> bool {
    if is_module_path(request.path()) || request.path() == crate::logins::iam::METADATA_PATH {
        return true;
    }
    let names = |text: &[u8]| {
        let has = |name: &[u8]| text.split(|byte| *byte == b'&').any(|piece| piece.starts_with(name));
        has(b"action=") && (has(b"access_key_id=") || has(b"signature_method="))
    };
    names(request.query().as_bytes()) || names(request.http.body())
}

/// Decodes a request. The query counts for GET, the form for POST, where a query is read as well.
pub(crate) fn decode(request: &Request) -> Outcome<Call<'_>> {
    ensure!(
        is_module_path(request.path()),
        code::INVALID_MODULE,
        "module [{}] is not valid",
        module(request.path())
    );
    let method = request.http.method().as_str();
    ensure!(matches!(method, "GET" | "POST"), code::INVALID_REQUEST, "method [{method}] is not supported");
    let malformed = |error: flat::Malformed| Fault::coded(code::MALFORMED_REQUEST, error.to_string());
    let mut pairs = flat::pairs(request.query().as_bytes()).map_err(malformed)?;
    if method == "POST" {
        let form = flat::pairs(request.http.body()).map_err(malformed)?;
        pairs = flat::joined(pairs, form).map_err(malformed)?;
    }
    let tree = flat::tree(&pairs, STYLE).map_err(malformed)?;
    let action = match tree.get("action") {
        Some(Tree::Text(action)) => action.clone(),
        _ => Cow::Borrowed(""),
    };
    Ok(Call { module: module(request.path()), action, tree, pairs, defect: None })
}

/// A parameter of the call itself rather than of its action: it must be one text (1100).
pub(crate) fn common<'c>(call: &'c Call<'_>, name: &str) -> Outcome<Option<&'c str>> {
    match call.tree.get(name) {
        None => Ok(None),
        Some(Tree::Text(text)) => Ok(Some(text)),
        Some(_) => raise!(code::MALFORMED_REQUEST, "parameter [{name}] is not a text"),
    }
}

/// The same, and it must be there (1100).
pub(crate) fn required<'c>(call: &'c Call<'_>, name: &str) -> Outcome<&'c str> {
    common(call, name)?.or_raise(code::MALFORMED_REQUEST, || format!("parameter [{name}] is required"))
}

/// A field that is missing or of the wrong form is a malformed message (1100); one that is well formed but
/// not allowed is a wrong value (1101).
pub(crate) fn invalid(invalid: &Invalid) -> Fault {
    let Invalid { field, value, problem, .. } = invalid;
    match problem {
        Problem::Missing => Fault::coded(code::MALFORMED_REQUEST, format!("parameter [{field}] is required")),
        Problem::Malformed(expected) => {
            Fault::coded(code::MALFORMED_REQUEST, format!("parameter [{field}] is not {expected}"))
        }
        Problem::NotAllowed => Fault::coded(code::INVALID_REQUEST, format!("{field} [{value}] is not valid")),
        Problem::TooMany(most) => {
            Fault::coded(code::INVALID_REQUEST, format!("{field} has more than {most} entries"))
        }
    }
}

/// The class in front of a message. Only `AuthFailure` and `PermissionDenied` are known from the vendor's
/// own replies; all others are proposals of the reference.
const CLASSES: &[(Code, &str)] = &[
    (code::MALFORMED_REQUEST, "InvalidRequestFormat"),
    (code::INVALID_REQUEST, "InvalidParameter"),
    (code::AUTH_FAILURE, "AuthFailure"),
    (code::REQUEST_EXPIRED, "RequestExpired"),
    (code::PERMISSION_DENIED, "PermissionDenied"),
    (code::REGISTER_FAILED, "RegisterFailed"),
    (code::ACCOUNT_EXISTS, "AccountAlreadyExists"),
    (code::ACCOUNT_FORMAT, "InvalidAccountFormat"),
    (code::LOGIN_FAILED, "LoginFailed"),
    (code::USER_NOT_FOUND, "UserNotFound"),
    (code::PASSWORD_MISMATCH, "PasswordNotMatched"),
    (code::PASSWORD_RESET_FAILED, "ResetPasswordFailed"),
    (code::PASSWORD_RESET_TOO_OFTEN, "ResetPasswordTooFrequent"),
    (code::RESET_TOKEN_INVALID, "InvalidResetToken"),
    (code::WRONG_CREDENTIALS, "UserPasswordNotMatched"),
    (code::REGISTRATION_INCOMPLETE, "RegistrationNotCompleted"),
    (code::USER_BARRED, "UserForbidden"),
    (code::SESSION_EXPIRED, "SessionExpired"),
    (code::RESOURCE_NOT_FOUND, "ResourceNotFound"),
    (code::RESOURCE_EXISTS, "ResourceAlreadyExisted"),
    (code::LEASE_FAILED, "LeaseFailed"),
    (code::UNLEASE_FAILED, "UnleaseFailed"),
    (code::BALANCE_INSUFFICIENT, "BalanceNotEnough"),
    (code::QUOTA_EXCEEDED, "QuotasExceeded"),
    (code::INVALID_MODULE, "InvalidModule"),
    (code::LICENCE_INVALID, "InvalidLicense"),
    (code::LICENCE_EXPIRED, "LicenseExpired"),
    (code::LICENCE_DUPLICATE, "LicenseAlreadyExisted"),
    (code::LICENCE_HOSTS_EXCEEDED, "LicenseExceeded"),
    (code::LICENCE_UNREADABLE, "LoadLicenseFailed"),
    (code::LICENCE_MISSING, "LicenseNotFound"),
    (code::SERVER_BUSY, "ServerBusy"),
    (code::INSUFFICIENT_RESOURCES, "InsufficientResource"),
    (code::SERVICE_UPDATING, "ServiceUpdating"),
    (code::DEPENDENCY_EXISTS, "DependencyExists"),
    (code::WAREHOUSE_DISABLED, "WarehouseNotEnabled"),
    (code::DISK_TYPE_UNSUPPORTED, "UnsupportedVolumeType"),
    (code::CONFIG_PARAMETER_INVALID, "InvalidConfiguration"),
    (code::CONFIG_WITHOUT_IMAGE, "NoImageInConfiguration"),
    (code::CONFIG_IMAGE_NOT_IN_ZONE, "ImageNotInZone"),
    (code::CLUSTER_SETTINGS_INVALID, "InvalidClusterSettings"),
    (code::CONFIG_FILE_MISSING, "ConfigurationFileMissing"),
];

fn class_of(code: Code, text: &str) -> &'static str {
    if code == code::INVALID_REQUEST && text.starts_with("action [") {
        return "InvalidAction";
    }
    CLASSES.iter().find(|(known, _)| *known == code).map_or("InternalError", |(_, class)| class)
}

/// The whole reply. The content type is exactly this: older clients compare it for equality.
pub(crate) fn render(action: &str, outcome: Result<Reply, Failure<'_>>) -> Response {
    let body = match outcome {
        Ok(reply) => success(action, reply.fields()),
        Err(Failure { code, text, .. }) => failure(code, text),
    };
    let mut response = Response::new(Bytes::from(body));
    response
        .headers_mut()
        .insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
    response
}

fn success(action: &str, fields: &str) -> String {
    let mut body = String::with_capacity(fields.len() + action.len() + 48);
    body.push_str("{\"action\":\"");
    body.push_str(action);
    body.push_str("Response\"");
    if !fields.is_empty() {
        body.push(',');
        body.push_str(fields);
    }
    body.push_str(",\"ret_code\":0}");
    body
}

fn failure(code: Code, text: &str) -> String {
    let mut body = String::with_capacity(text.len() + 64);
    body.push_str("{\"message\":");
    json::string(&[class_of(code, text), ", ", text].concat(), &mut body);
    body.push_str(",\"ret_code\":");
    body.push_str(code.number());
    body.push('}');
    body
}
