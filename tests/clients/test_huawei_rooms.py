"""Equipment rooms, racks and tags through the unchanged SDK."""

from huaweicloudsdkclouddc.v1 import (
    BatchCreateIrackTagsRequest, BatchCreateTagsRequest, BatchDeleteIrackTagsRequest, BatchDeleteTagsRequest,
    IRackRequest, ListIDcsRequest, ListIRacksRequest, ResourceTags, ShowServerRequest, Tag, UpdateIDcsRequest,
    UpdateIRackRequest,
)

import squall_door as door
from huawei_case import NOBODY, HuaweiCase

REGION = "cn-east-3"


class Rooms(HuaweiCase):
    def listed(self, **more):
        return self.complete(self.client.list_i_dcs(ListIDcsRequest(region=REGION, **more)))

    def test_what_there_is(self):
        room = self.listed().idcs[0]
        known = door.huawei.world()["idcs"][0]
        self.assertEqual((room.id, room.name, room.irack_num, room.region), (known["id"], known["name"], 2, REGION))
        self.assertEqual(self.client.list_i_dcs(ListIDcsRequest(region="cn-south-1")).count, 0)

    def test_pages_of_one(self):
        world = door.huawei.world()
        door.huawei.set_world(idcs=world["idcs"] + [{**world["idcs"][0], "id": NOBODY, "name": "idc-2"}])
        seen, marker = [], None
        for _ in range(2):
            page = self.listed(limit="1", marker=marker)
            self.assertEqual((len(page.idcs), page.page_info.current_count, page.count), (1, 1, 2))
            seen.append(page.idcs[0].id)
            marker = page.page_info.next_marker
        self.assertEqual((len(set(seen)), marker), (2, ""))
        ascending = [room.id for room in self.listed(order="asc").idcs]
        self.assertEqual([room.id for room in self.listed(order="desc").idcs], ascending[::-1])

    def test_its_description(self):
        room = self.listed().idcs[0].id
        # The model wants a list of bare objects, and answers with a text.
        reply = self.client.update_i_dcs(UpdateIDcsRequest([{"id": room, "description": "北 hall"}]))
        self.assertEqual(self.complete(reply).body, "update idc success")
        self.assertEqual(self.listed().idcs[0].description, "北 hall")

    def test_0001_and_0002(self):
        update, list_rooms = self.client.update_i_dcs, self.client.list_i_dcs
        self.refused("iMetal.0002", list_rooms, ListIDcsRequest(), what="region")
        for limit in ["many", "0", "2001"]:
            self.refused("iMetal.0001", list_rooms, ListIDcsRequest(region=REGION, limit=limit), what="limit")
        self.refused("iMetal.0001", list_rooms, ListIDcsRequest(region=REGION, order="up"), what="order")
        self.refused("iMetal.0001", update, UpdateIDcsRequest([{"id": NOBODY, "description": "x"}]), what="id")
        self.refused("iMetal.0002", update, UpdateIDcsRequest([]), what="body")
        room = self.listed().idcs[0].id
        both = [{"id": room, "description": "changed"}, {"id": NOBODY, "description": "x"}]
        self.refused("iMetal.0001", update, UpdateIDcsRequest(both), what="id")


class Racks(HuaweiCase):
    def listed(self, **more):
        return self.complete(self.client.list_i_racks(ListIRacksRequest(region=REGION, **more)))

    def rack(self, number=0):
        return sorted(self.listed().iracks, key=lambda rack: rack.name)[number]

    def test_what_there_is(self):
        racks = self.listed().iracks
        self.assertEqual(sorted(rack.name for rack in racks), ["irack-1", "irack-2"])
        self.assertEqual({rack.dc for rack in racks}, {"idc-1"})
        self.assertEqual(self.listed(limit="1").page_info.current_count, 1)

    def test_its_description(self):
        rack = self.rack().id
        reply = self.client.update_i_rack(UpdateIRackRequest(rack, IRackRequest("first row")))
        self.assertTrue(self.complete(reply).body)
        self.assertEqual(self.rack().description, "first row")

    def test_its_tags(self):
        rack = self.rack().id
        tags = ResourceTags([Tag("row", "1"), Tag("empty")])
        self.complete(self.client.batch_create_irack_tags(BatchCreateIrackTagsRequest(rack, tags)), 204)
        self.assertEqual({tag.key: tag.value for tag in self.rack().tags}, {"row": "1", "empty": ""})
        tags = ResourceTags([Tag("row", "1")])
        self.complete(self.client.batch_delete_irack_tags(BatchDeleteIrackTagsRequest(rack, tags)), 204)
        self.assertEqual([tag.key for tag in self.rack().tags], ["empty"])

    def test_0001_and_0002(self):
        client, tags = self.client, ResourceTags([Tag("row", "1")])
        self.refused("iMetal.0002", client.list_i_racks, ListIRacksRequest(), what="region")
        request = UpdateIRackRequest(NOBODY, IRackRequest("x"))
        self.refused("iMetal.0001", client.update_i_rack, request, what="irack_id")
        request = UpdateIRackRequest(self.rack().id, IRackRequest("x" * 513))
        self.refused("iMetal.0001", client.update_i_rack, request, what="description")
        request = BatchCreateIrackTagsRequest(NOBODY, tags)
        self.refused("iMetal.0001", client.batch_create_irack_tags, request, what="id")
        request = BatchDeleteIrackTagsRequest(NOBODY, tags)
        self.refused("iMetal.0001", client.batch_delete_irack_tags, request, what="id")


class Tags(HuaweiCase):
    KIND = "physicalservers"

    def tagged(self):
        return {tag.key: tag.value for tag in self.client.show_server(ShowServerRequest(self.servers[0])).tags}

    def create(self, *tags, kind=KIND, server=None):
        return BatchCreateTagsRequest(kind, server or self.servers[0], ResourceTags(list(tags)))

    def delete(self, *tags, kind=KIND, server=None):
        return BatchDeleteTagsRequest(kind, server or self.servers[0], ResourceTags(list(tags)))

    def test_they_come_and_go(self):
        request = self.create(Tag("env", "prod"), Tag("角色", "a/b"), Tag("empty"))
        self.complete(self.client.batch_create_tags(request), 204)
        self.assertEqual(self.tagged(), {"env": "prod", "角色": "a/b", "empty": ""})
        self.client.batch_create_tags(self.create(Tag("env", "test")))
        self.assertEqual(self.tagged()["env"], "test")
        self.complete(self.client.batch_delete_tags(self.delete(Tag("env"), Tag("empty", ""))), 204)
        self.assertEqual(self.tagged(), {"角色": "a/b"})

    def test_0001_0002_and_0100(self):
        calls = [(self.client.batch_create_tags, self.create), (self.client.batch_delete_tags, self.delete)]
        for call, request in calls:
            self.refused("iMetal.0100", call, request(Tag("a", "b"), server=NOBODY), what=NOBODY)
            self.refused("iMetal.0001", call, request(Tag("a", "b"), kind="instances"), what="resource_type")
            self.refused("iMetal.0002", call, request(Tag(None, "b")), what="tags.1.key")
            for key in [" a", "a ", "_sys_a", "a/b", "k" * 129, ""]:
                self.refused("iMetal.0001", call, request(Tag(key, "b")), what="tags.key")
            for value in ["v" * 256, "a\nb", "a*b"]:
                self.refused("iMetal.0001", call, request(Tag("a", value)), what="tags.value")
