//! Recordings of traffic (HAR, HTTP archives): where each request went tells whose reply it got, and a body may be in
//! base64. The rest of such a file is objects within objects, like any reply.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;
use squall_catalogue::System;

/// The longest body in base64 that is kept until it is known to be one.
pub(super) const BODY_BYTES: usize = 1 << 20;
/// The longest text that is searched for a vendor's host.
const SEARCHED_BYTES: usize = 64 << 10;

/// The ends of host names that only one vendor has.
const HOSTS: [(&str, System); 4] = [
    ("qingcloud.com", System::QingCloud),
    ("myhuaweicloud.com", System::Huawei),
    ("api.ucloud.cn", System::UCloudStack),
    (".api.qcloud.com", System::Tencent),
];

/// The system whose host is named in a text; `None` where there is none, or hosts of several.
pub(super) fn site(text: &str) -> Option<System> {
    if text.len() > SEARCHED_BYTES {
        return None;
    }
    let mut sites = HOSTS.iter().flat_map(|(host, system)| {
        let starts = memmem::find_iter(text.as_bytes(), host);
        starts.map(|start| of_label(&text[..start], *system))
    });
    let first = sites.next()?;
    sites.all(|site| site == first).then_some(first)
}

/// Tencent's system by the first label of the host, which stands last in what is before it.
fn of_label(before: &str, system: System) -> System {
    let is_label = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '-';
    let label = before.chars().rev().take_while(is_label).count();
    let label = &before[before.len() - label..];
    let is_cdn = label.starts_with("cdn") || label.starts_with("dsa");
    if system == System::Tencent && is_cdn { System::TencentCdn } else { system }
}

/// Whether a body may be in base64, and is short enough to be kept.
pub(super) fn may_be_base64(body: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=\n\r".contains(&byte);
    body.len() <= BODY_BYTES && body.bytes().all(is_letter)
}

/// A body that is in base64.
pub(super) fn decoded(body: &str) -> Option<String> {
    let body: String = body.split_ascii_whitespace().collect();
    let bytes = STANDARD.decode(body).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_tell_their_system() {
        assert_eq!(site("GET https://api.qingcloud.com/iaas/?action=X"), Some(System::QingCloud));
        assert_eq!(site("https://cdn.api.qcloud.com/v2/index.php"), Some(System::TencentCdn));
        assert_eq!(site("https://cvm.api.qcloud.com/v2/index.php"), Some(System::Tencent));
        assert_eq!(site("Host: clouddc.cn-east-3.myhuaweicloud.com"), Some(System::Huawei));
        assert_eq!(site("cvm.api.qcloud.com and cdn.api.qcloud.com"), None);
        assert_eq!(site("https://example.org"), None);
    }
}
