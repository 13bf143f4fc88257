//! The codes of the network's service (vpc_api_0003). They are not CloudDC's, and so not in its catalogue: each goes
//! with the code there that comes nearest, which is the one that is logged, and takes its place on the wire.

use squall_api::Fault;
use squall_api::catalogue::Code;
use squall_api::catalogue::huawei::{
    INSTANCE_STATE_CONFLICT, IP_CONFLICT, PARAMETER_INVALID, PERMISSION_DENIED, PORT_DELETION_FAILED,
    SUBNET_NOT_FOUND, UNAUTHORIZED,
};

/// How all of them begin.
pub(crate) const PREFIX: &str = "VPC.";

/// A row of the service's table: its code, status and sentence, and the code of the catalogue that comes nearest.
pub(crate) struct VpcError {
    number: &'static str,
    status: u16,
    text: &'static str,
    nearest: Code,
}

const fn row(number: &'static str, status: u16, nearest: Code, text: &'static str) -> VpcError {
    VpcError { number, status, text, nearest }
}

pub(crate) const ZONE_BLANK: VpcError =
    row("VPC.0002", 400, PARAMETER_INVALID, "Available zone Name is null.");
pub(crate) const VPC_ABSENT: VpcError = row("VPC.0003", 404, PARAMETER_INVALID, "VPC does not exist.");
pub(crate) const VPC_INVALID: VpcError = row("VPC.0101", 400, PARAMETER_INVALID, "Param is invalid.");
pub(crate) const VPC_IN_USE: VpcError = row(
    "VPC.0104",
    409,
    INSTANCE_STATE_CONFLICT,
    "Router contains subnets, delete subnet before deleting router.",
);
pub(crate) const VPC_NAME_TAKEN: VpcError =
    row("VPC.0115", 400, PARAMETER_INVALID, "The router name has exist.");
pub(crate) const SUBNET_INVALID: VpcError =
    row("VPC.0201", 400, PARAMETER_INVALID, "Subnet parameter is invalid.");
pub(crate) const SUBNET_ABSENT: VpcError = row("VPC.0202", 404, SUBNET_NOT_FOUND, "Query subnet fail.");
pub(crate) const SUBNET_OUTSIDE: VpcError =
    row("VPC.0203", 400, PARAMETER_INVALID, "Subnet is not in the range of VPC.");
pub(crate) const SUBNET_MEETS_ANOTHER: VpcError = row(
    "VPC.0204",
    400,
    PARAMETER_INVALID,
    "The subnet has already existed in the VPC, or has been in conflict with the VPC subnet.",
);
pub(crate) const SUBNET_ELSEWHERE: VpcError =
    row("VPC.0207", 400, PARAMETER_INVALID, "Subnet does not belong to the VPC.");
pub(crate) const SUBNET_IN_USE: VpcError =
    row("VPC.0209", 409, INSTANCE_STATE_CONFLICT, "Subnet is still used, such as computer, LB.");
pub(crate) const SUBNET_BLOCK_INVALID: VpcError =
    row("VPC.0212", 400, PARAMETER_INVALID, "The subnet cidr is not valid.");
pub(crate) const ADDRESS_TAKEN: VpcError = row("VPC.0701", 409, IP_CONFLICT, "IP is in use");
/// The table that reached us has no row for a port that is not there or is in use: its number is the one of ports.
pub(crate) const PORT_INVALID: VpcError = row("VPC.2500", 400, PARAMETER_INVALID, "Param is invalid.");
pub(crate) const PORT_ABSENT: VpcError = row("VPC.2500", 404, PARAMETER_INVALID, "Port does not exist.");
pub(crate) const PORT_IN_USE: VpcError = row("VPC.2500", 409, INSTANCE_STATE_CONFLICT, "Port is in use.");

pub(crate) const PORT_HELD: VpcError =
    row("VPC.2500", 409, PORT_DELETION_FAILED, "Port is held by an address.");

impl VpcError {
    /// The refusal. Its number goes in front of its sentence, until the envelope parts them.
    pub(crate) fn fault(&self) -> Fault {
        self.worded(self.text)
    }

    /// The same with a sentence of what is wrong with a value.
    pub(crate) fn about(&self, name: &str) -> Fault {
        self.worded(&format!("{name} is invalid."))
    }

    fn worded(&self, text: &str) -> Fault {
        Fault::coded(self.nearest, format!("{} {text}", self.number)).with_status(self.status)
    }
}

/// The number and sentence on the wire of a refusal by an operation with a path. Those of the checks that all services
/// share have the number that the service has for the kind of reason.
pub(crate) fn parted<'t>(path: &str, code: Code, text: &'t str) -> (&'static str, &'t str) {
    let known = [
        &ZONE_BLANK,
        &VPC_ABSENT,
        &VPC_INVALID,
        &VPC_IN_USE,
        &VPC_NAME_TAKEN,
        &SUBNET_INVALID,
        &SUBNET_ABSENT,
        &SUBNET_OUTSIDE,
        &SUBNET_MEETS_ANOTHER,
        &SUBNET_ELSEWHERE,
        &SUBNET_IN_USE,
        &SUBNET_BLOCK_INVALID,
        &ADDRESS_TAKEN,
        &PORT_INVALID,
    ];
    let own = text.split_once(' ').and_then(|(number, rest)| {
        known.iter().find(|row| row.number == number).map(|row| (row.number, rest))
    });
    own.unwrap_or_else(|| (general(path, code), text))
}

fn general(path: &str, code: Code) -> &'static str {
    let is_faulty = code.http_status().is_some_and(|status| status >= 500);
    if code == PERMISSION_DENIED {
        return "VPC.2201";
    }
    if code == UNAUTHORIZED {
        return "VPC.0008";
    }
    match (path.contains("/subnets"), path.contains("/ports")) {
        (true, _) => {
            if is_faulty {
                SUBNET_ABSENT.number
            } else {
                SUBNET_INVALID.number
            }
        }
        _ if is_faulty => "VPC.0105",
        (_, true) => PORT_INVALID.number,
        _ => VPC_INVALID.number,
    }
}
