//! Comparing what nodes hold of an address.

use super::INLAND;
use super::urls::{Job, WORKING};
use crate::cdn::times::stamp;
use crate::cdn::{TencentCdn, Traits, lookup, pace, say};
use crate::protocol::Reply;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{DeliveryTask, Duty};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<Md5Check>(Traits::CDN.often(10).for_vips(), WORKING),
    Entry::of::<GetConsistencyResult>(Traits::CDN.for_vips(), &[RESOURCE_NOT_FOUND]).reading(),
];

/// Has nodes compare what they hold of an address.
#[derive(Params)]
struct Md5Check {
    #[param(required, max_len = 1_024)]
    url: String,
}

impl Action<TencentCdn> for Md5Check {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (duty, a_day) = (Duty::Compare, pace::COMPARED);
        let urls = std::slice::from_ref(&self.url);
        let task = Job { duty, urls, a_day, networks: INLAND, id: ("5", 15) }.order(cx)?;
        Ok(Reply::data(|data| {
            data.text("taskId", &task.head.id);
        }))
    }
}

/// Shows what came of a comparison.
#[derive(Params)]
struct GetConsistencyResult {
    #[param(name = "taskId", required, id = "task", max_len = 64)]
    task: String,
}

impl Action<TencentCdn> for GetConsistencyResult {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let task = cx.find::<DeliveryTask>(&self.task)?;
        let task = task.filter(|task| task.head.owner == lookup::owner(cx) && task.duty == Duty::Compare);
        let task = task.ok_or_else(|| say::plain(RESOURCE_NOT_FOUND).because("there is no such task"))?;
        let done = task.is_done(cx.now);
        Ok(Reply::data(|data| {
            data.text("begin_time", &stamp(task.head.created_at))
                .text("end_time", &if done { stamp(task.done_at) } else { String::new() })
                .text("status", if done { "done" } else { "process" });
            data.objects("result", task.urls.iter().filter(|_| done), |url, result| {
                result
                    .text("url", url)
                    .text("md5", &format!("{:032x}", u128::from(task.number)))
                    .int("nodes", 12);
            });
        }))
    }
}
