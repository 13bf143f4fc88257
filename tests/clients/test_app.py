"""The SDK's AppCenter connection. On Python 3 it can be imported only after its missing module is supplied."""

import builtins
import sys

sys.modules.setdefault("__builtin__", builtins)

from qingcloud.app.connection import AppConnection  # noqa: E402

import squall_door as door  # noqa: E402
from sdk_case import ZONE, SdkCase  # noqa: E402


def connect(secret=door.DEMO_APP_SECRET, app=door.DEMO_APP):
    """A connection as an app's server makes it."""
    return AppConnection(app, secret, ZONE, host=door.HOST, port=door.PORT, protocol="http")


class Apps(SdkCase):
    def setUp(self):
        super().setUp()
        self.app = connect()

    def test_its_users(self):
        users = self.done(self.app.describe_users())["user_set"]
        self.assertEqual(len(users), 1)
        self.assertTrue(users[0]["user_id"])

    def test_1200_a_wrong_secret(self):
        self.refused(1200, connect(secret="wrong").describe_users())

    def test_1200_an_unknown_app(self):
        self.refused(1200, connect(app="app-00000000").describe_users())

    def test_2200_a_service_that_does_not_exist(self):
        self.refused(2200, self.app.lease_app("svc-unknown0"))

    def test_2300_a_lease_that_does_not_exist(self):
        self.refused(2300, self.app.unlease_app(["svc-unknown0"]))

    def test_a_lease_and_its_end(self):
        self.done(self.app.lease_app(door.DEMO_SERVICE))
        self.refused(2200, self.app.lease_app(door.DEMO_SERVICE))
        door.settle()
        self.done(self.app.unlease_app([door.DEMO_SERVICE]))
        self.refused(2300, self.app.unlease_app([door.DEMO_SERVICE]))

    def test_3300_an_action_of_another_module(self):
        self.refused(3300, self.app.send_request("RunInstances", {}))

    def test_1101_no_such_action(self):
        self.refused(1101, self.app.send_request("NoSuchAction", {}))
