"""Many instances at once through the unchanged SDK: all that were asked for at least, or none."""

from huaweicloudsdkclouddc.v1 import (
    BatchDeleteOptions, DeleteInstancesRequest, RunInstancesOptions, RunInstancesOptionsNetworkInterfaces,
    RunInstancesOptionsPlacement, RunInstancesRequest,
)

import squall_door as door
from huawei_case import NOBODY, PASSWORD, HuaweiCase


class BatchCase(HuaweiCase):
    def batch(self, **more):
        wanted = {"name": "node", "image_id": self.image, "vpc_id": self.vpc, "password": PASSWORD,
                  "network_interfaces": [RunInstancesOptionsNetworkInterfaces(self.subnet)]}
        wanted.update(more)
        return RunInstancesRequest(RunInstancesOptions(**wanted))

    def run_batch(self, **more):
        reply = self.complete(self.client.run_instances(self.batch(**more)), 202)
        return [made.id for made in reply.instances]


class Running(BatchCase):
    def test_as_many_as_there_is_room_for(self):
        made = self.run_batch(min_count=2, max_count=3)
        self.assertEqual((len(made), len(set(made))), (3, 3))
        for node in made:
            self.assertEqual(self.standing(node), ("pending", "install-processing"))
        door.settle()
        self.assertEqual({self.standing(node) for node in made}, {("running", "install-succeed")})
        self.assertEqual(len({self.instance(node).server_id for node in made}), 3)

    def test_between_least_and_most(self):
        free = len(self.servers)
        self.assertEqual(len(self.run_batch(min_count=free - 1, max_count=free + 5)), free)

    def test_one_where_no_number_is_said(self):
        self.assertEqual(len(self.run_batch()), 1)
        self.assertEqual(len(self.run_batch(min_count=2)), 2)

    def test_places_of_ones_own(self):
        chosen = self.servers[3:6]
        made = self.run_batch(placement=RunInstancesOptionsPlacement(chosen), min_count=2, max_count=9)
        self.assertEqual({self.instance(node).server_id for node in made}, set(chosen))


class Refusals(BatchCase):
    def test_0201_too_few_servers(self):
        free = len(self.servers)
        self.refused("iMetal.0201", self.client.run_instances, self.batch(min_count=free + 1, max_count=free + 1))
        places = RunInstancesOptionsPlacement(self.servers[:1])
        self.refused("iMetal.0201", self.client.run_instances, self.batch(placement=places, min_count=2, max_count=5))
        self.assertEqual(len(self.run_batch(min_count=free)), free)

    def test_0203_counts_the_wrong_way_round(self):
        self.refused("iMetal.0203", self.client.run_instances, self.batch(min_count=2, max_count=1))

    def test_0234_an_address_for_many(self):
        # The model of a single interface serialises as well where that of a batch is expected.
        nics = [self.interface("192.168.0.9")]
        self.refused("iMetal.0234", self.client.run_instances, self.batch(network_interfaces=nics))
        self.run_batch(network_interfaces=[self.interface("")])

    def test_0100_and_0101_about_every_place_that_fails(self):
        places = RunInstancesOptionsPlacement([self.servers[0], NOBODY])
        self.refused("iMetal.0100", self.client.run_instances, self.batch(placement=places), what=NOBODY)
        unready = self.servers[1:3]
        door.huawei.set_world(servers={unready[0]: {"manage_state": "onboard"}, unready[1]: {"frozen_state": 1}})
        places = RunInstancesOptionsPlacement(self.servers[:3])
        self.refused("iMetal.0101", self.client.run_instances, self.batch(placement=places), what=", ".join(unready))

    def test_0235_more_ports_than_are_built_at_once(self):
        door.huawei.set_world(ports_budget=4)
        self.run_batch(min_count=3)
        self.refused("iMetal.0235", self.client.run_instances, self.batch(min_count=3))
        door.settle()
        self.run_batch(min_count=3)


class Deleting(BatchCase):
    def test_all_of_them(self):
        made = self.run_batch(min_count=3)
        door.settle()
        reply = self.complete(self.client.delete_instances(self.deletion(made)), 202)
        self.assertEqual([gone.id for gone in reply.instances], made)
        door.settle()
        self.assertEqual({self.standing(node) for node in made}, {("terminated", "uninstall-succeed")})

    def test_or_none(self):
        made = self.run_batch(min_count=2)
        door.settle()
        self.refused("iMetal.0200", self.client.delete_instances, self.deletion(made + [NOBODY]), what=NOBODY)
        self.client.delete_instances(self.deletion(made[:1]))
        self.refused("iMetal.0202", self.client.delete_instances, self.deletion(made))

    def test_0001_and_0002_of_the_list(self):
        # Without ids the SDK still sends a request.
        self.refused("iMetal.0002", self.client.delete_instances, self.deletion([]), what="instance_id_set")
        self.refused("iMetal.0002", self.client.delete_instances, self.deletion(None), what="instance_id_set")
        many = [NOBODY[:-2] + "%02x" % number for number in range(51)]
        self.refused("iMetal.0001", self.client.delete_instances, self.deletion(many), what="instance_id_set")
        self.refused("iMetal.0200", self.client.delete_instances, self.deletion(many[:50]), what=", ".join(many[:50]))

    def deletion(self, ids):
        return DeleteInstancesRequest(BatchDeleteOptions(ids))
