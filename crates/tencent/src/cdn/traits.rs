//! What the checks before an action need to know of it.

/// A module of this edition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Module {
    /// Content delivery.
    Cdn,
    /// Acceleration of what is made for each request.
    Dsa,
}

impl Module {
    /// Both.
    pub const ALL: [Module; 2] = [Module::Cdn, Module::Dsa];

    /// Its word: the first label of its host.
    pub const fn word(self) -> &'static str {
        match self {
            Module::Cdn => "cdn",
            Module::Dsa => "dsa",
        }
    }

    /// The module of a host's first label.
    pub fn of_label(label: &str) -> Option<Module> {
        Module::ALL.into_iter().find(|module| module.word().eq_ignore_ascii_case(label))
    }
}

/// What the checks before an action need to know of it.
#[derive(Clone, Copy, Debug)]
pub struct Traits {
    /// The module whose host serves it.
    pub module: Module,
    /// How many calls an account may make in a minute.
    pub per_minute: usize,
    /// Whether only whitelisted customers may call it.
    pub is_for_vips: bool,
    /// Whether it opens the service, so that it must not be open yet.
    pub is_opening: bool,
    /// Whether a user needs the right to everything for it.
    pub is_administrative: bool,
}

impl Traits {
    /// An action of content delivery.
    pub const CDN: Traits = Traits {
        module: Module::Cdn,
        per_minute: 100,
        is_for_vips: false,
        is_opening: false,
        is_administrative: false,
    };
    /// An action of dynamic acceleration.
    pub const DSA: Traits = Traits { module: Module::Dsa, ..Traits::CDN };

    /// The same with another frequency.
    pub const fn often(self, per_minute: usize) -> Traits {
        Traits { per_minute, ..self }
    }

    /// The same, for whitelisted customers.
    pub const fn for_vips(self) -> Traits {
        Traits { is_for_vips: true, ..self }
    }

    /// The same, but it opens the service.
    pub const fn opening(self) -> Traits {
        Traits { is_opening: true, ..self }
    }

    /// The same, for administrators.
    pub const fn administrative(self) -> Traits {
        Traits { is_administrative: true, ..self }
    }
}
