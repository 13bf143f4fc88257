//! Processors.

use super::Inventory;
use squall_api::wire::Array;

const SOCKETS: usize = 2;
const CORES: u32 = 32;

/// Writes the processors.
pub(super) fn write(inventory: &Inventory<'_>, array: &mut Array<'_>) {
    for at in 0..SOCKETS {
        array.object(|processor| {
            processor
                .text("name", &format!("CPU{}", at + 1))
                .text("manufacturer", "Intel(R) Corporation")
                .text("model", "Intel(R) Xeon(R) Gold 6530")
                .int("total_cores", CORES)
                .int("total_enabled_cores", CORES)
                .int("total_threads", CORES * 2)
                .int("total_enabled_threads", CORES * 2)
                .int("socket", at)
                .int("max_speed_mhz", 4_000)
                .int("temperature", inventory.reading("temperature", at, 38, 20))
                .int("l1_cache_kib", 2_560)
                .int("l2_cache_kib", 65_536)
                .int("l3_cache_kib", 163_840)
                .int("frequency_mhz", 2_100)
                .text("other_parameters", "64-bit Capable|Multi-Core|Hardware Thread|Execute Protection")
                .text("serial_number", &inventory.serial("processor", at))
                .text("part_number", "41020999")
                .text("health", inventory.health_word("processor", at))
                .text("state", "Enabled");
        });
    }
}
