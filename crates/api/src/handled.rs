//! A request answered, or what is left to be done before it is.

use crate::request::{Request, Response};
use squall_store::{Commit, Error, Patience};
use std::time::Duration;

/// What the edge is to do with a reply.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Disposition {
    /// Send it.
    Send,
    /// Send it after a while.
    Delay(Duration),
    /// Close the connection instead.
    Drop,
}

/// A request answered.
#[derive(Debug)]
pub struct Handled {
    /// The reply.
    pub response: Response,
    /// What the edge is to do with it.
    pub disposition: Disposition,
}

/// A request as far as the thread that it came on was kept for it.
pub enum Begun {
    /// It is answered.
    Handled(Handled),
    /// Its answer depends on a commit that is still on its way to the disk.
    Unsettled(Unsettled),
    /// It takes longer than that thread can be spared.
    Lengthy(Lengthy),
}

/// Makes the answer, once it is known how the commit ended.
type Conclude = Box<dyn FnOnce(&Request, Result<(), Error>) -> Handled + Send>;

/// A request that is answered once a commit has ended.
pub struct Unsettled {
    commit: Commit,
    conclude: Conclude,
}

impl Unsettled {
    pub(crate) fn new(
        commit: Commit,
        conclude: impl FnOnce(&Request, Result<(), Error>) -> Handled + Send + 'static,
    ) -> Unsettled {
        Unsettled { commit, conclude: Box::new(conclude) }
    }

    /// The answer, for whoever may block the thread.
    pub fn wait(self, request: &Request) -> Handled {
        (self.conclude)(request, self.commit.wait())
    }

    /// The answer, for whoever may not.
    pub async fn settle(self, request: &Request) -> Handled {
        (self.conclude)(request, self.commit.await)
    }
}

/// Does what is left of a request.
type GoOn = Box<dyn FnOnce(&Request, Patience) -> Begun + Send>;

/// A request that is to go on where it has come to, on a thread of its own.
pub struct Lengthy {
    patience: Patience,
    go_on: GoOn,
}

impl Lengthy {
    pub(crate) fn new(
        patience: Patience,
        go_on: impl FnOnce(&Request, Patience) -> Begun + Send + 'static,
    ) -> Lengthy {
        Lengthy { patience, go_on: Box::new(go_on) }
    }

    /// Whether it waits for those who write before it: there is no use in many that do at once.
    pub fn waits(&self) -> bool {
        self.patience == Patience::FULL
    }

    /// Goes on, on a thread that may work long and, where it waits, be blocked.
    pub fn go_on(self, request: &Request) -> Begun {
        (self.go_on)(request, self.patience)
    }
}
