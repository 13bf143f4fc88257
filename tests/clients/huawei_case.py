"""What CloudDC's suites share: a fresh world, clients of the unchanged SDK, how replies and errors are judged."""

import json
import logging
import unittest
import warnings

from huaweicloudsdkclouddc.v1 import (
    CloudDCClient, CreateInstanceOpitons, CreateInstanceRequest, ListInstancesRequest, NetworkInterface,
    ShowInstanceStatusRequest,
)
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions import exceptions
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkcore.warning.warning import TypeConversionWarning

import huawei_codes
import huawei_shapes
import squall_door as door

PROJECT = "0123456789abcdef0123456789abcdef"
PASSWORD = "Squall@2026"

# Errors are what the suites are about; the SDK need not log them.
logging.getLogger("HuaweiCloud-SDK-CloudDCClient").addHandler(logging.NullHandler())

# An id that nothing has.
NOBODY = "019b0000-0000-7000-8000-000000000000"


def connect(key=door.DEMO_KEY, secret=door.DEMO_SECRET, project=PROJECT, token=None, kind=CloudDCClient,
            endpoint=door.URL, **config):
    """A client as a program would make it, pointed at squall; `config` goes to the SDK's HttpConfig."""
    credentials = BasicCredentials(key, secret, project)
    if token is not None:
        credentials.with_security_token(token)
    builder = kind.new_builder().with_credentials(credentials).with_endpoint(endpoint)
    return builder.with_http_config(HttpConfig(**config)).build()


class HuaweiCase(unittest.TestCase):
    """A test against a fresh world whose time stands still until the test moves it."""

    def setUp(self):
        # What the SDK cannot convert it only warns about.
        warnings.simplefilter("error", TypeConversionWarning)
        door.reset()
        door.set_clock(running=False)
        self.client = self.connected()
        world = door.huawei.world()
        self.servers = [server["id"] for server in world["servers"]]
        self.subnet, self.image = world["subnets"][0]["id"], world["images"][0]["id"]
        self.vpc = world["subnets"][0]["vpc_id"]

    def connected(self, *credentials, **more):
        """A client that is closed after the test."""
        client = connect(*credentials, **more)
        self.addCleanup(client.close)
        return client

    def complete(self, reply, status=200, absent=(), undeclared=()):
        """The reply, in which exactly the declared fields must have arrived, but for those that may be absent."""
        self.assertEqual(reply.status_code, status)
        allowed = {name + " missing" for name in absent} | {name + " undeclared" for name in undeclared}
        self.assertEqual(huawei_shapes.losses(reply) - allowed, set(), reply.raw_content)
        return reply

    def refusal(self, call, *arguments):
        """What the SDK raises for a call that is refused."""
        with self.assertRaises(exceptions.ServiceResponseException) as caught:
            call(*arguments)
        return caught.exception

    def refused(self, row, call, *arguments, what=""):
        """Calls what must be refused with this row of the table, and must leave the world as it was."""
        before = self.everything()
        error = self.refusal(call, *arguments)
        code, status, message = huawei_codes.row(row, what)
        self.assertEqual((error.error_code, error.status_code), (code, status), error)
        if row != "iMetal.0110":
            # Of a signature that is wrong the gateway also shows what should have been signed.
            self.assertEqual(error.error_msg.split(",canonicalRequest:")[0], message)
        kind = exceptions.ClientRequestException if status < 500 else exceptions.ServerResponseException
        self.assertIs(type(error), kind)
        self.assertRegex(error.request_id, "^[0-9a-f]{32}$")
        self.assertIsNone(error.encoded_auth_msg)
        self.assertEqual(self.everything(), before, "a refused call changed the world")
        return error

    def everything(self):
        """All of the world that can be seen: the operator's view, and the instances where they can be listed."""
        try:
            instances = self.client.list_instances(ListInstancesRequest()).raw_content
        except exceptions.ServiceResponseException:
            instances = None
        return door.huawei.world(), door.huawei.accounts(), instances

    def send(self, method, path, body=None, client=None, headers=None):
        """A signed call that the SDK has no typed method for; the body is sent as it stands."""
        named = {"Content-Type": "application/json", **(headers or {})}
        client = client or self.client
        # Any response without fields will do: what was sent is in `raw_content`.
        return client.do_http_request(method, path, body=body, header_params=named,
                                      response_type="ModifyInstanceIpResponse")

    def issue(self, user="demo", password=door.DEMO_SECRET, domain="demo", scope=None):
        """A token for a user's password, as IAM hands it out; for the demo project unless another scope is said."""
        auth = {"identity": {"methods": ["password"], "password": {
            "user": {"name": user, "password": password, "domain": {"name": domain}}}},
            "scope": scope or {"project": {"id": PROJECT}}}
        status, headers, text = door.raw("POST", "/v3/auth/tokens", {"Content-Type": "application/json"},
                                         json.dumps({"auth": auth}))
        self.assertEqual(status, 201, text)
        return headers["x-subject-token"]

    def interface(self, address=None, subnet=None):
        return NetworkInterface(subnet_id=subnet or self.subnet, ipv4_address=address)

    def order(self, **more):
        """The order of an instance, which is good unless more is said."""
        wanted = {"name": "web", "image_id": self.image, "vpc_id": self.vpc, "password": PASSWORD,
                  "network_interfaces": [self.interface()]}
        wanted.update(more)
        return CreateInstanceRequest(CreateInstanceOpitons(**wanted))

    def create(self, **more):
        """A running instance."""
        made = self.complete(self.client.create_instance(self.order(**more)), 202)
        door.settle()
        self.assertEqual(self.standing(made.instance_id), ("running", "install-succeed"))
        return made.instance_id

    def standing(self, instance):
        """State and operation of an instance."""
        shown = self.complete(self.client.show_instance_status(ShowInstanceStatusRequest(instance)), absent=["error"])
        return shown.state, shown.operation_state

    def instance(self, instance):
        """An instance as it is listed."""
        listed = self.client.list_instances(ListInstancesRequest(instance_id=instance)).instances
        self.assertEqual(len(listed), 1)
        return listed[0]
