//! An event that fails is set aside, and everything else goes on.

use crate::{order_volumes, status, wide_desk};
use squall_api::cloud::{Kind, Purpose, Span, Volume};
use squall_api::store::Table;
use squall_simulate::Desk;

/// The rows of volumes, as something that they are not.
const POISON: Table<(u8, String), u8> = Table::new(Kind::Volume as u8, "poison");
const VOLUMES: Table<(u8, String), Volume> = Table::new(Kind::Volume as u8, "volumes");

fn poison(desk: &Desk, id: &str) -> Volume {
    let volume = desk.look(|world| world.fetch::<Volume>(id));
    let key = (desk.vendor.system() as u8, id.to_owned());
    desk.universe.site.store.write(|tx| tx.put(&POISON, &key, &0xff)).unwrap();
    volume
}

#[test]
fn what_fails_is_set_aside_and_can_be_tried_again() {
    let desk = wide_desk();
    let volumes = order_volumes(&desk, 600);
    let (sick, well) = (&volumes[300], [&volumes[0], &volumes[299], &volumes[301], &volumes[599]]);
    let healthy = poison(&desk, sick);
    desk.advance(Span::hours(1));
    for volume in well {
        assert_eq!(status(&desk, volume), "available");
    }
    desk.ok("DeleteVolumes", &[("volumes.1", well[0])]);
    desk.settle();
    let aside = desk.look(|world| world.set_aside());
    assert_eq!(aside.len(), 1);
    assert_eq!(aside[0].subject(), (Kind::Volume, &**sick, Purpose::Arrival));
    assert!(aside[0].why.contains("damaged"), "{}", aside[0].why);
    assert_eq!(desk.universe.retry_set_aside().unwrap(), 1);
    assert_eq!(desk.look(|world| world.set_aside()).len(), 1, "it fails again");
    let key = (desk.vendor.system() as u8, sick.clone());
    desk.universe.site.store.write(|tx| tx.put(&VOLUMES, &key, &healthy)).unwrap();
    assert_eq!(desk.universe.retry_set_aside().unwrap(), 1);
    assert_eq!(desk.look(|world| world.set_aside()), []);
    assert_eq!(status(&desk, sick), "available");
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
}

#[test]
fn what_was_set_aside_goes_with_whom_it_was_about() {
    let desk = wide_desk();
    let sick = order_volumes(&desk, 1).remove(0);
    let healthy = poison(&desk, &sick);
    desk.advance(Span::hours(1));
    let key = (desk.vendor.system() as u8, sick);
    desk.universe.site.store.write(|tx| tx.put(&VOLUMES, &key, &healthy)).unwrap();
    assert_eq!(desk.look(|world| world.set_aside()).len(), 1);
    desk.change(|world| world.dissolve(healthy.clone()));
    assert_eq!(desk.look(|world| world.set_aside()), []);
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
}
