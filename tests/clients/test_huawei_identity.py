"""Who asks, through the unchanged SDK: tokens beside signatures, what ends them, and what users may do."""

import json

from huaweicloudsdkclouddc.v1 import CloudDCAsyncClient, ListInstancesRequest, ListServersRequest, ShowServerRequest

import squall_door as door
from huawei_case import PROJECT, HuaweiCase

LIST = "clouddc:instance:list"
CREATE = "clouddc:instance:create"


class TokenCase(HuaweiCase):
    def by_token(self, token, client=None):
        """Lists servers by a token alone: the SDK does not sign where an Authorization header is there already."""
        invoker = (client or self.client).list_servers_invoker(ListServersRequest())
        return invoker.add_header("Authorization", "").add_header("X-Auth-Token", token).invoke

    def give_user(self, **changes):
        user = {"name": "eve", "password": "eve-password", "keys": [{"id": "EVEKEY", "secret": "eve-secret"}],
                "policies": ["clouddc:*"], "status": "active", **changes}
        door.huawei.set_account(users=[user])


class Tokens(TokenCase):
    def test_a_token_alone(self):
        self.assertEqual(len(self.by_token(self.issue())().servers), 10)
        nobody = self.connected("NOSUCHKEY", "none")
        self.assertEqual(len(self.by_token(self.issue(), nobody)().servers), 10)

    def test_where_both_come_the_signature_counts(self):
        invoker = self.client.list_servers_invoker(ListServersRequest()).add_header("X-Auth-Token", "garbage")
        self.assertEqual(len(invoker.invoke().servers), 10)
        wrong = self.connected(secret="wrong")
        invoker = wrong.list_servers_invoker(ListServersRequest()).add_header("X-Auth-Token", self.issue())
        self.refused("APIGW.0301", invoker.invoke, what="verify aksk signature fail")

    def test_0301_what_iam_never_handed_out(self):
        token = self.issue()
        for text in ["garbage", token[:-1], token[:-1] + ("0" if token[-1] != "0" else "1"), "MII."]:
            self.refused("APIGW.0301", self.by_token(text), what="decrypt token fail")

    def test_0301_nothing_at_all(self):
        status, _, text = door.raw("GET", "/v1/%s/instances" % PROJECT)
        self.assertEqual(status, 401)
        self.assertEqual(json.loads(text)["error_msg"],
                         "Incorrect IAM authentication information: x-auth-token not found")

    def test_0301_an_empty_header_shows_nothing(self):
        invoker = self.client.list_servers_invoker(ListServersRequest()).add_header("Authorization", "")
        self.refused("APIGW.0301", invoker.invoke, what="x-auth-token not found")

    def test_0305_a_scheme_that_is_none(self):
        for shown in ["Bearer abc", "SDK-HMAC-SHA512 Access=SQUALLDEMOKEY", "Basic ZGVtbzpkZW1v"]:
            invoker = self.client.list_servers_invoker(ListServersRequest()).add_header("Authorization", shown)
            self.refused("APIGW.0305", invoker.invoke)

    def test_0307_a_day_later(self):
        token = self.issue()
        door.advance(24 * 3600 - 60)
        self.by_token(token)()
        door.advance(120)
        self.refused("APIGW.0307", self.by_token(token))
        self.by_token(self.issue())()

    def test_0307_in_another_region(self):
        token = self.issue()
        door.huawei.set_account(region="cn-south-1")
        self.refused("APIGW.0307", self.by_token(token))
        self.by_token(self.issue())()

    def test_0003_a_token_for_the_whole_domain(self):
        token = self.issue(scope={"domain": {"name": "demo"}})
        self.refused("iMetal.0003", self.by_token(token))

    def test_0003_then_0307_once_it_was_revoked(self):
        for change in [{"password": "another"}, {"policies": [LIST, "clouddc:imetal:list"]},
                       {"keys": [{"id": "EVEKEY2", "secret": "eve-secret"}]}, {"status": "disabled"}]:
            self.give_user()
            token = self.issue("eve", "eve-password")
            self.by_token(token)()
            self.give_user(**change)
            self.refused("iMetal.0003", self.by_token(token))
            door.advance(29 * 60)
            self.refused("iMetal.0003", self.by_token(token))
            door.advance(2 * 60)
            self.refused("APIGW.0307", self.by_token(token))
        self.give_user()
        self.by_token(self.issue("eve", "eve-password"))()


class Iam(TokenCase):
    def test_its_own_errors_as_the_sdk_reads_them(self):
        auth = {"identity": {"methods": ["password"], "password": {
            "user": {"name": "demo", "password": "wrong", "domain": {"name": "demo"}}}}}
        error = self.refusal(self.send, "POST", "/v3/auth/tokens", json.dumps({"auth": auth}))
        self.assertEqual((error.status_code, error.error_code), (401, 401))
        self.assertEqual(error.error_msg, "The username or password is wrong.")
        error = self.refusal(self.send, "POST", "/v3/auth/tokens", "{}")
        self.assertEqual((error.status_code, error.error_code), (400, 400))
        self.assertEqual(error.error_msg, "The request body is invalid")

    def test_what_it_says_of_a_token(self):
        auth = {"identity": {"methods": ["password"], "password": {
            "user": {"name": "demo", "password": door.DEMO_SECRET, "domain": {"name": "demo"}}}},
            "scope": {"project": {"name": "cn-east-3"}}}
        said = json.loads(self.send("POST", "/v3/auth/tokens?nocatalog=true", json.dumps({"auth": auth})).raw_content)
        token = said["token"]
        self.assertEqual((token["project"]["id"], token["project"]["name"]), (PROJECT, "cn-east-3"))
        self.assertEqual((token["user"]["name"], token["user"]["domain"]["name"]), ("demo", "demo"))
        self.assertRegex(token["expires_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")


class Rights(TokenCase):
    def test_0004_a_right_that_is_missing_until_it_is_granted(self):
        self.give_user(policies=[LIST])
        eve = self.connected("EVEKEY", "eve-secret")
        eve.list_instances(ListInstancesRequest())
        self.refused("iMetal.0004", eve.create_instance, self.order())
        self.refused("iMetal.0004", eve.show_server, ShowServerRequest(self.servers[0]))
        self.give_user(policies=[LIST, CREATE])
        self.assertEqual(eve.create_instance(self.order()).status_code, 202)

    def test_0004_a_right_that_is_denied(self):
        document = {"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["clouddc:*:*"]},
                                                    {"Effect": "Deny", "Action": [CREATE]}]}
        self.give_user(policies=[document])
        eve = self.connected("EVEKEY", "eve-secret")
        eve.list_instances(ListInstancesRequest())
        self.refused("iMetal.0004", eve.create_instance, self.order())

    def test_what_a_user_makes_is_the_accounts(self):
        self.give_user()
        eve = self.connected("EVEKEY", "eve-secret")
        made = eve.create_instance(self.order()).instance_id
        self.assertEqual(self.instance(made).id, made)


class Headers(HuaweiCase):
    def test_a_security_token_is_signed_with_the_rest(self):
        client = self.connected(token="TOKEN123")
        self.assertEqual(len(client.list_servers(ListServersRequest()).servers), 10)

    def test_headers_of_ones_own_are_signed_too(self):
        invoker = self.client.list_servers_invoker(ListServersRequest())
        invoker.add_header("X-Zone", "a  b").add_header("x-lower", "1").add_header("X_Unsigned", "2")
        self.assertEqual(len(invoker.invoke().servers), 10)

    def test_an_async_client(self):
        client = self.connected(kind=CloudDCAsyncClient)
        self.assertEqual(len(client.list_servers_async(ListServersRequest()).result().servers), 10)

    def test_an_async_client_is_refused(self):
        client = self.connected(kind=CloudDCAsyncClient)
        missing = client.show_server_async(ShowServerRequest("s-1"))
        self.refused("iMetal.0100", missing.result, what="s-1")
        forger = self.connected(door.DEMO_KEY, "wrong", kind=CloudDCAsyncClient)
        self.refused("APIGW.0301", forger.list_servers_async(ListServersRequest()).result,
                     what="verify aksk signature fail")
