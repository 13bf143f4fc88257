"""What is refused of an order, and of a new installation, through the unchanged SDK."""

import base64

from huaweicloudsdkclouddc.v1 import (
    CreateInstanceOpitonsPlacement, CreateInstanceRequest, ReinstallOSOptions, ReinstallOsRequest,
)

import squall_door as door
from huawei_case import NOBODY, PASSWORD, HuaweiCase


class Parameters(HuaweiCase):
    def test_0002_each_that_is_required(self):
        # The SDK leaves out what is None, and asks for nothing itself.
        for name in ["name", "image_id", "vpc_id", "network_interfaces", "password"]:
            self.refused("iMetal.0002", self.client.create_instance, self.order(**{name: None}), what=name)
        nics = [self.interface()]
        nics[0]._subnet_id = None
        self.refused("iMetal.0002", self.client.create_instance, self.order(network_interfaces=nics),
                     what="network_interfaces.1.subnet_id")

    def test_0001_names_and_descriptions(self):
        for name in ["", "a b", "a/b", "x" * 64, "web\n", "名" * 64, "a\u00df"]:
            self.refused("iMetal.0001", self.client.create_instance, self.order(name=name), what="name")
        self.refused("iMetal.0001", self.client.create_instance, self.order(description="d" * 256), what="description")
        self.create(name="x" * 63, description="d" * 255)

    def test_0207_and_0001_metadata(self):
        eleven = {"key-%d" % number: "" for number in range(11)}
        for metadata in [eleven, {"": "v"}, {"k" * 256: "v"}, {"k": "v" * 256}]:
            self.refused("iMetal.0207", self.client.create_instance, self.order(metadata=metadata))
        for key in ["a/b", "ключ", "a\tb"]:
            self.refused("iMetal.0001", self.client.create_instance, self.order(metadata={key: "v"}), what="metadata")
        eleven.popitem()
        self.create(metadata=eleven)
        self.create(metadata={"k-_: .9" + "k" * 248: "v" * 255})

    def test_0206_and_0001_user_data(self):
        for size, row in [(32769, "iMetal.0206"), (40000, "iMetal.0206")]:
            self.refused(row, self.client.create_instance, self.with_user_data(base64.b64encode(b"#" * size).decode()))
        for text in ["#!/bin/sh", "QQ", "====", "Q Q=="]:
            self.refused("iMetal.0001", self.client.create_instance, self.with_user_data(text), what="user_data")
        self.client.create_instance(self.with_user_data(base64.b64encode(b"#" * 32768).decode()))

    def test_0205_passwords(self):
        weak = ["abc", "Ab1@efg", "A1@" + "b" * 24, "abcdefgh1", "ABCDEFGH@", "Squall#2026", "Root@2026x",
                "toor@2026X", "密码@2026Abc"]
        for password in weak:
            self.refused("iMetal.0205", self.client.create_instance, self.order(password=password))
        web = self.create(password="abcDEF12")
        for password in weak:
            body = ReinstallOSOptions(password=password, instance_id_set=[web])
            self.refused("iMetal.0205", self.client.reinstall_os, ReinstallOsRequest(body))

    def with_user_data(self, text):
        return CreateInstanceRequest({
            "name": "web", "image_id": self.image, "vpc_id": self.vpc, "password": PASSWORD,
            "network_interfaces": [{"subnet_id": self.subnet}], "user_data": text})


class Servers(HuaweiCase):
    def test_0100_no_such_server(self):
        self.refused("iMetal.0100", self.client.create_instance, self.placed(NOBODY), what=NOBODY)

    def test_0101_a_server_that_is_not_ready(self):
        server = self.servers[0]
        for changes in [{"manage_state": "onboard"}, {"manage_state": "os-ready"}, {"manage_state": "maintain"},
                        {"manage_state": "offboarding"}, {"manage_state": "ready", "frozen_state": 3}]:
            door.huawei.set_world(servers={server: changes})
            self.refused("iMetal.0101", self.client.create_instance, self.placed(server), what=server)
        door.huawei.set_world(servers={server: {"frozen_state": 0}})
        self.create(placement=CreateInstanceOpitonsPlacement(server))
        self.refused("iMetal.0101", self.client.create_instance, self.placed(server), what=server)

    def test_0201_no_server_left(self):
        door.huawei.set_world(servers={server: {"manage_state": "maintain"} for server in self.servers[1:]})
        self.create()
        self.refused("iMetal.0201", self.client.create_instance, self.order())
        door.huawei.set_world(servers={self.servers[1]: {"manage_state": "ready"}})
        self.create()

    def test_0102_and_0110_when_one_is_registered(self):
        # No operation of the SDK registers servers: their provider does.
        status, headers, text = door.raw("POST", "/_squall/v1/physicalservers", body='{"id":"%s"}' % self.servers[0])
        self.assertEqual(status, 400)
        self.assertIn('"error_code":"iMetal.0102"', text)
        self.assertIn('"error_msg":"Physical servers ID already exist: [%s]"' % self.servers[0], text)
        self.assertRegex(headers["x-request-id"], "^[0-9a-f]{32}$")
        body = '{"id":"%s","bmc":"unreachable"}' % NOBODY
        status, _, text = door.raw("POST", "/_squall/v1/physicalservers", body=body)
        self.assertEqual(status, 400)
        self.assertIn('"error_code":"iMetal.0110"', text)
        self.refused("iMetal.0100", self.client.create_instance, self.placed(NOBODY), what=NOBODY)

    def placed(self, server):
        return self.order(placement=CreateInstanceOpitonsPlacement(server))


class Images(HuaweiCase):
    def test_0204_an_image_that_cannot_be_used(self):
        self.both("iMetal.0204", NOBODY)
        mine = door.huawei.world()["images"][0]
        for changes in [{"image_type": "gold"}, {"image_type": "market"}, {"status": "queued"}, {"status": "killed"}]:
            door.huawei.set_world(images={NOBODY: {**mine, "id": NOBODY, **changes}})
            self.both("iMetal.0204", NOBODY)

    def test_0099_without_ims(self):
        web = self.create()
        door.huawei.set_world(ims="down")
        self.refused("iMetal.0099", self.client.create_instance, self.order())
        body = ReinstallOSOptions(password=PASSWORD, instance_id_set=[web])
        self.refused("iMetal.0099", self.client.reinstall_os, ReinstallOsRequest(body))
        door.huawei.set_world(ims="up")
        self.create()

    def both(self, row, image):
        """For an order and for another system alike."""
        self.refused(row, self.client.create_instance, self.order(image_id=image))
        web = self.create()
        body = ReinstallOSOptions(image_id=image, password=PASSWORD, instance_id_set=[web])
        self.refused(row, self.client.reinstall_os, ReinstallOsRequest(body))


class Storage(HuaweiCase):
    def test_0099_when_nothing_can_be_kept(self):
        door.fail_writes(1)
        self.refused("iMetal.0099", self.client.create_instance, self.order())
        self.create()
