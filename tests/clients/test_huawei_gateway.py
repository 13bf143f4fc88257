"""The gateway's codes through the unchanged SDK, each for its reason, and gone when the reason is."""

import datetime

from huaweicloudsdkclouddc.v1 import ListInstancesRequest, ListServersRequest, ShowServerRequest

import huawei_codes
import squall_door as door
from huawei_case import PASSWORD, PROJECT, HuaweiCase


class GatewayCase(HuaweiCase):
    def closed(self, row, **world):
        """Refused under these settings of the gateway, for reading and ordering alike; then let in again."""
        was = door.huawei.world()["gateway"]
        door.huawei.set_world(gateway=world)
        self.refused(row, self.client.list_servers, ListServersRequest())
        self.refused(row, self.client.create_instance, self.order())
        door.huawei.set_world(gateway=was)
        self.client.list_servers(ListServersRequest())

    def shift_wire(self, minutes):
        wire = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
        door.set_clock(wire=wire.strftime("%Y-%m-%dT%H:%M:%SZ"))


class Backends(GatewayCase):
    def test_0103_absent(self):
        self.closed("APIGW.0103", backend="absent")

    def test_0201_down_and_slow(self):
        self.closed("APIGW.0201 502", backend="down")
        self.closed("APIGW.0201 504", backend="slow")

    def test_0610_drained(self):
        self.closed("APIGW.0610", backend="drained")

    def test_0601_the_gateway_itself(self):
        self.closed("APIGW.0601", faulty=True)

    def test_0607_https_only(self):
        self.closed("APIGW.0607", protocol="https")

    def test_0613_without_iam(self):
        door.huawei.set_world(iam="down")
        self.refused("APIGW.0613", self.client.list_servers, ListServersRequest())
        door.huawei.set_world(iam="up")
        self.client.list_servers(ListServersRequest())


class Lists(GatewayCase):
    def test_0302_a_user(self):
        user = door.huawei.account()["user"]
        self.closed("APIGW.0302", denied_users=["somebody", user["name"]])
        self.closed("APIGW.0302", denied_users=[user["id"]])

    def test_0402_an_address(self):
        self.closed("APIGW.0402", denied_ips=["192.0.2.1", door.HOST])

    def test_0801_a_region_without_it(self):
        door.huawei.set_world(regions={"cn-east-3": False})
        self.refused("APIGW.0801", self.client.list_servers, ListServersRequest())
        door.huawei.set_account(region="cn-south-1")
        self.client.list_servers(ListServersRequest())

    def test_0802_a_user_kept_out_of_a_region(self):
        door.huawei.set_account(users=[{"name": "eve", "keys": [{"id": "EVEKEY", "secret": "eve-secret"}],
                                        "policies": ["clouddc:*"], "denied_regions": ["cn-east-3"]}])
        eve = self.connected("EVEKEY", "eve-secret")
        self.refused("APIGW.0802", eve.list_servers, ListServersRequest())
        self.client.list_servers(ListServersRequest())

    def test_0306_an_account_that_never_asked_for_it(self):
        door.huawei.set_account(enabled=False)
        self.refused("APIGW.0306", self.client.list_servers, ListServersRequest())
        door.huawei.set_account(enabled=True)
        self.client.list_servers(ListServersRequest())

    def test_0310_a_frozen_project(self):
        door.huawei.set_account(status="frozen")
        self.refused("APIGW.0310", self.client.list_servers, ListServersRequest())
        door.huawei.set_account(status="active")
        self.client.list_servers(ListServersRequest())


class Signatures(GatewayCase):
    def test_0301_a_wrong_secret(self):
        client = self.connected(secret="wrong")
        error = self.refused("APIGW.0301", client.list_servers, ListServersRequest(), what="verify aksk signature fail")
        self.assertIn(",canonicalRequest:GET|/v1/%s/physicalservers/||content-type:" % PROJECT, error.error_msg)
        self.refused("APIGW.0301", client.create_instance, self.order(), what="verify aksk signature fail")

    def test_0301_an_unknown_key(self):
        client = self.connected(key="NOSUCHKEY")
        self.refused("APIGW.0301", client.list_servers, ListServersRequest(), what="ak NOSUCHKEY not exist")

    def test_0301_a_key_is_locked_for_five_minutes(self):
        client = self.connected(secret="wrong")
        for _ in range(6):
            self.refusal(client.list_servers, ListServersRequest())
        locked = "AK access failed to reach the limit,forbidden"
        self.refused("APIGW.0301", self.client.list_servers, ListServersRequest(), what=locked)
        door.advance(5 * 60 + 1)
        self.client.list_servers(ListServersRequest())

    def test_0301_five_failures_lock_nothing(self):
        client = self.connected(secret="wrong")
        for _ in range(5):
            self.refusal(client.list_servers, ListServersRequest())
        self.client.list_servers(ListServersRequest())
        self.refusal(client.list_servers, ListServersRequest())
        self.client.list_servers(ListServersRequest())

    def test_0301_a_clock_that_is_wrong(self):
        for minutes in [14, -14]:
            self.shift_wire(minutes)
            self.client.list_servers(ListServersRequest())
        for minutes in [16, -16]:
            self.shift_wire(minutes)
            error = self.refusal(self.client.list_servers, ListServersRequest())
            self.assertEqual((error.error_code, error.status_code), ("APIGW.0301", 401))
            stamps = r"signature time:\d{8}T\d{6}Z,server time:\d{8}T\d{6}Z$"
            self.assertRegex(error.error_msg, "calc aksk signature fail:signature expired, " + stamps)

    def test_the_worlds_time_leaves_signatures_alone(self):
        door.advance(30 * 24 * 3600)
        self.client.list_servers(ListServersRequest())

    def test_what_the_sdk_signs(self):
        """Paths beyond ASCII and with a slash in a name, queries in need of encoding, empty and escaped bodies."""
        for server in ["服务 x", "a/b", "a+b~c", "%41"]:
            error = self.refusal(self.client.show_server, ShowServerRequest(server))
            self.assertIn(error.error_code, ["iMetal.0100", "APIGW.0101"], server)
        self.client.list_instances(ListInstancesRequest(marker="a b/c&d=é", instance_id="x,y z"))
        error = self.refusal(self.client.create_instance, self.order(name="é \u2028", password=PASSWORD))
        self.assertEqual(error.error_code, "iMetal.0001")

    def test_a_signature_can_be_sent_again(self):
        # The SDK's adapter does so: no nonce, no new date.
        sent = {}
        invoker = self.client.list_servers_invoker(ListServersRequest())
        session = self.client.get_http_client()._session
        get = session.get
        session.get = lambda url, **more: (sent.update(more["headers"]), get(url, **more))[1]
        invoker.invoke()
        path = "/v1/%s/physicalservers" % self.client.get_credentials().project_id
        for _ in range(3):
            status, _, text = door.raw("GET", path, sent)
            self.assertEqual(status, 200, text)


class Rows(HuaweiCase):
    def test_the_gateway_tells_its_request_in_the_body_too(self):
        status, headers, text = door.raw("GET", "/v1/p/nowhere")
        code, wanted, message = huawei_codes.row("APIGW.0101")
        self.assertEqual(status, wanted)
        self.assertEqual(text, '{"error_msg":"%s","error_code":"%s","request_id":"%s"}'
                         % (message, code, headers["x-request-id"]))
        self.assertEqual(headers["content-type"], "application/json")
