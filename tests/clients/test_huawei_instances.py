"""The life of an instance through the unchanged SDK, from the order to the hour after its end."""

import base64

from huaweicloudsdkclouddc.v1 import (
    ChangeInstancePasswordOptions, ChangeInstancePasswordRequest, CreateInstanceOpitonsPlacement,
    CreateInstanceRequest, DeleteInstanceRequest, ListInstancesRequest, ReinstallOSOptions, ReinstallOsRequest,
    ShowInstanceStatusRequest, ShowServerRequest,
)

import squall_door as door
from huawei_case import NOBODY, PASSWORD, HuaweiCase

HOUR = 3600


class Creating(HuaweiCase):
    def test_an_order_is_carried_out(self):
        order = self.order(description="front", metadata={"role": "web"})
        web = self.complete(self.client.create_instance(order), 202).instance_id
        self.assertRegex(web, "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$")
        self.assertEqual(self.standing(web), ("pending", "install-processing"))
        server = self.client.show_server(ShowServerRequest(self.instance(web).server_id))
        self.assertEqual((server.manage_state, server.id in self.servers), ("in-use", True))
        door.settle()
        self.assertEqual(self.standing(web), ("running", "install-succeed"))
        listed = self.complete(self.client.list_instances(ListInstancesRequest()), absent=["instances.error"])
        found = listed.instances[0]
        self.assertEqual((found.id, found.name, found.description), (web, "web", "front"))
        self.assertEqual((found.metadata, found.user_data), ({"role": "web"}, ""))
        self.assertEqual((found.vpc_id, found.image.id, found.image.os_type), (self.vpc, self.image, "Linux"))
        self.assertEqual([nic.subnet_id for nic in found.network_interfaces], [self.subnet])
        self.assertLess(found.created_at, found.launched_at)

    def test_two_interfaces_and_a_place_of_ones_own(self):
        server = self.servers[-1]
        nics = [self.interface("192.168.0.200"), self.interface()]
        web = self.create(network_interfaces=nics, placement=CreateInstanceOpitonsPlacement(server))
        found = self.instance(web)
        self.assertEqual(found.server_id, server)
        addresses = [nic.ipv4_address for nic in found.network_interfaces]
        self.assertEqual((addresses[0], len(set(addresses))), ("192.168.0.200", 2))

    def test_names_beyond_ascii(self):
        web = self.create(name="前端_1.a-b")
        self.assertEqual(self.instance(web).name, "前端_1.a-b")

    def test_user_data_goes_through_a_plain_dict(self):
        script = base64.b64encode(b"#!/bin/sh\n").decode()
        body = {"name": "web", "image_id": self.image, "vpc_id": self.vpc, "password": PASSWORD,
                "network_interfaces": [{"subnet_id": self.subnet}], "user_data": script}
        made = self.complete(self.client.create_instance(CreateInstanceRequest(body)), 202)
        self.assertEqual(self.instance(made.instance_id).user_data, script)


class Listing(HuaweiCase):
    def test_filters(self):
        first, second = self.create(), self.create()
        self.client.delete_instance(DeleteInstanceRequest(second))
        self.assertEqual(self.listed(instance_state="running"), [first])
        self.assertEqual(self.listed(instance_state="shutting-down"), [second])
        self.assertEqual(self.listed(instance_id=first), [first])
        self.assertEqual(sorted(self.listed(instance_id=",".join([first, second, NOBODY]))), sorted([first, second]))
        self.assertEqual(self.listed(server_id=self.instance(first).server_id), [first])
        self.assertEqual(self.listed(instance_state="error"), [])

    def test_pages_of_at_least_ten(self):
        made = {self.client.create_instance(self.order()).instance_id for _ in range(12)}
        door.settle()
        page = self.complete(self.client.list_instances(ListInstancesRequest(limit="1")), absent=["instances.error"])
        self.assertEqual((len(page.instances), page.page_info.current_count), (10, 10))
        marker = page.page_info.next_marker
        self.assertEqual(marker, page.instances[-1].id)
        rest = self.client.list_instances(ListInstancesRequest(limit="10", marker=marker))
        self.assertEqual((len(rest.instances), rest.page_info.next_marker), (2, ""))
        self.assertEqual({found.id for found in page.instances + rest.instances}, made)

    def listed(self, **filters):
        reply = self.client.list_instances(ListInstancesRequest(**filters))
        return [found.id for found in self.complete(reply, absent=["instances.error"]).instances]


class Passwords(HuaweiCase):
    def test_all_or_none_and_at_once(self):
        first, second = self.create(), self.create()
        reply = self.complete(self.client.change_instance_password(self.change([first, second], "weak")))
        self.assertEqual([changed.id for changed in reply.instances], [first, second])
        self.assertEqual(self.standing(first), ("running", "install-succeed"))
        self.refused("iMetal.0200", self.client.change_instance_password, self.change([first, NOBODY]), what=NOBODY)

    def change(self, instances, password="Another@2026"):
        return ChangeInstancePasswordRequest(ChangeInstancePasswordOptions(password, instances))


class Reinstalling(HuaweiCase):
    def test_the_same_system_again(self):
        self.reinstalled(None, "reinstall", self.image)
        self.reinstalled("", "reinstall", self.image)
        self.reinstalled(self.image, "reinstall", self.image)

    def test_another_system(self):
        world = door.huawei.world()
        other = {**world["images"][0], "id": NOBODY, "name": "other", "os_type": "Windows"}
        door.huawei.set_world(images=world["images"] + [other])
        web = self.reinstalled(NOBODY, "switch-install", NOBODY)
        self.assertEqual((self.instance(web).image.name, self.instance(web).image.os_type), ("other", "Windows"))

    def reinstalled(self, image, verb, ends_as):
        web = self.create()
        body = ReinstallOSOptions(image_id=image, password="Another@2026", instance_id_set=[web])
        reply = self.complete(self.client.reinstall_os(ReinstallOsRequest(body)), 202)
        self.assertEqual([begun.id for begun in reply.instances], [web])
        self.assertEqual(self.standing(web), ("pending", verb + "-processing"))
        door.settle()
        self.assertEqual(self.standing(web), ("running", verb + "-succeed"))
        self.assertEqual(self.instance(web).image.id, ends_as)
        return web


class Deleting(HuaweiCase):
    def test_the_end_can_be_watched_for_an_hour(self):
        web = self.create()
        server = self.instance(web).server_id
        self.complete(self.client.delete_instance(DeleteInstanceRequest(web)), 204, absent=["body"])
        self.assertEqual(self.standing(web), ("shutting-down", "uninstall-processing"))
        door.settle()
        self.assertEqual(self.standing(web), ("terminated", "uninstall-succeed"))
        self.assertEqual(self.client.show_server(ShowServerRequest(server)).manage_state, "ready")
        self.assertEqual(door.huawei.world()["ports"], [])
        door.advance(HOUR - 60)
        self.assertEqual(self.standing(web), ("terminated", "uninstall-succeed"))
        door.advance(120)
        self.refused("iMetal.0200", self.client.show_instance_status, ShowInstanceStatusRequest(web), what=web)

    def test_the_server_can_be_used_again(self):
        web = self.create()
        server = self.instance(web).server_id
        self.client.delete_instance(DeleteInstanceRequest(web))
        door.settle()
        self.create(placement=CreateInstanceOpitonsPlacement(server))
