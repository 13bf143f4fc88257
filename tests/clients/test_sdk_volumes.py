"""Lifecycles through the unchanged SDK: volumes and snapshots."""

import squall_door as door
from sdk_case import SdkCase


class Volumes(SdkCase):
    def test_the_life_of_a_volume(self):
        reply = self.done(self.conn.create_volumes(20, volume_name="data", count=2))
        data, spare = reply["volumes"]
        self.assertRegex(data, r"^vol-[a-z0-9]{8}$")
        self.assertEqual(self.standing(self.volume(data)), ("pending", "creating"))
        door.settle()
        self.assertEqual(self.standing(self.volume(data)), ("available", ""))
        self.assertEqual(self.volume(data)["size"], 20)

        web = self.run_instance()
        self.done(self.conn.attach_volumes([data], web))
        self.assertEqual(self.standing(self.volume(data)), ("available", "attaching"))
        door.settle()
        found = self.volume(data)
        self.assertEqual(self.standing(found), ("in-use", ""))
        self.assertEqual(found["instance"]["instance_id"], web)
        self.assertRegex(found["instance"]["device"], r"^/dev/[sv]d[a-z]$")
        self.assertEqual(self.instance(web)["volume_ids"], [data])
        used = self.only(self.conn.describe_volumes(status=["in-use"]), "volume_set")
        self.assertEqual(used["volume_id"], data)

        self.refused(1400, self.conn.resize_volumes([data], 30))
        self.refused(1400, self.conn.delete_volumes([data]))
        self.settled(self.conn.detach_volumes([data], web))
        self.assertEqual(self.standing(self.volume(data)), ("available", ""))
        self.refused(1400, self.conn.detach_volumes([data], web))

        self.settled(self.conn.resize_volumes([data], 30))
        self.assertEqual(self.volume(data)["size"], 30)
        self.refused(1101, self.conn.resize_volumes([data], 20))

        self.settled(self.conn.delete_volumes([data]))
        self.assertEqual(self.volume(data)["status"], "deleted")
        self.assertEqual(self.volume(spare)["status"], "available")

    def test_volumes_are_attached_as_an_instance_starts(self):
        data = self.create_volume()
        web = self.run_instance(volumes=[data])
        self.assertEqual(self.volume(data)["instance"]["instance_id"], web)
        self.settled(self.conn.terminate_instances([web]))
        self.assertEqual(self.standing(self.volume(data)), ("available", ""))

    def test_attributes(self):
        data = self.create_volume(volume_name="old")
        self.done(self.conn.modify_volume_attributes(data, volume_name="new", description="of the app"))
        found = self.volume(data)
        self.assertEqual((found["volume_name"], found["description"]), ("new", "of the app"))
        copy = self.settled(self.conn.clone_volumes("pek3", data, volume_name="copy"))["volumes"][0]
        self.assertEqual((self.volume(copy)["volume_name"], self.volume(copy)["size"]), ("copy", 20))


class Snapshots(SdkCase):
    def snapshot(self, snapshot):
        return self.only(self.conn.describe_snapshots([snapshot]), "snapshot_set")

    def test_the_life_of_a_chain(self):
        data = self.create_volume()
        reply = self.done(self.conn.create_snapshots([data], snapshot_name="full", is_full=1))
        self.assertIsInstance(reply["job_id"], str)
        full = reply["snapshots"][0]
        self.assertRegex(full, r"^ss-[a-z0-9]{8}$")
        self.refused(1400, self.conn.delete_snapshots([full]), "please try later")
        door.settle()
        found = self.snapshot(full)
        self.assertEqual(self.standing(found), ("available", ""))
        self.assertEqual((found["snapshot_type"], found["parent_id"]), (1, "self"))
        self.assertEqual(found["resource"]["resource_id"], data)

        second = self.settled(self.conn.create_snapshots([data], snapshot_name="later"))["snapshots"][0]
        third = self.settled(self.conn.create_snapshots([data], snapshot_name="latest"))["snapshots"][0]
        self.assertEqual((self.snapshot(second)["snapshot_type"], self.snapshot(second)["parent_id"]), (0, full))
        self.assertEqual((self.snapshot(third)["root_id"], self.snapshot(third)["parent_id"]), (full, second))

        self.settled(self.conn.apply_snapshots([second]))
        self.settled(self.conn.delete_snapshots([second]))
        gone = [self.snapshot(point)["status"] for point in (full, second, third)]
        self.assertEqual(gone, ["available", "deleted", "deleted"])

    def test_a_volume_grows_from_a_snapshot(self):
        data = self.create_volume(30)
        point = self.settled(self.conn.create_snapshots([data], is_full=1))["snapshots"][0]
        copy = self.settled(self.conn.create_volume_from_snapshot(point, volume_name="copy"))["volume_id"]
        self.assertEqual((self.volume(copy)["size"], self.volume(copy)["status"]), (30, "available"))

    def test_an_image_grows_from_a_snapshot(self):
        web = self.run_instance()
        point = self.settled(self.conn.create_snapshots([web], is_full=1))["snapshots"][0]
        image = self.settled(self.conn.capture_instance_from_snapshot(point, image_name="base"))["image_id"]
        self.assertEqual(self.only(self.conn.describe_images([image]), "image_set")["status"], "available")
