"""The vendor's command line tool. It prints the reply as JSON and exits 0 for errors too."""

import datetime
import json
import os
import subprocess
import sys
import tempfile
import unittest

import squall_door as door
from sdk_case import IMAGE, PASSWORD, ZONE

TOOL = os.path.join(os.path.dirname(sys.executable), "qingcloud")

# Seconds one command may take.
PATIENCE = 60

# The tool's exit status when it does not like its command line.
WRONG_USAGE = 255


class Commands(unittest.TestCase):
    def setUp(self):
        door.reset()
        door.set_clock(running=False)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.config = self.write_config()

    def write_config(self, name="config.yaml", **more):
        settings = {"qy_access_key_id": door.DEMO_KEY, "qy_secret_access_key": door.DEMO_SECRET, "zone": ZONE,
                    "host": door.HOST, "port": door.PORT, "protocol": "http"}
        settings.update(more)
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as file:
            for key, value in settings.items():
                file.write("%s: %s\n" % (key, json.dumps(value)))
        return path

    def run_tool(self, *words, config=None):
        """Exit status and standard output of `qingcloud iaas …`."""
        command = [sys.executable, TOOL, "iaas", *words, "-f", config or self.config]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        return ended.returncode, ended.stdout, ended.stderr

    def call(self, *words, config=None):
        """The reply that a command prints."""
        status, output, errors = self.run_tool(*words, config=config)
        self.assertEqual(status, 0, output + errors)
        return json.loads(output)

    def done(self, *words):
        reply = self.call(*words)
        self.assertEqual(reply["ret_code"], 0, reply)
        return reply

    def refused(self, code, *words, config=None):
        reply = self.call(*words, config=config)
        self.assertEqual(reply["ret_code"], code, reply)
        self.assertTrue(reply["message"])
        return reply

    def run_instance(self):
        reply = self.done("run-instances", "-m", IMAGE, "-t", "c1m1", "-n", "vxnet-0", "-l", "passwd", "-p",
                          PASSWORD)
        door.settle()
        return reply["instances"][0]

    def test_an_instance_with_a_volume(self):
        web = self.run_instance()
        found = self.done("describe-instances", "-i", web, "-V", "1")["instance_set"]
        self.assertEqual([(item["instance_id"], item["status"]) for item in found], [(web, "running")])
        reply = self.done("create-volumes", "-s", "20", "-N", "data")
        data = reply["volumes"][0]
        door.settle()
        self.assertEqual(self.done("describe-jobs", "-j", reply["job_id"])["job_set"][0]["status"], "successful")
        self.done("attach-volumes", "-v", data, "-i", web)
        door.settle()
        found = self.done("describe-volumes", "-v", data)["volume_set"][0]
        self.assertEqual((found["status"], found["instance"]["instance_id"]), ("in-use", web))
        self.done("stop-instances", "-i", web)
        door.settle()
        self.done("terminate-instances", "-i", web)
        door.settle()
        found = self.done("describe-instances", "-i", web)["instance_set"][0]
        self.assertEqual(found["status"], "terminated")

    def test_networks_addresses_and_tags(self):
        vxnet = self.done("create-vxnets", "-N", "inner", "-t", "1")["vxnets"][0]
        found = self.done("describe-vxnets", "-v", vxnet)["vxnet_set"][0]
        self.assertEqual((found["vxnet_id"], found["vxnet_name"]), (vxnet, "inner"))
        eip, web = self.done("allocate-eips", "-b", "1")["eips"][0], self.run_instance()
        self.done("associate-eip", "-e", eip, "-i", web)
        door.settle()
        self.assertEqual(self.done("describe-eips", "-e", eip)["eip_set"][0]["status"], "associated")
        tag = self.done("create-tag", "-N", "blue")["tag_id"]
        self.assertEqual(self.done("describe-tags", "-t", tag)["tag_set"][0]["tag_name"], "blue")

    def test_rules_as_json(self):
        group = self.done("create-security-group", "-N", "web")["security_group_id"]
        rules = [{"protocol": "tcp", "priority": 1, "val1": "80", "val2": "443"}]
        self.assertEqual(len(self.done("add-security-group-rules", "-s", group, "-r", json.dumps(rules))[
            "security_group_rules"]), 1)

    def test_money(self):
        self.assertEqual(float(self.done("get-balance")["balance"]), 10000.0)
        data = self.done("create-volumes", "-s", "20")["volumes"][0]
        door.settle()
        self.assertEqual(self.done("get-lease-info", "-r", data)["lease_info"]["status"], "active")

    def test_errors_are_printed_and_the_exit_is_zero(self):
        self.refused(1101, "create-volumes", "-s", "15")
        self.refused(2100, "stop-instances", "-i", "i-00000000")
        self.done("create-tag", "-N", "blue")
        self.refused(2110, "create-tag", "-N", "blue")
        door.qingcloud.set_account(balance="0.00")
        self.refused(2400, "create-volumes", "-s", "20")
        door.qingcloud.set_account(balance="100.00", quotas={"volume": 0})
        self.refused(2500, "create-volumes", "-s", "20")

    def test_1200_a_wrong_secret(self):
        self.refused(1200, "get-balance", config=self.write_config("wrong.yaml", qy_secret_access_key="wrong"))

    def test_1300_only_after_its_twenty_minutes(self):
        def wire(minutes):
            late = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
            door.set_clock(wire=late.strftime("%Y-%m-%dT%H:%M:%SZ"))
        wire(15)
        self.done("get-balance")
        wire(25)
        self.refused(1300, "get-balance")

    def test_another_zone(self):
        self.run_instance()
        self.assertEqual(self.done("describe-instances", "-z", "gd2")["instance_set"], [])
        self.assertEqual(len(self.done("describe-instances")["instance_set"]), 1)

    def test_an_unknown_command_never_reaches_the_server(self):
        status, _, _ = self.run_tool("describe-everything")
        self.assertEqual(status, WRONG_USAGE)
        self.assertEqual(door.requests(system="qingcloud"), [])
