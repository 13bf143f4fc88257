//! Whoever only looks does not wait for all that is due: the world is seen as it is so far, and as of then.

use crate::{leap, look, order_volumes, wide_desk};
use squall_api::Patience;
use squall_api::cloud::{Refusal, Span, State, Volume};
use squall_api::store::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

#[test]
fn a_reader_sees_everything_up_to_the_instant_that_it_is_told() {
    let desk = wide_desk();
    order_volumes(&desk, 5_000);
    let whole = desk.now() + Span::hours(1);
    leap(&desk, Span::hours(1));
    assert_eq!(look(&desk, Patience::SHORT, |_, _| ()), Err(Refusal::Store(Error::Lengthy)));
    let mut seen = Vec::new();
    loop {
        let (now, findings) =
            look(&desk, Patience::LONG, |world, moment| (moment.now, world.audit().unwrap())).unwrap();
        assert_eq!(findings, Vec::<String>::new(), "at {now}");
        seen.push(now);
        if now == whole {
            break;
        }
        assert!(now < whole && seen.len() < 100, "{seen:?}");
    }
    assert!(seen.len() > 2 && seen.is_sorted(), "{seen:?}");
    assert_eq!(look(&desk, Patience::SHORT, |_, moment| moment.now), Ok(whole));
}

#[test]
fn whoever_changes_the_world_does_so_when_all_has_happened() {
    let desk = wide_desk();
    let volumes = order_volumes(&desk, 2_000);
    leap(&desk, Span::hours(1));
    let states = desk.change(|world| {
        assert_eq!(world.audit()?, Vec::<String>::new());
        volumes
            .iter()
            .map(|id| Ok(world.fetch::<Volume>(id)?.head.state))
            .collect::<Result<Vec<_>, Refusal>>()
    });
    assert!(states.iter().all(|state| *state == State::Free));
}

#[test]
fn a_call_that_writes_is_made_at_an_instant_that_is_settled() {
    let desk = wide_desk();
    let volume = order_volumes(&desk, 1_500).remove(0);
    leap(&desk, Span::hours(1));
    desk.ok("DeleteVolumes", &[("volumes.1", &volume)]);
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
}

#[test]
fn readers_are_answered_while_somebody_else_settles() {
    let desk = wide_desk();
    order_volumes(&desk, 10_000);
    leap(&desk, Span::hours(1));
    let (site, is_over) = (&desk.universe.site, AtomicBool::new(false));
    let looked = thread::scope(|scope| {
        let readers = [(); 2].map(|()| {
            scope.spawn(|| {
                let mut seen = Vec::new();
                while !is_over.load(Ordering::SeqCst) {
                    let look = site.look(Patience::LONG, |_, moment| Ok::<_, Refusal>(moment.now));
                    seen.push(look.unwrap());
                }
                seen
            })
        });
        site.catch_up().unwrap();
        is_over.store(true, Ordering::SeqCst);
        readers.map(|reader| reader.join().unwrap())
    });
    assert!(looked.iter().all(|seen| seen.is_sorted()), "nobody's time runs back");
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
}
