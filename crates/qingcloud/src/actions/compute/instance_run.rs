//! Making instances.

use super::image;
use super::instance_plan::{self, Joining, Plan};
use crate::actions::billing::contract::{self, MONTHS_MOST, Terms};
use crate::figures::fit::{self, BARE_METAL};
use crate::figures::sizes::{self, CLASS_TEXTS, CPU_TEXTS, MEMORY_TEXTS, OS_DISK_MOST};
use crate::job;
use crate::logins::login::{self, Login};
use crate::texts::user_data::{self, Given};
use crate::traits::{Service, Traits};
use crate::{QingCloud, figures::pace, lookup};
use squall_api::catalogue::{Code, qingcloud::*};
use squall_api::cloud::{Image, State, System, Volume};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure, raise};
use std::collections::BTreeMap;

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<RunInstances>(Traits::of(Service::Compute).licensed(), MAKING)];

/// What making an instance can fail of, besides what every action can.
pub(crate) const MAKING: &[Code] = &[
    RESOURCE_NOT_FOUND,
    RESOURCE_EXISTS,
    LEASE_FAILED,
    BALANCE_INSUFFICIENT,
    INSUFFICIENT_RESOURCES,
    DEPENDENCY_EXISTS,
    DISK_TYPE_UNSUPPORTED,
];
/// The most instances of one call.
const COUNT_MOST: i64 = 100;
/// The most networks that an instance joins.
const NETWORKS_MOST: usize = 10;
/// The most volumes that an instance is made with.
const VOLUMES_MOST: usize = 10;
/// The sets of processor instructions.
const CPU_MODELS: [&str; 12] = [
    "Westmere",
    "SandyBridge",
    "IvyBridge",
    "Haswell",
    "Haswell-noTSX",
    "Broadwell",
    "Skylake",
    "CascadeLake",
    "IceLake",
    "SapphireRapids",
    "EPYC",
    "EPYC-Rome",
];
/// The cores and memory that an instance may grow to, as they stand in a call; 0 stands for none.
const CPU_MAX: [&str; 6] = ["0", "1", "2", "4", "8", "16"];
const MEMORY_MAX: [&str; 10] =
    ["0", "1024", "2048", "4096", "6144", "8192", "12288", "16384", "24576", "32768"];

/// Makes instances from an image, all alike, and starts them.
#[derive(Params)]
pub(crate) struct RunInstances {
    #[param(id = "image")]
    image_id: String,
    instance_type: Option<String>,
    #[param(one_of = CPU_TEXTS)]
    cpu: Option<u64>,
    #[param(one_of = MEMORY_TEXTS)]
    memory: Option<u64>,
    #[param(default = 1, range = 1..=COUNT_MOST)]
    count: u64,
    #[param(max_len = 255)]
    instance_name: Option<String>,
    #[param(one_of = login::MODES)]
    login_mode: String,
    #[param(id = "key pair")]
    login_keypair: Option<String>,
    #[param(secret, max_len = 128)]
    login_passwd: Option<String>,
    /// `vxnet-id`, or `vxnet-id|ip` for an address of one's choice in a managed network of one's own.
    #[param(id = "network", max_items = NETWORKS_MOST)]
    vxnets: Vec<String>,
    #[param(id = "firewall")]
    security_group: Option<String>,
    /// Volumes to attach; only to a single instance.
    #[param(id = "volume", max_items = VOLUMES_MOST)]
    volumes: Vec<String>,
    #[param(max_len = 255)]
    hostname: Option<String>,
    #[param(one_of = CLASS_TEXTS)]
    instance_class: Option<u32>,
    os_disk_size: Option<u64>,
    #[param(default = false)]
    need_userdata: bool,
    #[param(one_of = user_data::TYPES)]
    userdata_type: Option<String>,
    #[param(secret, max_len = user_data::PLAIN_BYTES)]
    userdata_value: Option<String>,
    userdata_path: Option<String>,
    userdata_file: Option<String>,
    #[param(default = false)]
    os_disk_encryption: bool,
    #[param(one_of = ["aes256"])]
    cipher_alg: Option<String>,
    #[param(default = "kvm", one_of = ["kvm", "bm"])]
    hypervisor: String,
    #[param(id = "account")]
    target_user: Option<String>,
    #[param(default = 0, range = 0..=8)]
    gpu: u64,
    #[param(default = "Westmere", one_of = CPU_MODELS)]
    cpu_model: String,
    #[param(default = false)]
    nic_mqueue: bool,
    need_newsid: Option<bool>,
    /// There are no instance groups in this world, so that none can be found.
    instance_group: Option<String>,
    #[param(one_of = CPU_MAX)]
    cpu_max: Option<u64>,
    #[param(one_of = MEMORY_MAX)]
    mem_max: Option<u64>,
    #[param(range = 1..=MONTHS_MOST)]
    months: Option<u32>,
    #[param(default = false)]
    auto_renew: bool,
    #[param(id = "contract")]
    contract_id: Option<String>,
    #[param(id = "contract")]
    reserved_contract: Option<String>,
    charge_mode: Option<String>,
    next_charge_mode: Option<String>,
}

impl Action<QingCloud> for RunInstances {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        services_must_be_up(cx, &self.needed_services())?;
        let login = self.login();
        login.must_be_complete()?;
        let single = self.count == 1;
        ensure!(
            single || self.volumes.is_empty(),
            INVALID_REQUEST,
            "count [{}] is not valid with volumes",
            self.count
        );
        let chooses_address = self.vxnets.iter().any(|text| text.contains('|'));
        ensure!(
            single || !chooses_address,
            INVALID_REQUEST,
            "count [{}] is not valid with an address",
            self.count
        );
        let terms = self.terms();
        terms.must_be_complete()?;
        let plan = self.plan(cx, &login)?;
        let named = contract::named(cx, &terms)?;
        let mut volumes = lookup::each::<Volume>(cx, &self.volumes, lookup::idle)?;
        for volume in &volumes {
            lookup::must_be(volume, &[State::Free], "attached")?;
            fit::must_match(volume, plan.size.class)?;
        }
        let takes_encrypted = plan.takes_encrypted(cx)?;
        volumes.iter().try_for_each(|volume| fit::must_take(volume, takes_encrypted))?;
        let contract = plan.pay(cx, named, &terms, self.count)?;
        let mut ids = Vec::new();
        for _ in 0..self.count {
            ids.push(plan.carry_out(cx, contract.as_ref())?.head.id);
        }
        for volume in &mut volumes {
            cx.attach_volume(volume, &ids[0], pace::CREATE_INSTANCE)?;
        }
        job::reply_naming(cx, "instances", &ids, pace::CREATE_INSTANCE)
    }
}

impl RunInstances {
    fn login(&self) -> Login<'_> {
        Login {
            mode: &self.login_mode,
            key_pair: self.login_keypair.as_deref(),
            password: self.login_passwd.as_deref(),
        }
    }

    fn terms(&self) -> Terms<'_> {
        Terms {
            months: self.months,
            auto_renew: self.auto_renew,
            contract: self.contract_id.as_deref().or(self.reserved_contract.as_deref()),
            charge_mode: self.charge_mode.as_deref(),
            next_charge_mode: self.next_charge_mode.as_deref(),
        }
    }

    /// The components besides its own that it needs.
    fn needed_services(&self) -> Vec<Service> {
        let mut services = vec![Service::Image];
        if !self.vxnets.is_empty() {
            services.push(Service::Network);
        }
        if !self.volumes.is_empty() {
            services.push(Service::Volume);
        }
        services
    }

    fn plan(&self, cx: &Cx<'_>, login: &Login<'_>) -> Outcome<Plan> {
        let RunInstances { instance_type, cpu, memory, hypervisor, .. } = self;
        let size = sizes::chosen(instance_type.as_deref(), *cpu, *memory, self.instance_class)?;
        let is_bare = hypervisor == BARE_METAL;
        ensure!(
            !is_bare || instance_type.is_some(),
            MALFORMED_REQUEST,
            "parameter [instance_type] is required"
        );
        ensure!(
            !(is_bare && self.os_disk_encryption),
            INVALID_REQUEST,
            "os_disk_encryption [1] is not valid for hypervisor [{hypervisor}]"
        );
        self.limits_must_leave_room(size.cpu, size.memory_mib)?;
        let data = self.user_data()?;
        let owner = lookup::new_owner(cx, self.target_user.as_deref())?;
        let image = image::usable(cx, &self.image_id)?;
        let mut networks = Vec::new();
        for text in &self.vxnets {
            networks.push(Joining::read(cx, text)?);
        }
        let firewall = instance_plan::firewall(cx, self.security_group.as_deref(), &owner, &networks)?;
        let key_pairs = login.key_pairs(cx, &image.platform)?;
        let attachment = data.as_ref().map_or(Ok(None), |data| data.attachment(cx))?;
        if let Some(group) = &self.instance_group {
            raise!(RESOURCE_NOT_FOUND, "resource [{group}] not found");
        }
        Joining::must_go_together(&networks)?;
        image::must_be_offered(&image)?;
        let os_disk_gib = os_disk(&image, self.os_disk_size)?;
        let mut traits = self.traits();
        let mut inline = String::new();
        if let Some(data) = &data {
            data.note(&mut traits);
            inline = data.inline();
        }
        Ok(Plan {
            owner,
            name: self.instance_name.clone().unwrap_or_default(),
            system: system_of(&image),
            image: image.head.id,
            size,
            os_disk_gib,
            encrypted: self.os_disk_encryption,
            hypervisor: hypervisor.clone(),
            hostname: self.hostname.clone().unwrap_or_default(),
            login: self.login_mode.clone(),
            firewall,
            key_pairs,
            networks,
            user_data: inline,
            attachment,
            traits,
        })
    }

    fn limits_must_leave_room(&self, cpu: u64, memory_mib: u64) -> Outcome<()> {
        for (name, most, least) in [("cpu_max", self.cpu_max, cpu), ("mem_max", self.mem_max, memory_mib)] {
            let most = most.unwrap_or(0);
            ensure!(most == 0 || most >= least, INVALID_REQUEST, "{name} [{most}] is not valid");
        }
        Ok(())
    }

    fn user_data(&self) -> Outcome<Option<Given<'_>>> {
        if !self.need_userdata {
            return Ok(None);
        }
        let given = Given {
            form: self.userdata_type.as_deref(),
            value: self.userdata_value.as_deref(),
            path: self.userdata_path.as_deref(),
            file: self.userdata_file.as_deref(),
        };
        given.must_be_complete()?;
        Ok(Some(given))
    }

    /// What is only remembered and shown again.
    fn traits(&self) -> BTreeMap<String, String> {
        let cipher = self.cipher_alg.as_deref().unwrap_or("aes256");
        let newsid = self.need_newsid.unwrap_or(false);
        let shown = [
            ("cpu_model", self.cpu_model.clone()),
            ("cpu_max", self.cpu_max.unwrap_or(0).to_string()),
            ("mem_max", self.mem_max.unwrap_or(0).to_string()),
            ("nic_mqueue", u8::from(self.nic_mqueue).to_string()),
            ("gpu", self.gpu.to_string()),
            ("need_newsid", u8::from(newsid).to_string()),
            ("cipher_alg", if self.os_disk_encryption { cipher } else { "" }.to_owned()),
        ];
        shown.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// What an instance remembers of its image.
pub(crate) fn system_of(image: &Image) -> System {
    System {
        name: image.head.name.clone(),
        platform: image.platform.clone(),
        os_family: image.os_family.clone(),
        processor: image.processor.clone(),
        size_gib: image.size_gib,
        is_vendors: image.is_system,
    }
}

/// The size of a system disk in GiB: 20 to 100 for Linux, 50 to 100 for Windows, and never less than the
/// image (1101).
fn os_disk(image: &Image, asked: Option<u64>) -> Outcome<u64> {
    let least = if image.platform == "windows" { 50 } else { 20 }.max(image.size_gib);
    let size = asked.unwrap_or(least);
    ensure!(
        (least..=OS_DISK_MOST.max(least)).contains(&size),
        INVALID_REQUEST,
        "os_disk_size [{size}] is not valid"
    );
    Ok(size)
}

/// The components that an action needs besides its own must be up (5400 while one is updated).
///
/// # Errors
/// `DEPENDENCY_EXISTS`.
pub(crate) fn services_must_be_up(cx: &Cx<'_>, services: &[Service]) -> Outcome<()> {
    let platform = cx.platform()?;
    for service in services {
        let (word, state) = (service.word(), platform.service(service.word()));
        ensure!(
            state == "up",
            DEPENDENCY_EXISTS,
            "service [{word}] that the request depends on is {state}, please try later"
        );
    }
    Ok(())
}
