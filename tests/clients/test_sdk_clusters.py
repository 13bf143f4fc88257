"""Lifecycles through the unchanged SDK: applications and their clusters. What the SDK has no method for goes by
`send_request`, as any program would send it."""

import base64
import io
import json
import tarfile
import zipfile

import squall_door as door
from sdk_case import IMAGE, SdkCase

FORM = {"type": "array", "properties": [{"key": "cluster", "type": "array", "properties": [
    {"key": "name", "type": "string", "default": "zoo", "required": "no"},
    {"key": "description", "type": "string", "default": "", "required": "no"},
    {"key": "vxnet", "type": "string", "default": "", "required": "yes"},
    {"key": "node", "type": "array", "properties": [
        {"key": "cpu", "type": "integer", "range": [1, 2, 4, 8], "default": 1, "required": "yes"},
        {"key": "count", "type": "integer", "min": 0, "max": 9, "default": 1, "required": "yes"},
    ]},
]}]}

# As the vendor writes templates: no quotation marks around variables.
TEMPLATE = """{
    "name": {{cluster.name}},
    "description": {{cluster.description}},
    "vxnet": {{cluster.vxnet}},
    "nodes": [{
        "container": {"type": "kvm", "zone": "pek3", "image": "%s"},
        "count": {{cluster.node.count}},
        "cpu": {{cluster.node.cpu}},
        "memory": 1024,
        "volume": {"size": 20, "mount_point": "/data", "filesystem": "ext4"},
        "services": {"start": {"cmd": "systemctl start zoo"}, "stop": {"cmd": "systemctl stop zoo"}}
    }],
    "advanced_actions": ["scale_horizontal"]
}""" % IMAGE

FILES = {"config.json": json.dumps(FORM), "cluster.json.mustache": TEMPLATE, "locale/en.json": "{}"}


def tar_gz(files):
    """The files as a developer packs them."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, text in files.items():
            entry = tarfile.TarInfo("./" + name)
            entry.size = len(text.encode("utf-8"))
            archive.addfile(entry, io.BytesIO(text.encode("utf-8")))
    return packed.getvalue()


def zipped(files):
    """The same in the other form."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


class ClusterCase(SdkCase):
    def setUp(self):
        super().setUp()
        router = self.settled(self.conn.create_routers(router_name="edge", vpc_network="192.168.0.0/16"))
        self.vxnet = self.done(self.conn.create_vxnets("inner", vxnet_type=1))["vxnets"][0]
        self.settled(self.conn.join_router(self.vxnet, router["routers"][0], "192.168.10.0/24"))

    def call(self, action, **parameters):
        return self.conn.send_request(action, parameters)

    def version(self, content=None):
        app = self.done(self.call("CreateApp", app_name="zoo"))["app_id"]
        self.assertRegex(app, r"^app-[a-z0-9]{8}$")
        version = self.done(self.call("CreateAppVersion", app_id=app, name="v1"))["version_id"]
        self.assertRegex(version, r"^appv-[a-z0-9]{8}$")
        if content is not None:
            self.done(self.upload(version, content))
        return version

    def upload(self, version, content):
        body = {"version_id": version, "attachment_content": base64.b64encode(content).decode("ascii")}
        return self.conn.send_request("UploadAppVersionAttachment", body, verb="POST")

    def answers(self, cpu=1, count=2):
        node = {"cpu": cpu, "count": count}
        return json.dumps({"cluster": {"name": "zoo", "vxnet": self.vxnet, "node": node}})

    def cluster(self, cluster):
        return self.only(self.conn.describe_clusters([cluster]), "cluster_set")


class Clusters(ClusterCase):
    def test_the_life_of_a_cluster(self):
        version = self.version(tar_gz(FILES))
        reply = self.settled(self.conn.deploy_app_version(version, self.answers(), debug=1))
        cluster = reply["cluster_id"]
        self.assertRegex(cluster, r"^cl-[a-z0-9]{8}$")
        found = self.cluster(cluster)
        self.assertEqual(self.standing(found), ("active", ""))
        self.assertEqual((found["name"], found["node_count"], found["app_version"]), ("zoo", 2, version))
        self.assertEqual(found["advanced_actions"], {"": "scale_horizontal"})
        self.assertEqual([node["node_id"] for node in found["nodes"]], reply["node_ids"])

        self.settled(self.conn.stop_clusters([cluster]))
        self.assertEqual(self.standing(self.cluster(cluster)), ("stopped", ""))
        self.refused(1400, self.conn.stop_clusters([cluster]))
        self.settled(self.conn.resize_cluster(cluster, cpu=2, memory=2048, storage_size=40))
        self.settled(self.conn.start_clusters([cluster]))
        self.assertEqual(self.cluster(cluster)["nodes"][0]["cpu"], 2)

        added = self.settled(self.conn.add_cluster_nodes(cluster, 1))["new_node_ids"]
        self.assertEqual(self.cluster(cluster)["node_count"], 3)
        self.settled(self.conn.delete_cluster_nodes(cluster, added))
        self.assertEqual(self.cluster(cluster)["node_count"], 2)

        reply = self.settled(self.conn.delete_clusters([cluster]))
        self.assertEqual(reply["job_ids"], {cluster: reply["job_id"]})
        self.assertEqual(self.cluster(cluster)["status"], "deleted")
        self.settled(self.call("RecoverClusters", clusters=[cluster]))
        self.settled(self.conn.delete_clusters([cluster], direct_cease=1))
        self.assertEqual(self.cluster(cluster)["status"], "ceased")
        jobs = self.done(self.conn.describe_cluster_jobs(cluster))["job_set"]
        self.assertEqual(jobs[0]["job_action"], "DeleteClusters")

    def test_every_form_of_package_is_read(self):
        version = self.version()
        for content in (tar_gz(FILES), zipped(FILES), json.dumps(FILES).encode("utf-8")):
            attachment = self.done(self.upload(version, content))["attachment_id"]
            self.done(self.call("ValidateAppVersion", version_id=version))
            shown = self.done(self.call("DescribeAppVersionAttachments", version_id=version,
                                        attachment_ids=[attachment], content_keys=["cluster.json.mustache"]))
            content = shown["attachment_set"][0]["attachment_content"]
            self.assertEqual(content, {"cluster.json.mustache": TEMPLATE})
        self.refused(1101, self.upload(version, b"no package at all"))
        self.refused(1101, self.upload(version, tar_gz({"bomb": "0" * (9 << 20)})))


class ClusterErrors(ClusterCase):
    def test_the_codes_of_configurations(self):
        version = self.version()
        self.refused(8004, self.conn.deploy_app_version(version, self.answers()))
        broken = dict(FILES, **{"config.json": "{"})
        self.done(self.upload(version, zipped(broken)))
        self.refused(8000, self.conn.deploy_app_version(version, self.answers()), "Not valid json")
        self.done(self.upload(version, zipped(FILES)))
        self.refused(8000, self.conn.deploy_app_version(version, self.answers(cpu=3)), "cluster.node.cpu")
        self.refused(8003, self.conn.deploy_app_version(version, self.answers(count=0)))
        blank = dict(FILES, **{"cluster.json.mustache": TEMPLATE.replace(IMAGE, "")})
        self.done(self.upload(version, zipped(blank)))
        self.refused(8001, self.conn.deploy_app_version(version, self.answers()))
        gone = dict(FILES, **{"cluster.json.mustache": TEMPLATE.replace(IMAGE, "img-nowhere1")})
        self.done(self.upload(version, zipped(gone)))
        self.refused(8002, self.conn.deploy_app_version(version, self.answers()))

    def test_dependencies(self):
        version = self.version(zipped(FILES))
        self.settled(self.conn.deploy_app_version(version, self.answers()))
        self.refused(5400, self.conn.delete_vxnets([self.vxnet]))
        door.qingcloud.set_world(services={"volume": "updating"})
        self.refused(5400, self.conn.deploy_app_version(version, self.answers()))
        door.qingcloud.set_world(services={"cluster": "updating"})
        self.refused(5300, self.conn.deploy_app_version(version, self.answers()))
