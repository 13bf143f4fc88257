//! Fans and power supplies.

use super::{Inventory, MAKER};
use squall_api::wire::Array;

const FANS: usize = 4;
const SUPPLIES: usize = 2;
/// The version of the power supplies' firmware.
pub(super) const POWER_FIRMWARE: &str = "DC:109 PFC:107";

/// Writes the fans.
pub(super) fn write_fans(inventory: &Inventory<'_>, array: &mut Array<'_>) {
    for at in 0..FANS {
        let ratio = inventory.reading("fan", at, 30, 40);
        array.object(|fan| {
            fan.text("name", &format!("Fan{}", at + 1))
                .text("model", "02314BMR 8080+")
                .int("reading", ratio * 150)
                .text("reading_units", "RPM")
                .text("part_number", "02314BMR")
                .int("speed_ratio", ratio);
            inventory.status("fan", at, fan);
        });
    }
}

/// Writes the power supplies.
pub(super) fn write_powers(inventory: &Inventory<'_>, array: &mut Array<'_>) {
    for at in 0..SUPPLIES {
        array.object(|power| {
            power
                .text("name", &format!("PSU{}", at + 1))
                .int("slot_number", at + 1)
                .text("model", "PAC2000S12-BE")
                .text("manufacturer", MAKER)
                .text("power_supply_type", "ACorDC")
                .int("power_capacity_watts", 2_000)
                .int("line_input_voltage", inventory.reading("input", at, 218, 6))
                .int("output_voltage", 12)
                .text("protocol", "PSU")
                .text("active_standby", "Active")
                .text("part_number", "02131336")
                .text("serial_number", &inventory.serial("power", at))
                .text("firmware_version", POWER_FIRMWARE);
            inventory.status("power", at, power);
        });
    }
}
