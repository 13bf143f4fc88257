//! Jobs: the receipts of asynchronous actions. A job's state follows from the instants it began and ends.

use crate::law::Period;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::time::due::Due;
use crate::time::instant::{Span, Time};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// How long a job waits before it is worked on.
const QUEUE: Span = Span::millis(200);

/// A receipt for work under way.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Job {
    /// Its id, owner and instant of creation; the name is the action's.
    pub head: Head,
    /// The resources it works on.
    pub resources: Vec<String>,
    /// When it is finished.
    pub done_at: Time,
}

/// Where a job stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// Waiting.
    Pending,
    /// Being worked on.
    Working,
    /// Finished.
    Done,
}

impl Job {
    /// Where it stands at an instant.
    pub fn progress(&self, now: Time) -> Progress {
        if now >= self.done_at {
            Progress::Done
        } else if now < self.head.created_at + QUEUE {
            Progress::Pending
        } else {
            Progress::Working
        }
    }

    /// When it came to stand there.
    pub fn progress_at(&self, now: Time) -> Time {
        match self.progress(now) {
            Progress::Pending => self.head.created_at,
            Progress::Working => self.head.created_at + QUEUE,
            Progress::Done => self.done_at,
        }
    }
}

impl Resource for Job {
    const KIND: Kind = Kind::Job;
    headed!();
}

impl World<'_> {
    /// Writes a receipt for work on some resources that takes a span. The id is the dialect's.
    pub fn open_job(
        &self,
        id: String,
        owner: &str,
        zone: &str,
        action: &str,
        resources: &[String],
        span: Span,
    ) -> Answer<Job> {
        let done_at = self.now + span;
        let head = Head::new(id, owner, zone, action, self.now).in_state(crate::State::Free);
        let job = Job { head, resources: resources.to_vec(), done_at };
        self.insert(&job)?;
        self.ripen(done_at)?;
        if let Some(memory) = self.period(Period::Memory)? {
            let due = Due::Oblivion { kind: Kind::Job, id: job.head.id.clone() };
            self.expect(done_at + memory, due)?;
        }
        Ok(job)
    }

    /// How many jobs of this system are not finished yet.
    pub fn jobs_under_way(&self) -> Answer<usize> {
        Ok(self.every::<Job>()?.iter().filter(|job| job.progress(self.now) != Progress::Done).count())
    }
}
