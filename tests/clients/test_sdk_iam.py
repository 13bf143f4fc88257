"""The SDK without keys: it fetches a role's temporary credential and calls /iam/ with it."""

import json

import squall_door as door
from sdk_case import SdkCase, connect

EVERYTHING = {"policy": {"statement": [{"effect": "allow", "action": "*", "resource": "*"}]}}
READING = {"policy": {"statement": [{"effect": "allow", "action": ["ecm:Describe*"], "resource": "*"}]}}

CREDENTIALS = "/latest/meta-data/security-credentials"


def assume():
    """A connection as a program inside an instance with a role makes it."""
    return connect(None, None, credential_proxy_host=door.HOST, credential_proxy_port=door.PORT)


class Roles(SdkCase):
    def test_a_role_calls(self):
        door.qingcloud.set_account(role=EVERYTHING)
        conn = assume()
        self.assertTrue(conn.iam_access_key and conn._token)
        self.assertEqual(self.done(conn.describe_instances())["instance_set"], [])
        web = self.run_instance(conn)
        self.assertEqual(self.instance(web)["status"], "running")

    def test_1400_what_the_policy_does_not_allow(self):
        door.qingcloud.set_account(role=READING)
        conn = assume()
        self.done(conn.describe_instances())
        self.refused(1400, conn.create_volumes(20), "^PermissionDenied, IAM authorization evaluate deny")

    def test_2000_after_the_expiration(self):
        door.qingcloud.set_account(role=EVERYTHING)
        conn = assume()
        self.done(conn.describe_instances())
        door.advance(30 * 24 * 3600)
        self.refused(2000, conn.describe_instances())
        self.done(assume().describe_instances())

    def test_1200_a_token_that_was_never_handed_out(self):
        door.qingcloud.set_account(role=EVERYTHING)
        conn = assume()
        conn._token += "x"
        self.refused(1200, conn.describe_instances())

    def test_no_role_no_credential(self):
        door.qingcloud.set_account(role=None)
        status, _, _ = door.raw("GET", CREDENTIALS)
        self.assertEqual(status, 404)

    def test_both_shapes_of_the_credential(self):
        door.qingcloud.set_account(role=EVERYTHING)
        fields = {"jti", "id_token", "access_key", "secret_key", "expiration"}
        status, _, plain = door.raw("GET", CREDENTIALS)
        self.assertEqual(status, 200)
        self.assertLessEqual(fields, set(json.loads(plain)))
        _, _, wrapped = door.raw("GET", CREDENTIALS, {"Accept": "application/json"})
        self.assertIsInstance(json.loads(wrapped), str)
        self.assertLessEqual(fields, set(json.loads(json.loads(wrapped))))
