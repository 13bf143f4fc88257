//! Every page against its code, and every recipe against the grammar.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashSet;
use std::path::Path;

use squall_catalogue::page::Page;
use squall_catalogue::{Code, System, all, codes, find};

/// Text on a page may be this wide, counting a Chinese character as two; recipes and tables may be wider.
const PAGE_WIDTH: usize = 110;

fn pages() -> impl Iterator<Item = (Code, Page<'static>)> {
    all().filter_map(|code| {
        let page = code.page()?;
        Some((code, Page::parse(page).unwrap_or_else(|error| panic!("{code}: {error}"))))
    })
}

fn is_han(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

/// The systems that squall serves.
const BUILT: [System; 3] = [System::QingCloud, System::TencentCdn, System::Huawei];

#[test]
fn every_code_that_is_answered_has_a_page_that_parses() {
    let paged: HashSet<Code> = pages().map(|(code, _)| code).collect();
    for code in BUILT.iter().flat_map(|system| codes(*system)) {
        assert_eq!(paged.contains(code), code.unanswered().is_none(), "{code}");
    }
    assert_eq!(paged.len(), 43 + 79 + 43);
}

#[test]
fn titles_are_number_and_constant() {
    for (code, page) in pages() {
        assert_eq!((page.number, page.name), (code.number(), code.name()), "{code}");
    }
}

#[test]
fn both_languages_are_written_in_their_own_script() {
    for (code, page) in pages() {
        for text in [page.when_en, page.todo_en] {
            assert!(!text.contains(is_han), "{code}: Chinese in the English part");
            assert!(text.split_whitespace().count() > 15, "{code}: too little English");
        }
        for text in [page.when_zh, page.todo_zh] {
            assert!(text.chars().filter(|letter| is_han(*letter)).count() > 15, "{code}: too little Chinese");
        }
    }
}

#[test]
fn no_page_is_without_a_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pages");
    for system in std::fs::read_dir(&folder).unwrap() {
        let system = system.unwrap();
        let word = system.file_name().into_string().unwrap();
        let owner = System::parse(&word).unwrap_or_else(|| panic!("{word} is no system"));
        for file in std::fs::read_dir(system.path()).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            let number = name.strip_suffix(".md").expect("a Markdown file");
            let code = find(owner, number).unwrap_or_else(|| panic!("{word} has no code {number}"));
            assert!(code.page().is_some(), "{code} does not include its page");
        }
    }
}

#[test]
fn text_stays_within_the_page() {
    for (code, page) in pages() {
        for line in
            [page.when_en, page.todo_en, page.when_zh, page.todo_zh].iter().flat_map(|text| text.lines())
        {
            let width: usize = line.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
            assert!(width <= PAGE_WIDTH, "{code}: {width} wide: {line}");
        }
    }
}

#[test]
fn codes_a_page_mentions_are_in_the_catalogue() {
    for (code, page) in pages() {
        for text in [page.when_en, page.todo_en, page.when_zh, page.todo_zh] {
            for word in text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.') {
                let number = word.trim_matches('.');
                let is_number = number.len() == 4 && number.bytes().all(|digit| digit.is_ascii_digit());
                let is_code =
                    is_number || ["iMetal.", "APIGW."].iter().any(|layer| number.starts_with(layer));
                let known = find(code.system(), number).is_some() || NOT_CODES.contains(&number);
                assert!(!is_code || known, "{code} mentions {number}");
            }
        }
    }
}

/// Four-digit numbers on pages that are sizes and times, not codes.
const NOT_CODES: &[&str] = &["1024", "3600", "1000"];

#[test]
fn recipes_end_in_their_own_code_one_for_each_row() {
    for (code, page) in pages() {
        let statuses: Vec<_> = code.rows().map(|row| row.http_status).collect();
        let expected: Vec<_> = match &statuses[..] {
            [_] => vec![format!("=> {}", code.number())],
            several => several.iter().map(|row| format!("=> {} {}", code.number(), row.unwrap())).collect(),
        };
        let ends: Vec<_> = page.recipes.iter().map(|recipe| recipe.lines().last().unwrap()).collect();
        assert_eq!(ends, expected, "{code}");
    }
}

#[test]
fn recipes_follow_the_grammar() {
    for (code, page) in pages() {
        for recipe in page.recipes {
            let mut bound = HashSet::new();
            let steps: Vec<_> = recipe.lines().collect();
            let (_, steps) = steps.split_last().unwrap();
            steps.iter().for_each(|step| follow(code, step, &mut bound));
        }
    }
}

/// Checks one step and remembers the name it binds.
fn follow(code: Code, step: &str, bound: &mut HashSet<String>) {
    for (at, _) in step.match_indices('$') {
        let rest = step[at + 1..].trim_start_matches('{');
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        let binds = at == 0 && rest[name.len()..].starts_with(" = ");
        let repeats = rest.starts_with('(');
        assert!(binds || repeats || bound.contains(&name), "{code}: ${name} is not bound before: {step}");
    }
    let (name, step) = match step.split_once(" = ") {
        Some((name, rest)) if !name.contains(' ') => (Some(name.trim_start_matches('$')), rest),
        _ => (None, step),
    };
    bound.extend(name.map(str::to_owned));
    if let Some(given) = step.strip_prefix("given ") {
        if let Some((_, name)) = given.rsplit_once(" as ") {
            bound.insert(name.to_owned());
        }
        let known = [
            "world {",
            "account ",
            "new account {",
            "licence {",
            "package {",
            "mail ",
            "clock +",
            "clock at ",
            "wire ",
        ];
        let alone = ["midnight", "settled", "clock stopped", "storage fails", "storage works"];
        assert!(alone.contains(&given) || known.iter().any(|word| given.starts_with(word)), "{code}: {step}");
        return;
    }
    if let Some(who) = step.strip_prefix("as ") {
        let known = matches!(words(who).len(), 2 | 3) || ["unsigned", "iam"].contains(&who);
        assert!(known, "{code}: {step}");
        return;
    }
    follow_call(code, step, name.is_some());
}

/// What may stand in front of an action to send it by another method than its own.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

fn follow_call(code: Code, step: &str, binds: bool) {
    let words = words(step);
    let mut words = words.iter().map(String::as_str).peekable();
    words.next_if(|word| *word == "operator");
    words.next_if(|word| METHODS.contains(word));
    words.next_if(|word| word.starts_with('/'));
    let action = words.next().expect("an action");
    let is_action = action.starts_with(|letter: char| letter.is_ascii_uppercase());
    assert!(is_action && action.bytes().all(|letter| letter.is_ascii_alphanumeric()), "{code}: {step}");
    let mut outcome = words.skip_while(|word| word.contains('=')).peekable();
    if outcome.next_if(|word| *word == "->").is_some() {
        assert!(outcome.next().is_some() && binds, "{code}: {step}");
    }
    if let Some(word) = outcome.next() {
        let number = word.strip_prefix('!').unwrap_or_else(|| panic!("{code}: {step}"));
        assert!(find(code.system(), number).is_some(), "{code}: {step}");
    }
    assert_eq!(outcome.next(), None, "{code}: {step}");
}

/// The words of a line; quotes keep blanks together and go.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for letter in line.chars() {
        match (letter, quote) {
            (_, Some(open)) if letter == open => quote = None,
            ('\'' | '"', None) => quote = Some(letter),
            (' ', None) => words.push(String::new()),
            _ => words.last_mut().unwrap().push(letter),
        }
    }
    assert_eq!(quote, None, "a quote is not closed: {line}");
    words.retain(|word| !word.is_empty());
    words
}
