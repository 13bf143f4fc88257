//! CloudDC's words for states and for what is being done. Only those that its SDK knows are ever sent: any other
//! would turn into an empty object there.

use squall_api::cloud::{Controller, Health, Metal, Server, Stage, State, Task, Trouble, Verb};

/// The words for the management state of a server.
pub(crate) const STAGES: [&str; 6] = ["onboard", "os-ready", "ready", "in-use", "maintain", "offboarding"];

/// The management state of a server, given whether an instance stands on it.
pub(crate) fn stage(server: &Server, is_used: bool) -> &'static str {
    match server.stage {
        Stage::Onboard => "onboard",
        Stage::Commissioned => "os-ready",
        Stage::Ready if is_used => "in-use",
        Stage::Ready => "ready",
        Stage::Repair => "maintain",
        Stage::Leaving => "offboarding",
    }
}

/// The stage of a word; `in-use` is none, because it follows from the instances.
pub(crate) fn stage_of(word: &str) -> Option<Stage> {
    Some(match word {
        "onboard" => Stage::Onboard,
        "os-ready" => Stage::Commissioned,
        "ready" => Stage::Ready,
        "maintain" => Stage::Repair,
        "offboarding" => Stage::Leaving,
        _ => return None,
    })
}

/// `on` or `off`.
pub(crate) fn power(server: &Server) -> &'static str {
    if server.head.state == State::Active { "on" } else { "off" }
}

/// How a server's parts are.
pub(crate) fn health(health: Health) -> &'static str {
    match health {
        Health::Good => "OK",
        Health::Warning => "Warning",
        Health::Critical => "Critical",
        Health::Unknown => "Unknown",
    }
}

/// The health of a word.
pub(crate) fn health_of(word: &str) -> Option<Health> {
    [Health::Good, Health::Warning, Health::Critical, Health::Unknown]
        .into_iter()
        .find(|it| health(*it) == word)
}

/// The part that a server's health is owed to, where it is not well.
pub(crate) fn ailing_part(health: Health) -> &'static str {
    match health {
        Health::Warning => "fan",
        Health::Critical => "power",
        Health::Good | Health::Unknown => "",
    }
}

/// The state of an instance.
pub(crate) fn instance(metal: &Metal) -> &'static str {
    match (metal.head.state, metal.head.change.map(|change| change.verb)) {
        (_, Some(Verb::Delete)) => "shutting-down",
        (State::Active, _) => "running",
        (State::Stopped, _) => "stopped",
        (State::Failed, _) => "error",
        (State::Ceased, _) => "terminated",
        _ => "pending",
    }
}

/// The states of instances, for filters.
pub(crate) const INSTANCES: [&str; 6] =
    ["pending", "running", "stopped", "shutting-down", "terminated", "error"];

/// What was done last and how it stands: `install-processing`.
pub(crate) fn task(task: Option<Task>) -> String {
    let Some(Task { verb, succeeded }) = task else { return String::new() };
    let what = match verb {
        Verb::Create => "install",
        Verb::Reset => "reinstall",
        Verb::Replace => "switch-install",
        Verb::Update => "modify-ip",
        Verb::Delete | Verb::Cease => "uninstall",
        Verb::Stop => "power-off",
        Verb::Restart => "reboot",
        _ => "power-on",
    };
    let how = match succeeded {
        None => "processing",
        Some(true) => "succeed",
        Some(false) => "failed",
    };
    format!("{what}-{how}")
}

/// What a management controller says when it cannot be used.
pub(crate) fn controller(controller: Controller) -> &'static str {
    match controller {
        Controller::Answers => "the BMC answers",
        Controller::Unreachable => "the BMC cannot be reached",
        Controller::Refuses => "the BMC refused the credentials",
    }
}

/// The code and sentence of what went wrong in the background.
pub(crate) fn trouble(trouble: Trouble, server: &str) -> (&'static str, String) {
    use squall_api::catalogue::huawei::{INSPECTION_FAILED, PORT_DELETION_FAILED};
    match trouble {
        Trouble::Controller(found) => (
            INSPECTION_FAILED.number(),
            format!("Inspect Physical servers error: [{server}], {}", controller(found)),
        ),
        Trouble::PortHeld => {
            (PORT_DELETION_FAILED.number(), PORT_DELETION_FAILED.message().unwrap_or("").to_owned())
        }
    }
}

/// The kind of error that an instance shows.
pub(crate) fn trouble_type(verb: Verb) -> &'static str {
    match verb {
        Verb::Create => "create_instance_error",
        Verb::Update => "modify_ip_error",
        Verb::Delete => "delete_server_error",
        _ => "verify_server_error",
    }
}
