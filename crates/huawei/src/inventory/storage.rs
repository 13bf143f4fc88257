//! Storage controllers, the volumes they make and the drives these lie on.

use super::{Inventory, MAKER};
use squall_api::wire::{Array, Object};

/// Drives of the one volume, which mirrors them.
const DRIVES: usize = 2;
const BYTES: u64 = 960_197_124_096;
const CONTROLLER: &str = "RAID Card1";
/// The model of the controller and the version of its firmware.
pub(super) const MODEL: &str = "SAS3908";
pub(super) const FIRMWARE: &str = "5.270.02-3976";
/// The model of the drives, their maker and the version of their firmware.
pub(super) const DRIVE: (&str, &str, &str) = ("MZ7L3960HCJR", "Samsung", "JXTC304Q");

/// Writes the storage controllers.
pub(super) fn write(inventory: &Inventory<'_>, array: &mut Array<'_>) {
    array.object(|controller| {
        controller
            .text("name", CONTROLLER)
            .text("model", MODEL)
            .text("manufacturer", MAKER)
            .text("state", "Enabled")
            .text("health", inventory.health_word("storage", 0))
            .text("type", MODEL)
            .text("firmware_version", FIRMWARE)
            .texts("supported_raid_levels", ["RAID0", "RAID1", "RAID5", "RAID6", "RAID10"])
            .text("mode", "RAID")
            .text("configuration_version", "5.2700.00-0472")
            .text("sas_address", &sas_address(inventory, 0))
            .text("capacitance_name", "CVPM05")
            .text("capacitance_state", "Enabled")
            .text("capacitance_health", "OK")
            .int("min_stripe_size_bytes", 65_536)
            .int("max_stripe_size_bytes", 1_048_576)
            .array("volumes", |volumes| volumes.object(|volume| write_volume(inventory, volume)))
            .texts("drives", (0..DRIVES).map(drive_name));
    });
}

fn write_volume(inventory: &Inventory<'_>, volume: &mut Object) {
    volume
        .text("name", "LogicalDrive0")
        .text("volume_raid_level", "RAID1")
        .int("capacity_bytes", BYTES)
        .int("optimum_io_size_bytes", 262_144)
        .text("current_read_policy", "ReadAhead")
        .text("default_read_policy", "ReadAhead")
        .text("current_write_policy", "WriteBackWithBBU")
        .text("default_write_policy", "WriteBackWithBBU")
        .text("access_policy", "ReadWrite")
        .text("current_io_policy", "DirectIO")
        .text("default_io_policy", "DirectIO")
        .objects("drives", 0..DRIVES, |at, drive| write_drive(inventory, at, drive));
    inventory.status("storage", 0, volume);
}

fn write_drive(inventory: &Inventory<'_>, at: usize, drive: &mut Object) {
    let (model, maker, revision) = DRIVE;
    drive
        .text("id", &format!("HDDPlane{}", drive_name(at)))
        .text("name", &drive_name(at))
        .text("manufacturer", maker)
        .text("model", model)
        .text("serial_number", &inventory.serial("drive", at))
        .text("revision", revision)
        .text("media_type", "SSD")
        .text("protocol", "SATA")
        .texts("sas_address", [sas_address(inventory, at + 1)])
        .int("capacity_bytes", BYTES)
        .int("capable_speed_gbs", 6)
        .int("negotiated_speed_gbs", 6)
        .text("hotspare_type", "None")
        .int("hours_of_powered_up", inventory.reading("hours", at, 900, 9_000))
        .text("power_state", "SpunUp")
        .text("patrol_state", "DoneOrNotPatrolled")
        .text("associated_resource", CONTROLLER)
        .int("predicted_media_life_left_percent", inventory.reading("life", at, 90, 9))
        .text("health", inventory.health_word("drive", at));
}

fn drive_name(at: usize) -> String {
    format!("Disk{at}")
}

fn sas_address(inventory: &Inventory<'_>, at: usize) -> String {
    format!("5{:015x}", inventory.number("sas", at))
}
