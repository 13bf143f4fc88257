//! The versions of firmware.

use super::{Inventory, MAKER, MODEL, chassis, network, storage};
use squall_api::wire::Array;

/// Writes every component's firmware.
pub(super) fn write(inventory: &Inventory<'_>, array: &mut Array<'_>) {
    // Servers of one model were delivered at different times: the management software differs.
    let patch = |part| inventory.reading(part, 0, 10, 12);
    let bmc = format!("3.{:02}.00.{}", patch("bmc"), patch("bmc build"));
    let bios = format!("1.{:02}.{}", patch("bios"), patch("bios build"));
    let (drive, drive_maker, drive_version) = storage::DRIVE;
    let components = [
        ("iBMC", MODEL, MAKER, bmc.as_str()),
        ("BIOS", MODEL, MAKER, bios.as_str()),
        ("CPLD", MODEL, MAKER, "2.04"),
        ("RAID Card1", storage::MODEL, MAKER, storage::FIRMWARE),
        ("NIC", "SP382", MAKER, network::FIRMWARE),
        ("PSU", "PAC2000S12-BE", MAKER, chassis::POWER_FIRMWARE),
        ("Disk", drive, drive_maker, drive_version),
    ];
    for (component, model, manufacturer, version) in components {
        array.object(|object| {
            object
                .text("component_name", component)
                .text("model", model)
                .text("manufacturer", manufacturer)
                .text("version", version);
        });
    }
}
