//! User data that is uploaded before the instances that it is for.

use crate::QingCloud;
use crate::figures::quotas::{self, Called};
use crate::traits::{Service, Traits};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Head, State, UserData};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<UploadUserDataAttachment>(Traits::of(Service::Compute), &[])];

/// The most bytes of an archive, as documented.
const ARCHIVE_BYTES: usize = 2 << 20;
/// The same in base64.
const ENCODED_BYTES: usize = ARCHIVE_BYTES.div_ceil(3) * 4;

/// Keeps an archive of user data for instances to come.
#[derive(Params)]
pub(crate) struct UploadUserDataAttachment {
    #[param(secret, max_len = ENCODED_BYTES)]
    attachment_content: String,
    #[param(max_len = 255)]
    attachment_name: Option<String>,
}

impl Action<QingCloud> for UploadUserDataAttachment {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let invalid = || "attachment_content is not valid, base64 is required".to_owned();
        let archive = STANDARD.decode(&self.attachment_content).ok().or_raise(INVALID_REQUEST, invalid)?;
        ensure!(
            archive.len() <= ARCHIVE_BYTES,
            INVALID_REQUEST,
            "attachment_content is larger than {ARCHIVE_BYTES} bytes"
        );
        quotas::check(cx, &[("user_data", 1)])?;
        let name = self.attachment_name.as_deref().unwrap_or("");
        let head = Head::new(cx.mint("uda-", 8)?, cx.caller.id(), cx.zone(), name, cx.now)
            .in_state(State::Free)
            .counted([("user_data", 1)]);
        let data = UserData { head, content: self.attachment_content.clone() };
        cx.insert(&data)?;
        Ok(Reply::with_text("attachment_id", &data.head.id))
    }
}
