//! One code and what its line in the table says about it.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::iter;

use crate::{Blame, Kind, Retry, System};

pub(crate) struct Entry {
    pub(crate) system: System,
    pub(crate) number: &'static str,
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) blame: Blame,
    pub(crate) http_status: Option<u16>,
    pub(crate) label_zh: &'static str,
    pub(crate) message: Option<&'static str>,
    pub(crate) also: &'static [Row],
    pub(crate) gloss_en: &'static str,
    pub(crate) carrier: Option<&'static str>,
    pub(crate) page: Option<&'static str>,
    pub(crate) unanswered: Option<&'static str>,
}

/// One way in which a code is answered; most codes have exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The HTTP status, where the vendor's list gives one.
    pub http_status: Option<u16>,
    /// The wire message, placeholders included, where the vendor's list gives one.
    pub message: Option<&'static str>,
    /// What sort of condition this row reports; retry advice and blame follow from it.
    pub kind: Kind,
}

/// A code of one system. Its identity is (system, number); it is as cheap to copy as a reference.
#[derive(Clone, Copy)]
pub struct Code(pub(crate) &'static Entry);

impl Code {
    /// The system whose code it is.
    pub const fn system(self) -> System {
        self.0.system
    }

    /// The code as the vendor writes it: `1400`, `iMetal.0206`.
    pub const fn number(self) -> &'static str {
        self.0.number
    }

    /// The name of its constant, unique within the system.
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// What sort of condition it reports.
    pub const fn kind(self) -> Kind {
        self.0.kind
    }

    /// The HTTP status it travels with, where the vendor's list gives one; that of the first row.
    pub const fn http_status(self) -> Option<u16> {
        self.0.http_status
    }

    /// The vendor's Chinese text, verbatim; ours where our sources have none (Huawei's gateway).
    pub const fn label_zh(self) -> &'static str {
        self.0.label_zh
    }

    /// The vendor's wire message, placeholders included, where its list gives one; that of the first row.
    pub const fn message(self) -> Option<&'static str> {
        self.0.message
    }

    /// Every status and message the code is answered with, the first being [`Self::http_status`] and
    /// [`Self::message`].
    pub fn rows(self) -> impl Iterator<Item = Row> {
        let first = Row { http_status: self.0.http_status, message: self.0.message, kind: self.0.kind };
        iter::once(first).chain(self.0.also.iter().copied())
    }

    /// One English sentence: the condition.
    pub const fn gloss_en(self) -> &'static str {
        self.0.gloss_en
    }

    /// The number of the outer code inside whose message this one travels.
    pub const fn carrier(self) -> Option<&'static str> {
        self.0.carrier
    }

    /// The whole explanatory page as Markdown; every code of a system squall serves has one, unless it is
    /// [`Self::unanswered`].
    pub const fn page(self) -> Option<&'static str> {
        self.0.page
    }

    /// Why the system never answers with it, for a code that the vendor's list has all the same.
    pub const fn unanswered(self) -> Option<&'static str> {
        self.0.unanswered
    }

    /// Whether sending the same request again can help.
    pub const fn retry(self) -> Retry {
        self.0.kind.retry()
    }

    /// Who has to act so that the call succeeds.
    pub const fn blame(self) -> Blame {
        self.0.blame
    }

    /// Whether a text of the code contains `needle`, which is in lower case.
    pub(crate) fn reads(self, needle: &str) -> bool {
        [self.0.label_zh, self.0.gloss_en]
            .into_iter()
            .chain(self.rows().filter_map(|row| row.message))
            .any(|text| text.to_lowercase().contains(needle))
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.system == other.0.system && self.0.number == other.0.number
    }
}

impl Eq for Code {}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.system.hash(state);
        self.0.number.hash(state);
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.system, self.0.number)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
