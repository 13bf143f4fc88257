"""What every suite shares: a fresh world, a connection of the unchanged SDK, and how its replies are judged."""

import unittest

from qingcloud.iaas.connection import APIConnection

import squall_door as door

ZONE = "pek3"
IMAGE = "centos7x64d"
PASSWORD = "Squall2026x"

# An error's message: a class in one word, then a sentence.
MESSAGE = r"^[A-Z][A-Za-z]+, \S"


def connect(key=door.DEMO_KEY, secret=door.DEMO_SECRET, zone=ZONE, **more):
    """A connection as a program would make it, pointed at squall."""
    return APIConnection(key, secret, zone, host=door.HOST, port=door.PORT, protocol="http", **more)


class SdkCase(unittest.TestCase):
    """A test against a fresh world whose time stands still until the test moves it."""

    def setUp(self):
        door.reset()
        door.set_clock(running=False)
        self.conn = connect()

    def done(self, reply):
        """The reply, which must report success the way the vendor does."""
        self.assertIsInstance(reply, dict)
        self.assertEqual(reply.get("ret_code"), 0, reply)
        self.assertNotIsInstance(reply["ret_code"], bool)
        self.assertRegex(reply.get("action", ""), r"^[A-Z]\w+Response$")
        return reply

    def refused(self, code, reply, pattern=MESSAGE):
        """The reply, which must be an error of this code the way the vendor sends it."""
        self.assertIsInstance(reply, dict)
        self.assertEqual(reply.get("ret_code"), code, reply)
        self.assertNotIsInstance(reply["ret_code"], bool)
        self.assertNotIn("action", reply)
        self.assertRegex(reply["message"], MESSAGE)
        self.assertRegex(reply["message"], pattern)
        return reply

    def settled(self, reply):
        """The reply of a call that succeeded, once everything it began has ended."""
        self.done(reply)
        job = reply.get("job_id")
        if job is not None:
            self.assertRegex(job, r"^j-[a-z0-9]{8}$")
        door.settle()
        if job is not None:
            found = self.only(self.conn.describe_jobs([job]), "job_set")
            self.assertEqual(found["status"], "successful", found)
        return reply

    def only(self, reply, name):
        """The one item of the set of this name."""
        self.done(reply)
        self.assertEqual(len(reply[name]), 1, reply)
        self.assertEqual(reply["total_count"], 1)
        return reply[name][0]

    def instance(self, instance):
        return self.only(self.conn.describe_instances([instance], verbose=1), "instance_set")

    def volume(self, volume):
        return self.only(self.conn.describe_volumes([volume]), "volume_set")

    def eip(self, eip):
        return self.only(self.conn.describe_eips([eip]), "eip_set")

    def standing(self, item):
        """Status and transition of something described."""
        return item["status"], item["transition_status"]

    def run_instance(self, conn=None, **more):
        """A running instance in the base network, unless more is said."""
        wanted = {"instance_type": "c1m1", "vxnets": ["vxnet-0"], "login_mode": "passwd",
                  "login_passwd": PASSWORD}
        wanted.update(more)
        reply = self.done((conn or self.conn).run_instances(IMAGE, **wanted))
        door.settle()
        self.assertEqual(len(reply["instances"]), 1)
        return reply["instances"][0]

    def create_volume(self, size=20, **more):
        """An available volume."""
        return self.settled(self.conn.create_volumes(size, **more))["volumes"][0]

    def allocate_eip(self, bandwidth=1, **more):
        """An available address whose lease is ready."""
        return self.settled(self.conn.allocate_eips(bandwidth, **more))["eips"][0]
