//! What the checks before an action need to know of it.

/// The module of the API that an action belongs to; each is a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Module {
    /// `/iaas/`, and `/iam/` with a temporary credential.
    Iaas,
    /// `/app/`
    App,
}

/// The component of the platform that does the work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Service {
    /// Always there.
    Platform,
    /// Instances and key pairs.
    Compute,
    /// Volumes and snapshots.
    Volume,
    /// Networks, routers, addresses, interfaces, firewalls.
    Network,
    /// Load balancers.
    LoadBalancer,
    /// Images.
    Image,
    /// Clusters and applications.
    Cluster,
    /// Balances, leases and charges.
    Billing,
}

impl Service {
    /// Every component that an operator can take down.
    pub const ALL: [Service; 7] = [
        Service::Compute,
        Service::Volume,
        Service::Network,
        Service::LoadBalancer,
        Service::Image,
        Service::Cluster,
        Service::Billing,
    ];

    /// The operator's name of it.
    pub const fn word(self) -> &'static str {
        match self {
            Service::Platform => "platform",
            Service::Compute => "compute",
            Service::Volume => "volume",
            Service::Network => "network",
            Service::LoadBalancer => "loadbalancer",
            Service::Image => "image",
            Service::Cluster => "cluster",
            Service::Billing => "billing",
        }
    }
}

/// What the checks before an action need to know of it.
#[derive(Clone, Copy, Debug)]
pub struct Traits {
    /// The module it belongs to.
    pub module: Module,
    /// The component that does the work.
    pub service: Service,
    /// Whether a zone must be named.
    pub zoned: bool,
    /// Whether it is for the account that runs the platform, and for no tenant or user.
    pub administers: bool,
    /// Whether a licence is needed for it where licences are enforced.
    pub licensed: bool,
    /// Whether it only looks.
    pub looks: bool,
    /// Whether it reads what only the Warehouse service keeps.
    pub warehouse: bool,
}

impl Traits {
    /// An action of `/iaas/` that a component does in a zone.
    pub const fn of(service: Service) -> Traits {
        Traits {
            module: Module::Iaas,
            service,
            zoned: true,
            administers: false,
            licensed: false,
            looks: false,
            warehouse: false,
        }
    }

    /// The same, but it only looks: an account lock does not stop it.
    pub const fn looking(self) -> Traits {
        Traits { looks: true, ..self }
    }

    /// The same, but it creates something that a licence must cover.
    pub const fn licensed(self) -> Traits {
        Traits { licensed: true, ..self }
    }

    /// The same, but it only reads what the Warehouse service keeps.
    pub const fn from_warehouse(self) -> Traits {
        Traits { looks: true, warehouse: true, ..self }
    }

    /// The same, but no zone need be named.
    pub const fn anywhere(self) -> Traits {
        Traits { zoned: false, ..self }
    }

    /// The same, but it concerns the platform itself: what it stands on and what it may be used for.
    pub const fn administering(self) -> Traits {
        Traits { administers: true, zoned: false, ..self }
    }

    /// The same in another module.
    pub const fn in_module(self, module: Module) -> Traits {
        Traits { module, ..self }
    }
}
