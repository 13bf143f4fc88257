"""The operator's door of the squall under test: what the suites set up around the vendor's clients."""

import http.client
import json
import os
import urllib.parse

URL = os.environ["SQUALL_URL"]
ADDRESS = urllib.parse.urlsplit(URL)
HOST, PORT = ADDRESS.hostname, ADDRESS.port

# The account of a fresh world.
DEMO_KEY = "SQUALLDEMOKEY"
DEMO_SECRET = "squall-demo-secret"

# The app of a fresh world.
DEMO_APP = "app-demo0001"
DEMO_APP_SECRET = "squall-demo-secret"
DEMO_SERVICE = "svc-demo0001"

# Seconds a single request to the door may take.
PATIENCE = 30


class DoorError(Exception):
    """The door refused: its status and problem document."""

    def __init__(self, status, problem):
        super().__init__("HTTP %d: %s" % (status, problem))
        self.status = status
        self.problem = problem


def raw(method, path, headers=None, body=None):
    """One HTTP request to squall, without any client in between: status, headers in lower case, body as text."""
    connection = http.client.HTTPConnection(HOST, PORT, timeout=PATIENCE)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        response = connection.getresponse()
        named = {name.lower(): value for name, value in response.getheaders()}
        return response.status, named, response.read().decode("utf-8")
    finally:
        connection.close()


def ask(method, path, value=None):
    """One request to the door: its JSON answer, None where it has none."""
    headers, body = {}, None
    if value is not None:
        kind = "application/merge-patch+json" if method == "PATCH" else "application/json"
        headers, body = {"Content-Type": kind}, json.dumps(value)
    status, _, text = raw(method, path, headers, body)
    answer = json.loads(text) if text else None
    if status >= 300:
        raise DoorError(status, answer)
    return answer


def reset():
    """A fresh world."""
    ask("POST", "/_squall/reset")


def settle():
    """Finishes every transition, lease and job under way."""
    return ask("POST", "/_squall/settle")


def advance(seconds):
    """Moves the world's time forward."""
    return ask("POST", "/_squall/clock/advance", {"seconds": seconds})


def clock():
    """`now`, `wire` and `running`."""
    return ask("GET", "/_squall/clock")


def set_clock(**changes):
    """Sets `now`, `wire` or `running`."""
    return ask("PATCH", "/_squall/clock", changes)


class System:
    """The operator's settings and accounts of one system."""

    def __init__(self, word):
        self.word = word
        self.path = "/_squall/systems/" + word

    def world(self):
        """The operator's settings."""
        return ask("GET", self.path + "/world")

    def set_world(self, **changes):
        """Changes the operator's settings."""
        return ask("PATCH", self.path + "/world", changes)

    def account(self, name="demo"):
        """An account as the operator sees it."""
        return ask("GET", self.path + "/accounts/" + name)

    def accounts(self):
        """All accounts as the operator sees them."""
        return ask("GET", self.path + "/accounts")

    def set_account(self, name="demo", **changes):
        """Changes an account."""
        return ask("PATCH", self.path + "/accounts/" + name, changes)

    def add_account(self, **fields):
        """A new account; what is not given is as in the demo account."""
        return ask("POST", self.path + "/accounts", fields)


qingcloud = System("qingcloud")
huawei = System("huawei-imetal")


def mail(to):
    """The mails sent to an address, newest first."""
    answer = ask("GET", qingcloud.path + "/mail?" + urllib.parse.urlencode({"to": to}))
    return answer if isinstance(answer, list) else next(v for v in answer.values() if isinstance(v, list))


def licence(**fields):
    """A licence document signed by the platform, as UploadLicense takes it."""
    return ask("POST", qingcloud.path + "/licence", fields)["content"]


def fail_writes(count):
    """Lets the next so many write transactions fail; 0 disarms."""
    ask("POST", "/_squall/storage", {"fail_writes": count})


def requests(**filters):
    """The request log, newest first."""
    answer = ask("GET", "/_squall/requests?" + urllib.parse.urlencode(filters))
    return answer if isinstance(answer, list) else next(v for v in answer.values() if isinstance(v, list))
