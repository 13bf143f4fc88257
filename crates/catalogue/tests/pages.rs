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

#[test]
fn every_code_of_qingcloud_has_a_page_that_parses() {
    let paged: HashSet<Code> = pages().map(|(code, _)| code).collect();
    assert!(codes(System::QingCloud).iter().all(|code| paged.contains(code)));
    assert_eq!(pages().count(), 43);
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
            for number in text.split(|letter: char| !letter.is_ascii_alphanumeric()) {
                let is_code = number.len() == 4 && number.bytes().all(|digit| digit.is_ascii_digit());
                let known = find(code.system(), number).is_some() || NOT_CODES.contains(&number);
                assert!(!is_code || known, "{code} mentions {number}");
            }
        }
    }
}

/// Four-digit numbers on pages that are sizes and times, not codes.
const NOT_CODES: &[&str] = &["1024", "3600", "1000"];

#[test]
fn recipes_end_in_their_own_code() {
    for (code, page) in pages() {
        let last = page.recipe.lines().last().unwrap();
        assert_eq!(last, format!("=> {}", code.number()), "{code}");
    }
}

#[test]
fn recipes_follow_the_grammar() {
    for (code, page) in pages() {
        let mut bound = HashSet::new();
        let steps: Vec<_> = page.recipe.lines().collect();
        for step in &steps[..steps.len() - 1] {
            follow(code, step, &mut bound);
        }
    }
}

/// Checks one step and remembers the name it binds.
fn follow(code: Code, step: &str, bound: &mut HashSet<String>) {
    for (at, _) in step.match_indices('$') {
        let name: String = step[at + 1..].chars().take_while(char::is_ascii_alphanumeric).collect();
        let binds = at == 0 && step[name.len() + 1..].starts_with(" = ");
        assert!(binds || bound.contains(&name), "{code}: ${name} is not bound before: {step}");
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
        let known = ["world {", "account ", "licence {", "package {", "mail ", "clock +", "wire +"];
        let alone = ["midnight", "settled", "storage fails", "storage works"];
        assert!(alone.contains(&given) || known.iter().any(|word| given.starts_with(word)), "{code}: {step}");
        return;
    }
    if let Some(who) = step.strip_prefix("as ") {
        let known = ["unsigned", "session $", "app ", "iam"];
        assert!(known.iter().any(|word| who.starts_with(word)), "{code}: {step}");
        return;
    }
    let mut words = step.split_whitespace().peekable();
    words.next_if(|word| *word == "POST");
    words.next_if(|word| word.starts_with('/') && word.ends_with('/'));
    let action = words.next().expect("an action");
    let is_action = action.starts_with(|letter: char| letter.is_ascii_uppercase());
    assert!(is_action && action.bytes().all(|letter| letter.is_ascii_alphanumeric()), "{code}: {step}");
    let mut outcome = words.skip_while(|word| word.contains('='));
    match outcome.next() {
        None => {}
        Some("->") => assert!(outcome.next().is_some() && name.is_some(), "{code}: {step}"),
        Some(word) => {
            let number = word.strip_prefix('!').unwrap_or_else(|| panic!("{code}: {step}"));
            assert!(find(code.system(), number).is_some(), "{code}: {step}");
        }
    }
    assert_eq!(outcome.next(), None, "{code}: {step}");
}
