//! What routing and the checks before an action need to know of it.

/// The service behind the gateway that an action belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Service {
    /// CloudDC itself: bodies are judged strictly.
    CloudDc,
    /// The network's: the few operations that CloudDC's users need.
    Vpc,
    /// The images'.
    Ims,
    /// Identities and their projects.
    Iam,
    /// What CloudDC's own provider does, behind the operator's door: no gateway, no credentials.
    Provider,
}

/// What routing and the checks before an action need to know of it.
#[derive(Clone, Copy, Debug)]
pub struct Traits {
    /// The method it is called by.
    pub method: &'static str,
    /// Its path; `{name}` stands for a parameter.
    pub path: &'static str,
    /// The right that a user needs for it; empty where everybody may.
    pub right: &'static str,
    /// The service that does the work.
    pub service: Service,
}

impl Traits {
    /// An operation of CloudDC that looks.
    pub const fn get(path: &'static str, right: &'static str) -> Traits {
        Traits { method: "GET", path, right, service: Service::CloudDc }
    }

    /// The same by POST.
    pub const fn post(path: &'static str, right: &'static str) -> Traits {
        Traits { method: "POST", ..Traits::get(path, right) }
    }

    /// The same by PUT.
    pub const fn put(path: &'static str, right: &'static str) -> Traits {
        Traits { method: "PUT", ..Traits::get(path, right) }
    }

    /// The same by DELETE.
    pub const fn delete(path: &'static str, right: &'static str) -> Traits {
        Traits { method: "DELETE", ..Traits::get(path, right) }
    }

    /// The same of another service.
    pub const fn of(self, service: Service) -> Traits {
        Traits { service, ..self }
    }

    /// Whether the parameters are in the body rather than in the query.
    pub fn has_body(&self) -> bool {
        matches!(self.method, "POST" | "PUT")
    }
}
