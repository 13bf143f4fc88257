//! JSON bodies: read into trees, and texts written back.

use squall_wire::{Tree, json};

/// Reads a JSON document, and writes whatever text it is as a JSON string.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match (Tree::from_json(text), serde_json::from_str::<serde_json::Value>(text)) {
        (Ok(tree), Ok(value)) => must_agree(&tree, &value),
        (Err(_), Err(_)) => {}
        // The other reader takes the last of a name that comes twice; ours refuses to choose.
        (Err(why), Ok(_)) if why.contains("is given twice") => {}
        (tree, _) => panic!("one reads it and the other does not: {tree:?}"),
    }
    let mut written = String::new();
    json::string(text, &mut written);
    let read: String = serde_json::from_str(&written).expect("what was written is JSON");
    assert_eq!(read, text);
}

fn must_agree(tree: &Tree<'_>, value: &serde_json::Value) {
    use serde_json::Value;
    match (tree, value) {
        (Tree::Null, Value::Null) => {}
        (Tree::Bool(a), Value::Bool(b)) => assert_eq!(a, b),
        (Tree::Number(a), Value::Number(b)) => assert_eq!(**a, b.to_string()),
        (Tree::Text(a), Value::String(b)) => assert_eq!(a, b),
        (Tree::List(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len());
            a.iter().zip(b).for_each(|(tree, value)| must_agree(tree, value));
        }
        (Tree::Map(a), Value::Object(b)) => {
            assert_eq!(a.len(), b.len());
            for (name, value) in b {
                match tree.get(name) {
                    Some(inner) => must_agree(inner, value),
                    None => assert!(value.is_null(), "{name} is lost"),
                }
            }
        }
        _ => panic!("{tree:?} is not {value}"),
    }
}
