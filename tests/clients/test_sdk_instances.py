"""Lifecycles through the unchanged SDK: instances, their jobs, images, key pairs and tags."""

import base64
import struct

from qingcloud.misc.utils import wait_job

import squall_door as door
from sdk_case import IMAGE, PASSWORD, SdkCase


class Instances(SdkCase):
    def test_the_life_of_an_instance(self):
        reply = self.done(self.conn.run_instances(
            IMAGE, instance_type="c1m1", instance_name="web", vxnets=["vxnet-0"], login_mode="passwd",
            login_passwd=PASSWORD))
        self.assertEqual(reply["action"], "RunInstancesResponse")
        self.assertRegex(reply["job_id"], r"^j-[a-z0-9]{8}$")
        web = reply["instances"][0]
        self.assertRegex(web, r"^i-[a-z0-9]{8}$")
        self.assertEqual(self.standing(self.instance(web)), ("pending", "creating"))

        door.settle()
        found = self.instance(web)
        self.assertEqual(self.standing(found), ("running", ""))
        self.assertEqual((found["vcpus_current"], found["memory_current"]), (1, 1024))
        self.assertEqual((found["instance_name"], found["instance_type"]), ("web", "c1m1"))
        self.assertEqual(found["image"]["image_id"], IMAGE)
        self.assertEqual(found["extra"]["os_disk_size"], 20)
        self.assertEqual(found["vxnets"][0]["vxnet_id"], "vxnet-0")
        self.assertRegex(found["vxnets"][0]["private_ip"], r"^\d+\.\d+\.\d+\.\d+$")

        self.done(self.conn.stop_instances([web]))
        self.assertEqual(self.standing(self.instance(web)), ("running", "stopping"))
        door.settle()
        self.assertEqual(self.standing(self.instance(web)), ("stopped", ""))

        self.settled(self.conn.resize_instances([web], cpu=2, memory=4096))
        found = self.instance(web)
        self.assertEqual((found["vcpus_current"], found["memory_current"]), (2, 4096))

        self.settled(self.conn.start_instances([web]))
        self.done(self.conn.restart_instances([web]))
        self.assertEqual(self.standing(self.instance(web)), ("running", "restarting"))
        door.settle()
        self.assertEqual(self.standing(self.instance(web)), ("running", ""))

    def test_a_terminated_instance_comes_back_or_ceases(self):
        web = self.run_instance()
        self.done(self.conn.terminate_instances([web]))
        self.assertEqual(self.standing(self.instance(web)), ("running", "terminating"))
        door.settle()
        self.assertEqual(self.standing(self.instance(web)), ("terminated", ""))
        self.settled(self.conn.send_request("RecoverInstances", {"instances": [web]}))
        self.assertEqual(self.standing(self.instance(web)), ("running", ""))
        self.settled(self.conn.terminate_instances([web]))
        self.settled(self.conn.send_request("CeaseInstances", {"instances": [web]}))
        self.assertEqual(self.standing(self.instance(web)), ("ceased", ""))
        self.assertEqual(self.conn.describe_instances()["instance_set"], [])

    def test_the_recycle_bin_is_emptied_after_two_hours(self):
        web = self.run_instance()
        self.settled(self.conn.terminate_instances([web]))
        door.advance(2 * 3600 - 60)
        self.assertEqual(self.instance(web)["status"], "terminated")
        door.advance(120)
        self.assertEqual(self.instance(web)["status"], "ceased")

    def test_several_at_once_and_a_page_at_a_time(self):
        reply = self.settled(self.conn.run_instances(
            IMAGE, instance_type="c1m1", count=5, vxnets=["vxnet-0"], login_mode="passwd",
            login_passwd=PASSWORD))
        self.assertEqual(len(set(reply["instances"])), 5)
        page = self.done(self.conn.describe_instances(limit=2, offset=4))
        self.assertEqual((len(page["instance_set"]), page["total_count"]), (1, 5))
        seen = [item["instance_id"] for offset in (0, 2, 4)
                for item in self.conn.describe_instances(limit=2, offset=offset)["instance_set"]]
        self.assertEqual(sorted(seen), sorted(reply["instances"]))

    def test_names_are_changed_and_searched(self):
        web, other = self.run_instance(instance_name="one"), self.run_instance(instance_name="two")
        name = "前端 ~a/b+c*=&"
        self.done(self.conn.modify_instance_attributes(web, instance_name=name, description="d"))
        self.assertEqual(self.instance(web)["instance_name"], name)
        self.assertEqual(self.instance(other)["instance_name"], "two")
        self.assertEqual(self.only(self.conn.describe_instances(search_word="前端"), "instance_set")["instance_id"],
                         web)
        stopped = self.done(self.conn.describe_instances(status=["stopped"]))
        self.assertEqual(stopped["instance_set"], [])

    def test_reset_and_clone(self):
        web = self.run_instance()
        self.settled(self.conn.stop_instances([web]))
        self.done(self.conn.reset_instances([web], login_mode="passwd", login_passwd=PASSWORD))
        self.assertEqual(self.standing(self.instance(web)), ("stopped", "resetting"))
        door.settle()
        self.assertEqual(self.standing(self.instance(web)), ("stopped", ""))
        copy = self.settled(self.conn.clone_instances([web]))["instances"][0]
        self.assertNotEqual(copy, web)
        self.assertEqual(self.instance(copy)["image"]["image_id"], IMAGE)

    def test_user_data_is_posted(self):
        content = base64.b64encode(b"#!/bin/sh\necho squall + more\n").decode()
        reply = self.done(self.conn.upload_userdata(content, attachment_name="start up"))
        self.assertTrue(reply["attachment_id"])


class Jobs(SdkCase):
    def test_the_sdk_waits_for_a_job(self):
        door.set_clock(running=True)
        reply = self.done(self.conn.run_instances(
            IMAGE, instance_type="c1m1", vxnets=["vxnet-0"], login_mode="passwd", login_passwd=PASSWORD))
        self.assertIs(wait_job(self.conn, reply["job_id"], timeout=40), True)
        job = self.only(self.conn.describe_jobs([reply["job_id"]]), "job_set")
        self.assertEqual((job["status"], job["job_action"]), ("successful", "RunInstances"))
        self.assertIn(reply["instances"][0], job["resource_ids"])
        self.assertEqual(self.instance(reply["instances"][0])["status"], "running")

    def test_a_job_is_seen_at_once_and_unfinished_while_time_stands_still(self):
        reply = self.done(self.conn.create_volumes(20))
        job = self.only(self.conn.describe_jobs([reply["job_id"]]), "job_set")
        self.assertIn(job["status"], ("pending", "working"))
        self.assertIs(wait_job(self.conn, reply["job_id"], timeout=3), False)


class Images(SdkCase):
    def test_the_life_of_an_image(self):
        web = self.run_instance()
        self.settled(self.conn.stop_instances([web]))
        image = self.settled(self.conn.capture_instance(web, image_name="base"))["image_id"]
        self.assertRegex(image, r"^img-[a-z0-9]{8}$")
        found = self.only(self.conn.describe_images([image]), "image_set")
        self.assertEqual(self.standing(found), ("available", ""))
        self.assertEqual((found["provider"], found["visibility"]), ("self", "private"))
        self.done(self.conn.modify_image_attributes(image, image_name="base 2"))
        self.assertEqual(self.only(self.conn.describe_images([image]), "image_set")["image_name"], "base 2")

        copy = self.settled(self.conn.run_instances(
            image, instance_type="c1m1", vxnets=["vxnet-0"], login_mode="passwd",
            login_passwd=PASSWORD))["instances"][0]
        self.assertEqual(self.instance(copy)["image"]["image_id"], image)

        self.settled(self.conn.delete_images([image]))
        self.assertEqual(self.only(self.conn.describe_images([image]), "image_set")["status"], "deleted")

    def test_system_images_are_listed(self):
        reply = self.done(self.conn.describe_images(provider="system", limit=100))
        self.assertIn(IMAGE, [item["image_id"] for item in reply["image_set"]])
        self.assertEqual({item["provider"] for item in reply["image_set"]}, {"system"})


class KeyPairs(SdkCase):
    def test_the_life_of_a_key_pair(self):
        reply = self.done(self.conn.create_keypair("ops"))
        pair = reply["keypair_id"]
        self.assertRegex(pair, r"^kp-[a-z0-9]{8}$")
        self.assertIn("PRIVATE KEY", reply["private_key"])
        found = self.only(self.conn.describe_key_pairs([pair]), "keypair_set")
        self.assertEqual((found["keypair_name"], found["encrypt_method"]), ("ops", "ssh-rsa"))
        self.assertNotIn("private_key", found)

        web = self.run_instance()
        self.settled(self.conn.attach_keypairs([pair], [web]))
        self.assertEqual(self.instance(web)["keypair_ids"], [pair])
        self.refused(5400, self.conn.delete_keypairs([pair]))
        self.settled(self.conn.detach_keypairs([pair], [web]))
        self.done(self.conn.delete_keypairs([pair]))
        self.assertEqual(self.done(self.conn.describe_key_pairs())["keypair_set"], [])

    def test_an_instance_is_started_with_a_key_pair(self):
        pair = self.done(self.conn.create_keypair("ops"))["keypair_id"]
        web = self.run_instance(login_mode="keypair", login_keypair=pair, login_passwd=None)
        self.assertEqual(self.instance(web)["keypair_ids"], [pair])

    def test_a_public_key_is_imported_as_often_as_one_likes(self):
        name, point = b"ssh-ed25519", bytes(range(32))
        blob = struct.pack(">I", len(name)) + name + struct.pack(">I", len(point)) + point
        public = "ssh-ed25519 " + base64.b64encode(blob).decode() + " someone@example.cn"
        reply = self.done(self.conn.create_keypair("own", mode="user", encrypt_method="ssh-ed25519",
                                                   public_key=public))
        self.assertFalse(reply.get("private_key"))
        again = self.done(self.conn.create_keypair("again", mode="user", encrypt_method="ssh-ed25519",
                                                   public_key=public))
        self.assertNotEqual(again["keypair_id"], reply["keypair_id"])


class Tags(SdkCase):
    def test_the_life_of_a_tag(self):
        tag = self.done(self.conn.create_tag("blue"))["tag_id"]
        self.assertRegex(tag, r"^tag-[a-z0-9]{8}$")
        web, plain = self.run_instance(), self.run_instance()
        pair = {"tag_id": tag, "resource_type": "instance", "resource_id": web}
        self.done(self.conn.attach_tags([pair]))
        tagged = self.only(self.conn.describe_instances(tags=[tag]), "instance_set")
        self.assertEqual(tagged["instance_id"], web)
        self.assertEqual([item["tag_id"] for item in self.instance(web)["tags"]], [tag])
        self.assertEqual(self.instance(plain)["tags"], [])

        self.done(self.conn.modify_tag_attributes(tag, tag_name="green"))
        self.assertEqual(self.only(self.conn.describe_tags([tag]), "tag_set")["tag_name"], "green")
        self.done(self.conn.detach_tags([pair]))
        self.assertEqual(self.done(self.conn.describe_instances(tags=[tag]))["instance_set"], [])
        self.done(self.conn.delete_tags([tag]))
        self.assertEqual(self.done(self.conn.describe_tags())["tag_set"], [])
