//! Remote consoles.

use crate::people::{self, REGION};
use crate::{Huawei, Reply, Traits, lookup};
use squall_api::catalogue::huawei::*;
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};

// It writes, although it is a GET: every address is made anew.
pub(crate) const ACTIONS: &[Entry<Huawei>] = &[Entry::of::<ShowRemoteConsole>(
    Traits::get(
        "/v1/{project_id}/physicalservers/{server_id}/remote-console-address",
        "clouddc:imetal:createRemoteConsoleLink",
    ),
    &[SERVER_NOT_FOUND],
)];

/// Letters and digits of the secret that lets somebody in.
const SECRET: usize = 64;

/// Makes an address at which a physical server's console can be reached. Nothing listens there.
#[derive(Params)]
pub(crate) struct ShowRemoteConsole {
    #[param(required, id = "server")]
    server_id: String,
}

impl Action<Huawei> for ShowRemoteConsole {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let server = lookup::server(cx, &self.server_id)?;
        let domain = people::domain(cx, cx.caller.account())?;
        let (region, secret) = (domain.attribute(REGION), cx.mint_secret(SECRET)?);
        let url = format!(
            "https://clouddc-vnc.{region}.myhuaweicloud.com/vnc_auto.html?server={}&token={secret}",
            server.head.id
        );
        let mut reply = Object::new();
        reply.text("url", &url);
        Ok(reply.into())
    }
}
