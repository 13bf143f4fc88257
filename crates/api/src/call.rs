//! A request on its way through the pipeline: as it arrived, as it was decoded, and who makes it.

use crate::afterwards::Afterwards;
use crate::fault::{Fault, Outcome};
use crate::site::Site;
use squall_cloud::{Account, Refusal, World};
use squall_wire::Tree;
use squall_wire::flat::Pairs;
use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;

/// A decoded request.
pub struct Call<'r> {
    /// The module, resource path or host that was addressed.
    pub module: &'r str,
    /// The action's name as sent.
    pub action: Cow<'r, str>,
    /// The parameters.
    pub tree: Tree<'r>,
    /// The same as sorted pairs, where the system signs those.
    pub pairs: Pairs<'r>,
    /// What is wrong with the parameters, where the system judges that only after it knows who asks.
    pub defect: Option<Fault>,
}

/// What a caller proved with who it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Proof {
    /// The signature of an access key.
    Key,
    /// A login session.
    Session,
    /// A token.
    Token,
    /// The signature of a role's temporary key.
    Role,
    /// The signature of an application.
    App {
        /// Its id.
        id: String,
        /// Whether it showed a token of the user it acts for; else it acts for whoever runs it.
        delegated: bool,
    },
}

/// Somebody who proved who it is. There is no caller without a proof; who shows none is nobody, and nobody gets no
/// further than to actions that are for [`Anyone`]. Only a check can make one, of what it has proven.
#[derive(Clone)]
pub struct Caller {
    account: Arc<Account>,
    proof: Proof,
}

/// Who calls an open action: somebody, if a credential came along and was proven.
pub type Anyone = Option<Caller>;

impl Caller {
    pub(crate) fn new(account: Arc<Account>, proof: Proof) -> Caller {
        Caller { account, proof }
    }

    /// The account that acts.
    pub fn account(&self) -> &Arc<Account> {
        &self.account
    }

    /// The acting account's id.
    pub fn id(&self) -> &str {
        &self.account.id
    }

    /// What proved it.
    pub fn proof(&self) -> &Proof {
        &self.proof
    }
}

/// What an action works with: the world in its transaction, the caller and the call.
pub struct Cx<'a, C = Caller> {
    /// The world, reached directly: `cx.find::<Instance>(id)`.
    pub world: World<'a>,
    /// What all systems share.
    pub site: &'a Site,
    /// What outlives the call even if it fails.
    pub afterwards: &'a Afterwards,
    /// Who asks.
    pub caller: &'a C,
    /// What was asked.
    pub call: &'a Call<'a>,
    /// The client's address.
    pub peer: IpAddr,
    /// The action's name.
    pub action: &'static str,
}

impl<C> Cx<'_, C> {
    /// Does one item of a batch: what it changes is kept if it succeeds and taken back if it does not, while the call
    /// goes on. The inner result is the item's own.
    ///
    /// # Errors
    /// When the store fails: then the whole call fails.
    pub fn item<T>(&self, work: impl FnOnce() -> Outcome<T>) -> Outcome<Outcome<T>> {
        match self.tx.attempt(work) {
            Err(fault) if matches!(fault.refusal(), Some(Refusal::Store(_))) => Err(fault),
            done => Ok(done),
        }
    }
}

impl<'a, C> std::ops::Deref for Cx<'a, C> {
    type Target = World<'a>;

    fn deref(&self) -> &World<'a> {
        &self.world
    }
}
