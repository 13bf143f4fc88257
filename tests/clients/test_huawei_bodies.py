"""What the SDK's typed methods cannot send: wrong paths, methods and bodies, signed by the SDK all the same."""

import json

from huaweicloudsdkclouddc.v1 import ListServersRequest, ShowServerRequest

import squall_door as door
from huawei_case import NOBODY, PASSWORD, PROJECT, HuaweiCase

BASE = "/v1/{project_id}"


class Bodies(HuaweiCase):
    def post(self, body):
        return self.send("POST", BASE + "/instances", body)

    def good(self, **more):
        order = {"name": "web", "image_id": self.image, "vpc_id": self.vpc, "password": PASSWORD,
                 "network_interfaces": [{"subnet_id": self.subnet}]}
        return {**order, **more}

    def invalid(self, body, what="body"):
        self.refused("iMetal.0001", self.post, body, what=what)

    def test_broken_json(self):
        for body in ["{", '{"name":}', "{'name':'x'}", '{"name":"x"} trailing', "nonsense", '{"name":"\\ud800"}',
                     '{"a":01}', '{"a":NaN}', '{"a":1e400}', "[" * 200000, '{"a":' * 5000 + "1" + "}" * 5000]:
            self.invalid(body)

    def test_not_utf_8(self):
        # The SDK encodes by itself, so that this one goes past it.
        headers = {"X-Auth-Token": self.issue()}
        status, _, text = door.raw("POST", "/v1/%s/instances" % PROJECT, headers, b'{"name":"\xff"}')
        self.assertEqual((status, json.loads(text)["error_code"]), (400, "iMetal.0001"))

    def test_a_body_of_another_kind(self):
        for body in ['"text"', "1", "true", "[]", '[{"name":"x"}]']:
            self.refused("iMetal.0001", self.post, body, what="body")

    def test_a_field_twice(self):
        good = json.dumps(self.good())
        self.refused("iMetal.0001", self.post, good[:-1] + ', "name": "other"}', what="body")

    def test_a_field_that_is_none(self):
        self.invalid(json.dumps(self.good(nonsense=1)), "nonsense")
        self.invalid(json.dumps(self.good(Name="web")), "Name")
        self.invalid(json.dumps(self.good(placement={"rack": "x"})), "placement.rack")

    def test_values_of_the_wrong_type(self):
        for name, value in [("name", 7), ("name", ["web"]), ("password", {"a": 1}), ("metadata", []),
                            ("metadata", {"a": 1}), ("placement", "x"),
                            ("network_interfaces", {"subnet_id": self.subnet}),
                            ("network_interfaces", "x"), ("description", False)]:
            error = self.refusal(self.post, json.dumps(self.good(**{name: value})))
            self.assertEqual(error.error_code, "iMetal.0001", (name, value))
            self.assertRegex(error.error_msg, r": %s\b" % name)

    def test_null_is_absent(self):
        self.refused("iMetal.0002", self.post, json.dumps(self.good(name=None)), what="name")
        reply = self.post(json.dumps(self.good(description=None, metadata=None, placement=None)))
        self.assertEqual(reply.status_code, 202)

    def test_all_that_is_missing(self):
        self.refused("iMetal.0002", self.post, '{"name":"n"}', what="image_id, vpc_id, network_interfaces, password")
        everything = "name, image_id, vpc_id, network_interfaces, password"
        self.refused("iMetal.0002", self.post, "{}", what=everything)
        self.refused("iMetal.0002", self.post, "", what=everything)

    def test_numbers_of_the_wrong_kind(self):
        for count in ["-1", "0", "1.5", "99999999999999999999", '"2"', "true"]:
            body = json.dumps(self.good())[:-1] + ', "min_count": %s}' % count
            self.refused("iMetal.0001", self.send, "POST", BASE + "/instances/batch-create", body, what="min_count")


class Paths(HuaweiCase):
    def test_0101_paths_that_lead_nowhere(self):
        server = self.servers[0]
        for path in ["/physicalservers/", "/instances/", "/physicalservers/%s/" % server, "//physicalservers",
                     "/PhysicalServers", "/physicalservers/%s/nothing" % server, "/instances/batch-create/x"]:
            self.refused("APIGW.0101", self.send, "GET", BASE + path)

    def test_0101_paths_by_another_method(self):
        for method, path in [("PATCH", "/instances"), ("DELETE", "/instances"), ("POST", "/physicalservers"),
                             ("GET", "/instances/batch-create"), ("PUT", "/instances/%s" % NOBODY)]:
            self.refused("APIGW.0101 method", self.send, method, BASE + path, "{}")

    def test_a_slash_within_an_id(self):
        # Encoded it stays within the id, although the signature is over the separator that it would be.
        for server in ["a%2Fb", "%2e%2e", "x%2F..%2Fy"]:
            error = self.refusal(self.send, "GET", BASE + "/physicalservers/" + server)
            self.assertIn((error.error_code, error.status_code), [("iMetal.0100", 404), ("APIGW.0301", 401)], server)

    def test_two_dots_are_collapsed_before_they_are_sent(self):
        # What was signed is not what arrives; where nothing is published nobody asks for a signature.
        self.refused("APIGW.0101", self.client.show_server, ShowServerRequest(".."))
        self.refused("APIGW.0301", self.send, "GET", BASE + "/x/../instances", what="verify aksk signature fail")

    def test_never_a_redirect(self):
        for path in ["/v1/%s/instances/" % PROJECT, "/v1//instances", "/v1/%s//instances" % PROJECT]:
            status, headers, _ = door.raw("GET", path)
            self.assertEqual((status, "location" in headers), (404, False), path)


class Sizes(HuaweiCase):
    PATH = "/v1/%s/instances" % PROJECT

    def answered(self, row_status, *request, **more):
        status, _, text = door.raw(*request, **more)
        self.assertEqual((status, json.loads(text)["error_code"]), (row_status, "APIGW.0201"))

    def test_0201_what_is_too_large(self):
        self.answered(414, "GET", self.PATH + "?marker=" + "x" * 33000)
        self.answered(494, "GET", self.PATH, headers={"X-Filler": "x" * 33000})
        for mebibytes in [12, 24]:
            self.answered(413, "POST", self.PATH, body="x" * (mebibytes * 1024 * 1024 + 1))

    def test_0201_413_and_494_as_the_sdk_sees_them(self):
        for mebibytes in [12, 24]:
            self.refused("APIGW.0201 413", self.send, "POST", BASE + "/instances", '"%s"' % ("x" * (mebibytes << 20)))
        filled = self.client.list_servers_invoker(ListServersRequest()).add_header("X-Filler", "x" * 33000)
        self.refused("APIGW.0201 494", filled.invoke)
        self.refused("APIGW.0201 414", self.send, "GET", BASE + "/physicalservers/" + "x" * 33000)

    def test_0201_broken_encoding(self):
        for target in [self.PATH + "?marker=%zz", self.PATH + "?a=%f", "/v1/%ff/instances", "/v1/%/instances"]:
            self.answered(400, "GET", target)

    def test_0602_headers_that_cannot_be_read(self):
        status, _, text = door.raw("GET", self.PATH, headers={"X-Filler": b"\xff\xfe"})
        self.assertEqual((status, json.loads(text)["error_code"]), (400, "APIGW.0602"))


class Projects(HuaweiCase):
    def test_0004_the_project_of_somebody_else(self):
        door.huawei.add_account(id="bob", project_id="b" * 32, keys=[{"id": "BOBKEY", "secret": "bob-secret"}])
        bob = self.connected("BOBKEY", "bob-secret", "b" * 32)
        self.assertEqual(json.loads(self.send("GET", BASE + "/instances", client=bob).raw_content)["count"], 0)
        stranger = self.connected("BOBKEY", "bob-secret")
        self.refused("iMetal.0004", self.send, "GET", BASE + "/instances", None, stranger)
        nobody = self.connected(project=None)
        self.refused("iMetal.0004", self.send, "GET", BASE + "/instances", None, nobody)

    def test_0100_and_0200_for_the_ids_of_somebody_else(self):
        web = self.create()
        door.huawei.add_account(id="bob", project_id="b" * 32, keys=[{"id": "BOBKEY", "secret": "bob-secret"}])
        bob = self.connected("BOBKEY", "bob-secret", "b" * 32)
        server = self.servers[0]
        self.refused("iMetal.0100", self.send, "GET", BASE + "/physicalservers/" + server, None, bob, what=server)
        self.refused("iMetal.0200", self.send, "GET", BASE + "/instances/%s/status" % web, None, bob, what=web)
        self.refused("iMetal.0200", self.send, "DELETE", BASE + "/instances/" + web, None, bob, what=web)
