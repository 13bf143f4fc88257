//! Why an action did not do what it was asked: a code named on the line that found the reason, or a refusal
//! of the engine that no line expected. Only the pipeline resolves the latter.

use squall_catalogue::Code;
use squall_cloud::Refusal;
use std::fmt;

/// What actions and checks answer.
pub type Outcome<T> = Result<T, Fault>;

/// An error on its way out. Boxed, because errors are rarer than answers.
#[derive(Clone, PartialEq, Debug)]
pub struct Fault(Box<Inner>);

#[derive(Clone, PartialEq, Debug)]
enum Inner {
    Coded { code: Code, text: String, why: Option<String>, status: Option<u16> },
    Refused(Refusal),
}

impl Fault {
    /// A fault with its code and the sentence that goes with it on the wire.
    pub fn coded(code: Code, text: impl Into<String>) -> Fault {
        Fault(Box::new(Inner::Coded { code, text: text.into(), why: None, status: None }))
    }

    /// The same with a note for the operator, which never goes on the wire.
    pub fn because(mut self, note: impl Into<String>) -> Fault {
        if let Inner::Coded { why, .. } = &mut *self.0 {
            *why = Some(note.into());
        }
        self
    }

    /// The same with the HTTP status of another of the code's rows than the first.
    pub fn with_status(mut self, row: u16) -> Fault {
        if let Inner::Coded { status, .. } = &mut *self.0 {
            *status = Some(row);
        }
        self
    }

    /// The HTTP status, where it is not that of the code's first row.
    pub fn status(&self) -> Option<u16> {
        match &*self.0 {
            Inner::Coded { status, .. } => *status,
            Inner::Refused(_) => None,
        }
    }

    /// The code, where one was named.
    pub fn code(&self) -> Option<Code> {
        match &*self.0 {
            Inner::Coded { code, .. } => Some(*code),
            Inner::Refused(_) => None,
        }
    }

    /// The engine's refusal, where no code was named.
    pub fn refusal(&self) -> Option<&Refusal> {
        match &*self.0 {
            Inner::Coded { .. } => None,
            Inner::Refused(refusal) => Some(refusal),
        }
    }

    /// The sentence for the wire.
    pub fn text(&self) -> String {
        match &*self.0 {
            Inner::Coded { text, .. } => text.clone(),
            Inner::Refused(refusal) => refusal.to_string(),
        }
    }

    /// The note for the operator: the sentence itself where there is no other.
    pub fn note(&self) -> String {
        match &*self.0 {
            Inner::Coded { why: Some(why), .. } => why.clone(),
            _ => self.text(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Fault {
        Fault(Box::new(Inner::Refused(refusal)))
    }
}

impl From<squall_store::Error> for Fault {
    fn from(error: squall_store::Error) -> Fault {
        Fault::from(Refusal::Store(error))
    }
}

/// Naming the code where the reason is found.
pub trait Raise<T> {
    /// The value, or a fault with this code and sentence.
    ///
    /// # Errors
    /// When there is no value.
    fn or_raise(self, code: Code, text: impl FnOnce() -> String) -> Outcome<T>;
}

impl<T> Raise<T> for Option<T> {
    fn or_raise(self, code: Code, text: impl FnOnce() -> String) -> Outcome<T> {
        self.ok_or_else(|| Fault::coded(code, text()))
    }
}

/// A precondition and the code of its failure, on one line:
/// `ensure!(vm.is_running(), PERMISSION_DENIED, "instance [{id}] is not running");`
#[macro_export]
macro_rules! ensure {
    ($condition:expr, $code:expr, $($text:tt)+) => {
        if !$condition {
            return ::core::result::Result::Err($crate::Fault::coded($code, ::std::format!($($text)+)));
        }
    };
}

/// Ends an action with a code: `raise!(RESOURCE_EXISTS, "tag [{name}] already exists");`
#[macro_export]
macro_rules! raise {
    ($code:expr, $($text:tt)+) => {
        return ::core::result::Result::Err($crate::Fault::coded($code, ::std::format!($($text)+)))
    };
}
