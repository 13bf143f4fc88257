"""Collecting a server's logs and fetching them, through the unchanged SDK."""

import gzip
import io
import tarfile

from huaweicloudsdkclouddc.v1 import (
    DownloadServerLogsRequest, ExportServerLogsRequest, ShowLogsExportStatusRequest, ShowServerRequest,
)

import squall_door as door
from huawei_case import NOBODY, HuaweiCase


class Logs(HuaweiCase):
    def setUp(self):
        super().setUp()
        self.server = self.servers[0]

    def begun(self):
        return self.client.export_server_logs(ExportServerLogsRequest(self.server)).export_id

    def progress(self, export):
        shown = self.client.show_logs_export_status(ShowLogsExportStatusRequest(self.server, export))
        return self.complete(shown)

    def test_from_the_order_to_the_archive(self):
        begun = self.client.export_server_logs(ExportServerLogsRequest(self.server))
        self.complete(begun, 202)
        self.assertEqual((begun.status, begun.percentage), ("processing", "0%"))
        self.assertEqual(begun.content_transfer_encoding, "binary")
        name = self.client.show_server(ShowServerRequest(self.server)).hardware_attributes.sn + "-dump.tar.gz"
        self.assertEqual(begun.content_disposition, "attachment; filename=" + name)
        door.advance(5)
        self.assertRegex(self.progress(begun.export_id).percentage, r"^[1-9]\d?%$")
        door.settle()
        shown = self.progress(begun.export_id)
        self.assertEqual((shown.status, shown.percentage), ("completed", "100%"))
        self.assertEqual(shown.created_at, begun.created_at)
        file = self.client.download_server_logs(DownloadServerLogsRequest(self.server, begun.export_id))
        self.assertEqual(file.status_code, 200)
        self.assertEqual(file.content_disposition, "attachment; filename=" + name)
        self.assertEqual(file.content_type, "application/octet-stream;charset=UTF-8")
        self.assertEqual(file.content_transfer_encoding, "binary")
        received = io.BytesIO()
        file.consume_download_stream(lambda stream: received.write(b"".join(stream)))
        with tarfile.open(fileobj=io.BytesIO(gzip.decompress(received.getvalue()))) as archive:
            self.assertTrue(archive.getnames())

    def test_0001_what_is_not_there_or_not_yet(self):
        export = self.begun()
        download, show = self.client.download_server_logs, self.client.show_logs_export_status
        self.refused("iMetal.0001", download, DownloadServerLogsRequest(self.server, export), what="export_id")
        for other in [(self.server, NOBODY), (self.servers[1], export)]:
            self.refused("iMetal.0001", show, ShowLogsExportStatusRequest(*other), what="export_id")
            self.refused("iMetal.0001", download, DownloadServerLogsRequest(*other), what="export_id")

    def test_0100_no_such_server(self):
        client, export = self.client, self.begun()
        self.refused("iMetal.0100", client.export_server_logs, ExportServerLogsRequest(NOBODY), what=NOBODY)
        request = ShowLogsExportStatusRequest(NOBODY, export)
        self.refused("iMetal.0100", client.show_logs_export_status, request, what=NOBODY)
        request = DownloadServerLogsRequest(NOBODY, export)
        self.refused("iMetal.0100", client.download_server_logs, request, what=NOBODY)
