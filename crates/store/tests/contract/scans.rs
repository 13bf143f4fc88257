//! Order, prefixes and pages.

use squall_store::{Error, Store};

use crate::{NAMES, NUMBERS, OWNED, SIGNED, put};

const TEXTS: [&str; 10] = ["", "\0", "\0\0", "\0a", "a", "a\0", "a\0b", "ab", "云", "🌩"];

pub(crate) fn scans_keep_the_order_of_every_key(store: &Store) {
    let numbers = [u32::MAX, 256, 0, 255, 65_536, 1];
    let signed = [0, i64::MIN, -1, 1, i64::MAX, -256];
    store
        .write(|tx| {
            for text in TEXTS.iter().rev() {
                tx.put(&NAMES, *text, &7)?;
            }
            for number in &numbers {
                tx.put(&NUMBERS, number, &u64::from(*number))?;
            }
            for number in signed {
                tx.put(&SIGNED, &(number, 300), &())?;
                tx.put(&SIGNED, &(number, 2), &())?;
            }
            Ok::<_, Error>(())
        })
        .unwrap();
    let all = store.read(|tx| tx.prefix_keys(&NUMBERS, &())).unwrap();
    assert_eq!(all, [0, 1, 255, 256, 65_536, u32::MAX]);
    assert_eq!(store.read(|tx| tx.prefix_keys(&NAMES, &())).unwrap(), TEXTS);
    let all = store.read(|tx| tx.prefix_keys(&SIGNED, &())).unwrap();
    assert!(all.is_sorted() && all.len() == 12, "{all:?}");
    let early = store.read(|tx| tx.before(&SIGNED, &(0,), 100)).unwrap();
    assert_eq!(early.last(), Some(&((-1, 300), ())));
    assert_eq!(early.len(), 6);
}

fn own(store: &Store, keys: &[(u8, &str)]) {
    let all = |tx: &squall_store::Tx| keys.iter().try_for_each(|key| tx.put(&OWNED, key, &key.1.to_string()));
    store.write(all).unwrap();
}

pub(crate) fn a_prefix_ends_with_its_component(store: &Store) {
    own(store, &[(0, "z"), (1, "a"), (1, "ab"), (1, "a\0"), (2, "a"), (255, "x")]);
    put(store, "after the table", 1);
    let names = |store: &Store, system: u8| store.read(|tx| tx.prefix_keys(&OWNED, &system)).unwrap();
    assert_eq!(names(store, 1).into_iter().map(|key| key.1).collect::<Vec<_>>(), ["a", "a\0", "ab"]);
    assert_eq!(names(store, 255), [(255, "x".to_string())]);
    assert!(names(store, 3).is_empty());
    let one = store.read(|tx| tx.prefix(&OWNED, &(1, "a"))).unwrap();
    assert_eq!(one, [((1, "a".to_string()), "a".to_string())]);
    assert_eq!(store.read(|tx| tx.prefix(&OWNED, &())).unwrap().len(), 6);
    assert_eq!(store.read(|tx| tx.prefix(&OWNED, &(2,))).unwrap().len(), 1);
}

pub(crate) fn pages_meet_without_gap_or_overlap(store: &Store) {
    let keys: Vec<u32> = (0..25).collect();
    store.write(|tx| keys.iter().try_for_each(|key| tx.put(&NUMBERS, key, &1))).unwrap();
    put(store, "neighbour", 1);
    for limit in [1, 7, 25, 100] {
        let (mut forth, mut back) = (Vec::new(), Vec::new());
        while let Some(page) = store
            .read(|tx| tx.page(&NUMBERS, &(), forth.last(), limit))
            .map(|page| Some(page).filter(|page| !page.is_empty()))
            .unwrap()
        {
            assert!(page.len() <= limit);
            forth.extend(page.into_iter().map(|row| row.0));
            let page = store.read(|tx| tx.page_back(&NUMBERS, &(), back.last(), limit)).unwrap();
            back.extend(page.into_iter().map(|row| row.0));
        }
        back.reverse();
        assert_eq!((&forth, &back), (&keys, &keys));
    }
    assert!(store.read(|tx| tx.page(&NUMBERS, &(), None, 0)).unwrap().is_empty());
    assert_eq!(store.read(|tx| tx.page(&NUMBERS, &(), Some(&23), 9)).unwrap(), [(24, 1)]);
}

pub(crate) fn long_lists_come_whole(store: &Store) {
    let count = u32::try_from(squall_store::PAGE_ROWS * 2).unwrap();
    store.write(|tx| (0..count).try_for_each(|key| tx.put(&NUMBERS, &key, &1))).unwrap();
    let listed = store.read(|tx| tx.prefix_keys(&NUMBERS, &())).unwrap();
    assert_eq!(listed, (0..count).collect::<Vec<_>>());
    assert_eq!(store.dump().unwrap().len(), listed.len());
}

pub(crate) fn first_and_last_are_the_ends(store: &Store) {
    own(store, &[(1, "b"), (1, "c"), (1, "a"), (2, "z"), (0, "0")]);
    let ends = |system: u8| {
        store.read(|tx| Ok::<_, Error>((tx.first(&OWNED, &system)?, tx.last(&OWNED, &system)?))).unwrap()
    };
    let row = |system: u8, name: &str| Some(((system, name.to_string()), name.to_string()));
    assert_eq!(ends(1), (row(1, "a"), row(1, "c")));
    assert_eq!(ends(2), (row(2, "z"), row(2, "z")));
    assert_eq!(ends(9), (None, None));
    let back = store.read(|tx| tx.page_back(&OWNED, &1u8, None, 2)).unwrap();
    assert_eq!(back.into_iter().map(|row| row.0.1).collect::<Vec<_>>(), ["c", "b"]);
}
