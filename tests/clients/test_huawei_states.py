"""iMetal.0202 through the unchanged SDK: what each state of an instance forbids, and waiting until it is over."""

from huaweicloudsdkclouddc.v1 import (
    ChangeInstancePasswordOptions, ChangeInstancePasswordRequest, ChangeServerPowerStateRequest,
    DeleteInstanceRequest, ModifyInstanceIpRequest, ModifyInstanceIpRequestBody, ModifyInstanceIpRequestBodyNics,
    PowerAction, ReinstallOSOptions, ReinstallOsRequest,
)
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdkcore.retry.backoff_strategy import BackoffStrategies

import squall_door as door
from huawei_case import PASSWORD, HuaweiCase

CONFLICT = "iMetal.0202"


class StateCase(HuaweiCase):
    def calls(self, instance):
        """What can be done to an instance: by name, the method and its request."""
        server = self.instance(instance).server_id
        nics = [ModifyInstanceIpRequestBodyNics(self.subnet, "192.168.0.99")]
        return {
            "password": (self.client.change_instance_password, ChangeInstancePasswordRequest(
                ChangeInstancePasswordOptions("Another@2026", [instance]))),
            "reinstall": (self.client.reinstall_os, ReinstallOsRequest(
                ReinstallOSOptions(password=PASSWORD, instance_id_set=[instance]))),
            "ip": (self.client.modify_instance_ip, ModifyInstanceIpRequest(
                instance, ModifyInstanceIpRequestBody(nics=nics))),
            "power": (self.client.change_server_power_state, ChangeServerPowerStateRequest(
                PowerAction("power off", [server]))),
            "delete": (self.client.delete_instance, DeleteInstanceRequest(instance)),
        }

    def do(self, name, instance):
        call, request = self.calls(instance)[name]
        return call(request)

    def only(self, allowed, instance):
        """All but these must be refused; then these must be done, each in a world of its own."""
        calls = self.calls(instance)
        for name in calls.keys() - allowed:
            self.refused(CONFLICT, *calls[name])
        door.ask("PUT", "/_squall/snapshots/here")
        for name in sorted(allowed):
            self.assertLess(self.do(name, instance).status_code, 300, name)
            door.ask("POST", "/_squall/snapshots/here/restore")


class States(StateCase):
    def test_pending(self):
        self.only(set(), self.client.create_instance(self.order()).instance_id)

    def test_running(self):
        self.only({"password", "reinstall", "power", "delete"}, self.create())

    def test_reinstalling(self):
        web = self.create()
        self.do("reinstall", web)
        self.only(set(), web)

    def test_switching_off(self):
        web = self.create()
        self.do("power", web)
        # A password is taken down at once and counts from the next start.
        self.only({"password"}, web)

    def test_stopped(self):
        web = self.create()
        self.do("power", web)
        door.settle()
        self.only({"password", "ip", "power", "delete"}, web)

    def test_changing_its_address(self):
        web = self.create()
        self.do("power", web)
        door.settle()
        self.do("ip", web)
        self.only(set(), web)

    def test_shutting_down(self):
        web = self.create()
        self.do("delete", web)
        self.only(set(), web)

    def test_terminated(self):
        web = self.create()
        self.do("delete", web)
        door.settle()
        # Its server is free again and may be switched.
        self.only({"power"}, web)

    def test_running_where_deletion_is_strict(self):
        door.huawei.set_world(strict_delete=True)
        web = self.create()
        self.only({"password", "reinstall", "power"}, web)
        self.do("power", web)
        door.settle()
        self.only({"password", "ip", "power", "delete"}, web)


class Waiting(StateCase):
    def test_a_program_that_tries_until_it_may(self):
        web = self.client.create_instance(self.order()).instance_id
        tries = []

        def again(_, error):
            tries.append(error)
            if len(tries) == 3:
                door.settle()
            return isinstance(error, ServiceResponseException) and error.error_code == CONFLICT

        invoker = self.client.change_instance_password_invoker(self.calls(web)["password"][1])
        reply = invoker.with_retry(again, 5, BackoffStrategies.EQUAL_JITTER).invoke()
        self.assertEqual([changed.id for changed in reply.instances], [web])
        self.assertEqual([error and error.error_code for error in tries], [CONFLICT] * 3 + [None])
        log = door.requests(action="ChangeInstancePassword")
        self.assertEqual([entry["code"] for entry in log][::-1][:3], [CONFLICT] * 3)
        self.assertEqual(len(log), 4)

    def test_a_program_that_gives_up(self):
        web = self.client.create_instance(self.order()).instance_id
        invoker = self.client.delete_instance_invoker(DeleteInstanceRequest(web))
        invoker.with_retry(lambda _, error: error is not None, 2, BackoffStrategies.RANDOM_JITTER)
        self.refused(CONFLICT, invoker.invoke)
        self.assertEqual(len(door.requests(action="DeleteInstance")), 3)

    def test_a_program_that_watches_until_the_end(self):
        web = self.client.create_instance(self.order()).instance_id
        seen = [self.standing(web)[0]]
        while seen[-1] == "pending":
            door.advance(30)
            seen.append(self.standing(web)[0])
        self.assertEqual((seen[0], seen[-1]), ("pending", "running"))
