//! By what one tells apart the codes of several systems that have one number.

use super::language::Language;
use crate::cli::output::{self, Tone, paint};
use squall_catalogue::{Code, System};

/// Says of each code what a reply looks like that carries it.
pub(super) fn show(codes: &[Code], lang: Language) {
    let mut numbers: Vec<&str> = codes.iter().map(|code| code.number()).collect();
    numbers.dedup();
    let numbers = numbers.join(", ");
    let title = match lang {
        Language::En => format!("{numbers} may be any of {}. The reply tells which:", codes.len()),
        Language::Zh => format!("{numbers} 有 {} 种可能，可由报文区分：", codes.len()),
    };
    output::say(&paint(Tone::Strong, &title));
    for code in codes {
        output::say(&format!("  {:<14}{}", code.system().as_str(), reply(*code, lang)));
    }
}

/// The vendor's envelope around a code, and the hosts that send it where the envelope does not decide.
fn reply(code: Code, lang: Language) -> String {
    let number = code.number();
    match (code.system(), code.carrier()) {
        (System::QingCloud, _) => format!("{{\"message\":\"…\",\"ret_code\":{number}}}"),
        (System::UCloudStack, _) => {
            format!("{{\"Action\":\"…Response\",\"RetCode\":{number},\"Message\":\"…\"}}")
        }
        (System::Huawei, _) => match code.http_status() {
            Some(status) => format!("HTTP {status} {{\"error_msg\":\"…\",\"error_code\":\"{number}\"}}"),
            None => format!("{{\"error_msg\":\"…\",\"error_code\":\"{number}\"}}"),
        },
        (System::TencentCdn, Some(carrier)) => {
            format!("{{\"code\":{carrier},\"message\":\"({number})…\",\"codeDesc\":\"…\"}}")
        }
        (system, _) => {
            let hosts = match (system == System::Tencent, lang) {
                (true, Language::En) => "from *.api.qcloud.com other than cdn and dsa",
                (true, Language::Zh) => "来自 cdn、dsa 以外的 *.api.qcloud.com",
                (false, Language::En) => "from cdn.api.qcloud.com or dsa.api.qcloud.com",
                (false, Language::Zh) => "来自 cdn.api.qcloud.com 或 dsa.api.qcloud.com",
            };
            format!("{{\"code\":{number},\"message\":\"…\",\"codeDesc\":\"…\"}} {hosts}")
        }
    }
}
