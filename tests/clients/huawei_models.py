"""Derives crates/huawei/tests/models.tsv from the vendor's own Python SDKs: facts of each operation, no text of theirs.

    pip install huaweicloudsdkclouddc==3.1.219 huaweicloudsdkvpc==3.1.219 huaweicloudsdkims==3.1.219 \
        huaweicloudsdkiam==3.1.219
    python huawei_models.py > ../../crates/huawei/tests/models.tsv

A line is: operation, method, path, where a parameter travels (path, query, body), its name (a.b in an object, a[].b in a
list of them), its type, and whether it is mandatory: the models take what is mandatory without asking whether it is None.
"""

import importlib
import inspect
import re

SERVICES = {
    "clouddc.v1": ("CloudDCClient", None),
    "vpc.v2": ("VpcClient", "(Create|Show|Delete)(Vpc|Subnet|Port)$|List(Vpc|Subnet|Port)s$"),
    "ims.v2": ("ImsClient", "ListImages$"),
    "iam.v3": ("IamClient", "KeystoneListProjects$|KeystoneCreateUserTokenByPassword$"),
}


def fields(package, name, before="", above=()):
    """The fields of a model, those of the models inside it included."""
    model = getattr(package, name)
    mandatory = set(re.findall(r"^        self\.(\w+) = \1$", inspect.getsource(model.__init__), re.M))
    for attribute, wire in model.attribute_map.items():
        kind = model.openapi_types[attribute]
        yield before + wire, kind, attribute in mandatory
        inner = re.sub(r"^list\[(.*)\]$", r"\1", kind)
        if hasattr(package, inner) and hasattr(getattr(package, inner), "openapi_types") and inner not in above:
            yield from fields(package, inner, before + wire + ("[]." if kind != inner else "."), (*above, inner))


def simple(package, kind):
    """The type in a word: text, integer, number, flag, list, dictionary, object."""
    if kind.startswith("list["):
        return "list"
    if kind.startswith("dict("):
        return "dictionary"
    words = {"str": "text", "int": "integer", "float": "number", "bool": "flag", "object": "object"}
    if kind in words:
        return words[kind]
    return "object" if getattr(package, kind, None) and getattr(package, kind).openapi_types else "text"


def operations(service, client, wanted):
    package = importlib.import_module("huaweicloudsdk" + service)
    source = inspect.getsource(getattr(package, client))
    pattern = r'"method": "(\w+)",\s+"resource_path": "([^"]+)",\s+"request_type": request.__class__.__name__,\s+'
    pattern += r'"response_type": "(\w+)Response"'
    for method, path, operation in re.findall(pattern, source):
        if wanted and not re.match(wanted, operation):
            continue
        rows = []
        for name, kind, mandatory in fields(package, operation + "Request"):
            if name == "body" or name.startswith(("body.", "body[].")):
                where, name = "body", name[len("body"):].lstrip(".") or "-"
            elif name == "X-Sdk-Date":
                continue
            else:
                where = "path" if "{%s}" % name in path else "query"
            rows.append((where, name, simple(package, kind), "mandatory" if mandatory else "optional"))
        for row in rows or [("-", "-", "-", "-")]:
            yield (operation, method, path) + row


for service, (client, wanted) in SERVICES.items():
    for row in sorted(set(operations(service, client, wanted))):
        print("\t".join(row))
