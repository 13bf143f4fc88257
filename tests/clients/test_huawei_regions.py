"""How the unchanged SDK finds squall: by a region, by IAM, by environment variables alone, by files, and by TLS."""

import json
import os
import subprocess
import sys
import tempfile
import unittest.mock

from huaweicloudsdkclouddc.v1 import CloudDCClient, ListServersRequest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ConnectionException, SdkException
from huaweicloudsdkcore.region.region import Region

import squall_door as door
from huawei_case import PROJECT, HuaweiCase

FOLDER = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(FOLDER, "huawei_program.py")
REGIONS = ["cn-east-3", "cn-southwest-2", "cn-south-1", "ap-southeast-3"]

# Seconds a program may take.
PATIENCE = 60

# Runs a program and prints which environment variables it asked for.
WATCHED = """
import json, os, runpy, sys
asked, get, getenv = set(), os.environ.get, os.getenv
os.environ.get = lambda name, *rest: (asked.add(name), get(name, *rest))[1]
os.getenv = lambda name, *rest: (asked.add(name), getenv(name, *rest))[1]
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
print(json.dumps(sorted(asked)))
"""


class Discovery(HuaweiCase):
    """The project is found by IAM where none is given. What the SDK finds it keeps by key and region."""

    def setUp(self):
        super().setUp()
        BasicCredentials._CACHE.clear()

    def by_region(self, region="cn-east-3", project=None, secret=door.DEMO_SECRET):
        credentials = BasicCredentials(door.DEMO_KEY, secret, project).with_iam_endpoint(door.URL)
        builder = CloudDCClient.new_builder().with_credentials(credentials)
        client = builder.with_region(Region(region, door.URL)).build()
        self.addCleanup(client.close)
        return client

    def test_the_project_is_asked_for_once(self):
        for _ in range(2):
            client = self.by_region()
            self.assertEqual(client.get_credentials().project_id, PROJECT)
            self.assertEqual(len(client.list_servers(ListServersRequest()).servers), 10)
        asked = door.requests(action="ListProjects")
        self.assertEqual([entry["parameters"] for entry in asked], [{"name": "cn-east-3"}])

    def test_nobody_is_asked_where_it_is_given(self):
        self.by_region(project=PROJECT).list_servers(ListServersRequest())
        self.assertEqual(door.requests(action="ListProjects"), [])

    def test_no_project_in_that_region(self):
        with self.assertRaisesRegex(SdkException, "Failed to get project id of region 'cn-south-1'"):
            self.by_region("cn-south-1")
        door.huawei.set_account(region="cn-south-1")
        self.assertEqual(self.by_region("cn-south-1").get_credentials().project_id, PROJECT)

    def test_what_iams_refusal_becomes(self):
        with self.assertRaisesRegex(SdkException, "error_code:APIGW.0301.*verify aksk signature fail"):
            self.by_region(secret="wrong")


class Environment(HuaweiCase):
    def setUp(self):
        super().setUp()
        self.home = tempfile.TemporaryDirectory()
        self.addCleanup(self.home.cleanup)
        told = subprocess.run([os.environ["SQUALL_BINARY"], "env", "huawei-imetal", "--endpoint", door.URL],
                              capture_output=True, text=True, timeout=PATIENCE, check=True)
        self.exports = told.stdout

    def named(self):
        """The names of the variables that `squall env` sets."""
        return {line.split("=")[0].removeprefix("export ") for line in self.exports.splitlines()}

    def run_program(self, *words, but=(), more=None):
        """What a program prints, run under what `squall env` printed and nothing else of the SDK's."""
        script = self.exports + "".join("unset %s\n" % name for name in but) + 'exec "$@"\n'
        environment = {"PATH": os.environ["PATH"], "HOME": self.home.name, **(more or {})}
        ended = subprocess.run(["sh", "-c", script, "sh", sys.executable, *words], env=environment, text=True,
                               capture_output=True, timeout=PATIENCE, check=False)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        return ended.stdout.splitlines()

    def found(self, *words, **more):
        return json.loads(self.run_program(*words, **more)[0])

    def test_a_program_that_knows_nothing_of_squall(self):
        found = self.found(PROGRAM, *REGIONS)
        self.assertEqual(sorted(found), sorted(REGIONS))
        self.assertEqual({len(names) for names in found.values()}, {10})

    def test_every_variable_is_one_that_the_sdk_reads(self):
        # Without a project it goes on to ask for IAM's address.
        lines = self.run_program("-c", WATCHED, PROGRAM, *REGIONS[:1], but=["HUAWEICLOUD_SDK_PROJECT_ID"])
        asked = set(json.loads(lines[-1]))
        region = "HUAWEICLOUD_SDK_REGION_CLOUDDC_"
        others = {region + name.upper().replace("-", "_") for name in REGIONS[1:]}
        self.assertEqual(self.named() - asked, others)
        self.assertEqual(len(door.requests(action="ListProjects")), 1)

    def test_files_instead_of_variables(self):
        paths = {}
        # By itself the SDK looks for a section of the class's name, not for the `[basic]` of its documentation.
        files = {"credentials": "[basiccredentials]\nak = %s\nsk = %s\nproject_id = %s\niam_endpoint = %s\n"
                                % (door.DEMO_KEY, door.DEMO_SECRET, PROJECT, door.URL),
                 "regions": "CLOUDDC:\n  - id: cn-east-3\n    endpoint: %s\n" % door.URL}
        for name, text in files.items():
            paths["HUAWEICLOUD_SDK_%s_FILE" % name.upper()] = os.path.join(self.home.name, name)
            with open(os.path.join(self.home.name, name), "w", encoding="utf-8") as file:
                file.write(text)
        self.assertEqual(len(self.found(PROGRAM, "cn-east-3", but=self.named(), more=paths)["cn-east-3"]), 10)


class Connections(HuaweiCase):
    def by(self, endpoint, **config):
        client = self.connected(endpoint=endpoint, **config)
        return client.list_servers(ListServersRequest())

    @unittest.mock.patch("warnings.warn")
    def test_tls_on_the_same_port(self, _):
        secure = door.URL.replace("http://", "https://")
        self.assertEqual(len(self.by(secure, ignore_ssl_verification=True).servers), 10)
        with self.assertRaises(ConnectionException):
            self.by(secure)

    def test_tls_with_the_certificate_that_squall_hands_out(self):
        made = subprocess.run([os.environ["SQUALL_BINARY"], "ca", "--endpoint", door.URL],
                              capture_output=True, text=True, timeout=PATIENCE, check=True)
        with tempfile.NamedTemporaryFile("w", suffix=".pem", encoding="utf-8") as file:
            file.write(made.stdout)
            file.flush()
            secure = door.URL.replace("http://", "https://")
            self.assertEqual(len(self.by(secure, ssl_ca_cert=file.name).servers), 10)

    def test_where_nobody_listens(self):
        with self.assertRaises(ConnectionException):
            self.by("http://127.0.0.1:9")

    def test_a_reply_that_never_comes(self):
        door.ask("POST", "/_squall/faults", {"match": {"action": "ListServers"}, "do": {"drop": True}, "times": 1})
        with self.assertRaises(ConnectionException):
            self.client.list_servers(ListServersRequest())
        self.assertEqual(len(self.client.list_servers(ListServersRequest()).servers), 10)
