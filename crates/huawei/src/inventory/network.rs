//! Network adapters and their ports.

use super::{Inventory, MAKER};
use squall_api::wire::{Array, Object};

const ADAPTERS: usize = 2;
const PORTS: usize = 2;
/// The version of the adapters' firmware.
pub(super) const FIRMWARE: &str = "22.38.1002";

/// Writes the network adapters.
pub(super) fn write(inventory: &Inventory<'_>, array: &mut Array<'_>) {
    for at in 0..ADAPTERS {
        array.object(|adapter| {
            adapter
                .text("name", &format!("mainboardPCIeCard{}", at + 1))
                .text("card_model", "ConnectX-6 Lx")
                .text("model", "SP382")
                .text("manufacturer", MAKER)
                .text("card_manufacturer", "Mellanox")
                .text("position", "mainboard")
                .int("slot_number", at + 1)
                .text("pcb_version", ".A")
                .text("driver_name", "mlx5_core")
                .text("driver_version", "5.8-1.1.2")
                .text("associated_resource", &format!("CPU{}", at + 1))
                .text("firmware_version", FIRMWARE)
                .text("health", inventory.health_word("network", at));
            adapter
                .objects("network_ports", 0..PORTS, |port, object| write_port(inventory, at, port, object));
        });
    }
}

fn write_port(inventory: &Inventory<'_>, adapter: usize, port: usize, object: &mut Object) {
    let mac = mac(inventory.number("mac", adapter * PORTS + port));
    object
        .text("physical_port_number", &(port + 1).to_string())
        .text("link_status", "LinkUp")
        .text("associated_network_addresses", &mac)
        .text("active_link_technology", "Ethernet")
        .text("port_type", "OpticalPort")
        .text("port_max_speed", "25GE")
        .text("firmware_package_version", FIRMWARE)
        .text("bdf", &format!("0000:{:02x}:00.{port}", 0x17 + adapter))
        .text("auto_neg", "true")
        .text("permanent_mac_address", &mac);
}

/// A unicast address that is administered locally.
fn mac(number: u64) -> String {
    let [.., a, b, c, d, e] = number.to_be_bytes();
    format!("02:{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}")
}
