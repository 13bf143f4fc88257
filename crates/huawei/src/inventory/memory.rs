//! Memory modules.

use super::Inventory;
use squall_api::wire::Array;

const MODULES: usize = 8;
const MIB: u32 = 65_536;

/// Writes the memory modules.
pub(super) fn write(inventory: &Inventory<'_>, array: &mut Array<'_>) {
    for at in 0..MODULES {
        let slot = format!("DIMM{:02}0", at);
        array.object(|module| {
            module
                .text("name", &format!("mainboard{slot}"))
                .int("capacity_mib", MIB)
                .text("manufacturer", "Samsung")
                .text("memory_device_type", "DDR5")
                .int("allowed_speed_mhz", 5_600)
                .int("operating_speed_mhz", 4_800)
                .text("serial_number", &inventory.serial("memory", at))
                .text("health", inventory.health_word("memory", at))
                .text("state", "Enabled")
                .int("rank_count", 2)
                .int("data_width_bits", 80)
                .text("part_number", "M321R8GA0PB0-CWM")
                .int("min_voltage_millivolt", 1_100)
                .text("bom_number", "06200400")
                .text("type_detail", "Synchronous|Registered (Buffered)")
                .text("technology", "DRAM")
                .text("position", "mainboard");
        });
    }
}
