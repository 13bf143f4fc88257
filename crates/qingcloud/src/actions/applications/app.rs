//! Applications of the AppCenter. The console makes them; the actions that do so here are proposals of the
//! reference.

use crate::QingCloud;
use crate::figures::quotas;
use crate::listing::Filter;
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{App, Head, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<CreateApp>(TRAITS.licensed(), &[RESOURCE_EXISTS]),
    Entry::of::<DescribeApps>(TRAITS.looking(), &[]).reading(),
];

const TRAITS: Traits = Traits::of(Service::Cluster).anywhere();

/// What nobody presents an application with here.
const NONE: [&str; 0] = [];
/// The longest name of an application or version, in bytes.
pub(crate) const NAME_BYTES_MOST: usize = 255;

/// Creates an application; its name must be new among the caller's.
#[derive(Params)]
pub(crate) struct CreateApp {
    #[param(max_len = NAME_BYTES_MOST)]
    app_name: String,
    #[param(default = "cluster", max_len = 64)]
    app_type: String,
    description: Option<String>,
}

impl Action<QingCloud> for CreateApp {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let name = &self.app_name;
        let key = App::key(cx.caller.id(), name);
        ensure!(cx.holder::<App>(&key)?.is_none(), RESOURCE_EXISTS, "app [{name}] already exists");
        quotas::check_in(cx, "", &[("app", 1)])?;
        let mut head = Head::new(cx.mint("app-", 8)?, cx.caller.id(), "", name, cx.now)
            .in_state(State::Active)
            .counted([("app", 1)]);
        head.about = self.description.clone().unwrap_or_default();
        let app = App { head, app_type: self.app_type.clone() };
        cx.insert(&app)?;
        Ok(Reply::with_text("app_id", &app.head.id))
    }
}

/// Lists the caller's applications, newest first.
#[derive(Params)]
pub(crate) struct DescribeApps {
    #[param(id = "application")]
    app_ids: Vec<String>,
    #[param(id = "application")]
    apps: Vec<String>,
    #[param(id = "application")]
    app: Option<String>,
    app_name: Option<String>,
    app_type: Vec<String>,
    /// Accepted; every listing is as long as it can be.
    #[param(range = 0..=9)]
    verbose: Option<u8>,
    #[param(flatten, only = ["status", "search_word", "owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeApps {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = self.verbose;
        let ids: Vec<String> = self.app_ids.iter().chain(&self.apps).chain(&self.app).cloned().collect();
        let mut apps = self.filter.rows::<App>(cx, &ids)?;
        apps.retain(|app| {
            self.app_name.as_ref().is_none_or(|name| *name == app.head.name)
                && (self.app_type.is_empty() || self.app_type.contains(&app.app_type))
        });
        self.filter.page("app_set", apps, |app, object| {
            object
                .text("app_id", &app.head.id)
                .text("app_name", &app.head.name)
                .text("app_type", &app.app_type)
                .text("description", &app.head.about)
                .text("owner", &app.head.owner)
                .text("status", "active")
                .text("visibility", "private")
                .text("abstraction", "")
                .text("app_contract_status", "")
                .text("app_instance_id", "")
                .int("auth_level", 0)
                .text("category", "")
                .text("company_url", "")
                .text("contact", "")
                .text("cover_img", "")
                .text("icon", "")
                .texts("screenshots", NONE)
                .texts("tags", NONE)
                .text("terms_of_service", "")
                .text("terms_of_service_link", "")
                .text("url", "")
                .text("usage_instructions", "")
                .text("usage_instructions_link", "")
                .texts("zones", NONE)
                .shown("create_time", app.head.created_at)
                .shown("status_time", app.head.state_at);
            Ok(())
        })
    }
}
