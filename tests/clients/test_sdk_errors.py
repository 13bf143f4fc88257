"""Error codes through the unchanged SDK: requests, callers, resources, money and quotas.

The SDK returns every error as a dict and raises nothing; what it refuses to send by itself goes through send_request.
"""

import datetime

import squall_door as door
from sdk_case import IMAGE, PASSWORD, SdkCase, connect

UNKNOWN = {"instance": "i-00000000", "volume": "vol-00000000", "job": "j-00000000"}


class Requests(SdkCase):
    def test_1100_what_is_required_is_missing(self):
        self.refused(1100, self.conn.send_request("StopInstances", {}), r"\binstances\b")
        self.refused(1100, self.conn.send_request("CreateVolumes", {"size": ""}), r"\bsize\b")

    def test_1100_what_is_malformed(self):
        self.refused(1100, self.conn.send_request("DescribeInstances", {"limit": "abc"}), r"\blimit\b")
        self.refused(1100, self.conn.send_request("CreateVolumes", {"size": "ten"}), r"\bsize\b")
        self.refused(1100, self.conn.send_request("DescribeInstances", {"instances": ["x"], "instances.y": "z"}))

    def test_1101_no_such_action(self):
        self.refused(1101, self.conn.send_request("NoSuchAction", {}), r"\[NoSuchAction\]")
        self.refused(1101, self.conn.send_request("describeInstances", {}))

    def test_1101_values_that_are_not_allowed(self):
        self.refused(1101, self.conn.create_volumes(size=15), r"\b15\b")
        self.refused(1101, self.conn.describe_volumes(status=["foo"]), r"\bfoo\b")
        self.refused(1101, self.conn.run_instances(IMAGE, cpu=3, memory=1024, login_mode="passwd",
                                                   login_passwd=PASSWORD))
        self.refused(1101, self.conn.run_instances(IMAGE, instance_type="c1m1", login_mode="handshake"))

    def test_1101_other_methods(self):
        status, headers, text = door.raw("PUT", "/iaas/?action=DescribeZones")
        self.assertEqual((status, headers["content-type"]), (200, "application/json"))
        self.assertIn('"ret_code":1101', text.replace(" ", ""))

    def test_3300_no_such_module(self):
        self.refused(3300, self.conn.send_request("DescribeZones", {}, url="/vod/"))
        self.refused(3300, self.conn.send_request("LeaseApp", {"service": "svc-00000000"}))

    def test_the_same_by_post(self):
        self.done(self.conn.send_request("DescribeZones", {}, verb="POST"))
        self.refused(1100, self.conn.send_request("StopInstances", {}, verb="POST"))
        tag = {"tag_name": "a b+c/ü~*"}
        found = self.done(self.conn.send_request("CreateTag", dict(tag), verb="POST"))["tag_id"]
        self.assertEqual(self.only(self.conn.describe_tags([found]), "tag_set")["tag_name"], tag["tag_name"])

    def test_both_spellings_of_the_path(self):
        self.done(self.conn.send_request("DescribeZones", {}, url="/iaas"))
        self.done(self.conn.send_request("DescribeZones", {}, url="/iaas/"))

    def test_a_long_address(self):
        self.done(self.conn.send_request("DescribeZones", {"of_no_meaning": "x" * 120000}))
        unknown = ["i-%08d" % number for number in range(900)]
        self.refused(2100, self.conn.stop_instances(unknown))


class Callers(SdkCase):
    def test_1200_a_wrong_secret(self):
        self.refused(1200, connect(secret="wrong").describe_zones(), "^AuthFailure, signature not matched")

    def test_1200_an_unknown_key(self):
        self.refused(1200, connect(key="NOSUCHKEY").describe_zones())

    def test_1200_a_key_taken_away(self):
        door.qingcloud.add_account(id="bob", keys=[{"id": "BOBKEY", "secret": "bob-secret"}])
        bob = connect("BOBKEY", "bob-secret")
        self.done(bob.describe_zones())
        door.qingcloud.set_account("bob", keys=[])
        self.refused(1200, bob.describe_zones())

    def test_1300_a_clock_that_is_behind(self):
        self.shift_wire(55)
        self.done(self.conn.describe_zones())
        self.shift_wire(10)
        self.refused(1300, self.conn.describe_zones())

    def test_1300_after_expires(self):
        self.refused(1300, connect(expires="2013-01-01T00:00:00Z").describe_zones())
        self.shift_wire(600)
        later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=20)
        self.done(connect(expires=later.strftime("%Y-%m-%dT%H:%M:%SZ")).describe_zones())

    def test_the_worlds_time_leaves_signatures_alone(self):
        door.advance(30 * 24 * 3600)
        self.done(self.conn.describe_zones())

    def shift_wire(self, seconds):
        wire = datetime.datetime.fromisoformat(door.clock()["wire"].replace("Z", "+00:00"))
        wire += datetime.timedelta(seconds=seconds)
        door.set_clock(wire=wire.strftime("%Y-%m-%dT%H:%M:%SZ"))


class Resources(SdkCase):
    def test_1400_a_state_that_forbids_it(self):
        web = self.run_instance()
        self.settled(self.conn.stop_instances([web]))
        self.refused(1400, self.conn.stop_instances([web]),
                     r"^PermissionDenied, instance \[%s\] is not running, can not be stopped" % web)

    def test_1400_a_transition_under_way(self):
        web = self.done(self.conn.run_instances(IMAGE, instance_type="c1m1", vxnets=["vxnet-0"],
                                                login_mode="passwd", login_passwd=PASSWORD))["instances"][0]
        self.refused(1400, self.conn.terminate_instances([web]))
        self.assertEqual(self.standing(self.instance(web)), ("pending", "creating"))

    def test_1400_somebody_elses(self):
        web = self.run_instance()
        door.qingcloud.add_account(id="bob", keys=[{"id": "BOBKEY", "secret": "bob-secret"}])
        bob = connect("BOBKEY", "bob-secret")
        self.refused(1400, bob.stop_instances([web]))
        self.assertEqual(self.done(bob.describe_instances())["instance_set"], [])

    def test_1400_a_zone_that_is_not_granted(self):
        door.qingcloud.set_account(zones=["pek3"])
        self.done(self.conn.describe_instances())
        self.refused(1400, connect(zone="gd2").describe_instances(),
                     r"^PermissionDenied, access denied for zone \[gd2\]")

    def test_1400_a_locked_account(self):
        door.qingcloud.set_account(locked=True)
        self.refused(1400, self.conn.create_volumes(20))
        self.done(self.conn.describe_volumes())
        door.qingcloud.set_account(locked=False)
        self.create_volume()

    def test_1400_what_cannot_be_changed(self):
        self.refused(1400, self.conn.delete_vxnets(["vxnet-0"]))
        self.refused(1400, self.conn.delete_images([IMAGE]))

    def test_2100_what_does_not_exist(self):
        self.refused(2100, self.conn.stop_instances([UNKNOWN["instance"]]), r"\[i-00000000\]")
        self.refused(2100, self.conn.describe_jobs([UNKNOWN["job"]]), r"\[j-00000000\]")
        self.refused(2100, self.conn.describe_volumes([UNKNOWN["volume"]]), r"\[vol-00000000\]")
        self.refused(2100, self.conn.run_instances("img-00000000", instance_type="c1m1", login_mode="passwd",
                                                   login_passwd=PASSWORD))

    def test_2110_what_exists(self):
        self.done(self.conn.create_tag("blue"))
        self.refused(2110, self.conn.create_tag("blue"))
        self.done(self.conn.create_tag("green"))

    def test_5400_what_others_depend_on(self):
        vxnet = self.done(self.conn.create_vxnets("inner", vxnet_type=1))["vxnets"][0]
        web = self.run_instance(vxnets=[vxnet])
        self.refused(5400, self.conn.delete_vxnets([vxnet]), r"\[%s\].*\[%s\]" % (vxnet, web))

    def test_5600_an_encrypted_volume(self):
        wanted = {"size": 20, "encryption": 1, "cipher_alg": "aes256"}
        secret = self.settled(self.conn.send_request("CreateVolumes", wanted))["volumes"][0]
        web = self.run_instance()
        self.refused(5600, self.conn.attach_volumes([secret], web))
        wanted = {"image_id": IMAGE, "instance_type": "c1m1", "vxnets": ["vxnet-0"], "login_mode": "passwd",
                  "login_passwd": PASSWORD, "os_disk_encryption": 1, "cipher_alg": "aes256"}
        safe = self.settled(self.conn.send_request("RunInstances", wanted))["instances"][0]
        self.settled(self.conn.attach_volumes([secret], safe))

    def test_a_refused_call_changes_nothing(self):
        good, bad = self.run_instance(), UNKNOWN["instance"]
        self.refused(2100, self.conn.stop_instances([good, bad]))
        self.assertEqual(self.standing(self.instance(good)), ("running", ""))


class MoneyAndQuotas(SdkCase):
    def test_2400_too_little_money(self):
        door.qingcloud.set_account(balance="0.00")
        self.refused(2400, self.conn.run_instances(IMAGE, instance_type="c1m1", vxnets=["vxnet-0"],
                                                   login_mode="passwd", login_passwd=PASSWORD))
        self.refused(2400, self.conn.create_volumes(20))
        self.assertEqual(self.done(self.conn.describe_instances())["instance_set"], [])
        door.qingcloud.set_account(balance="100.00")
        self.run_instance()

    def test_money_is_spent_and_its_end_suspends(self):
        before = self.done(self.conn.get_balance())
        self.assertEqual(float(before["balance"]), 10000.0)
        self.assertIsInstance(before["balance"], str)
        web = self.run_instance()
        door.advance(3600)
        self.assertLess(float(self.conn.get_balance()["balance"]), 10000.0)
        door.qingcloud.set_account(balance="0.01")
        door.advance(24 * 3600)
        door.settle()
        self.assertEqual(self.instance(web)["status"], "suspended")
        door.qingcloud.set_account(balance="100.00")
        door.settle()
        self.assertEqual(self.instance(web)["status"], "running")

    def test_2500_a_quota(self):
        door.qingcloud.set_account(quotas={"eip": 1})
        self.refused(2500, self.conn.allocate_eips(1, count=2))
        eip = self.allocate_eip()
        self.refused(2500, self.conn.allocate_eips(1))
        self.settled(self.conn.release_eips([eip]))
        self.allocate_eip()

    def test_2500_calls_of_a_day(self):
        door.advance(self.until_midnight())
        door.qingcloud.set_account(quotas={"api_calls_per_day": 2})
        self.done(self.conn.describe_zones())
        self.done(self.conn.describe_zones())
        self.refused(2500, self.conn.describe_zones())
        door.advance(self.until_midnight())
        self.done(self.conn.describe_zones())

    def test_a_lease_is_told(self):
        web = self.run_instance()
        lease = self.done(self.conn.get_lease_info(web))["lease_info"]
        self.assertEqual((lease["status"], lease["resource_id"]), ("active", web))
        self.refused(2100, self.conn.get_lease_info("i-00000000"))

    def until_midnight(self):
        """Seconds until one second past the next midnight in Shanghai."""
        shanghai = datetime.timezone(datetime.timedelta(hours=8))
        now = datetime.datetime.fromisoformat(door.clock()["now"].replace("Z", "+00:00")).astimezone(shanghai)
        passed = now.hour * 3600 + now.minute * 60 + now.second
        return 24 * 3600 - passed + 1
