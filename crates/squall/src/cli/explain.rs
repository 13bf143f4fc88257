//! `squall explain`

use super::output::{self, Tone, paint};
use super::{End, Ended, bare_universe, system};
use crate::{catalogue, replies};
use clap::{Args, ValueEnum};
use serde_json::Value;
use squall_catalogue::page::Page;
use squall_catalogue::{Blame, Code, Retry};
use std::io::Read as _;

/// The most that is read from standard input.
const INPUT_BYTES: u64 = 64 << 20;

/// Say what an error code means.
#[derive(Args)]
pub(super) struct Explain {
    /// [SYSTEM] CODE: a number, a constant or a piece of the vendor's text; `-` reads replies from standard input.
    #[arg(num_args = 1..=2, value_names = ["SYSTEM", "CODE"], required = true)]
    words: Vec<String>,
    /// The language of the explanation.
    #[arg(long, value_enum, default_value_t = Language::En)]
    lang: Language,
    /// One JSON array of catalogue objects.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    En,
    Zh,
}

impl Explain {
    pub(super) fn run(self) -> Ended {
        let codes = match &self.words[..] {
            [dash] if dash == "-" => from_input()?,
            [text] => squall_catalogue::search(text),
            [word, text] => {
                let system = system(word)?;
                squall_catalogue::search(text).into_iter().filter(|code| code.system() == system).collect()
            }
            _ => Vec::new(),
        };
        if codes.is_empty() {
            output::complain("squall: no code found; `squall codes` lists all");
            return Err(End::Failed);
        }
        let universe = bare_universe();
        if self.json {
            let list: Vec<_> = codes.iter().map(|code| catalogue::to_json(*code, &universe.clouds)).collect();
            output::say(&Value::Array(list).to_string());
            return Ok(());
        }
        for (at, code) in codes.iter().enumerate() {
            if at > 0 {
                output::say("");
            }
            self.show(*code, &catalogue::raised_by(*code, &universe.clouds));
        }
        Ok(())
    }

    fn show(&self, code: Code, raised_by: &[&str]) {
        let zh = self.lang == Language::Zh;
        let title = format!("{} {}  {}", code.system().as_str(), code.number(), code.name());
        output::say(&format!("{}  {}", paint(Tone::Strong, &title), code.label_zh()));
        if !zh {
            output::say(code.gloss_en());
        }
        output::say(&format!("{}{}", if zh { "责任方：" } else { "Whose fault: " }, blame(code.blame(), zh)));
        output::say(&format!("{}{}", if zh { "是否重试：" } else { "Retry: " }, retry(code.retry(), zh)));
        if let Some(message) = code.message() {
            output::say(&format!("{}{message}", if zh { "报文：" } else { "On the wire: " }));
        }
        if let Some(carrier) = code.carrier() {
            output::say(&format!("{}{carrier}", if zh { "外层错误码：" } else { "Travels inside: " }));
        }
        if let Some(page) = code.page().and_then(|page| Page::parse(page).ok()) {
            let (when, todo) = if zh { (page.when_zh, page.todo_zh) } else { (page.when_en, page.todo_en) };
            let heading = |en: &str, han: &str| paint(Tone::Strong, if zh { han } else { en });
            output::say(&format!("\n{}\n{when}", heading("When it happens", "何时出现")));
            output::say(&format!("\n{}\n{todo}", heading("What to do", "怎么办")));
        }
        if !raised_by.is_empty() {
            let list = match raised_by.len() {
                0..=12 => raised_by.join(", "),
                more => format!("{} … ({more})", raised_by[..12].join(", ")),
            };
            output::say(&format!("\n{}{list}", if zh { "相关操作：" } else { "Raised by: " }));
        }
        if !catalogue::recipes(code).is_empty() {
            let command = format!("squall reproduce {} {}", code.system().as_str(), code.number());
            output::say(&format!("{}{command}", if zh { "重现：" } else { "See it happen: " }));
        }
    }
}

fn blame(blame: Blame, zh: bool) -> &'static str {
    match (blame, zh) {
        (Blame::Caller, false) => "the caller's: the request has to change",
        (Blame::Account, false) => "the account's: money, quota, rights or its state",
        (Blame::Operator, false) => "the platform operator's",
        (Blame::Provider, false) => "the provider's",
        (Blame::Caller, true) => "调用方：请求需要修改",
        (Blame::Account, true) => "账户：余额、配额、权限或状态",
        (Blame::Operator, true) => "平台运维方",
        (Blame::Provider, true) => "服务提供方",
    }
}

fn retry(retry: Retry, zh: bool) -> &'static str {
    match (retry, zh) {
        (Retry::Never, false) => "never as it is",
        (Retry::AfterChange, false) => "after something has been changed",
        (Retry::Later, false) => "the same request, later",
        (Retry::Backoff, false) => "the same request, with growing pauses",
        (Retry::Never, true) => "原样重试无用",
        (Retry::AfterChange, true) => "修正之后再试",
        (Retry::Later, true) => "稍后原样重试",
        (Retry::Backoff, true) => "以递增间隔原样重试",
    }
}

/// The codes of the replies on standard input.
fn from_input() -> Result<Vec<Code>, End> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(INPUT_BYTES).read_to_end(&mut bytes);
    read.map_err(|error| format!("cannot read standard input: {error}"))?;
    Ok(replies::codes(&String::from_utf8_lossy(&bytes)))
}
