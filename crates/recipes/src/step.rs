//! What a recipe is made of.

use serde_json::Value;
use squall_api::cloud::Time;

/// What it takes to reach a code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reach {
    /// Users, money and time suffice.
    Natural,
    /// An operator must have set the stage.
    Staged,
    /// It is injected by a fault rule.
    Injected,
}

impl Reach {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Reach::Natural => "natural",
            Reach::Staged => "staged",
            Reach::Injected => "injected",
        }
    }
}

/// Who makes the calls that follow.
#[derive(Clone, PartialEq, Debug)]
pub enum Identity {
    /// A key id and its secret.
    Key(String, String),
    /// An app's id and secret.
    App(String, String),
    /// A login session.
    Session(String),
    /// The temporary credential of the instance's role.
    Role,
    /// Nobody.
    Nobody,
}

/// One line of a recipe. Texts may contain `$name` of values bound before.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    /// The operator's settings of the system are patched.
    World(String),
    /// An account is patched.
    Account(String, String),
    /// An account is opened.
    NewAccount(String),
    /// A fault rule is set.
    Fault(String),
    /// The world's clock is moved forward by so many seconds.
    Clock(i64),
    /// The world's clock is moved forward to an instant.
    ClockAt(Time),
    /// The clock of signed dates is moved by so many seconds.
    Wire(i64),
    /// The world's clock is moved past the next midnight of the system.
    Midnight,
    /// The world's clock stands still from now on.
    ClockStopped,
    /// Everything under way is finished.
    Settled,
    /// So many store writes to come fail.
    StorageFails(u64),
    /// The newest message to an address is read and a value of it bound.
    Mail {
        /// The address.
        to: String,
        /// Where in the message the value is found.
        path: String,
        /// The name it is bound to.
        bind: String,
    },
    /// A licence is signed by the world's authority and its content bound.
    Licence {
        /// The licence as JSON, unsigned.
        document: String,
        /// The name its content is bound to.
        bind: String,
    },
    /// A package is made of a map from file to text and its content bound.
    Package {
        /// The map from file to text, as JSON.
        files: String,
        /// The name its content is bound to.
        bind: String,
    },
    /// Another identity makes the calls that follow.
    As(Identity),
    /// A call.
    Call {
        /// Whether it is the operator's, who need not sign.
        operator: bool,
        /// The method, where it is not the action's own.
        method: Option<String>,
        /// The path, where it is not the identity's own.
        path: Option<String>,
        /// The action.
        action: String,
        /// Its parameters.
        parameters: Vec<(String, String)>,
        /// The name that a value of the reply is bound to, and where it is found.
        bind: Option<(String, Option<String>)>,
        /// The code it must end in, if it is not to succeed.
        fails: Option<String>,
    },
}

/// A recipe.
#[derive(Clone, PartialEq, Debug)]
pub struct Recipe {
    /// Its lines, with the text of each.
    pub steps: Vec<(String, Step)>,
    /// The code that the last call must end in.
    pub code: String,
    /// The HTTP status that it must have, where the code has several.
    pub status: Option<u16>,
}

impl Recipe {
    /// What it takes.
    pub fn reach(&self) -> Reach {
        let reach = |step: &Step| match step {
            Step::World(_) | Step::StorageFails(_) | Step::Licence { .. } => Reach::Staged,
            Step::Call { operator: true, .. } => Reach::Staged,
            Step::Fault(_) => Reach::Injected,
            _ => Reach::Natural,
        };
        self.steps.iter().map(|(_, step)| reach(step)).max().unwrap_or(Reach::Natural)
    }
}

/// The value at a dotted path: `instances.0`.
pub(crate) fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, part| match part.parse::<usize>() {
        Ok(index) if value.is_array() => value.get(index),
        _ => value.get(part),
    })
}
