//! Ordered tables with transactions, named snapshots and more than one backend.
//!
//! The store knows keys, rows and transactions. It refuses to know what the rows mean: no clouds,
//! no codes, no clock, no randomness, and the same calls leave the same bytes on every backend.
//!
//! ```
//! use squall_store::{Error, Store, Table};
//!
//! const DISKS: Table<(u8, String), u64> = Table::new(3, "disks");
//!
//! let store = Store::memory();
//! store.write(|tx| tx.put(&DISKS, &(1, "vol-1".to_string()), &20))?;
//! let size = store.read(|tx| tx.get(&DISKS, &(1, "vol-1")))?;
//! assert_eq!(size, Some(20));
//! # Ok::<(), Error>(())
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod backend;
mod change;
mod commit;
mod durable;
mod error;
mod failing;
mod key;
mod map;
mod memo;
mod memory;
mod overlay;
mod patience;
pub mod private;
mod reading;
mod row;
mod schema;
mod shape;
mod store;
mod stored;
mod table;
mod turn;
mod tx;

pub use backend::{Backend, Pair, Rows};
pub use commit::Commit;
pub use durable::{Durable, OpenError, is_guarded};
pub use error::Error;
pub use failing::FailNth;
pub use key::Key;
pub use memory::Memory;
pub use patience::Patience;
pub use reading::listing::{LISTED_ROWS, PAGE_ROWS};
pub use reading::lookup::{Lookup, Prefix};
pub use row::Row;
pub use schema::Schema;
pub use store::{RawRow, SNAPSHOT_NAME_BYTES, SNAPSHOTS, Store, WRITE_ATTEMPTS};
pub use stored::StoredKey;
pub use table::Table;
pub use tx::{KEY_BYTES, ROW_BYTES, Tx};
