//! Rows that another version of the program has written.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod disk;

use disk::Disk;
use serde::{Deserialize, Serialize};
use squall_store::{Durable, Error, OpenError, Row, Schema, Store, Table};

#[derive(Serialize, Deserialize, PartialEq, Debug)]
enum State {
    Up,
    Down,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Door {
    width: u32,
    state: State,
}

const DOORS: Table<u32, Door> = Table::new(9, "doors");
const LAMPS: Table<u32, u64> = Table::new(10, "lamps");

fn open(disk: &Disk, schema: Schema) -> Result<Store, OpenError> {
    let disk = disk.clone();
    Ok(Store::over(Box::new(Durable::open_with(move || Ok(disk.clone()), schema, 0)?)))
}

/// The schema of another version in which doors are so.
fn other<V: Row>() -> Schema {
    Schema::new().with(&Table::<u32, V>::new(9, "doors"))
}

fn with_a_door() -> Disk {
    let disk = Disk::new();
    let store = open(&disk, Schema::new().with(&DOORS).with(&LAMPS)).unwrap();
    store.write(|tx| tx.put(&DOORS, &1, &Door { width: 80, state: State::Up })).unwrap();
    disk
}

#[track_caller]
fn refused(disk: &Disk, schema: Schema) -> OpenError {
    let before = disk.image();
    let error = open(disk, schema).err().expect("it was opened");
    assert!(disk.image() == before, "the file was touched");
    let text = error.to_string();
    assert!(text.contains("doors") && !text.contains('\n'), "{text}");
    error
}

mod changed {
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    pub(super) enum State {
        Up,
        Ajar,
        Down,
    }

    #[derive(Serialize, Deserialize)]
    pub(super) struct Door {
        width: u32,
        state: State,
    }
}

mod longer {
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    pub(super) struct Door {
        width: u32,
        state: super::State,
        colour: Option<String>,
    }
}

mod swapped {
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    pub(super) struct Door {
        state: super::State,
        width: u32,
    }
}

mod grown {
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    pub(super) enum State {
        Up,
        Down,
        Ajar { by: u8 },
    }

    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    pub(super) struct Door {
        pub(super) width: u32,
        pub(super) state: State,
    }
}

#[test]
fn rows_that_would_be_misread_are_refused() {
    let disk = with_a_door();
    for schema in
        [other::<longer::Door>(), other::<swapped::Door>(), other::<changed::Door>(), other::<u32>()]
    {
        assert!(matches!(refused(&disk, schema), OpenError::Shape { .. }));
    }
    let by_name = Schema::new().with(&Table::<String, Door>::new(9, "doors"));
    assert!(matches!(refused(&disk, by_name), OpenError::Shape { line, .. } if line == "key u32"));
    assert!(matches!(refused(&disk, Schema::new().with(&LAMPS)), OpenError::Unknown { .. }));
}

#[test]
fn tables_and_variants_may_be_added_and_then_stay() {
    let disk = with_a_door();
    let doors: Table<u32, grown::Door> = Table::new(9, "doors");
    let windows: Table<u32, u8> = Table::new(11, "windows");
    let later = Schema::new().with(&doors).with(&LAMPS).with(&windows);
    let store = open(&disk, later).unwrap();
    assert_eq!(store.read(|tx| tx.get(&doors, &1)).unwrap().unwrap().state, grown::State::Up);
    store
        .write(|tx| tx.put(&doors, &2, &grown::Door { width: 1, state: grown::State::Ajar { by: 3 } }))
        .unwrap();
    drop(store);
    // The earlier version does not know the third state.
    assert!(matches!(refused(&disk, Schema::new().with(&DOORS).with(&LAMPS)), OpenError::Shape { .. }));
}

#[test]
fn a_table_without_rows_may_change_or_go() {
    let disk = with_a_door();
    let lamps: Table<u32, String> = Table::new(10, "lamps");
    let store = open(&disk, Schema::new().with(&DOORS).with(&lamps)).unwrap();
    store.write(|tx| tx.put(&lamps, &1, &"lit".to_string())).unwrap();
    store.snapshot("lit").unwrap();
    store.write(|tx| tx.delete(&lamps, &1)).unwrap();
    drop(store);
    let error =
        open(&disk, Schema::new().with(&DOORS).with(&LAMPS)).err().expect("a snapshot still has a lamp");
    assert!(matches!(error, OpenError::Shape { table, .. } if table == "lamps"));
    let store = open(&disk, Schema::new().with(&DOORS).with(&lamps)).unwrap();
    store.forget("lit").unwrap();
    drop(store);
    open(&disk, Schema::new().with(&DOORS)).unwrap();
}

#[test]
fn a_table_that_is_not_declared_cannot_be_written() {
    let disk = Disk::new();
    let store = open(&disk, Schema::new().with(&DOORS)).unwrap();
    let answer = store.write(|tx| tx.put(&LAMPS, &1, &1));
    assert!(matches!(answer, Err(Error::Failed(_))), "{answer:?}");
}
