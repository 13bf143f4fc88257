"""Error codes through the unchanged SDK: licences, the server's own, and application configurations."""

import base64
import json

import squall_door as door
from sdk_case import IMAGE, PASSWORD, SdkCase

HOST = {"name": "h1", "cpu": 2, "memory_mib": 4096, "storage_gib": 1000, "encryption": False}
NEW_HOST = {"name": "h2", "cpu": 16, "memory": 65536, "storage": 1000}


class Licences(SdkCase):
    def issue(self, **more):
        terms = {"license_id": "lic-a", "customer": "c", "not_before": "-1d", "not_after": "+1d", "max_hosts": 100,
                 "platform_id": "squall"}
        terms.update(more)
        return door.licence(**terms)

    def upload(self, content):
        return self.conn.send_request("UploadLicense", {"license_content": content}, verb="POST")

    def test_4004_what_cannot_be_read(self):
        self.refused(4004, self.upload("!!!"))

    def test_4000_another_platform_or_too_early(self):
        self.refused(4000, self.upload(self.issue(platform_id="other")))
        self.refused(4000, self.upload(self.issue(not_before="+1d", not_after="+2d")))

    def test_4000_a_changed_document(self):
        content = self.issue()
        text = base64.b64decode(content)
        self.assertIn(b"lic-a", text)
        self.refused(4000, self.upload(base64.b64encode(text.replace(b"lic-a", b"lic-b")).decode()))

    def test_4001_an_end_in_the_past(self):
        self.refused(4001, self.upload(self.issue(not_before="-2d", not_after="-1d")))

    def test_4001_when_it_ends(self):
        door.qingcloud.set_world(licence={"enforced": True})
        self.done(self.upload(self.issue()))
        self.done(self.conn.create_volumes(20))
        door.advance(2 * 24 * 3600)
        self.refused(4001, self.conn.create_volumes(20))
        self.done(self.conn.describe_volumes())

    def test_4002_the_same_again(self):
        self.done(self.upload(self.issue()))
        self.refused(4002, self.upload(self.issue()))

    def test_4003_more_hosts_than_licensed(self):
        door.qingcloud.set_world(hosts=[HOST], licence={"enforced": True})
        self.done(self.upload(self.issue(max_hosts=1)))
        self.refused(4003, self.conn.send_request("AddHyperNodes", dict(NEW_HOST)))

    def test_4005_none(self):
        self.refused(4005, self.conn.send_request("DeleteLicenses", {"licenses": ["lic-00000000"]}))
        door.qingcloud.set_world(licence={"enforced": True})
        self.refused(4005, self.conn.create_volumes(20))
        self.done(self.conn.describe_volumes())


class Server(SdkCase):
    def attempts(self, action):
        return [entry["code"] for entry in door.requests(system="qingcloud", action=action)]

    def test_5000_the_store_fails(self):
        door.fail_writes(2)
        self.refused(5000, self.conn.create_tag("blue"))
        self.assertEqual([str(code) for code in self.attempts("CreateTag")], ["5000", "5000"])
        door.fail_writes(0)
        self.done(self.conn.create_tag("blue"))

    def test_5000_once_is_hidden_by_the_sdk(self):
        door.fail_writes(1)
        self.done(self.conn.create_tag("blue"))
        self.assertEqual(len(self.attempts("CreateTag")), 2)
        self.assertEqual(len(self.done(self.conn.describe_tags())["tag_set"]), 1)

    def test_5100_overloaded(self):
        door.qingcloud.set_world(overloaded=True)
        self.refused(5100, self.conn.describe_zones())
        self.assertEqual([str(code) for code in self.attempts("DescribeZones")], ["5100", "5100"])
        door.qingcloud.set_world(overloaded=False)
        self.done(self.conn.describe_zones())

    def test_5200_no_room(self):
        door.qingcloud.set_world(hosts=[HOST])
        wanted = {"cpu": 1, "memory": 2048, "vxnets": ["vxnet-0"], "login_mode": "passwd", "login_passwd": PASSWORD}
        self.refused(5200, self.conn.run_instances(IMAGE, count=3, **wanted))
        self.assertEqual(len(self.attempts("RunInstances")), 1)
        self.done(self.conn.run_instances(IMAGE, count=2, **wanted))

    def test_5200_no_address(self):
        door.qingcloud.set_world(pools={"eip": 1})
        self.refused(5200, self.conn.allocate_eips(1, count=2))
        self.allocate_eip()
        self.refused(5200, self.conn.allocate_eips(1))

    def test_5300_and_5400_during_an_update(self):
        data = self.create_volume()
        door.qingcloud.set_world(services={"volume": "updating"})
        self.refused(5300, self.conn.create_volumes(20))
        self.refused(5400, self.conn.run_instances(
            IMAGE, instance_type="c1m1", vxnets=["vxnet-0"], volumes=[data], login_mode="passwd",
            login_passwd=PASSWORD))
        self.done(self.conn.describe_zones())
        door.qingcloud.set_world(services={"volume": "up"})
        self.create_volume()

    def test_5500_without_the_warehouse(self):
        data = self.create_volume()
        self.refused(5500, self.conn.send_request("GetChargeRecords", {"resource": data}))
        door.qingcloud.set_world(warehouse=True)
        self.done(self.conn.send_request("GetChargeRecords", {"resource": data}))


def form(*properties):
    """A config.json with one group, the cluster."""
    group = {"key": "cluster", "label": "cluster", "description": "", "type": "array",
             "properties": list(properties)}
    return {"type": "array", "properties": [group]}


NAME = {"key": "name", "label": "name", "description": "", "type": "string", "default": "demo", "required": "no"}
CPU = {"key": "cpu", "label": "cpu", "description": "", "type": "integer", "range": [1, 2, 4, 8], "default": 1,
       "required": "yes"}


class Configurations(SdkCase):
    def cluster(self, container=None, count=1, cpu=1):
        container = container or {"type": "kvm", "image": IMAGE, "zone": "pek3"}
        node = {"container": container, "count": count, "cpu": cpu, "memory": 1024}
        return {"name": "demo", "description": "", "vxnet": self.vxnet, "nodes": [node]}

    def setUp(self):
        super().setUp()
        router = self.settled(self.conn.create_routers(vpc_network="192.168.0.0/16"))["routers"][0]
        self.vxnet = self.done(self.conn.create_vxnets("inner", vxnet_type=1))["vxnets"][0]
        self.settled(self.conn.join_router(self.vxnet, router, "192.168.10.0/24"))
        app = self.done(self.conn.send_request("CreateApp", {"app_name": "demo"}))["app_id"]
        self.version = self.done(self.conn.send_request("CreateAppVersion", {"app_id": app, "name": "v1"}))[
            "version_id"]

    def package(self, template, *properties):
        files = {"config.json": form(NAME, *properties), "cluster.json.mustache": template}
        content = base64.b64encode(json.dumps(files).encode()).decode()
        self.done(self.conn.send_request("UploadAppVersionAttachment", {
            "version_id": self.version, "attachment_content": content, "filename": "demo.json"}, verb="POST"))

    def deploy(self, **cluster):
        return self.conn.deploy_app_version(self.version, json.dumps({"cluster": cluster}))

    def test_a_cluster(self):
        self.package(json.dumps(self.cluster()))
        reply = self.settled(self.deploy(name="demo"))
        self.assertRegex(reply["cluster_id"], r"^cl-[a-z0-9]{8}$")
        found = self.only(self.conn.describe_clusters([reply["cluster_id"]]), "cluster_set")
        self.assertEqual(self.standing(found), ("active", ""))
        self.done(self.conn.stop_clusters([reply["cluster_id"]]))
        door.settle()
        found = self.only(self.conn.describe_clusters([reply["cluster_id"]]), "cluster_set")
        self.assertEqual(found["status"], "stopped")

    def test_8000_a_value_outside_its_range(self):
        template = json.dumps(self.cluster(cpu="@")).replace('"@"', "{{cluster.cpu}}")
        self.package(template, CPU)
        self.refused(8000, self.deploy(name="demo", cpu=3))
        self.refused(8000, self.deploy(name="demo"))
        self.done(self.deploy(name="demo", cpu=2))

    def test_8001_no_image(self):
        self.package(json.dumps(self.cluster({"type": "kvm", "zone": "pek3"})))
        self.refused(8001, self.deploy(name="demo"))

    def test_8002_an_image_of_another_zone(self):
        web = self.run_instance()
        self.settled(self.conn.stop_instances([web]))
        image = self.settled(self.conn.capture_instance(web, image_name="base"))["image_id"]
        self.package(json.dumps(self.cluster({"type": "kvm", "image": image, "zone": "gd2"})))
        self.refused(8002, self.deploy(name="demo"))

    def test_8003_no_nodes(self):
        self.package(json.dumps(self.cluster(count=0)))
        self.refused(8003, self.deploy(name="demo"))

    def test_8004_no_package(self):
        self.refused(8004, self.deploy(name="demo"))
