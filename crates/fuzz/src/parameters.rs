//! Flat parameters: percent-encoding, sorting, trees of dotted names, typed fields.

use squall_api::Params;
use squall_api::param::Params as _;
use squall_wire::flat::{self, Pairs, Style};
use squall_wire::{Tree, percent};

const STYLES: [Style; 2] = [
    Style { empty_is_absent: true, nested_none: Some("None") },
    Style { empty_is_absent: false, nested_none: None },
];

/// A little of everything that a field can be.
#[derive(Params)]
struct Everything {
    #[param(max_len = 8)]
    a: Option<String>,
    #[param(range = -9..=9)]
    b: Option<i64>,
    c: Option<u8>,
    d: Option<bool>,
    #[param(max_items = 3, one_of = ["x", "y"])]
    e: Vec<String>,
    #[param(default = 7)]
    f: usize,
    g: Vec<Inner>,
}

/// A record inside a record.
#[derive(Params)]
struct Inner {
    #[param(required)]
    a: u32,
    b: Vec<String>,
}

/// Decodes parameters, and holds what comes out against what went in.
pub fn run(bytes: &[u8]) {
    let Ok(pairs) = flat::pairs(bytes) else { return };
    assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0), "names are not in order, or come twice");
    let canonical = encoded(&pairs);
    assert_eq!(
        flat::pairs(canonical.as_bytes()).as_ref(),
        Ok(&pairs),
        "the canonical form says something else"
    );
    for style in STYLES {
        let Ok(tree) = flat::tree(&pairs, style) else { continue };
        let plain =
            |name: &str, value: &str| !(name.contains('.') || value.is_empty() && style.empty_is_absent);
        for (name, value) in pairs.iter().filter(|(name, value)| plain(name, value)) {
            assert_eq!(tree.text_of(name), Some(&**value));
        }
        must_be_in_order(&tree);
        if let Ok(everything) = Everything::decode(&tree) {
            must_keep_to_rules(&everything);
        }
    }
}

fn encoded(pairs: &Pairs<'_>) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        percent::encode(name, &mut text);
        text.push('=');
        percent::encode(value, &mut text);
        text.push('&');
    }
    text
}

/// `Tree::get` relies on it.
fn must_be_in_order(tree: &Tree<'_>) {
    match tree {
        Tree::Map(fields) => {
            assert!(
                fields.windows(2).all(|two| two[0].0 < two[1].0),
                "fields are not in order, or come twice"
            );
            fields.iter().for_each(|(_, inner)| must_be_in_order(inner));
        }
        Tree::List(items) => items.iter().for_each(must_be_in_order),
        _ => {}
    }
}

fn must_keep_to_rules(everything: &Everything) {
    let Everything { a, b, c, d, e, f, g } = everything;
    assert!(a.as_ref().is_none_or(|text| text.len() <= 8) && b.is_none_or(|n| (-9..=9).contains(&n)));
    assert!(e.len() <= 3 && e.iter().all(|word| matches!(&**word, "x" | "y")));
    let _ = (c, d, f, g.iter().map(|inner| (inner.a, inner.b.len())).max());
}
