"""Error codes through the unchanged SDK: registration, login and passwords."""

import squall_door as door
from sdk_case import SdkCase, connect

EMAIL = "bob@example.cn"
GOOD = "Squall@2026"
OTHER = "Squall@2027"
WEAK = "12345678"


class Registration(SdkCase):
    def test_a_sub_user(self):
        user = self.done(self.conn.create_sub_user(EMAIL, GOOD, user_name="Bob"))["user_id"]
        self.assertRegex(user, r"^usr-[A-Za-z0-9]{8}$")
        found = self.only(self.conn.describe_sub_users([user]), "user_set")
        self.assertEqual((found["email"], found["user_name"], found["status"]), (EMAIL, "Bob", "active"))
        self.done(self.conn.modify_sub_user_attributes(user, user_name="Robert"))
        self.assertEqual(self.only(self.conn.describe_sub_users([user]), "user_set")["user_name"], "Robert")

    def test_1500_a_weak_password(self):
        self.refused(1500, self.conn.create_sub_user(EMAIL, "short"))
        self.done(self.conn.create_sub_user(EMAIL, GOOD))

    def test_1510_an_address_that_is_taken(self):
        self.done(self.conn.create_sub_user(EMAIL, GOOD))
        self.refused(1510, self.conn.create_sub_user(EMAIL.upper(), GOOD))
        other = self.done(self.conn.create_sub_user("eve@example.cn", GOOD))["user_id"]
        self.refused(1510, self.conn.modify_sub_user_attributes(other, email=EMAIL))

    def test_1520_no_address(self):
        self.refused(1520, self.conn.create_sub_user("not-an-email", GOOD))
        self.refused(1520, self.conn.create_sub_user("a" * 60 + "@example.cn", GOOD))

    def test_1661_before_activation(self):
        self.done(self.conn.send_request("RegisterUser", {"email": "eve@example.cn", "passwd": GOOD}))
        login = {"user": "eve@example.cn", "passwd": GOOD}
        self.refused(1661, self.conn.send_request("Login", dict(login)))
        code = door.mail("eve@example.cn")[0]["code"]
        self.refused(1500, self.conn.send_request("ActivateUser", {"user": "eve@example.cn",
                                                                   "activation_code": "0" + code}))
        self.done(self.conn.send_request("ActivateUser", {"user": "eve@example.cn", "activation_code": code}))
        self.done(self.conn.send_request("Login", dict(login)))


class Login(SdkCase):
    def setUp(self):
        super().setUp()
        self.user = self.done(self.conn.create_sub_user(EMAIL, GOOD))["user_id"]

    def login(self, passwd=GOOD, user=EMAIL):
        return self.conn.send_request("Login", {"user": user, "passwd": passwd})

    def test_1610_nobody(self):
        self.refused(1610, self.login(user="nobody@example.cn"))

    def test_1660_then_1600(self):
        for number in range(5):
            self.refused(1660, self.login(passwd="Wrong@000%d" % number))
        self.refused(1600, self.login())
        door.advance(24 * 3600 + 1)
        self.assertTrue(self.done(self.login())["session_id"])

    def test_1662_no_login(self):
        self.done(self.conn.modify_sub_user_attributes(self.user, nologin=1))
        self.refused(1660, self.login(passwd=OTHER))
        self.refused(1662, self.login())
        self.done(self.conn.modify_sub_user_attributes(self.user, nologin=0))
        self.done(self.login())

    def test_1662_a_disabled_user(self):
        door.qingcloud.add_account(id="carol", keys=[{"id": "CAROLKEY", "secret": "carol-secret"}])
        carol = connect("CAROLKEY", "carol-secret")
        self.done(carol.describe_zones())
        door.qingcloud.set_account("carol", status="disabled")
        self.refused(1662, carol.describe_zones())
        self.refused(1200, connect("CAROLKEY", "wrong").describe_zones())
        door.qingcloud.set_account("carol", status="active")
        self.done(carol.describe_zones())


class Passwords(SdkCase):
    def setUp(self):
        super().setUp()
        self.done(self.conn.create_sub_user(EMAIL, GOOD))

    def send(self, user=EMAIL):
        return self.conn.send_request("SendResetPassword", {"user": user})

    def token(self):
        self.done(self.send())
        return door.mail(EMAIL)[0]["token"]

    def reset(self, token, passwd):
        return self.conn.send_request("ResetPassword", {"user": EMAIL, "token": token, "passwd": passwd})

    def login(self, passwd):
        return self.conn.send_request("Login", {"user": EMAIL, "passwd": passwd})

    def test_a_reset(self):
        self.done(self.reset(self.token(), OTHER))
        self.refused(1660, self.login(GOOD))
        self.done(self.login(OTHER))

    def test_1610_nobody(self):
        self.refused(1610, self.send(user="nobody@example.cn"))

    def test_1630_a_weak_or_equal_password(self):
        token = self.token()
        self.refused(1630, self.reset(token, WEAK))
        self.refused(1630, self.reset(token, GOOD))
        self.done(self.reset(token, OTHER))

    def test_1640_too_often(self):
        self.done(self.send())
        self.refused(1640, self.send())
        door.advance(60)
        self.done(self.send())

    def test_1650_a_token_that_does_not_count(self):
        self.refused(1650, self.reset("deadbeef", OTHER))
        token = self.token()
        self.done(self.reset(token, OTHER))
        self.refused(1650, self.reset(token, GOOD))
        door.advance(3600)
        late = self.token()
        door.advance(31 * 60)
        self.refused(1650, self.reset(late, GOOD))
