"""A program as its author would write it: no endpoint, no key, nothing of squall. Prints each region's servers."""

import json
import sys

from huaweicloudsdkclouddc.v1 import CloudDCClient, ListServersRequest
from huaweicloudsdkclouddc.v1.region.clouddc_region import CloudDCRegion


def servers(region):
    """The names of the servers of a region's first page."""
    client = CloudDCClient.new_builder().with_region(CloudDCRegion.value_of(region)).build()
    return [server.name for server in client.list_servers(ListServersRequest()).servers]


if __name__ == "__main__":
    print(json.dumps({region: servers(region) for region in sys.argv[1:]}))
