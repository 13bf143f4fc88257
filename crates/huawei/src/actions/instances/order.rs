//! What an order of instances says, whether of one or of many, and everything that must hold before it is carried out.

use crate::say::{self, must};
use crate::settings::{self, IMS, VPC};
use crate::{door, lookup, pace, password};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use squall_api::catalogue::huawei::*;
use squall_api::cloud::{Head, Image, Metal, Server, State, Subnet, Task, Verb};
use squall_api::{Cx, Outcome};
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

/// The most interfaces of an instance.
const INTERFACES: usize = 2;
/// The most characters of a description.
const DESCRIPTION: usize = 255;
/// The most pairs of metadata, and the most characters of a key or value.
const METADATA: (usize, usize) = (10, 255);
/// The most bytes of user data, decoded.
const USER_DATA: usize = 32_768;
/// The longest user data as it is sent, in bytes: anything longer is refused as such.
pub(crate) const USER_DATA_TEXT: usize = 1 << 20;
/// The longest password as it is sent, in bytes: the rule itself decides what is good.
pub(crate) const PASSWORD_TEXT: usize = 4_096;

/// What is ordered.
pub(crate) struct Order<'a> {
    pub(crate) name: &'a str,
    pub(crate) image_id: &'a str,
    pub(crate) vpc_id: &'a str,
    /// Subnet and address of each interface; an empty address is none.
    pub(crate) interfaces: Vec<(&'a str, &'a str)>,
    pub(crate) password: &'a str,
    pub(crate) metadata: &'a BTreeMap<String, String>,
    pub(crate) description: &'a str,
    pub(crate) user_data: &'a str,
}

/// The network that instances are to be connected to.
pub(crate) struct Wiring {
    subnets: Vec<Subnet>,
    /// Subnet by its place in the list, and the address asked for.
    interfaces: Vec<(usize, Option<u32>)>,
}

impl Order<'_> {
    /// Forms and ranges (0001, then 0205, 0207, 0206, in the reference's order). Of the world only the image counts, as
    /// far as a password may not name its user.
    pub(crate) fn must_be_well_formed(&self, cx: &Cx<'_>) -> Outcome<()> {
        must(is_name(self.name), || say::invalid("name"))?;
        must(self.description.chars().count() <= DESCRIPTION, || say::invalid("description"))?;
        must((1..=INTERFACES).contains(&self.interfaces.len()), || say::invalid("network_interfaces"))?;
        let well_formed =
            |(_, address): &(&str, &str)| address.is_empty() || address.parse::<Ipv4Addr>().is_ok();
        let all = self.interfaces.iter().all(well_formed);
        must(all, || say::invalid("network_interfaces.ipv4_address"))?;
        let good_keys = self.metadata.keys().all(|key| key.chars().all(is_metadata_character));
        must(good_keys, || say::invalid("metadata"))?;
        let decoded = STANDARD.decode(self.user_data).map_err(|_| say::invalid("user_data"))?;
        let image = lookup::own::<Image>(cx, self.image_id)?;
        let system = image.as_ref().map_or("", |image| &image.platform);
        must(password::is_good(self.password, system), || say::plain(PASSWORD_INVALID))?;
        let (pairs, characters) = METADATA;
        let fits = |text: &String| text.chars().count() <= characters;
        let metadata_fits = self.metadata.len() <= pairs
            && self.metadata.iter().all(|(key, value)| !key.is_empty() && fits(key) && fits(value));
        must(metadata_fits, || say::plain(METADATA_INVALID))?;
        must(decoded.len() <= USER_DATA, || say::plain(USER_DATA_TOO_LONG))
    }
}

/// 1 to 63 characters: Chinese, letters, digits, `_`, `-` and `.`.
pub(crate) fn is_name(name: &str) -> bool {
    let allowed = |letter: char| {
        letter.is_ascii_alphanumeric()
            || "_-.".contains(letter)
            || ('\u{4e00}'..='\u{9fff}').contains(&letter)
    };
    (1..=63).contains(&name.chars().count()) && name.chars().all(allowed)
}

fn is_metadata_character(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-_: .".contains(letter)
}

/// The image of an id: a private one of the project that is ready (0204). Without IMS nobody knows (0099).
pub(crate) fn image(cx: &Cx<'_>, id: &str) -> Outcome<Image> {
    let up = cx.platform()?.service(IMS) == "up";
    must(up, || say::plain(INTERNAL_ERROR).because("IMS cannot be reached"))?;
    let image = lookup::own::<Image>(cx, id)?.filter(|image| {
        image.head.state == State::Active && door::image::type_of(image) == door::image::TYPES[0]
    });
    image.ok_or_else(|| say::plain(IMAGE_NOT_FOUND))
}

impl Wiring {
    /// Finds the subnets (0230); without the network's service nobody knows (0099).
    pub(crate) fn find(cx: &Cx<'_>, interfaces: &[(&str, &str)]) -> Outcome<Wiring> {
        let up = cx.platform()?.service(VPC) == "up";
        must(up, || say::plain(INTERNAL_ERROR).because("the network's service cannot be reached"))?;
        let mut ids: Vec<String> = Vec::new();
        let mut placed = Vec::new();
        for (subnet, address) in interfaces {
            let at = ids.iter().position(|known| known == subnet).unwrap_or_else(|| {
                ids.push((*subnet).to_owned());
                ids.len() - 1
            });
            placed.push((at, address.parse::<Ipv4Addr>().ok().map(u32::from)));
        }
        Ok(Wiring { subnets: lookup::subnets(cx, &ids)?, interfaces: placed })
    }

    /// All subnets must be of one VPC, and addresses asked for must be theirs (0001).
    pub(crate) fn must_belong_to(&self, vpc: &str) -> Outcome<()> {
        let inside = self.subnets.iter().all(|subnet| subnet.vpc == vpc);
        must(inside, || say::invalid("network_interfaces.subnet_id").because("it is of another vpc"))?;
        let fits = |(at, address): &(usize, Option<u32>)| {
            address.is_none_or(|address| self.subnets[*at].block.contains(address))
        };
        must(self.interfaces.iter().all(fits), || {
            say::invalid("network_interfaces.ipv4_address").because("it is not of the subnet")
        })
    }

    /// The VPC of the first subnet.
    pub(crate) fn vpc(&self) -> &str {
        self.subnets.first().map_or("", |subnet| &subnet.vpc)
    }

    /// Every subnet must be ACTIVE (0231).
    pub(crate) fn must_be_active(&self) -> Outcome<()> {
        let unusable = self.subnets.iter().filter(|subnet| subnet.head.state != State::Bound);
        let unusable: Vec<_> = unusable.map(|subnet| subnet.head.id.clone()).collect();
        must(unusable.is_empty(), || say::about(SUBNET_UNAVAILABLE, &unusable))
    }

    /// Addresses asked for must be free (0233), there must be enough for so many instances (0232), given that some will
    /// be given back, and the network must be able to build so many ports at once (0235).
    pub(crate) fn must_have_room(&self, cx: &Cx<'_>, instances: usize, given_back: &[String]) -> Outcome<()> {
        let mut asked = Vec::new();
        for (at, address) in self.interfaces.iter().filter_map(|(at, address)| Some((*at, (*address)?))) {
            let subnet = &self.subnets[at];
            let holder = cx.address_is_taken(subnet, address)? && !is_own(cx, subnet, address, given_back)?;
            let taken = holder || !subnet.hands_out(address) || asked.contains(&(at, address));
            must(!taken, || say::plain(IP_CONFLICT))?;
            asked.push((at, address));
        }
        for (at, subnet) in self.subnets.iter().enumerate() {
            let needed = self.interfaces.iter().filter(|(place, _)| *place == at).count() * instances;
            let own = own_ports(cx, subnet, given_back)?;
            let free = cx.free_addresses(subnet)? + own;
            must(needed as u64 <= free, || say::plain(SUBNET_FULL))?;
        }
        let building = cx.ports_building(lookup::owner(cx))? + self.interfaces.len() * instances;
        let budget = settings::ports_budget(&cx.platform()?);
        must(building <= budget, || say::plain(PORTS_OVERLOADED))
    }

    /// Begins to build the ports of an instance.
    pub(crate) fn connect(&self, cx: &Cx<'_>, metal: &Metal) -> Outcome<()> {
        // Addresses asked for go first, so that no other interface of the instance happens to get one of them.
        let mut places: Vec<usize> = (0..self.interfaces.len()).collect();
        places.sort_by_key(|place| self.interfaces[*place].1.is_none());
        for place in places {
            let (at, address) = self.interfaces[place];
            let head = Head::new(crate::ids::uuid(cx)?, &metal.head.owner, "", "", cx.now);
            let device = Some((metal.head.id.as_str(), u32::try_from(place).unwrap_or_default()));
            cx.build_port(head, &self.subnets[at], address, device, pace::BUILD_PORT)?;
        }
        Ok(())
    }
}

fn own_ports(cx: &Cx<'_>, subnet: &Subnet, devices: &[String]) -> Outcome<u64> {
    let mut own = 0;
    for device in devices {
        own += cx.ports_of(device)?.iter().filter(|port| port.subnet == subnet.head.id).count() as u64;
    }
    Ok(own)
}

fn is_own(cx: &Cx<'_>, subnet: &Subnet, address: u32, devices: &[String]) -> Outcome<bool> {
    for device in devices {
        let ports = cx.ports_of(device)?;
        if ports.iter().any(|port| port.subnet == subnet.head.id && port.address == address) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Puts an instance on a server and begins to install it.
pub(crate) fn install(
    cx: &Cx<'_>,
    order: &Order<'_>,
    image: &Image,
    wiring: &Wiring,
    server: &Server,
) -> Outcome<String> {
    let id = crate::ids::uuid(cx)?;
    let mut head = Head::new(id.clone(), lookup::owner(cx), "", order.name, cx.now);
    order.description.clone_into(&mut head.about);
    let mut metal = Metal {
        head,
        server: server.head.id.clone(),
        vpc: wiring.vpc().to_owned(),
        image: image.head.id.clone(),
        image_name: image.head.name.clone(),
        platform: image.platform.clone(),
        metadata: order.metadata.clone(),
        user_data: order.user_data.to_owned(),
        password: password::fingerprint(&id, order.password),
        task: Task::begun(Verb::Create),
        trouble: None,
        touched_at: cx.now,
        launched_at: None,
    };
    cx.insert(&metal)?;
    wiring.connect(cx, &metal)?;
    cx.begin_task(&mut metal, Verb::Create, State::Active, pace::INSTALL)?;
    Ok(id)
}

/// Whether a server can take an instance.
pub(crate) fn is_free(cx: &Cx<'_>, server: &Server) -> Outcome<bool> {
    Ok(server.is_ready() && cx.metal_on(&server.head.id)?.is_none())
}

/// The project's free servers, oldest first.
pub(crate) fn free_servers(cx: &Cx<'_>) -> Outcome<Vec<Server>> {
    let mut free = Vec::new();
    for server in cx.owned::<Server>(lookup::owner(cx))?.into_iter().rev() {
        if is_free(cx, &server)? {
            free.push(server);
        }
    }
    Ok(free)
}
