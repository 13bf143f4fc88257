"""Physical servers through the unchanged SDK: what their owner sees, and their switches."""

import json

from huaweicloudsdkclouddc.v1 import (
    ChangeServerPowerStateRequest, ListServersRequest, PowerAction, ShowServerFirmwareAttributesRequest,
    ShowServerHardwareAttributesRequest, ShowServerRequest, ShowServerStatusRequest, ShowRemoteConsoleRequest,
)

import squall_door as door
from huawei_case import NOBODY, PROJECT, HuaweiCase

# What a server says only after something was done to it, or went wrong with it.
LATER = ["operation_state", "error"]


class Viewing(HuaweiCase):
    def test_all_of_them(self):
        reply = self.client.list_servers(ListServersRequest())
        listed = self.complete(reply, absent=["servers." + name for name in LATER])
        self.assertEqual((listed.count, listed.page_info.current_count), (12, 10))
        rest = self.client.list_servers(ListServersRequest(marker=listed.page_info.next_marker, limit=1000))
        self.assertEqual({found.id for found in listed.servers + rest.servers}, set(self.servers))
        self.assertEqual(len(self.client.list_servers(ListServersRequest(limit=5000)).servers), 12)

    def test_one_of_them(self):
        shown = self.complete(self.client.show_server(ShowServerRequest(self.servers[0])), absent=LATER)
        self.assertEqual((shown.id, shown.project_id), (self.servers[0], PROJECT))
        self.assertEqual((shown.manage_state, shown.frozen_state), ("ready", 0))
        self.assertEqual((shown.power_state, shown.health_state), ("off", "OK"))
        self.assertRegex(shown.onboard_time, r"^\d{4}-\d\d-\d\dT")

    def test_by_where_they_stand(self):
        states = ["onboard", "os-ready", "ready", "maintain", "offboarding"]
        for server, state in zip(self.servers, states):
            door.huawei.set_world(servers={server: {"manage_state": state}})
        self.create()
        for state in states + ["in-use"]:
            found = self.client.list_servers(ListServersRequest(manage_state=state, limit=1000)).servers
            self.assertEqual({server.manage_state for server in found}, {state})
            self.assertEqual(len(found), 7 if state == "ready" else 1)

    def test_every_word_the_operator_can_set_is_one_of_the_sdks(self):
        for health in ["OK", "Warning", "Critical", "Unknown"]:
            for frozen in range(8):
                door.huawei.set_world(servers={self.servers[0]: {"health_state": health, "frozen_state": frozen}})
                shown = self.complete(self.client.show_server(ShowServerRequest(self.servers[0])), absent=LATER)
                self.assertEqual((shown.health_state, shown.frozen_state), (health, frozen))

    def test_0100_of_everything_about_one(self):
        calls = [(self.client.show_server, ShowServerRequest),
                 (self.client.show_remote_console, ShowRemoteConsoleRequest),
                 (self.client.show_server_hardware_attributes, ShowServerHardwareAttributesRequest),
                 (self.client.show_server_firmware_attributes, ShowServerFirmwareAttributesRequest)]
        for call, request in calls:
            self.refused("iMetal.0100", call, request(NOBODY), what=NOBODY)

    def test_0001_no_such_state(self):
        refused = self.refused("iMetal.0001", self.client.list_servers, ListServersRequest("frozen"),
                               what="manage_state")
        self.assertEqual(refused.status_code, 400)


class Hardware(HuaweiCase):
    def test_what_it_is_made_of(self):
        request = ShowServerHardwareAttributesRequest(self.servers[0])
        shown = self.complete(self.client.show_server_hardware_attributes(request))
        listed = self.client.show_server(ShowServerRequest(self.servers[0]))
        self.assertEqual(shown.summary.to_dict(), listed.hardware_attributes.to_dict())
        for part in ["memorys", "processors", "network_adapters", "fans", "powers", "storage_controllers", "metrics"]:
            self.assertTrue(getattr(shown, part), part)

    def test_its_firmware(self):
        request = ShowServerFirmwareAttributesRequest(self.servers[0])
        shown = self.complete(self.client.show_server_firmware_attributes(request))
        self.assertIsInstance(shown.body, list)
        self.assertTrue(all(part.component_name and part.version for part in shown.body))

    def test_0110_where_it_was_never_inspected(self):
        server = self.servers[0]
        for bmc in ["unreachable", "bad-credentials"]:
            door.huawei.set_world(servers={server: {"bmc": bmc, "inspected": False}})
            for call, request in [
                (self.client.show_server_hardware_attributes, ShowServerHardwareAttributesRequest(server)),
                (self.client.show_server_firmware_attributes, ShowServerFirmwareAttributesRequest(server)),
            ]:
                error = self.refused("iMetal.0110", call, request)
                self.assertRegex(error.error_msg, r"^Inspect Physical servers error: \[%s\], \S" % server)
        door.huawei.set_world(servers={server: {"bmc": "ok"}})
        path = "/_squall/v1/physicalservers/%s/inspect" % server
        self.assertEqual(door.ask("POST", path)["inspected"], True)
        self.client.show_server_hardware_attributes(ShowServerHardwareAttributesRequest(server))

    def test_a_console_of_its_own(self):
        shown = self.complete(self.client.show_remote_console(ShowRemoteConsoleRequest(self.servers[0])))
        self.assertRegex(shown.url, r"^https?://\S*token=\S+")

    def test_how_they_are_all_in_all(self):
        door.huawei.set_world(servers={self.servers[0]: {"health_state": "Critical", "power_state": "on"}})
        # The SDK declares `unHealth`, the pages `unhealth`; of the states it declares nothing and keeps the raw content.
        reply = self.client.show_server_status(ShowServerStatusRequest())
        shown = self.complete(reply, undeclared=["server_status.unhealth"])
        health, power = shown.server_status, shown.server_power_status
        self.assertEqual((health.total.count, health.un_health.count, health.critical.count), (12, 1, 1))
        self.assertEqual((health.total.dc_stats, power.on, power.off), ({"idc-1": 12}, 1, 11))
        self.assertEqual(json.loads(reply.raw_content)["server_manage_state"]["ready"], 12)


class Power(HuaweiCase):
    def test_off_on_and_over(self):
        web = self.create()
        server = self.instance(web).server_id
        self.switched(server, "power off", "power-off", "off", self.standing_of(web, "stopped"))
        self.switched(server, "power on", "power-on", "on", self.standing_of(web, "running"))
        self.switched(server, "rebooting", "reboot", "on", self.standing_of(web, "running"))

    def test_without_an_instance(self):
        self.switched(self.servers[0], "power on", "power-on", "on", lambda: None)

    def test_many_at_once(self):
        reply = self.complete(self.client.change_server_power_state(self.power("power on", self.servers)))
        self.assertEqual([begun.id for begun in reply.physical_servers], self.servers)
        door.settle()
        self.assertEqual({server["power_state"] for server in door.huawei.world()["servers"]}, {"on"})

    def test_0001_words_that_are_none(self):
        for action in ["reboot", "power-on", "poweroff", ""]:
            request = self.power(action, self.servers[:1])
            self.refused("iMetal.0001", self.client.change_server_power_state, request, what="action")

    def test_0100_0101_and_0202(self):
        first, second = self.servers[:2]
        self.refused("iMetal.0100", self.client.change_server_power_state,
                     self.power("power on", [first, NOBODY]), what=NOBODY)
        for state in ["onboard", "os-ready", "offboarding"]:
            door.huawei.set_world(servers={second: {"manage_state": state}})
            self.refused("iMetal.0101", self.client.change_server_power_state,
                         self.power("power on", [first, second]), what=second)
        self.client.change_server_power_state(self.power("power on", [first]))
        self.refused("iMetal.0202", self.client.change_server_power_state, self.power("power off", [first]))

    def power(self, action, servers):
        return ChangeServerPowerStateRequest(PowerAction(action, servers))

    def standing_of(self, instance, state):
        return lambda: self.assertEqual(self.standing(instance)[0], state)

    def switched(self, server, action, verb, power, check):
        reply = self.complete(self.client.change_server_power_state(self.power(action, [server])))
        self.assertEqual([begun.id for begun in reply.physical_servers], [server])
        self.assertEqual(self.shown(server).operation_state, verb + "-processing")
        door.settle()
        shown = self.shown(server)
        self.assertEqual((shown.operation_state, shown.power_state), (verb + "-succeed", power))
        check()

    def shown(self, server):
        return self.complete(self.client.show_server(ShowServerRequest(server)), absent=["error"])
