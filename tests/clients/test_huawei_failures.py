"""What goes wrong after it was accepted, through the unchanged SDK: `error` in the instance and in its server."""

from huaweicloudsdkclouddc.v1 import (
    ChangeServerPowerStateRequest, DeleteInstanceRequest, ListInstancesRequest, ListServersRequest, PowerAction,
    ReinstallOSOptions, ReinstallOsRequest, ShowInstanceStatusRequest, ShowServerRequest,
)

import squall_door as door
from huawei_case import PASSWORD, HuaweiCase


class Failures(HuaweiCase):
    def break_controller(self, server, bmc="unreachable"):
        door.huawei.set_world(servers={server: {"bmc": bmc}})

    def failed(self, instance, operation, kind, code="iMetal.0110"):
        """The instance must be in error, and say why in every field that the SDK has for it."""
        shown = self.complete(self.client.show_instance_status(ShowInstanceStatusRequest(instance)))
        self.assertEqual((shown.state, shown.operation_state), ("error", operation + "-failed"))
        self.assertEqual((shown.error.error_code, shown.error.error_type), (code, kind))
        listed = self.client.list_instances(ListInstancesRequest(instance_id=instance)).instances[0]
        self.assertEqual(listed.error.to_dict(), shown.error.to_dict())

    def test_an_installation(self):
        web = self.client.create_instance(self.order()).instance_id
        server = self.instance(web).server_id
        self.break_controller(server)
        door.settle()
        self.failed(web, "install", "create_instance_error")
        # It was never launched: everything else is there.
        listed = self.client.list_instances(ListInstancesRequest())
        self.complete(listed, absent=["instances.launched_at"])
        self.client.delete_instance(DeleteInstanceRequest(web))
        self.break_controller(server, "ok")
        door.settle()
        self.assertEqual(self.standing(web), ("terminated", "uninstall-succeed"))

    def test_an_installation_anew_can_be_tried_again(self):
        web = self.create()
        server = self.instance(web).server_id
        request = ReinstallOsRequest(ReinstallOSOptions(password=PASSWORD, instance_id_set=[web]))
        self.client.reinstall_os(request)
        self.break_controller(server, "bad-credentials")
        door.settle()
        self.failed(web, "reinstall", "verify_server_error")
        self.break_controller(server, "ok")
        self.client.reinstall_os(request)
        self.assertEqual(self.standing(web), ("pending", "reinstall-processing"))
        door.settle()
        self.assertEqual(self.standing(web), ("running", "reinstall-succeed"))

    def test_a_deletion_whose_port_is_held_meanwhile(self):
        web = self.create()
        self.client.delete_instance(DeleteInstanceRequest(web))
        port = door.huawei.world()["ports"][0]["id"]
        door.huawei.set_world(ports={port: {"held": True}})
        door.settle()
        self.failed(web, "uninstall", "delete_server_error", "iMetal.0236")
        door.huawei.set_world(ports={port: {"held": False}})
        self.complete(self.client.delete_instance(DeleteInstanceRequest(web)), 204, absent=["body"])
        door.settle()
        self.assertEqual(self.standing(web), ("terminated", "uninstall-succeed"))

    def test_a_switch(self):
        server = self.servers[0]
        self.break_controller(server)
        request = ChangeServerPowerStateRequest(PowerAction("power on", [server]))
        self.client.change_server_power_state(request)
        door.settle()
        shown = self.complete(self.client.show_server(ShowServerRequest(server)))
        self.assertEqual((shown.operation_state, shown.power_state), ("power-on-failed", "off"))
        self.assertEqual(shown.error.error_code, "iMetal.0110")
        listed = self.client.list_servers(ListServersRequest(limit=1000))
        self.complete(listed, absent=["servers.error", "servers.operation_state"])
        self.break_controller(server, "ok")
        self.client.change_server_power_state(request)
        door.settle()
        self.assertEqual(self.client.show_server(ShowServerRequest(server)).operation_state, "power-on-succeed")
