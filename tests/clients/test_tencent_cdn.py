"""The vendor's own SDK for API 2.0, unchanged, against CDN and DSA: it knows its own hosts only, and arrives by CONNECT."""

import json
import os
import shlex
import subprocess
import tempfile
import unittest

import squall_door as door

from QcloudApi.qcloudapi import QcloudApi

# The settings by which the SDK signs, each of which the server has to tell apart by what was sent.
SIGNING = [
    {"method": "GET", "SignatureMethod": "HmacSHA1"},
    {"method": "GET", "SignatureMethod": "HmacSHA256"},
    {"method": "POST", "SignatureMethod": "HmacSHA1"},
    {"method": "POST", "SignatureMethod": "HmacSHA256"},
]


def exported(home):
    """What `squall env` would have a shell export."""
    command = [os.environ["SQUALL_BINARY"], "env", "tencent-cdn", "--endpoint", door.URL]
    settings = dict(os.environ, HOME=home)
    lines = subprocess.run(command, env=settings, check=True, capture_output=True, text=True, timeout=door.PATIENCE)
    words = (shlex.split(line)[1] for line in lines.stdout.splitlines())
    return dict(word.split("=", 1) for word in words)


class TencentCdn(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = tempfile.TemporaryDirectory()
        cls.before = dict(os.environ)
        os.environ.update(exported(cls.home.name))

    @classmethod
    def tearDownClass(cls):
        os.environ.clear()
        os.environ.update(cls.before)
        cls.home.cleanup()

    def setUp(self):
        door.reset()

    def call(self, module, action, parameters=None, **settings):
        config = {"secretId": door.DEMO_KEY, "secretKey": door.DEMO_SECRET, **settings}
        return json.loads(QcloudApi(module, config).call(action, parameters or {}))

    def test_every_way_of_signing_is_accepted(self):
        for settings in SIGNING:
            with self.subTest(settings):
                answer = self.call("cdn", "DescribeCdnHosts", {"offset": 0, "note_x": "ü &=+"}, **settings)
                self.assertEqual((answer["code"], answer["data"]["total"]), (0, 0))

    def test_the_newer_envelope_is_answered_to_a_version(self):
        answer = self.call("dsa", "GetDsaHostList", Version="2017-03-12")
        self.assertEqual(answer["Response"]["data"]["total"], 0)

    def test_lists_and_dictionaries_arrive_flattened(self):
        host = {"host": "a.example.com", "projectId": 0, "hostType": "cname", "origin": "1.2.3.4"}
        self.assertEqual(self.call("cdn", "AddCdnHost", host)["code"], 0)
        door.ask("POST", "/_squall/settle")
        urls = ["http://a.example.com/1", "http://a.example.com/2"]
        self.assertEqual(self.call("cdn", "RefreshCdnUrl", {"urls": urls})["data"]["count"], 2)
        change = {"host": "a.example.com", "rspHeader": {"Content-Language": "zh"}, "refer": [1, ["a.com"], 1]}
        self.assertEqual(self.call("cdn", "UpdateCdnConfig", change)["code"], 0)
        shown = self.call("cdn", "GetHostInfoByHost", {"hosts": ["a.example.com"]})["data"]["hosts"][0]
        self.assertEqual((shown["status"], shown["rsp_header"]), (4, {"Content-Language": "zh"}))

    def test_codes_of_the_module_travel_in_the_message(self):
        answer = self.call("dsa", "CreateDsaHost", {"host": "a.example.org", "origin": "1.2.3.4"})
        self.assertEqual((answer["code"], answer["codeDesc"]), (4000, "InvalidParameter"))
        self.assertTrue(answer["message"].startswith("(2002)"), answer)

    def test_a_wrong_secret_and_a_wrong_module_are_told(self):
        self.assertEqual(self.call("dsa", "GetDsaHostList", secretKey="wrong")["code"], 4100)
        answer = self.call("cdnx", "DescribeCdnHosts")
        self.assertEqual((answer["code"], answer["message"][:6]), (6100, "(1015)"))

    def test_a_file_of_the_vendors_own_origin_is_no_longer_taken(self):
        with tempfile.NamedTemporaryFile() as file:
            answer = self.call("cdn", "UploadCdnEntity", {"entityFileName": "/1", "entityFile": file.name})
        self.assertEqual(answer["code"], 6100)


if __name__ == "__main__":
    unittest.main()
