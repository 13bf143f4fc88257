//! What clusters and their roles are set to, and what they show of themselves.

use super::cluster::change;
use super::cluster_node::role_of;
use crate::QingCloud;
use crate::lookup::{self, must_be};
use crate::package::order;
use crate::traits::{Service, Traits};
use serde_json::{Map, Value, json};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Cluster, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeClusterEnvironment>(TRAITS.looking(), &[CLUSTER_SETTINGS_INVALID]).reading(),
    Entry::of::<UpdateClusterEnvironment>(TRAITS, &[RESOURCE_NOT_FOUND, CLUSTER_SETTINGS_INVALID]),
    Entry::of::<DescribeClusterDisplayTabs>(TRAITS.looking(), &[]).reading(),
];

const TRAITS: Traits = Traits::of(Service::Cluster);
/// The longest environment of a call, in bytes.
const ENV_BYTES_MOST: usize = 64 << 10;
/// The most settings of a role.
const SETTINGS_MOST: usize = 1_000;

/// Tells the settings of a role, or those of the whole cluster, as a form whose defaults are what is in force.
#[derive(Params)]
pub(crate) struct DescribeClusterEnvironment {
    #[param(id = "cluster")]
    cluster: String,
    role: Option<String>,
}

impl Action<QingCloud> for DescribeClusterEnvironment {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut reply = Reply::new();
        let Some(cluster) = lookup::known::<Cluster>(cx, &self.cluster)? else {
            reply.null("config");
            return Ok(reply);
        };
        let said = order::read(&cluster.order);
        let of = match &self.role {
            Some(role) => order::of_role(&said, &role_of(&cluster, Some(role))?.name),
            None => &said,
        };
        let settings = of["env"].as_object().cloned().unwrap_or_default();
        let properties: Vec<Value> = settings.iter().map(|(key, value)| property(key, value)).collect();
        let config = json!({"type": "array", "key": "env", "description": "", "properties": properties});
        reply.raw("config", &config.to_string());
        Ok(reply)
    }
}

fn property(key: &str, value: &Value) -> Value {
    let kind = match value {
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(_) => "number",
        _ => "string",
    };
    json!({"key": key, "label": key, "description": "", "type": kind, "default": value, "required": "no"})
}

/// Changes settings of roles, or of the whole cluster; those that are not sent stay.
#[derive(Params)]
pub(crate) struct UpdateClusterEnvironment {
    #[param(id = "cluster")]
    cluster: String,
    role: Option<String>,
    /// What the Go SDK calls them.
    roles: Vec<String>,
    /// JSON. What applications are set to may be secret.
    #[param(secret, max_len = ENV_BYTES_MOST)]
    env: String,
}

impl Action<QingCloud> for UpdateClusterEnvironment {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let malformed = || "parameter [env] is not a json object".to_owned();
        let env: Option<Map<String, Value>> = serde_json::from_str(&self.env).ok();
        let env = env.or_raise(MALFORMED_REQUEST, malformed)?;
        let mut cluster = lookup::idle::<Cluster>(cx, &self.cluster)?;
        must_be(&cluster, &[State::Active, State::Stopped], "updated")?;
        let roles: Vec<String> = self.role.iter().chain(&self.roles).cloned().collect();
        let mut said = order::read(&cluster.order);
        for role in &roles {
            let name = role_of(&cluster, Some(role))?.name.clone();
            let nodes = said["nodes"].as_array_mut().map(Vec::as_mut_slice).unwrap_or_default();
            for node in nodes.iter_mut().filter(|node| node["role"].as_str().unwrap_or("") == name) {
                merge(&mut node["env"], &env)?;
            }
        }
        if roles.is_empty() {
            merge(&mut said["env"], &env)?;
        }
        cluster.order = said.to_string();
        let (id, state) = (cluster.head.id.clone(), cluster.head.state);
        let mut reply = change(cx, &mut [cluster], Verb::Update, state)?;
        let role = roles.first().map_or("", String::as_str);
        reply.text("cluster_id", &id).text("role", role);
        let named = if roles.is_empty() { vec![String::new()] } else { roles.clone() };
        let env = Value::Object(env).to_string();
        reply.objects("updated_env", &named, |role, item| {
            item.text("role", role).raw("env", &env);
        });
        Ok(reply)
    }
}

fn merge(present: &mut Value, env: &Map<String, Value>) -> Outcome<()> {
    if !present.is_object() {
        *present = json!({});
    }
    let Some(settings) = present.as_object_mut() else { return Ok(()) };
    settings.extend(env.clone());
    let fits = settings.len() <= SETTINGS_MOST;
    ensure!(fits, INVALID_REQUEST, "env has more than {SETTINGS_MOST} entries");
    Ok(())
}

/// Tells what one of a cluster's tabs shows: the labels that its application gave it. What nodes would say when they
/// are asked, nobody here knows.
#[derive(Params)]
pub(crate) struct DescribeClusterDisplayTabs {
    #[param(id = "cluster")]
    cluster: String,
    display_tabs: String,
    role: Option<String>,
}

impl Action<QingCloud> for DescribeClusterDisplayTabs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut reply = Reply::new();
        let Some(cluster) = lookup::known::<Cluster>(cx, &self.cluster)? else {
            reply.null("display_tabs");
            return Ok(reply);
        };
        let said = order::read(&cluster.order);
        let own = order::of_role(&said, self.role.as_deref().unwrap_or(""));
        let tab = [&said["display_tabs"], &own["display_tabs"]]
            .into_iter()
            .map(|tabs| &tabs[&*self.display_tabs])
            .find(|tab| tab.is_object())
            .or_raise(INVALID_REQUEST, || format!("display_tabs [{}] is not valid", self.display_tabs))?;
        reply.object("display_tabs", |shown| {
            shown.texts("labels", order::texts(&tab["labels"])).array("data", |_| {});
        });
        Ok(reply)
    }
}
