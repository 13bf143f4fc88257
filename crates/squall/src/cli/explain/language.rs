//! What explanations say of their own, in English and in Chinese.

use crate::replies::{LINE_BYTES, Likeness};
use clap::ValueEnum;
use squall_catalogue::{Blame, Retry, System};

/// The language of an explanation.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub(super) enum Language {
    En,
    Zh,
}

impl Language {
    /// One of two texts.
    pub(super) const fn of<'t>(self, en: &'t str, zh: &'t str) -> &'t str {
        match self {
            Language::En => en,
            Language::Zh => zh,
        }
    }

    pub(super) const fn blame(self, blame: Blame) -> &'static str {
        match blame {
            Blame::Caller => self.of("the caller's: the request has to change", "调用方：请求需要修改"),
            Blame::Account => {
                self.of("the account's: money, quota, rights or its state", "账户：余额、配额、权限或状态")
            }
            Blame::Operator => self.of("the platform operator's", "平台运维方"),
            Blame::Provider => self.of("the provider's", "服务提供方"),
        }
    }

    pub(super) const fn retry(self, retry: Retry) -> &'static str {
        match retry {
            Retry::Never => self.of("never as it is", "原样重试无用"),
            Retry::AfterChange => self.of("after something has been changed", "修正之后再试"),
            Retry::Later => self.of("the same request, later", "稍后原样重试"),
            Retry::Backoff => self.of("the same request, with growing pauses", "以递增间隔原样重试"),
        }
    }

    pub(super) fn place(self, count: u64, line: u64) -> String {
        match (self, count) {
            (Language::En, 1) => format!("once, in line {line}"),
            (Language::En, _) => format!("{count} times, first in line {line}"),
            (Language::Zh, 1) => format!("1 次，在第 {line} 行"),
            (Language::Zh, _) => format!("{count} 次，首次在第 {line} 行"),
        }
    }

    /// Of a code that no list has.
    pub(super) fn stranger(self, number: &str, likeness: Likeness) -> String {
        match (likeness, self) {
            (Likeness::Unlisted(system), Language::En) => {
                format!("{number} looks like {}'s, whose list does not have it", vendor(system, self))
            }
            (Likeness::Unlisted(system), Language::Zh) => {
                format!("{number} 形似{}的错误码，但其列表中没有", vendor(system, self))
            }
            (Likeness::HuaweiService, Language::En) => {
                format!("{number} looks like Huawei's, of another service")
            }
            (Likeness::HuaweiService, Language::Zh) => format!("{number} 形似华为云其他服务的错误码"),
            (Likeness::TencentWord, Language::En) => {
                format!("{number} looks like Tencent's, of API 3.0, which has words in the place of numbers")
            }
            (Likeness::TencentWord, Language::Zh) => {
                format!("{number} 形似腾讯云 API 3.0 的错误码，该版本以单词代替数字")
            }
        }
    }

    /// Of replies that are no errors.
    pub(super) fn success(self, systems: &[System], count: u64) -> String {
        let names: Vec<&str> = systems.iter().map(|system| vendor(*system, self)).collect();
        let mut names = names;
        names.dedup();
        match (self, count) {
            (Language::En, 1) => format!("a success of {}: there is no error in it", names.join(" or ")),
            (Language::En, _) => {
                format!("{count} successes of {}: there is no error in them", names.join(" or "))
            }
            (Language::Zh, _) => format!("{}的成功响应（{count} 个）：没有错误", names.join("或")),
        }
    }

    pub(super) fn cut(self, lines: u64) -> String {
        let limit = LINE_BYTES >> 20;
        match self {
            Language::En => {
                format!("squall: {lines} lines are longer than {limit} MiB and were read in pieces")
            }
            Language::Zh => format!("squall: {lines} 行超过 {limit} MiB，已分段读取"),
        }
    }

    pub(super) fn dropped(self, sightings: u64) -> String {
        match self {
            Language::En => format!("squall: {sightings} more codes were seen than are told"),
            Language::Zh => format!("squall: 另有 {sightings} 个错误码未列出"),
        }
    }

    pub(super) const fn nothing(self) -> &'static str {
        self.of(
            "squall: no code found; `squall codes` lists all",
            "squall: 没有找到错误码；`squall codes` 列出全部",
        )
    }
}

fn vendor(system: System, lang: Language) -> &'static str {
    match system {
        System::QingCloud => lang.of("QingCloud", "青云"),
        System::UCloudStack => lang.of("UCloudStack", "UCloudStack"),
        System::Tencent | System::TencentCdn => lang.of("Tencent", "腾讯云"),
        System::Huawei => lang.of("Huawei CloudDC", "华为云 CloudDC"),
    }
}
