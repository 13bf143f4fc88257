//! Forms of parameters that several actions take, and what an empty one means.

use squall_api::Cx;
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

/// What a call says of an attribute that it may change: one that it sends empty is to be cleared, although an empty
/// value counts as not sent everywhere else.
pub(crate) fn said<'a>(cx: &Cx<'_>, name: &str, value: &'a Option<String>) -> Option<&'a str> {
    value.as_deref().or_else(|| is_cleared(cx, name).then_some(""))
}

/// Whether a call sends an attribute with nothing in it.
pub(crate) fn is_cleared(cx: &Cx<'_>, name: &str) -> bool {
    cx.call.pairs.iter().any(|(sent, value)| sent == name && value.is_empty())
}
