//! A world that an older squall has kept: one queue for all, in which what was void stayed.

use crate::{order_volumes, status, wide_desk};
use squall_api::cloud::{Due, Kind, Refusal, Span, Time};
use squall_api::store::{Table, Tx};
use squall_simulate::Desk;

type Queue = Table<(i64, u64, u8), Due>;

const DUE: Queue = Table::new(104, "due");
const LATER: Queue = Table::new(153, "due later");
const EXPECTED: Table<(u8, String, u8), (i64, u64)> = Table::new(154, "expected");
const ORDER: Table<(), u8> = Table::new(156, "order of events");
const READY: Table<u8, Time> = Table::new(157, "ready");

/// Brings a world into the order of older squalls, with what they left in it.
fn make_old(desk: &Desk) {
    let realm = desk.vendor.system() as u8;
    let payer = desk.look(|world| Ok(world.account_named("demo")?.unwrap()));
    let now = desk.now();
    let age = |tx: &Tx<'_>| {
        for (place, due) in tx.prefix(&LATER, &())? {
            tx.delete(&LATER, &place)?;
            tx.put(&DUE, &place, &due)?;
        }
        for key in tx.prefix_keys(&EXPECTED, &())? {
            tx.delete(&EXPECTED, &key)?;
        }
        for (_, ready) in tx.prefix(&READY, &())? {
            tx.put(&DUE, &(ready.0, 0, realm), &Due::Ripe)?;
        }
        tx.delete(&READY, &realm)?;
        tx.delete(&ORDER, &())?;
        for n in 0..2_000 {
            let at = now + Span::days(9_000 + n);
            tx.put(&DUE, &(at.0, 0, realm), &Due::Exhausted { account: payer.clone() })?;
            let gone = Due::Oblivion { kind: Kind::Job, id: format!("j-gone{n}") };
            tx.put(&DUE, &(at.0 + 1, 0, realm), &gone)?;
        }
        Ok::<_, Refusal>(())
    };
    desk.universe.site.store.write(age).unwrap();
}

#[test]
fn an_old_world_is_brought_into_the_present_order() {
    let desk = wide_desk();
    let volumes = order_volumes(&desk, 20);
    desk.settle();
    desk.ok("DeleteVolumes", &[("volumes.1", &volumes[0]), ("volumes.2", &volumes[1])]);
    let before = desk.look(|world| world.events_queued());
    make_old(&desk);
    desk.universe.snapshot("old").unwrap();
    let check = || {
        assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
        assert_eq!(desk.look(|world| world.events_queued()), before);
    };
    desk.universe.found(desk.now()).unwrap();
    check();
    desk.universe.found(desk.now()).unwrap();
    check();
    assert!(desk.universe.restore("old").unwrap());
    check();
    desk.settle();
    assert_eq!(status(&desk, &volumes[0]), "deleted");
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
}
