//! Forms of parameters that several actions take.

use squall_api::cloud::Time;
use squall_api::param::{Invalid, Param, Rule, Shape, Tree, form};

/// An instant such as `2011-07-11T11:07:00Z` or `2011-07-11T11:07:00.520Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Instant(pub(crate) Time);

impl Param for Instant {
    const SHAPE: Shape = Shape::Form("time");

    fn read(tree: &Tree<'_>, _rule: &Rule) -> Result<Instant, Invalid> {
        form(tree, "a time", |text| Some(text).filter(|text| text.ends_with('Z')).and_then(Time::parse))
            .map(Instant)
    }
}
