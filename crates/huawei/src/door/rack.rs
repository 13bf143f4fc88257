//! Equipment rooms and racks in the operator's settings.

use super::listing::{Listing, project};
use super::{invalid, text};
use crate::settings::REGIONS;
use serde_json::{Value, json};
use squall_api::cloud::{Answer, Kind, Rack, Refusal, Room, State, World};

pub(super) const ROOMS: Listing<Room> = Listing {
    name: "idcs",
    known: &["name", "region", "description"],
    create: |_, head, _| Ok(Room { head: head.in_state(State::Active), region: REGIONS[0].to_owned() }),
    set: |_, room, name, value| {
        match name {
            "name" => room.head.name = text(name, value)?.to_owned(),
            "description" => room.head.about = text(name, value)?.to_owned(),
            _ => room.region = text(name, value)?.to_owned(),
        }
        Ok(())
    },
    remove: |world, room| world.dissolve(room.clone()),
};

pub(super) const RACKS: Listing<Rack> = Listing {
    name: "iracks",
    known: &["name", "idc", "region", "location", "size", "unit", "power", "description"],
    create: |_, head, _| {
        Ok(Rack {
            head: head.in_state(State::Active),
            room: String::new(),
            region: REGIONS[0].to_owned(),
            location: String::new(),
            size: String::new(),
            units: 42,
            watts: 0,
            tags: Vec::new(),
        })
    },
    set: set_rack,
    remove: |world, rack| world.dissolve(rack.clone()),
};

fn set_rack(world: &World<'_>, rack: &mut Rack, name: &str, value: &Value) -> Answer<()> {
    let number = || {
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
        number.ok_or_else(|| invalid(&format!("`{name}` must be a whole number")))
    };
    match name {
        "name" => rack.head.name = text(name, value)?.to_owned(),
        "description" => rack.head.about = text(name, value)?.to_owned(),
        "idc" => {
            let room = text(name, value)?;
            if !room.is_empty() && world.find::<Room>(room)?.is_none() {
                return Err(Refusal::Absent { kind: Kind::Room, id: room.to_owned() });
            }
            room.clone_into(&mut rack.room);
        }
        "region" => rack.region = text(name, value)?.to_owned(),
        "location" => rack.location = text(name, value)?.to_owned(),
        "size" => rack.size = text(name, value)?.to_owned(),
        "unit" => rack.units = number()?,
        _ => rack.watts = number()?,
    }
    Ok(())
}

pub(super) fn show_rooms(world: &World<'_>) -> Answer<Vec<Value>> {
    let show = |room: &Room| {
        Ok(json!({
            "id": room.head.id, "project_id": project(world, &room.head)?, "name": room.head.name,
            "region": room.region, "description": room.head.about,
        }))
    };
    world.every::<Room>()?.iter().map(show).collect()
}

pub(super) fn show_racks(world: &World<'_>) -> Answer<Vec<Value>> {
    let show = |rack: &Rack| {
        Ok(json!({
            "id": rack.head.id, "project_id": project(world, &rack.head)?, "name": rack.head.name,
            "idc": rack.room, "region": rack.region, "location": rack.location, "size": rack.size,
            "unit": rack.units, "power": rack.watts, "description": rack.head.about,
        }))
    };
    world.every::<Rack>()?.iter().map(show).collect()
}
