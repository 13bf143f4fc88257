"""Lifecycles through the unchanged SDK: networks, routers, addresses, security groups, network cards."""

from qingcloud.iaas.sg_rule import SecurityGroupRuleFactory

import squall_door as door
from sdk_case import SdkCase


class Networks(SdkCase):
    def router(self, router):
        return self.only(self.conn.describe_routers([router], verbose=1), "router_set")

    def vxnet(self, vxnet):
        return self.only(self.conn.describe_vxnets([vxnet], verbose=1), "vxnet_set")

    def joined(self):
        """A router with one network behind it."""
        router = self.settled(self.conn.create_routers(router_name="edge", vpc_network="192.168.0.0/16"))["routers"][0]
        vxnet = self.done(self.conn.create_vxnets("inner", vxnet_type=1))["vxnets"][0]
        self.settled(self.conn.join_router(vxnet, router, "192.168.10.0/24"))
        return router, vxnet

    def test_a_network_behind_a_router(self):
        router, vxnet = self.joined()
        self.assertRegex(router, r"^rtr-[a-z0-9]{8}$")
        self.assertRegex(vxnet, r"^vxnet-[a-z0-9]{7}$")
        self.assertEqual(self.standing(self.router(router)), ("active", ""))
        self.assertEqual(self.vxnet(vxnet)["vpc_router_id"], router)
        behind = self.only(self.conn.describe_router_vxnets(router), "router_vxnet_set")
        self.assertEqual((behind["vxnet_id"], behind["ip_network"]), (vxnet, "192.168.10.0/24"))

        web = self.run_instance(vxnets=[vxnet])
        self.assertRegex(self.instance(web)["vxnets"][0]["private_ip"], r"^192\.168\.10\.\d+$")
        self.assertEqual(self.vxnet(vxnet)["instance_ids"], [web])
        self.refused(5400, self.conn.delete_vxnets([vxnet]))
        self.refused(5400, self.conn.delete_routers([router]))

        self.settled(self.conn.terminate_instances([web]))
        self.settled(self.conn.leave_router(router, [vxnet]))
        self.assertEqual(self.vxnet(vxnet)["vpc_router_id"], "")
        self.done(self.conn.delete_vxnets([vxnet]))
        self.settled(self.conn.delete_routers([router]))
        self.assertIn(self.router(router)["status"], ("deleted", "ceased"))

    def test_a_network_is_used_once_on_a_router(self):
        router, _ = self.joined()
        other = self.done(self.conn.create_vxnets("other", vxnet_type=1))["vxnets"][0]
        self.refused(2110, self.conn.join_router(other, router, "192.168.10.0/24"))
        self.settled(self.conn.join_router(other, router, "192.168.11.0/24"))

    def test_a_router_is_switched_off_and_on(self):
        router, _ = self.joined()
        self.settled(self.conn.poweroff_routers([router]))
        self.assertEqual(self.standing(self.router(router)), ("poweroffed", ""))
        self.refused(1400, self.conn.poweroff_routers([router]))
        self.settled(self.conn.poweron_routers([router]))
        self.assertEqual(self.standing(self.router(router)), ("active", ""))

    def test_a_router_gets_its_address_when_updated(self):
        router, _ = self.joined()
        eip = self.allocate_eip()
        self.done(self.conn.modify_router_attributes(router, eip=eip))
        self.assertEqual(self.router(router)["is_applied"], 0)
        self.settled(self.conn.update_routers([router]))
        found = self.router(router)
        self.assertEqual((found["is_applied"], found["eip"]["eip_id"]), (1, eip))
        self.assertEqual(self.eip(eip)["status"], "associated")

    def test_instances_join_and_leave(self):
        vxnet = self.done(self.conn.create_vxnets("inner", vxnet_type=0))["vxnets"][0]
        web = self.run_instance()
        self.settled(self.conn.join_vxnet(vxnet, [web]))
        self.assertIn(vxnet, [item["vxnet_id"] for item in self.instance(web)["vxnets"]])
        inside = self.only(self.conn.describe_vxnet_instances(vxnet), "instance_set")
        self.assertEqual(inside["instance_id"], web)
        self.settled(self.conn.leave_vxnet(vxnet, [web]))
        self.assertEqual([item["vxnet_id"] for item in self.instance(web)["vxnets"]], ["vxnet-0"])
        self.done(self.conn.delete_vxnets([vxnet]))

    def test_network_cards(self):
        vxnet = self.done(self.conn.create_vxnets("inner", vxnet_type=0))["vxnets"][0]
        web = self.run_instance()
        nic = self.done(self.conn.create_nics(vxnet, nic_name="second"))["nics"][0]["nic_id"]
        self.assertRegex(nic, r"^52:54:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}$")
        self.settled(self.conn.attach_nics([nic], web))
        found = self.only(self.conn.describe_nics([nic]), "nic_set")
        self.assertEqual((found["status"], found["instance_id"]), ("in-use", web))
        self.refused(1400, self.conn.delete_nics([nic]))
        self.settled(self.conn.detach_nics([nic]))
        self.done(self.conn.delete_nics([nic]))


class Addresses(SdkCase):
    def test_the_life_of_an_address(self):
        reply = self.done(self.conn.allocate_eips(2, eip_name="front"))
        self.assertNotIn("job_id", reply)
        eip = reply["eips"][0]
        self.assertRegex(eip, r"^eip-[a-z0-9]{8}$")
        self.refused(1400, self.conn.release_eips([eip]),
                     r"resource \[eip-[a-z0-9]{8}\] lease info not ready yet, please try later")
        door.settle()
        found = self.eip(eip)
        self.assertEqual(self.standing(found), ("available", ""))
        self.assertEqual((found["bandwidth"], found["billing_mode"]), (2, "bandwidth"))
        self.assertRegex(found["eip_addr"], r"^\d+\.\d+\.\d+\.\d+$")

        web = self.run_instance()
        self.done(self.conn.associate_eip(eip, web))
        self.assertEqual(self.standing(self.eip(eip)), ("available", "associating"))
        door.settle()
        self.assertEqual(self.eip(eip)["status"], "associated")
        self.assertEqual(self.eip(eip)["resource"]["resource_id"], web)
        self.assertEqual(self.instance(web)["eip"]["eip_id"], eip)
        self.refused(1400, self.conn.release_eips([eip]))
        other = self.allocate_eip()
        self.refused(1400, self.conn.associate_eip(other, web))

        self.settled(self.conn.change_eips_bandwidth([eip], 5))
        self.settled(self.conn.change_eips_billing_mode([eip], "traffic"))
        found = self.eip(eip)
        self.assertEqual((found["bandwidth"], found["billing_mode"]), (5, "traffic"))

        self.settled(self.conn.dissociate_eips([eip]))
        self.assertEqual(self.standing(self.eip(eip)), ("available", ""))
        self.settled(self.conn.release_eips([eip]))
        self.assertIn(self.eip(eip)["status"], ("released", "ceased"))

    def test_an_instance_that_ends_frees_its_address(self):
        eip, web = self.allocate_eip(), self.run_instance()
        self.settled(self.conn.associate_eip(eip, web))
        self.settled(self.conn.terminate_instances([web]))
        self.assertEqual(self.standing(self.eip(eip)), ("available", ""))


class SecurityGroups(SdkCase):
    def group(self, group):
        return self.only(self.conn.describe_security_groups([group], verbose=1), "security_group_set")

    def rules(self, group):
        return self.done(self.conn.describe_security_group_rules(group))["security_group_rule_set"]

    def test_the_life_of_a_group(self):
        group = self.done(self.conn.create_security_group("web 防火墙"))["security_group_id"]
        self.assertRegex(group, r"^sg-[a-z0-9]{8}$")
        rule = SecurityGroupRuleFactory.create("tcp", 1, security_group_rule_name="http", start_port=80, end_port=80)
        ping = SecurityGroupRuleFactory.create("icmp", 2, icmp_type=8, icmp_code=0)
        reply = self.done(self.conn.add_security_group_rules(group, [rule.to_json(), ping.to_json()]))
        self.assertEqual(len(reply["security_group_rules"]), 2)
        self.assertEqual(self.group(group)["is_applied"], 0)
        http = next(item for item in self.rules(group) if item["protocol"] == "tcp")
        self.assertEqual((http["priority"], http["direction"], http["action"]), (1, 0, "accept"))
        self.assertEqual((str(http["val1"]), str(http["val2"])), ("80", "80"))
        self.refused(2110, self.conn.add_security_group_rules(group, [rule.to_json()]))

        self.settled(self.conn.apply_security_group(group))
        self.assertEqual(self.group(group)["is_applied"], 1)
        self.done(self.conn.modify_security_group_rule_attributes(
            http["security_group_rule_id"], priority=5, rule_action="drop"))
        changed = next(item for item in self.rules(group) if item["protocol"] == "tcp")
        self.assertEqual((changed["priority"], changed["action"]), (5, "drop"))
        self.assertEqual(self.group(group)["is_applied"], 0)
        self.done(self.conn.delete_security_group_rules([http["security_group_rule_id"]]))
        self.assertEqual([item["protocol"] for item in self.rules(group)], ["icmp"])

    def test_a_group_in_use_stays(self):
        group = self.done(self.conn.create_security_group("web"))["security_group_id"]
        web = self.run_instance(security_group=group)
        self.assertEqual(self.instance(web)["security_group"]["security_group_id"], group)
        self.refused(5400, self.conn.delete_security_groups([group]))
        self.settled(self.conn.terminate_instances([web]))
        self.done(self.conn.delete_security_groups([group]))

    def test_the_default_group_stays(self):
        self.run_instance()
        groups = self.done(self.conn.describe_security_groups())["security_group_set"]
        default = [item["security_group_id"] for item in groups if item["is_default"] == 1]
        self.assertEqual(len(default), 1)
        self.refused(1400, self.conn.delete_security_groups(default))
