"""What verifies certificates outside of squall, OpenSSL by way of Python, and what it makes of squall's authority."""

import os
import socket
import ssl
import subprocess
import unittest

import squall_door as door

SERVED = ["localhost", "7.w.localhost", "127.0.0.1", "::1", "api.qingcloud.com", "iam.cn-east-3.myhuaweicloud.com"]
OTHERS = ["example.com", "notqingcloud.com", "localhost.example.com"]

# Checks of RFC 5280 that Python makes by default from 3.13 on.
STRICT = ssl.VERIFY_X509_STRICT


def authority():
    """The certificate as a user gets it."""
    command = [os.environ["SQUALL_BINARY"], "ca", "--endpoint", door.URL]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=door.PATIENCE).stdout


def trusting(pem, flags=0):
    context = ssl.create_default_context(cadata=pem)
    context.verify_flags |= flags
    return context


def shake(context, name):
    """The names of the certificate that squall shows to a client that asks for this one."""
    with socket.create_connection((door.HOST, door.PORT), timeout=door.PATIENCE) as plain:
        with context.wrap_socket(plain, server_hostname=name) as secure:
            return [value for _, value in secure.getpeercert()["subjectAltName"]]


class Certificates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pem = authority()

    def test_what_is_served_is_believed(self):
        for flags in (0, STRICT):
            for name in SERVED:
                with self.subTest(name, strict=bool(flags)):
                    self.assertTrue(shake(trusting(self.pem, flags), name))

    def test_what_is_not_served_gets_no_certificate(self):
        blind = ssl._create_unverified_context()
        for name in OTHERS:
            for context in (trusting(self.pem), blind):
                with self.subTest(name), self.assertRaisesRegex(ssl.SSLError, "alert"):
                    shake(context, name)

    def test_nobody_else_is_believed(self):
        with self.assertRaises(ssl.SSLCertVerificationError):
            shake(ssl.create_default_context(), "localhost")
