//! The shapes of the rows that the file holds, so that another version of the program refuses to
//! misread them.

use std::collections::{BTreeMap, BTreeSet};

use redb::{Database, ReadableDatabase, ReadableTable, WriteTransaction};

use super::fault::Fault;
use super::format::{SHAPES, seal, unseal};
use super::load::World;
use crate::Schema;
use crate::reading::scan::scan;

/// Table id to its name and, in lines, its shape.
pub(super) type Shapes = BTreeMap<u8, String>;

/// Judges whether every row of the file can be read with this schema. Answers the shapes that have
/// to be noted because they are new or have grown.
///
/// # Errors
/// [`Fault::Unknown`] and [`Fault::Shape`].
pub(super) fn check(db: &Database, world: &World, schema: &Schema) -> Result<Shapes, Fault> {
    let noted = noted(db)?;
    for id in inhabited(world) {
        let Some(text) = noted.get(&id) else {
            return Err(Fault::Damaged(format!("the shape of table {id}")));
        };
        let (name, written) = text.split_once('\n').unwrap_or((text, ""));
        let Some(known) = schema.get(id) else {
            return Err(Fault::Unknown(name.to_string()));
        };
        if let Some(line) = written.lines().find(|line| !known.lines.contains(*line)) {
            return Err(Fault::Shape { table: name.to_string(), line: line.to_string() });
        }
    }
    let texts = schema.iter().map(|(id, known)| (id, known.text()));
    Ok(texts.filter(|(id, text)| noted.get(id) != Some(text)).collect())
}

pub(super) fn store(txn: &WriteTransaction, shapes: &Shapes) -> Result<(), Fault> {
    let mut table = txn.open_table(SHAPES)?;
    for (id, text) in shapes {
        table.insert(&[*id][..], &*seal(&[*id], text.as_bytes()))?;
    }
    Ok(())
}

fn noted(db: &Database) -> Result<Shapes, Fault> {
    let mut shapes = Shapes::new();
    for entry in db.begin_read()?.open_table(SHAPES)?.iter()? {
        let (id, sealed) = entry?;
        let text = unseal(id.value(), sealed.value()).and_then(|text| String::from_utf8(text.to_vec()).ok());
        match (id.value(), text) {
            (&[id], Some(text)) => shapes.insert(id, text),
            (id, _) => return Err(Fault::Damaged(format!("the shape of table {}", id.escape_ascii()))),
        };
    }
    Ok(shapes)
}

/// The tables that have a row in the present world or in a snapshot.
fn inhabited(world: &World) -> BTreeSet<u8> {
    let mut found = BTreeSet::new();
    for layer in world.names.values().chain([&world.current]) {
        let rows = world.root(Some(*layer)).rows;
        let here = |id: &u8| !scan(&rows, &[*id], &[id + 1], 1, false).is_empty();
        found.extend((0..u8::MAX).filter(|id| !found.contains(id)).filter(here).collect::<Vec<_>>());
    }
    found
}
