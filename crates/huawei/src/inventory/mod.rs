//! What a physical server is made of. Nobody keeps it: every figure follows from the world's seed and the server's
//! serial number, and what ails from its health.

mod chassis;
mod firmware;
mod memory;
mod network;
mod processor;
mod storage;

use squall_api::cloud::{Answer, Health, Server, World};
use squall_api::wire::{Array, Object};

/// Who made servers and most of their parts.
const MAKER: &str = "Huawei";
/// The model of every server.
const MODEL: &str = "2288H V7";

/// A server's parts, ready to be written.
pub(crate) struct Inventory<'s> {
    server: &'s Server,
    seed: u64,
}

/// What identifies a server, also where its hardware was never inspected.
pub(crate) fn summarise(server: &Server, object: &mut Object) {
    object
        .text("sn", &server.serial)
        .text("manufacturer", MAKER)
        .text("model", MODEL)
        .text("main_board_manufacturer", MAKER)
        .text("main_board_serial_number", &format!("024{}", server.serial));
}

impl<'s> Inventory<'s> {
    /// The parts of a server.
    pub(crate) fn of(world: &World<'_>, server: &'s Server) -> Answer<Inventory<'s>> {
        Ok(Inventory { server, seed: world.noise(&server.serial, 0)? })
    }

    /// Writes everything that the hardware is.
    pub(crate) fn write(&self, object: &mut Object) {
        object.object("summary", |summary| summarise(self.server, summary));
        object.array("memorys", |array| memory::write(self, array));
        object.array("processors", |array| processor::write(self, array));
        object.array("network_adapters", |array| network::write(self, array));
        object.array("fans", |array| chassis::write_fans(self, array));
        object.array("powers", |array| chassis::write_powers(self, array));
        object.array("storage_controllers", |array| storage::write(self, array));
        object.array("metrics", metrics);
    }

    /// Writes the versions of all firmware.
    pub(crate) fn write_firmware(&self, array: &mut Array<'_>) {
        firmware::write(self, array);
    }

    /// A number that belongs to one part of this server.
    fn number(&self, part: &str, at: usize) -> u64 {
        // FNV-1a; its upper digits are the better ones.
        let fold = |number: u64, byte: u8| (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        part.bytes().chain((at as u64).to_le_bytes()).fold(self.seed, fold) >> 16
    }

    /// A reading of a part: the least value and so much more at most.
    fn reading(&self, part: &str, at: usize, least: u64, spread: u64) -> u64 {
        least + self.number(part, at) % (spread + 1)
    }

    /// The serial number of a part.
    fn serial(&self, part: &str, at: usize) -> String {
        format!("{:012X}", self.number(part, at))
    }

    /// How a part is: the first of the ailing kind shows what ails the server.
    fn health(&self, part: &str, at: usize) -> Health {
        let ails = crate::words::ailing_part(self.server.health) == part && at == 0;
        if ails { self.server.health } else { Health::Good }
    }

    fn health_word(&self, part: &str, at: usize) -> &'static str {
        crate::words::health(self.health(part, at))
    }

    /// Writes the status of a part: what failed is not enabled any more.
    fn status(&self, part: &str, at: usize, object: &mut Object) {
        let health = self.health(part, at);
        let state = if health == Health::Critical { "Unenabled" } else { "Enabled" };
        object.object("status", |status| {
            status.text("state", state).text("health", crate::words::health(health));
        });
    }
}

/// What is measured, and of which devices.
fn metrics(array: &mut Array<'_>) {
    let devices = [
        ("cpu_temperature", ["CPU1", "CPU2"]),
        ("mem_usedPercent", ["DIMM000", "DIMM010"]),
        ("fan_speed", ["Fan1", "Fan2"]),
        ("power_consumption", ["PSU1", "PSU2"]),
    ];
    for (name, devices) in devices {
        array.object(|metric| {
            metric.text("metric_name", name).texts("metric_devices", devices);
        });
    }
}
