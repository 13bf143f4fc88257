"""Lifecycles through the unchanged SDK: load balancers with listeners and backends."""

from qingcloud.iaas.lb_backend import LoadBalancerBackend
from qingcloud.iaas.lb_listener import LoadBalancerListener

import squall_door as door
from sdk_case import SdkCase


class LoadBalancers(SdkCase):
    def balancer(self, balancer):
        return self.only(self.conn.describe_loadbalancers([balancer], verbose=1), "loadbalancer_set")

    def create(self):
        """An active balancer with an address of its own, and that address."""
        eip = self.allocate_eip()
        reply = self.settled(self.conn.create_loadbalancer(eips=[eip], loadbalancer_name="front"))
        return reply["loadbalancer_id"], eip

    def listen(self, balancer, port=80):
        listener = LoadBalancerListener(port, "http", "http", headers=["X-FORWARD-FOR"])
        reply = self.done(self.conn.add_listeners_to_loadbalancer(balancer, [listener.to_json()]))
        return reply["loadbalancer_listeners"][0]

    def test_the_life_of_a_balancer(self):
        balancer, eip = self.create()
        self.assertRegex(balancer, r"^lb-[a-z0-9]{8}$")
        self.assertEqual(self.standing(self.balancer(balancer)), ("active", ""))
        self.assertEqual(self.eip(eip)["status"], "associated")

        listener = self.listen(balancer)
        self.assertRegex(listener, r"^lbl-[a-z0-9]{8}$")
        found = self.only(self.conn.describe_loadbalancer_listeners([listener]), "loadbalancer_listener_set")
        self.assertEqual((found["listener_port"], found["listener_protocol"]), (80, "http"))
        self.assertNotEqual(found["loadbalancer_listener_name"], "None")
        self.assertEqual(found["forwardfor"], 1)

        web = self.run_instance()
        backend = LoadBalancerBackend(web, 8080, weight=3)
        reply = self.done(self.conn.add_backends_to_listener(listener, [backend.to_json()]))
        added = reply["loadbalancer_backends"][0]
        self.assertRegex(added, r"^lbb-[a-z0-9]{8}$")
        found = self.only(self.conn.describe_loadbalancer_backends(loadbalancer_listener=listener),
                          "loadbalancer_backend_set")
        self.assertEqual((found["resource_id"], found["port"], found["weight"]), (web, 8080, 3))

        self.assertEqual(self.balancer(balancer)["is_applied"], 0)
        self.settled(self.conn.update_loadbalancers([balancer]))
        self.assertEqual(self.balancer(balancer)["is_applied"], 1)

        self.done(self.conn.modify_loadbalancer_backend_attributes(added, port=8081, weight=1))
        self.done(self.conn.delete_loadbalancer_backends([added]))
        self.done(self.conn.delete_loadbalancer_listeners([listener]))
        self.settled(self.conn.delete_loadbalancers([balancer]))
        self.assertIn(self.balancer(balancer)["status"], ("deleted", "ceased"))
        self.assertEqual(self.standing(self.eip(eip)), ("available", ""))

    def test_what_is_there_is_not_added_again(self):
        balancer, _ = self.create()
        listener = self.listen(balancer)
        again = LoadBalancerListener(80, "tcp", "tcp").to_json()
        self.refused(2110, self.conn.add_listeners_to_loadbalancer(balancer, [again]))
        backend = LoadBalancerBackend(self.run_instance(), 8080).to_json()
        self.done(self.conn.add_backends_to_listener(listener, [backend]))
        self.refused(2110, self.conn.add_backends_to_listener(listener, [backend]))

    def test_a_balancer_is_stopped_and_started(self):
        balancer, _ = self.create()
        self.done(self.conn.stop_loadbalancers([balancer]))
        self.assertEqual(self.standing(self.balancer(balancer)), ("active", "stopping"))
        door.settle()
        self.assertEqual(self.standing(self.balancer(balancer)), ("stopped", ""))
        self.refused(1400, self.conn.stop_loadbalancers([balancer]))
        self.settled(self.conn.start_loadbalancers([balancer]))
        self.assertEqual(self.standing(self.balancer(balancer)), ("active", ""))

    def test_more_addresses(self):
        balancer, first = self.create()
        second = self.allocate_eip()
        self.settled(self.conn.associate_eips_to_loadbalancer(balancer, [second]))
        self.assertEqual({self.eip(eip)["status"] for eip in (first, second)}, {"associated"})
        self.settled(self.conn.dissociate_eips_from_loadbalancer(balancer, [second]))
        self.assertEqual(self.standing(self.eip(second)), ("available", ""))

    def test_a_policy_bound_to_a_backend_stays(self):
        balancer, _ = self.create()
        listener = self.listen(balancer)
        policy = self.done(self.conn.create_loadbalancer_policy("by path", operator="or"))["loadbalancer_policy_id"]
        self.assertRegex(policy, r"^lbp-[a-z0-9]{8}$")
        rules = [{"loadbalancer_policy_rule_name": "img", "rule_type": "url", "val": "^/img"}]
        self.done(self.conn.add_loadbalancer_policy_rules(policy, rules))
        backend = LoadBalancerBackend(self.run_instance(), 8080).to_json()
        backend["loadbalancer_policy_id"] = policy
        self.done(self.conn.add_backends_to_listener(listener, [backend]))
        self.refused(5400, self.conn.delete_loadbalancer_policies([policy]))

    def test_neither_address_nor_network(self):
        self.refused(1100, self.conn.create_loadbalancer(loadbalancer_name="nowhere"))
