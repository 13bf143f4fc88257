//! Physical servers: where they stand, what runs on them, what is reported of them.

pub(crate) mod alarm;
pub(crate) mod event;
pub(crate) mod health;
pub(crate) mod log_export;
pub(crate) mod metal;
pub(crate) mod rack;
pub(crate) mod room;
pub(crate) mod server;

pub use alarm::Alarm;
pub use event::{Event, Incident};
pub use health::Health;
pub use log_export::LogExport;
pub use metal::Metal;
pub use rack::Rack;
pub use room::Room;
pub use server::{Controller, Server, Stage, Task, Trouble};
