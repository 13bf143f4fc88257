//! Why an action did not do what it was asked: a code named on the line that found the reason, or a refusal
//! of the engine that no line expected. Only the pipeline resolves the latter.

use squall_catalogue::Code;
use squall_cloud::Refusal;
use squall_wire::{Secrets, bounded};
use std::borrow::Cow;
use std::fmt;

/// The longest sentence about what went wrong, in bytes, be it for the wire or for the operator.
pub const SENTENCE_BYTES: usize = 8_192;

/// What actions and checks answer.
pub type Outcome<T> = Result<T, Fault>;

/// An error on its way out. Boxed, because errors are rarer than answers.
#[derive(Clone, PartialEq, Debug)]
pub struct Fault(Box<Inner>);

#[derive(Clone, PartialEq, Debug)]
enum Inner {
    Coded {
        code: Code,
        text: String,
        why: Option<String>,
        status: Option<u16>,
    },
    /// With the sentence where it is not the refusal's own.
    Refused(Refusal, Option<String>),
}

fn sentence(text: impl fmt::Display) -> String {
    bounded::written(format_args!("{text}"), SENTENCE_BYTES)
}

impl Fault {
    /// A fault with its code and the sentence that goes with it on the wire.
    pub fn coded(code: Code, text: impl fmt::Display) -> Fault {
        Fault(Box::new(Inner::Coded { code, text: sentence(text), why: None, status: None }))
    }

    /// The same with a note for the operator, which never goes on the wire.
    pub fn because(mut self, note: impl fmt::Display) -> Fault {
        if let Inner::Coded { why, .. } = &mut *self.0 {
            *why = Some(sentence(note));
        }
        self
    }

    /// The same with nothing in its sentences that is secret in the call.
    pub fn without(mut self, secrets: &Secrets<'_>) -> Fault {
        let text = secrets.hidden_in(&self.text());
        match &mut *self.0 {
            Inner::Coded { text: own, why, .. } => {
                *own = text.unwrap_or(std::mem::take(own));
                *why = why.take().map(|why| secrets.hidden_in(&why).unwrap_or(why));
            }
            Inner::Refused(_, own) => *own = text.or(own.take()),
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
            Inner::Refused(..) => None,
        }
    }

    /// The code, where one was named.
    pub fn code(&self) -> Option<Code> {
        match &*self.0 {
            Inner::Coded { code, .. } => Some(*code),
            Inner::Refused(..) => None,
        }
    }

    /// The engine's refusal, where no code was named.
    pub fn refusal(&self) -> Option<&Refusal> {
        match &*self.0 {
            Inner::Coded { .. } => None,
            Inner::Refused(refusal, _) => Some(refusal),
        }
    }

    /// The sentence for the wire.
    pub fn text(&self) -> Cow<'_, str> {
        match &*self.0 {
            Inner::Coded { text, .. } => Cow::Borrowed(text),
            Inner::Refused(_, Some(text)) => Cow::Borrowed(text),
            Inner::Refused(refusal, None) => Cow::Owned(sentence(refusal)),
        }
    }

    /// The note for the operator: the sentence itself where there is no other.
    pub fn note(&self) -> Cow<'_, str> {
        match &*self.0 {
            Inner::Coded { why: Some(why), .. } => Cow::Borrowed(why),
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
        Fault(Box::new(Inner::Refused(refusal, None)))
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
            return ::core::result::Result::Err($crate::Fault::coded($code, ::core::format_args!($($text)+)));
        }
    };
}

/// Ends an action with a code: `raise!(RESOURCE_EXISTS, "tag [{name}] already exists");`
#[macro_export]
macro_rules! raise {
    ($code:expr, $($text:tt)+) => {
        return ::core::result::Result::Err($crate::Fault::coded($code, ::core::format_args!($($text)+)))
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use squall_catalogue::qingcloud::INVALID_REQUEST;

    #[test]
    fn no_sentence_is_longer_than_anybody_reads() {
        let long = "密".repeat(5 << 20);
        let refused =
            |name: &str| -> Outcome<()> { raise!(INVALID_REQUEST, "version [{name}] is not valid") };
        let fault = refused(&long).unwrap_err().because(&long);
        for text in [fault.text(), fault.note()] {
            assert!(text.len() <= SENTENCE_BYTES + 3 && text.ends_with('…'), "{}", text.len());
        }
        let fault = Fault::from(Refusal::Invalid { what: long });
        assert!(fault.note().len() <= SENTENCE_BYTES + 3);
    }

    #[test]
    fn secrets_are_in_neither_sentence() {
        let mut secrets = Secrets::default();
        secrets.add("Zhu88jie!");
        let fault = Fault::coded(INVALID_REQUEST, "passwd [Zhu88jie!] is bad").because("Zhu88jie! is short");
        let fault = fault.without(&secrets);
        assert_eq!((&*fault.text(), &*fault.note()), ("passwd [***] is bad", "*** is short"));
        let refused = Fault::from(Refusal::Invalid { what: "Zhu88jie!".to_owned() }).without(&secrets);
        assert!(refused.refusal().is_some() && !refused.text().contains("Zhu88jie!"), "{refused}");
    }
}
