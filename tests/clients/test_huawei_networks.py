"""Instances and their network through the unchanged SDK: other addresses, and what the subnet and its ports refuse."""

from huaweicloudsdkclouddc.v1 import (
    ChangeServerPowerStateRequest, CreateInstanceOpitonsPlacement, DeleteInstanceRequest, ModifyInstanceIpRequest,
    ModifyInstanceIpRequestBody, ModifyInstanceIpRequestBodyNics, PowerAction,
)

import squall_door as door
from huawei_case import NOBODY, HuaweiCase

SMALL = "019b0000-0000-7000-8000-00000000000a"


class NetworkCase(HuaweiCase):
    def stopped(self, **more):
        """An instance that is switched off."""
        web = self.create(**more)
        action = PowerAction("power off", [self.instance(web).server_id])
        self.client.change_server_power_state(ChangeServerPowerStateRequest(action))
        door.settle()
        self.assertEqual(self.standing(web)[0], "stopped")
        return web

    def rewire(self, instance, *addresses, subnet=None, vpc=None):
        nics = [ModifyInstanceIpRequestBodyNics(subnet or self.subnet, address) for address in addresses]
        return ModifyInstanceIpRequest(instance, ModifyInstanceIpRequestBody(vpc, nics))

    def addresses(self, instance):
        return [nic.ipv4_address for nic in self.instance(instance).network_interfaces]

    def add_subnet(self, cidr="192.168.9.0/28", **more):
        subnet = {**door.huawei.world()["subnets"][0], "id": SMALL, "name": "small", "cidr": cidr,
                  "gateway_ip": cidr.replace(".0/28", ".1")}
        door.huawei.set_world(subnets={SMALL: {**subnet, **more}})
        return SMALL


class Addresses(NetworkCase):
    def test_another_one(self):
        web = self.stopped()
        self.complete(self.client.modify_instance_ip(self.rewire(web, "192.168.0.77", vpc=self.vpc)), 202)
        self.assertEqual(self.standing(web), ("stopped", "modify-ip-processing"))
        door.settle()
        self.assertEqual(self.standing(web), ("stopped", "modify-ip-succeed"))
        self.assertEqual(self.addresses(web), ["192.168.0.77"])
        self.assertEqual([port["ip_address"] for port in door.huawei.world()["ports"]], ["192.168.0.77"])

    def test_any_one_and_a_second(self):
        web = self.stopped()
        self.complete(self.client.modify_instance_ip(self.rewire(web, None, "")), 202)
        door.settle()
        self.assertEqual(len(set(self.addresses(web))), 2)

    def test_0202_while_it_runs_or_is_busy(self):
        web = self.create()
        self.refused("iMetal.0202", self.client.modify_instance_ip, self.rewire(web, "192.168.0.77"))
        web = self.stopped()
        self.client.modify_instance_ip(self.rewire(web, "192.168.0.77"))
        self.refused("iMetal.0202", self.client.modify_instance_ip, self.rewire(web, "192.168.0.78"))

    def test_0200_no_such_instance(self):
        self.refused("iMetal.0200", self.client.modify_instance_ip, self.rewire(NOBODY, "192.168.0.77"), what=NOBODY)

    def test_0236_a_port_that_is_held(self):
        web = self.stopped()
        port = door.huawei.world()["ports"][0]["id"]
        door.huawei.set_world(ports={port: {"held": True}})
        self.refused("iMetal.0236", self.client.modify_instance_ip, self.rewire(web, "192.168.0.77"))
        door.huawei.set_world(ports={port: {"held": False}})
        self.client.modify_instance_ip(self.rewire(web, "192.168.0.77"))


class Subnets(NetworkCase):
    """Each refusal for an order and for other addresses alike."""

    def setUp(self):
        super().setUp()
        self.web = self.stopped(network_interfaces=[self.interface("192.168.0.50")])

    def both(self, row, *addresses, subnet=None, what=""):
        order = self.order(network_interfaces=[self.interface(address, subnet) for address in addresses])
        self.refused(row, self.client.create_instance, order, what=what)
        self.refused(row, self.client.modify_instance_ip, self.rewire(self.web, *addresses, subnet=subnet), what=what)

    def test_0230_no_such_subnet(self):
        self.both("iMetal.0230", None, subnet=NOBODY, what=NOBODY)

    def test_0231_a_subnet_that_is_not_active(self):
        for status in ["UNKNOWN", "ERROR"]:
            self.add_subnet(status=status)
            self.both("iMetal.0231", None, subnet=SMALL, what=SMALL)
        door.huawei.set_world(subnets={SMALL: {"status": "ACTIVE"}})
        self.create(network_interfaces=[self.interface(None, SMALL)])

    def test_0232_a_subnet_that_is_full(self):
        # A /28 without the first, the last four and the gateway leaves ten addresses.
        self.add_subnet()
        made = [self.create(network_interfaces=[self.interface(None, SMALL)] * 2) for _ in range(5)]
        self.both("iMetal.0232", None, subnet=SMALL)
        self.client.delete_instance(DeleteInstanceRequest(made[0]))
        door.settle()
        self.create(network_interfaces=[self.interface(None, SMALL)] * 2)

    def test_0233_an_address_that_is_taken(self):
        other = self.create(network_interfaces=[self.interface("192.168.0.51")])
        for address in ["192.168.0.51", "192.168.0.1", "192.168.0.0", "192.168.0.252", "192.168.0.255"]:
            self.both("iMetal.0233", address)
        self.both("iMetal.0233", "192.168.0.60", "192.168.0.60")
        self.client.delete_instance(DeleteInstanceRequest(other))
        door.settle()
        self.create(network_interfaces=[self.interface("192.168.0.51")])

    def test_0235_no_more_ports_at_once(self):
        door.huawei.set_world(ports_budget=0)
        self.both("iMetal.0235", None)
        door.huawei.set_world(ports_budget=1)
        self.create()

    def test_0001_addresses_and_subnets_of_elsewhere(self):
        for address in ["192.168.1.9", "10.0.0.1", "nonsense", "fe80::1"]:
            order = self.order(network_interfaces=[self.interface(address)])
            self.refused("iMetal.0001", self.client.create_instance, order, what="network_interfaces.ipv4_address")
        order = self.order(vpc_id=NOBODY)
        self.refused("iMetal.0001", self.client.create_instance, order, what="network_interfaces.subnet_id")
        order = self.order(network_interfaces=[self.interface()] * 3)
        self.refused("iMetal.0001", self.client.create_instance, order, what="network_interfaces")

    def test_0099_without_the_networks_service(self):
        door.huawei.set_world(vpc="down")
        self.both("iMetal.0099", None)
        door.huawei.set_world(vpc="up")
        self.create()


class Ports(NetworkCase):
    def test_0236_a_port_that_is_held(self):
        web = self.create(placement=CreateInstanceOpitonsPlacement(self.servers[0]))
        port = door.huawei.world()["ports"][0]["id"]
        door.huawei.set_world(ports={port: {"held": True}})
        self.refused("iMetal.0236", self.client.delete_instance, DeleteInstanceRequest(web))
        self.assertEqual(self.standing(web), ("running", "install-succeed"))
        door.huawei.set_world(ports={port: {"held": False}})
        self.client.delete_instance(DeleteInstanceRequest(web))

    def test_0236_without_the_networks_service(self):
        web = self.create()
        door.huawei.set_world(vpc="down")
        self.refused("iMetal.0236", self.client.delete_instance, DeleteInstanceRequest(web))
        door.huawei.set_world(vpc="up")
        self.client.delete_instance(DeleteInstanceRequest(web))
