"""Throttling through the unchanged SDK: which codes survive its HTTP adapter, and how often it asks again.

The adapter retries every 429 of GET, PUT and DELETE, even with no retries left: it then reports the retry instead of
the reply, and the code is gone. POST it does not retry, so there the code arrives."""

from huaweicloudsdkclouddc.v1 import (
    BatchDeleteOptions, ChangeInstancePasswordOptions, ChangeInstancePasswordRequest, DeleteInstanceRequest,
    DeleteInstancesRequest, ListServersRequest, ShowServerRequest,
)
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.retry.backoff_strategy import BackoffStrategies

import squall_door as door
from huawei_case import NOBODY, HuaweiCase

LOST = "too many 429 error responses"


class ThrottledCase(HuaweiCase):
    def setUp(self):
        super().setUp()
        self.post = DeleteInstancesRequest(BatchDeleteOptions([NOBODY]))

    def close_gateway(self):
        """One call a second of each operation, by the world's clock, which stands still."""
        door.huawei.set_world(gateway={"throttle_per_second": 1})

    def close_service(self):
        """One call a second of the project, whichever operation."""
        door.huawei.set_world(service={"throttle_per_second": 1})

    def surviving(self, code, message):
        error = self.refusal(self.client.delete_instances, self.post)
        self.assertIs(type(error), ClientRequestException)
        self.assertEqual((error.error_code, error.status_code, error.error_msg), (code, 429, message))
        self.assertRegex(error.request_id, "^[0-9a-f]{32}$")

    def lost(self, call, request):
        error = self.refusal(call, request)
        self.assertIs(type(error), ClientRequestException)
        self.assertEqual((error.error_code, error.status_code, error.request_id), ("429", 429, ""))
        self.assertIn(LOST, error.error_msg)


class Codes(ThrottledCase):
    def test_0005_survives_by_post_alone(self):
        self.close_service()
        self.client.list_servers(ListServersRequest())
        self.surviving("iMetal.0005", "Too many requests")
        self.lose_the_others()
        self.assertEqual({entry["code"] for entry in door.requests(code="iMetal.0005")}, {"iMetal.0005"})
        self.assertEqual(len(door.requests(code="iMetal.0005")), 4)

    def test_0308_survives_by_post_alone(self):
        self.close_gateway()
        for call, request in self.others() + [(self.client.delete_instances, self.post)]:
            self.refusal(call, request)
        self.surviving("APIGW.0308", "The throttling threshold has been reached: "
                       "policy user over ratelimit,limit:1,time:1 second")
        self.lose_the_others()
        self.assertEqual(len(door.requests(code="APIGW.0308")), 4)

    def test_the_rate_is_that_of_each_operation_at_the_gateway(self):
        self.close_gateway()
        self.client.list_servers(ListServersRequest())
        self.client.show_server(ShowServerRequest(self.servers[0]))
        self.lost(self.client.list_servers, ListServersRequest())
        door.advance(1)
        self.client.list_servers(ListServersRequest())

    def others(self):
        """A GET, a PUT and a DELETE."""
        change = ChangeInstancePasswordRequest(ChangeInstancePasswordOptions("Another@2026", [NOBODY]))
        return [(self.client.show_server, ShowServerRequest(NOBODY)), (self.client.change_instance_password, change),
                (self.client.delete_instance, DeleteInstanceRequest(NOBODY))]

    def lose_the_others(self):
        for call, request in self.others():
            self.lost(call, request)


class Retries(ThrottledCase):
    def test_each_retry_is_a_request(self):
        client = self.connected(retry_times=1)
        door.huawei.set_world(service={"throttle_per_second": 0})
        self.lost(client.show_server, ShowServerRequest(NOBODY))
        self.assertEqual(len(door.requests(action="ShowServer", code="iMetal.0005")), 2)
        self.refusal(client.delete_instances, self.post)
        self.assertEqual(len(door.requests(action="DeleteInstances")), 1)

    def test_a_retry_comes_after_what_the_reply_says(self):
        # With the clock running the second that Retry-After names is enough for a call to be let in.
        client = self.connected(retry_times=3)
        door.set_clock(running=True)
        self.close_service()
        client.list_servers(ListServersRequest())
        client.show_server(ShowServerRequest(self.servers[0]))
        log = door.requests(action="ShowServer")
        self.assertEqual([entry["code"] for entry in log], [None, "iMetal.0005"])

    def test_a_program_that_backs_off(self):
        self.close_service()
        self.client.list_servers(ListServersRequest())
        seen = []

        def again(_, error):
            seen.append(error.error_code)
            door.advance(len(seen) - 1)
            return error.status_code == 429

        invoker = self.client.delete_instances_invoker(self.post)
        invoker.with_retry(again, 10, BackoffStrategies.DECOR_RELATED_JITTER)
        error = self.refusal(invoker.invoke)
        self.assertEqual(error.error_code, "iMetal.0200")
        self.assertEqual(seen, ["iMetal.0005", "iMetal.0005", "iMetal.0200"])

    def test_other_errors_are_not_retried_by_the_adapter(self):
        client = self.connected(retry_times=3)
        door.huawei.set_world(iam="down")
        self.assertEqual(self.refusal(client.list_servers, ListServersRequest()).error_code, "APIGW.0613")
        self.assertEqual(len(door.requests(code="APIGW.0613")), 1)
