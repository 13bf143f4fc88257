"""Alarms and events through the unchanged SDK: one by one, in sum and day by day."""

import datetime

from huaweicloudsdkclouddc.v1 import (
    ListAlarmsRequest, ListEventsRequest, ShowAlarmSummaryRequest, ShowAlarmTrendRequest, ShowEventRequest,
)

import squall_door as door
from huawei_case import NOBODY, HuaweiCase

DAY = 24 * 3600


def now():
    """The world's time in seconds."""
    return int(datetime.datetime.fromisoformat(door.clock()["now"].replace("Z", "+00:00")).timestamp())


class Alarms(HuaweiCase):
    def listed(self, **filters):
        reply = self.complete(self.client.list_alarms(ListAlarmsRequest(**filters)), absent=["alarms.end_time"])
        self.assertEqual(reply.count, len(reply.alarms))
        return reply.alarms

    def test_what_lasts(self):
        alarm = self.listed()[0]
        self.assertRegex(alarm.alarm_record_id, "^ah[0-9A-Za-z]{22}$")
        self.assertEqual((alarm.alarm_status, alarm.alarm_level in [1, 2, 3, 4]), ("alarm", True))
        self.assertIn(alarm.metric.dimensions[0].value, self.servers)

    def test_filters(self):
        alarm = self.listed()[0]
        server = alarm.metric.dimensions[0].value
        fits = {"alarm_record_id": alarm.alarm_record_id, "alarm_status": "alarm", "alarm_level": alarm.alarm_level,
                "resource_id": server + "," + NOBODY, "_from": str(now() - DAY), "to": str(now() + 1), "limit": 10,
                "offset": 0}
        self.assertEqual(len(self.listed(**fits)), 1)
        for name, value in [("alarm_record_id", "ah" + "0" * 22), ("alarm_status", "ok"), ("resource_id", NOBODY),
                            ("alarm_level", alarm.alarm_level % 4 + 1), ("to", str(now() - 60))]:
            self.assertEqual(self.listed(**{**fits, name: value}), [], name)
        kinds = [len(self.listed(alarm_type=kind)) for kind in ["event", "metric"]]
        self.assertEqual(sorted(kinds), [0, 1])

    def test_0001_filters_that_are_none(self):
        for name, value, what in [("alarm_status", "on", "alarm_status"), ("alarm_type", "x", "alarm_type"),
                                  ("alarm_level", 5, "alarm_level"), ("_from", "today", "from"),
                                  ("alarm_record_id", "ah0", "alarm_record_id")]:
            self.refused("iMetal.0001", self.client.list_alarms, ListAlarmsRequest(**{name: value}), what=what)
        request = ListAlarmsRequest(_from=str(now()), to=str(now()))
        self.refused("iMetal.0001", self.client.list_alarms, request, what="from, to")

    def test_in_sum(self):
        shown = self.complete(self.client.show_alarm_summary(ShowAlarmSummaryRequest()))
        self.assertEqual([level.alarm_number for level in shown.alarm_levels], [1])
        self.assertEqual([host.resource_id in self.servers for host in shown.alarm_hosts], [True])
        self.assertEqual(sum(device.alarm_number for device in shown.alarm_devices), 1)
        self.assertEqual(len(shown.alarm_groups[0].sns), 1)

    def test_day_by_day(self):
        # The SDK makes datetimes of these days.
        request = ShowAlarmTrendRequest(_from=str(now() - 2 * DAY), to=str(now() + 1))
        shown = self.complete(self.client.show_alarm_trend(request))
        self.assertEqual([day.new_fault_host for day in shown.fault_hosts], [0, 0, 1])
        self.assertEqual([len(day.alarm_levels) for day in shown.alarm_daily_new_trends], [0, 0, 1])
        self.assertEqual(shown.fault_hosts[-1].fault_date.date(), shown.alarm_daily_new_trends[-1].alarm_date.date())

    def test_0002_and_0001_of_a_trend(self):
        trend = self.client.show_alarm_trend
        self.refused("iMetal.0002", trend, ShowAlarmTrendRequest(), what="from, to")
        self.refused("iMetal.0002", trend, ShowAlarmTrendRequest(to="9"), what="from")
        self.refused("iMetal.0001", trend, ShowAlarmTrendRequest(_from="9", to="8"), what="from, to")


class Events(HuaweiCase):
    def listed(self, **filters):
        wanted = {"_from": str((now() - DAY) * 1000), "to": str((now() + 1) * 1000), **filters}
        return self.complete(self.client.list_events(ListEventsRequest(**wanted))).events

    def test_what_was_reported(self):
        event = self.listed()[0]
        self.assertIn(event.resource_id, self.servers)
        self.assertLess(abs(event.time // 1000 - now()), 60)
        shown = self.complete(self.client.show_event(ShowEventRequest(event.event_id)))
        self.assertEqual(shown.code, event.message_id)
        self.assertEqual(self.listed(resource_id=NOBODY), [])
        self.assertEqual(len(self.listed(event_level=event.event_level, resource_id=event.resource_id)), 1)

    def test_what_happens_to_instances_is_reported(self):
        web = self.create()
        server = self.instance(web).server_id
        self.assertTrue(self.listed(resource_id=server, _from=str((now() - 60) * 1000)))

    def test_0001_and_0002(self):
        events, month = self.client.list_events, 31 * DAY * 1000
        self.refused("iMetal.0002", events, ListEventsRequest(), what="from, to")
        self.refused("iMetal.0002", events, ListEventsRequest(to="9"), what="from")
        to = now() * 1000
        self.refused("iMetal.0001", events, ListEventsRequest(_from=str(to - month), to=str(to)), what="from, to")
        self.refused("iMetal.0001", events, ListEventsRequest(_from=str(to), to=str(to)), what="from, to")
        self.refused("iMetal.0001", events, ListEventsRequest(event_level="bad", _from="1", to=str(to)),
                     what="event_level")
        self.refused("iMetal.0001", self.client.show_event, ShowEventRequest(NOBODY), what="event_id")
