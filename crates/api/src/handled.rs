//! A request answered, or answered as soon as what the answer tells of is safe.

use crate::call::{Request, Response};
use squall_store::{Commit, Error};
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

/// A request whose work is done.
pub enum Begun {
    /// It is answered.
    Handled(Handled),
    /// Its answer depends on a commit that is still on its way to the disk.
    Unsettled(Unsettled),
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
