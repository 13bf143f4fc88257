//! New passwords and new systems for instances that are there.

use super::instance::answer;
use super::order::{self, PASSWORD_TEXT};
use crate::actions::servers::power::must_be_distinct;
use crate::say::{self, must};
use crate::{Huawei, Reply, Traits, lookup, pace, password};
use squall_api::catalogue::huawei::*;
use squall_api::cloud::{Image, Metal, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::of::<ChangeInstancePassword>(
        Traits::put("/v1/{project_id}/instances/password", "clouddc:instance:changePassword"),
        &[INSTANCE_NOT_FOUND, INSTANCE_STATE_CONFLICT],
    ),
    Entry::of::<ReinstallOs>(
        Traits::put("/v1/{project_id}/instances/reinstall", "clouddc:instance:reinstallOS"),
        &[INSTANCE_NOT_FOUND, INSTANCE_STATE_CONFLICT, IMAGE_NOT_FOUND, PASSWORD_INVALID],
    ),
];

/// Gives instances a new password, all or none; it counts from the next time they are switched on.
#[derive(Params)]
pub(crate) struct ChangeInstancePassword {
    #[param(required, secret, max_len = PASSWORD_TEXT)]
    new_password: String,
    #[param(required, id = "instance", max_items = 50)]
    instance_id_set: Vec<String>,
}

impl Action<Huawei> for ChangeInstancePassword {
    // The operation's page says that weak passwords are no error here; only none at all is.
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        must(!self.new_password.is_empty(), || say::missing(&["new_password".to_owned()]))?;
        must_be_distinct("instance_id_set", &self.instance_id_set)?;
        let instances = lookup::instances(cx, &self.instance_id_set)?;
        for metal in &instances {
            let fits = matches!(metal.head.state, State::Active | State::Stopped) && metal.head.is_idle();
            must(fits, || say::plain(INSTANCE_STATE_CONFLICT))?;
        }
        for mut metal in instances {
            metal.password = password::fingerprint(&metal.head.id, &self.new_password);
            metal.touched_at = cx.now;
            cx.save(&metal)?;
        }
        Ok(answer(&self.instance_id_set))
    }
}

/// Installs the system of instances anew, from their own image or another one.
#[derive(Params)]
pub(crate) struct ReinstallOs {
    #[param(id = "image")]
    image_id: Option<String>,
    #[param(required, secret, max_len = PASSWORD_TEXT, invalid = PASSWORD_INVALID.number())]
    password: String,
    #[param(required, id = "instance", max_items = 50)]
    instance_id_set: Vec<String>,
}

impl Action<Huawei> for ReinstallOs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        must_be_distinct("instance_id_set", &self.instance_id_set)?;
        let wanted = self.image_id.as_deref().filter(|id| !id.is_empty());
        self.must_have_good_password(cx, wanted)?;
        let instances = lookup::instances(cx, &self.instance_id_set)?;
        // The present image may be gone; the system then cannot be installed again either.
        let mut images = Vec::with_capacity(instances.len());
        for metal in &instances {
            images.push(order::image(cx, wanted.unwrap_or(&metal.image))?);
        }
        for metal in &instances {
            must(can_be_reinstalled(cx, metal)?, || say::plain(INSTANCE_STATE_CONFLICT))?;
        }
        for (mut metal, image) in instances.into_iter().zip(images) {
            let verb = if image.head.id == metal.image { Verb::Reset } else { Verb::Replace };
            metal.image.clone_from(&image.head.id);
            metal.image_name.clone_from(&image.head.name);
            metal.platform.clone_from(&image.platform);
            metal.password = password::fingerprint(&metal.head.id, &self.password);
            cx.begin_task(&mut metal, verb, State::Active, pace::INSTALL)?;
        }
        Ok(answer(&self.instance_id_set).status(202))
    }
}

impl ReinstallOs {
    /// The password must keep to the rule with every system that will be installed (0205); what is not there has no
    /// user's name, and is told later.
    fn must_have_good_password(&self, cx: &Cx<'_>, image: Option<&str>) -> Outcome<()> {
        let mut images: Vec<String> = image.map(str::to_owned).into_iter().collect();
        if image.is_none() {
            for id in &self.instance_id_set {
                images.extend(lookup::own::<Metal>(cx, id)?.map(|metal| metal.image));
            }
        }
        let mut good = password::is_good(&self.password, "");
        for id in &images {
            let image = lookup::own::<Image>(cx, id)?;
            good &= image.is_none_or(|image| password::is_good(&self.password, &image.platform));
        }
        must(good, || say::plain(PASSWORD_INVALID))
    }
}

/// Running, or in error because the last installation anew did not succeed.
fn can_be_reinstalled(cx: &Cx<'_>, metal: &Metal) -> Outcome<bool> {
    let retry = metal.task.is_some_and(|task| matches!(task.verb, Verb::Reset | Verb::Replace));
    let fits = metal.head.state == State::Active || (metal.head.state == State::Failed && retry);
    Ok(fits && lookup::is_at_rest(cx, metal)?)
}
