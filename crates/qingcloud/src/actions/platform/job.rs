//! Jobs.

use crate::QingCloud;
use crate::listing::Filter;
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::RESOURCE_NOT_FOUND;
use squall_api::cloud::{Job, Progress};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<DescribeJobs>(Traits::of(Service::Platform).looking(), &[RESOURCE_NOT_FOUND]).reading()];

/// The words for where a job stands.
pub(crate) const STATUSES: [&str; 5] = ["pending", "working", "successful", "failed", "done with failure"];

/// Lists the caller's jobs, newest first.
#[derive(Params)]
pub(crate) struct DescribeJobs {
    #[param(id = "job")]
    jobs: Vec<String>,
    #[param(one_of = STATUSES)]
    status: Vec<String>,
    job_action: Option<String>,
    #[param(flatten, only = ["verbose", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeJobs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut jobs = self.filter.rows_that_exist::<Job>(cx, &self.jobs)?;
        jobs.retain(|job| {
            let word = word(job.progress(cx.now));
            self.job_action.as_ref().is_none_or(|action| *action == job.head.name)
                && (self.status.is_empty() || self.status.iter().any(|status| status == word))
        });
        self.filter.page("job_set", jobs, |job, object| {
            write(cx, job, object);
            Ok(())
        })
    }
}

/// The fields of a job, as all listings show them.
pub(crate) fn write(cx: &Cx<'_>, job: &Job, object: &mut Reply) {
    object
        .text("job_id", &job.head.id)
        .text("job_action", &job.head.name)
        .text("resource_ids", &job.resources.join(" "))
        .text("owner", &job.head.owner)
        .text("status", word(job.progress(cx.now)))
        .text("error_codes", "")
        .text("directive", "")
        .shown("create_time", job.head.created_at)
        .shown("status_time", job.progress_at(cx.now));
}

/// The word for where a job stands.
pub(crate) const fn word(progress: Progress) -> &'static str {
    match progress {
        Progress::Pending => "pending",
        Progress::Working => "working",
        Progress::Done => "successful",
    }
}
