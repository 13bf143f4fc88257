//! Which service an action belongs to, as IAM's own list has it ("支持的服务类别列表"). What stands in no list is in
//! no service that the vendor's policies can name; here it is still in `iaas`, which has everything.

/// The word for all that squall serves. It is squall's: the vendor has none.
pub(super) const ALL: &str = "iaas";

/// The services of the vendor's list.
pub(super) const LISTED: [(&str, &[&str]); 4] = [("ecm", ECM), ("vpc", VPC), ("elb", ELB), ("rcm", RCM)];

/// Further services that a policy may name. Nothing of theirs is served here, so whatever is said of them concerns no
/// call; a word that is in neither list is taken for a slip of the pen.
pub(super) const ELSEWHERE: [&str; 2] = ["iam", "qingstor"];

const ECM: &[&str] = &[
    "AddSecurityGroupRules",
    "AllocateEips",
    "ApplySecurityGroup",
    "ApplySnapshots",
    "AssociateEip",
    "AttachKeyPairs",
    "AttachNics",
    "AttachVolumes",
    "CaptureInstance",
    "ChangeEipsBandwidth",
    "ChangeEipsBillingMode",
    "CloneVolumes",
    "CreateKeyPair",
    "CreateNics",
    "CreateSecurityGroup",
    "CreateSecurityGroupIPSet",
    "CreateSnapshots",
    "CreateVolumes",
    "DeleteImages",
    "DeleteKeyPairs",
    "DeleteNics",
    "DeleteSecurityGroupIPSets",
    "DeleteSecurityGroupRules",
    "DeleteSecurityGroups",
    "DeleteSnapshots",
    "DeleteVolumes",
    "DescribeEips",
    "DescribeImages",
    "DescribeInstanceTypes",
    "DescribeInstances",
    "DescribeKeyPairs",
    "DescribeNics",
    "DescribeSecurityGroupIPSets",
    "DescribeSecurityGroupRules",
    "DescribeSecurityGroups",
    "DescribeSnapshots",
    "DescribeVolumes",
    "DetachKeyPairs",
    "DetachNics",
    "DetachVolumes",
    "DissociateEips",
    "ModifyEipAttributes",
    "ModifyImageAttributes",
    "ModifyInstanceAttributes",
    "ModifyKeyPairAttributes",
    "ModifyNicAttributes",
    "ModifySecurityGroupAttributes",
    "ModifySecurityGroupIPSetAttributes",
    "ModifySecurityGroupRuleAttributes",
    "ModifySnapshotAttributes",
    "ModifyVolumeAttributes",
    "ReleaseEips",
    "RemoveSecurityGroup",
    "ResetInstances",
    "ResizeInstances",
    "ResizeVolumes",
    "RestartInstances",
    "RunInstances",
    "StartInstances",
    "StopInstances",
    "TerminateInstances",
];
const VPC: &[&str] = &[
    "AddRouterStaticEntries",
    "AddRouterStatics",
    "CreateRouters",
    "CreateVxnets",
    "DeleteRouterStaticEntries",
    "DeleteRouterStatics",
    "DeleteRouters",
    "DeleteVxnets",
    "DescribeRouterStaticEntries",
    "DescribeRouterStatics",
    "DescribeRouterVxnets",
    "DescribeRouters",
    "DescribeVxnetInstances",
    "DescribeVxnets",
    "JoinRouter",
    "JoinVxnet",
    "LeaveRouter",
    "LeaveVxnet",
    "ModifyRouterAttributes",
    "ModifyRouterStaticAttributes",
    "ModifyRouterStaticEntryAttributes",
    "ModifyVxnetAttributes",
    "PowerOffRouters",
    "PowerOnRouters",
    "UpdateRouters",
];
const ELB: &[&str] = &[
    "AddLoadBalancerBackends",
    "AddLoadBalancerListeners",
    "AddLoadBalancerPolicyRules",
    "ApplyLoadBalancerPolicy",
    "AssociateEipsToLoadBalancer",
    "CreateLoadBalancer",
    "CreateLoadBalancerPolicy",
    "DeleteLoadBalancerBackends",
    "DeleteLoadBalancerListeners",
    "DeleteLoadBalancerPolicies",
    "DeleteLoadBalancerPolicyRules",
    "DeleteLoadBalancers",
    "DescribeLoadBalancerBackends",
    "DescribeLoadBalancerListeners",
    "DescribeLoadBalancerPolicies",
    "DescribeLoadBalancerPolicyRules",
    "DescribeLoadBalancers",
    "DissociateEipsFromLoadBalancer",
    "ModifyLoadBalancerAttributes",
    "ModifyLoadBalancerBackendAttributes",
    "ModifyLoadBalancerListenerAttributes",
    "ModifyLoadBalancerPolicyAttributes",
    "ModifyLoadBalancerPolicyRuleAttributes",
    "ResizeLoadBalancers",
    "StartLoadBalancers",
    "StopLoadBalancers",
    "UpdateLoadBalancers",
];
const RCM: &[&str] = &["GetMonitor"];

/// The service that an action belongs to, where the vendor's list has one.
pub fn of(action: &str) -> Option<&'static str> {
    let listed = LISTED.iter().find(|(_, actions)| actions.binary_search(&action).is_ok());
    listed.map(|(service, _)| *service)
}

/// Whether a policy may name a service.
pub(super) fn is_known(service: &str) -> bool {
    service == ALL || LISTED.iter().any(|(listed, _)| *listed == service) || ELSEWHERE.contains(&service)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::REGISTRY;

    #[test]
    fn every_listed_action_is_served_and_stands_in_its_place() {
        for (service, actions) in LISTED {
            assert!(actions.is_sorted(), "{service}");
            for action in actions {
                assert!(REGISTRY.find(action).is_some(), "{action}");
                assert_eq!(of(action), Some(service), "{action}");
            }
        }
        assert_eq!(of("DescribeZones"), None);
    }
}
