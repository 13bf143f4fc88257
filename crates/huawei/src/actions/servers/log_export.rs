//! Collecting a physical server's logs and fetching them.

use crate::say::{self, must};
use crate::{Huawei, Reply, Traits, dump, ids, lookup, pace};
use squall_api::catalogue::huawei::*;
use squall_api::cloud::{Head, LogExport, Server, State};
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::of::<ExportServerLogs>(
        Traits::post(
            "/v1/{project_id}/physicalservers/{server_id}/logs/exports",
            "clouddc:imetal:createDumpLog",
        ),
        &[SERVER_NOT_FOUND],
    ),
    Entry::of::<ShowLogsExportStatus>(
        Traits::get(
            "/v1/{project_id}/physicalservers/{server_id}/logs/exports/{export_id}",
            "clouddc:imetal:getDumpLogProgress",
        ),
        &[SERVER_NOT_FOUND],
    )
    .reading(),
    Entry::of::<DownloadServerLogs>(
        Traits::get(
            "/v1/{project_id}/physicalservers/{server_id}/logs/exports/{export_id}/content",
            "clouddc:imetal:createDownloadLog",
        ),
        &[SERVER_NOT_FOUND],
    )
    .reading(),
];

/// Begins to collect a physical server's logs.
#[derive(Params)]
pub(crate) struct ExportServerLogs {
    #[param(required, id = "server")]
    server_id: String,
}

impl Action<Huawei> for ExportServerLogs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let server = lookup::server(cx, &self.server_id)?;
        let head = Head::new(ids::uuid(cx)?, lookup::owner(cx), "", "", cx.now);
        let export = cx.collect_logs(head, &server.head.id, pace::EXPORT_LOGS)?;
        // The body is JSON, whatever type the vendor's page prints for it.
        Ok(progress(cx, &export).status(202).attached(&dump::name(&server)))
    }
}

/// Shows how far a collection of logs has come.
#[derive(Params)]
pub(crate) struct ShowLogsExportStatus {
    #[param(required, id = "server")]
    server_id: String,
    #[param(required, id = "export")]
    export_id: String,
}

impl Action<Huawei> for ShowLogsExportStatus {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (_, export) = export(cx, &self.server_id, &self.export_id)?;
        Ok(progress(cx, &export))
    }
}

/// Fetches collected logs as an archive.
#[derive(Params)]
pub(crate) struct DownloadServerLogs {
    #[param(required, id = "server")]
    server_id: String,
    #[param(required, id = "export")]
    export_id: String,
}

impl Action<Huawei> for DownloadServerLogs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (server, export) = export(cx, &self.server_id, &self.export_id)?;
        let done = export.head.is_settled_in(State::Active);
        must(done, || say::invalid("export_id").because("the logs are still being collected"))?;
        Ok(Reply::file(&dump::name(&server), dump::archive(cx, &server, &export)?))
    }
}

/// A server and an export of its logs. CloudDC has no code for an export that is not there (0001).
fn export(cx: &Cx<'_>, server: &str, export: &str) -> Outcome<(Server, LogExport)> {
    let server = lookup::server(cx, server)?;
    let found = lookup::own::<LogExport>(cx, export)?.filter(|found| found.server == server.head.id);
    let absent = || say::invalid("export_id").because(format!("the server has no export {export}"));
    Ok((server, found.ok_or_else(absent)?))
}

fn progress(cx: &Cx<'_>, export: &LogExport) -> Reply {
    let status = if export.head.is_idle() { "completed" } else { "processing" };
    let mut reply = Object::new();
    reply
        .text("export_id", &export.head.id)
        .text("status", status)
        .shown("percentage", format_args!("{}%", export.percentage(cx.now)))
        .shown("created_at", export.head.created_at);
    reply.into()
}
