//! What CloudDC's provider does with servers: there is no public operation for it. Nobody proves who it is here,
//! because only the operator's door leads here.

use crate::door::listing;
use crate::door::server as fields;
use crate::say::{self, must};
use crate::traits::Service;
use crate::{Huawei, Reply, Traits, ids, words};
use serde_json::Value;
use squall_api::catalogue::huawei::*;
use squall_api::cloud::{Controller, Head, Server};
use squall_api::wire::Object;
use squall_api::{Action, Anyone, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::open::<RegisterServer>(
        Traits::post("/_squall/v1/physicalservers", "").of(Service::Provider),
        &[SERVER_EXISTS, INSPECTION_FAILED],
    ),
    Entry::open::<InspectServer>(
        Traits::post("/_squall/v1/physicalservers/{server_id}/inspect", "").of(Service::Provider),
        &[SERVER_NOT_FOUND, INSPECTION_FAILED],
    ),
];

/// Registers a physical server of a project, as its delivery would.
#[derive(Params)]
pub(crate) struct RegisterServer {
    #[param(id = "server", max_len = 64)]
    id: Option<String>,
    project_id: Option<String>,
    name: Option<String>,
    manage_state: Option<String>,
    bmc: Option<String>,
    health_state: Option<String>,
    sn: Option<String>,
    irack: Option<String>,
    unit: Option<u32>,
}

impl Action<Huawei, Anyone> for RegisterServer {
    fn perform(&self, cx: &Cx<'_, Anyone>) -> Outcome<Reply> {
        let id = match &self.id {
            Some(id) => id.clone(),
            None => ids::uuid(cx)?,
        };
        let known = cx.find::<Server>(&id)?.is_some();
        must(!known, || say::about(SERVER_EXISTS, [&id]))?;
        let project = self.project_id.as_deref().map(Value::from);
        let owner = listing::owner(cx, project.as_ref())?;
        let head = Head::new(id.clone(), &owner, "", self.name.as_deref().unwrap_or(""), cx.now);
        let mut server = fields::create(head);
        let texts = [
            ("manage_state", &self.manage_state),
            ("bmc", &self.bmc),
            ("health_state", &self.health_state),
            ("sn", &self.sn),
            ("irack", &self.irack),
        ];
        for (name, value) in texts.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
            fields::set(cx, &mut server, name, &Value::from(value.as_str()))?;
        }
        server.unit = self.unit.unwrap_or_default();
        let twin = cx.holder::<Server>(&server.serial)?;
        must(twin.is_none(), || say::about(SERVER_EXISTS, [&id]).because("the serial number is registered"))?;
        inspect(&mut server)?;
        cx.insert(&server)?;
        listing::must_not_be_more::<Server>(cx)?;
        Ok(answer(&server).status(201))
    }
}

/// Collects what a server's hardware is, again.
#[derive(Params)]
pub(crate) struct InspectServer {
    #[param(required, id = "server")]
    server_id: String,
}

impl Action<Huawei, Anyone> for InspectServer {
    fn perform(&self, cx: &Cx<'_, Anyone>) -> Outcome<Reply> {
        let found = cx.find::<Server>(&self.server_id)?;
        let mut server = found.ok_or_else(|| say::about(SERVER_NOT_FOUND, [&self.server_id]))?;
        inspect(&mut server)?;
        cx.save(&server)?;
        Ok(answer(&server))
    }
}

/// The hardware can only be inspected through a management controller that answers (0110).
fn inspect(server: &mut Server) -> Outcome<()> {
    must_answer(server)?;
    server.inspected = true;
    Ok(())
}

/// 0110 with what the controller said, unless it answers.
pub(crate) fn must_answer(server: &Server) -> Outcome<()> {
    let why = words::controller(server.controller);
    let answers = server.controller == Controller::Answers;
    must(answers, || failed(server, why))
}

/// 0110 with its details.
pub(crate) fn failed(server: &Server, why: &str) -> squall_api::Fault {
    let about = say::about(INSPECTION_FAILED, [&server.head.id]);
    squall_api::Fault::coded(INSPECTION_FAILED, about.text().replace("{error details}", why))
}

fn answer(server: &Server) -> Reply {
    let mut reply = Object::new();
    reply.text("id", &server.head.id).text("sn", &server.serial).bool("inspected", server.inspected);
    reply.into()
}
