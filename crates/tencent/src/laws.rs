//! What the kinds of both editions claim in which state. A host that is deleted lets go of its name at once and can
//! still be listed for as long as such things are remembered.

use squall_api::cloud::Kind::*;
use squall_api::cloud::{Calendar, Kinds, Law, Laws, Periods, Span};

/// How long what was deleted can be listed.
const MEMORY: Span = Span::days(30);

/// Days, quotas and bills turn at midnight in Asia/Shanghai, which has had no daylight saving since 1991.
pub(crate) const CALENDAR: Calendar = Calendar::ahead(Span::hours(8));

/// The laws of the engine, for the realm that both editions share.
pub(crate) const LAWS: Laws = Laws {
    periods: Periods { memory: Some(MEMORY), ..Periods::NONE },
    calendar: CALENDAR,
    kinds: Kinds::of(&[
        (AcceleratedHost, Law::USUAL),
        (DeliveryTask, Law::USUAL),
        (PackageOrder, Law::USUAL),
        (ConfigToken, Law::USUAL),
    ]),
    ..Laws::NONE
};
