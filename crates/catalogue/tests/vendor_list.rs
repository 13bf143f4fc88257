//! The tables against the vendors' lists, both ways, and against themselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashSet;

use squall_catalogue::{Blame, Code, Kind, Retry, System, all, codes, find, search};

/// What the vendor's list says of one code, read from `codes.tsv` or from our table.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    system: String,
    module: bool,
    http_status: String,
    number: String,
    label: String,
    message: String,
}

fn listed() -> Vec<Row> {
    include_str!("codes.tsv")
        .lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.split('\t').map(str::to_owned);
            let mut next = || cells.next().expect("five columns");
            let list = next();
            let system = list.strip_suffix("-module").unwrap_or(&list).to_owned();
            let module = list.ends_with("-module");
            let (http_status, number, label, message) = (next(), next(), next(), next());
            Row { system, module, http_status, number, label, message }
        })
        .collect()
}

fn ours(code: Code) -> Row {
    Row {
        system: code.system().as_str().to_owned(),
        module: code.carrier().is_some(),
        http_status: code.http_status().map_or(String::new(), |status| status.to_string()),
        number: code.number().to_owned(),
        label: code.label_zh().to_owned(),
        message: code.message().unwrap_or_default().to_owned(),
    }
}

/// Whether the code is one of Huawei's gateway, which no list of error codes has.
fn of_gateway(code: Code) -> bool {
    code.number().starts_with("APIGW.")
}

#[test]
fn tables_equal_the_vendor_lists_in_order() {
    let listed = listed();
    assert_eq!(listed.len(), 382);
    assert_eq!(all().take(382).map(ours).collect::<Vec<_>>(), listed);
    assert!(all().skip(382).all(of_gateway), "the gateway's codes come last");
}

#[test]
fn each_system_has_its_number_of_codes() {
    let counts = System::ALL.map(|system| codes(system).len());
    assert_eq!(counts, [43, 213, 22, 16 + 63, 25 + 35]);
}

#[test]
fn the_gateway_answers_in_24_rows_of_18_codes() {
    let gateway = || codes(System::Huawei).iter().copied().filter(|code| of_gateway(*code));
    let answered: Vec<_> = gateway().filter(|code| code.unanswered().is_none()).collect();
    assert_eq!((gateway().count(), answered.len()), (35, 18));
    let rows: Vec<_> = answered.iter().flat_map(|code| code.rows()).collect();
    assert_eq!(rows.len(), 24);
    assert!(rows.iter().all(|row| row.http_status.is_some() && row.message.is_some()));
    assert!(gateway().all(|code| code.http_status().is_some()));
}

#[test]
fn rows_begin_with_the_codes_own() {
    let first = |code: Code| code.rows().next().map(|row| (row.http_status, row.message, row.kind));
    assert!(all().all(|code| first(code) == Some((code.http_status(), code.message(), code.kind()))));
    let failed = find(System::Huawei, "APIGW.0201").unwrap();
    let retry: Vec<_> = failed.rows().map(|row| (row.http_status.unwrap(), row.kind.retry())).collect();
    assert_eq!(retry[0], (400, Retry::Never));
    assert_eq!(retry[5], (504, Retry::Backoff));
    assert!(all().filter(|code| code.rows().count() > 1).all(of_gateway));
}

#[test]
fn constants_and_numbers_are_unique_within_a_system() {
    for system in System::ALL {
        let all = codes(system);
        assert_eq!(all.iter().map(|code| code.name()).collect::<HashSet<_>>().len(), all.len(), "{system}");
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len(), "{system}");
        assert!(all.iter().all(|code| code.system() == system));
    }
}

#[test]
fn carriers_are_outer_codes_of_the_same_system() {
    for code in all() {
        let Some(carrier) = code.carrier() else {
            continue;
        };
        let outer = find(code.system(), carrier).expect("the carrier is in the table");
        assert_eq!(outer.carrier(), None, "{code} travels in {outer}, which travels itself");
    }
}

#[test]
fn kinds_agree_with_http_statuses() {
    for (code, row) in all().flat_map(|code| code.rows().map(move |row| (code, row))) {
        let expected: &[Kind] = match row.http_status {
            None => continue,
            Some(401) => &[Kind::Unauthenticated],
            Some(403) if of_gateway(code) => &[Kind::Denied, Kind::Unsupported],
            Some(403) => &[Kind::Denied],
            Some(404) if of_gateway(code) => &[Kind::NotFound, Kind::Precondition],
            Some(404) => &[Kind::NotFound],
            Some(405) => &[Kind::Denied, Kind::Quota],
            Some(413 | 414 | 494) => &[Kind::Invalid],
            Some(429) => &[Kind::Throttled],
            Some(500) => &[Kind::Internal, Kind::Unavailable],
            Some(502..=504) => &[Kind::Unavailable],
            Some(400) => {
                let kind = row.kind;
                assert!(!matches!(kind, Kind::Unauthenticated | Kind::Denied | Kind::Internal), "{code}");
                continue;
            }
            Some(other) => panic!("{code}: no rule for status {other}"),
        };
        assert!(expected.contains(&row.kind), "{code} is {}", row.kind);
    }
}

#[test]
fn kinds_agree_with_what_the_vendor_says() {
    let rules: [(&str, &[Kind]); 8] = [
        ("余额不足", &[Kind::Funds]),
        ("过于频繁", &[Kind::Throttled]),
        ("太过频繁", &[Kind::Throttled]),
        ("内部错误", &[Kind::Internal]),
        ("部分执行成功", &[Kind::Partial]),
        ("签名", &[Kind::Unauthenticated]),
        ("格式", &[Kind::Invalid]),
        ("密码错误", &[Kind::Unauthenticated, Kind::Invalid]),
    ];
    for (words, kinds) in rules {
        let said: Vec<_> = all().take(382).filter(|code| code.label_zh().contains(words)).collect();
        assert!(!said.is_empty(), "{words}");
        for code in said {
            assert!(kinds.contains(&code.kind()), "{code} says {words} and is {}", code.kind());
        }
    }
    let ok: Vec<_> = all().filter(|code| code.kind() == Kind::Ok).map(|code| code.to_string()).collect();
    assert_eq!(ok, ["ucloudstack 0"]);
}

#[test]
fn wire_words_are_those_of_the_contract() {
    let retry = all().map(|code| code.retry().as_str()).collect::<HashSet<_>>();
    assert_eq!(retry, HashSet::from(["never", "after_change", "later", "backoff"]));
    let blame = all().map(|code| code.blame().as_str()).collect::<HashSet<_>>();
    assert_eq!(blame, HashSet::from(["caller", "account", "operator", "provider"]));
}

#[test]
fn the_platform_owner_is_blamed_for_the_licence() {
    let licence = ["4000", "4001", "4002", "4003", "4004", "4005"];
    for number in licence {
        assert_eq!(find(System::QingCloud, number).unwrap().blame(), Blame::Operator);
    }
    assert_eq!(find(System::QingCloud, "5100").unwrap().retry(), Retry::Backoff);
}

#[test]
fn systems_parse_their_own_words_only() {
    for system in System::ALL {
        assert_eq!(System::parse(system.as_str()), Some(system));
    }
    assert_eq!(System::parse("QingCloud"), None);
    assert_eq!(System::parse(""), None);
}

#[test]
fn search_answers_every_code_that_text_may_mean() {
    let words = |text: &str| search(text).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(words("1400"), ["qingcloud 1400"]);
    assert_eq!(words("2500"), ["qingcloud 2500", "ucloudstack 2500"]);
    assert_eq!(words("imetal.0206"), ["huawei-imetal iMetal.0206"]);
    assert_eq!(words("tencent-cdn 5300"), ["tencent-cdn 5300"]);
    assert_eq!(words("lease_failed"), ["qingcloud 2200"]);
    assert_eq!(words("子网已无可用 IP"), ["ucloudstack 2010", "ucloudstack 55000"]);
    assert_eq!(words("compute ports overload"), Vec::<String>::new());
    assert_eq!(words("create vpc PORTS"), ["huawei-imetal iMetal.0235"]);
    assert_eq!(words("request uri too large"), ["huawei-imetal APIGW.0201"]);
    assert_eq!(words("  "), Vec::<String>::new());
}
