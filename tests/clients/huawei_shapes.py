"""Compares what was sent with what the SDK's models declare, because the SDK itself complains about nothing.

A word that an enumeration does not have becomes an empty object, a list where a text should be its Python form, a
number a text, and what a model does not declare is dropped."""

import datetime
import json
import re

import huaweicloudsdkclouddc.v1 as models

# What the reply's headers bring, and no body.
HEADERS = {"Content-Disposition", "Content-Transfer-Encoding", "Content-Type"}

PRIMITIVES = {"str": str, "int": int}


def losses(reply):
    """What of a reply is missing, undeclared or unreadable, as a set of words such as `servers.name missing`."""
    found = set(gaps(reply, ""))
    if not reply.raw_content:
        return found
    if list(reply.attribute_map.values()) == ["body"]:
        return found | set(wrong(decoded(reply.raw_content), reply.openapi_types["body"], "body"))
    return found | set(wrong(decoded(reply.raw_content), type(reply).__name__, ""))


def decoded(content):
    """What the SDK takes a body for: JSON wherever it can be read so, else a text."""
    text = content.decode("utf-8")
    try:
        return json.loads(text)
    except ValueError:
        return text


def wrong(value, kind, where):
    """Complaints about a value that was sent, by its declared kind."""
    inner = re.fullmatch(r"list\[(.+)\]|dict\(str, (.+)\)", kind)
    if inner:
        wanted = list if kind.startswith("list") else dict
        if not isinstance(value, wanted):
            return [where + " is no " + wanted.__name__]
        items = value if wanted is list else value.values()
        return [what for item in items for what in wrong(item, inner.group(1) or inner.group(2), where)]
    if kind in PRIMITIVES:
        fits = isinstance(value, PRIMITIVES[kind]) and not isinstance(value, bool)
        return [] if fits else ["%s is no %s" % (where, kind)]
    if kind == "datetime":
        fits = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?)?Z", value)
        return [] if fits else [where + " is no datetime"]
    model = getattr(models, kind)
    return wrong_object(value, model, where) if model.openapi_types else wrong_word(value, model, where)


def wrong_object(value, model, where):
    if not isinstance(value, dict):
        return [where + " is no object"]
    known = {key: model.openapi_types[name] for name, key in model.attribute_map.items() if key not in HEADERS}
    found = []
    for key, kind in known.items():
        path = where + "." + key if where else key
        found += wrong(value[key], kind, path) if value.get(key) is not None else [path + " missing"]
    return found + ["%s.%s undeclared" % (where, key) for key in value if key not in known]


def wrong_word(value, model, where):
    """An enumeration's words stand in its class; one without any takes everything."""
    words = [word for name, word in vars(model).items() if re.fullmatch(r"[A-Z_][A-Z0-9_]*", name)]
    return [] if value in words or not words else ["%s has no word %s" % (where, value)]


def gaps(model, where):
    """Complaints about a model that the SDK made."""
    found = []
    for name in model.openapi_types:
        value, path = getattr(model, name), where + "." + name if where else name
        for item in value if isinstance(value, list) else [value]:
            if item is None:
                found.append(path + " missing")
            elif hasattr(item, "openapi_types"):
                found += gaps(item, path)
            elif model.openapi_types[name] == "datetime" and not isinstance(item, datetime.datetime):
                found.append(path + " is no datetime")
    return found
