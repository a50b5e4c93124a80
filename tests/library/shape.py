"""
A small judge of JSON Schema: the words our own schema uses, and no others.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal

REMARKS = {"$schema", "$defs", "title", "description", "format"}
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
}


def as_json(value):
    """
    A value of a TOML file as an editor sees it.
    """
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def fits(value, schema, root):
    """
    Whether a value fits a schema; a word this judge does not know is a fault of its own.
    """
    return all(
        JUDGES[word](value, held, schema, root)
        for word, held in schema.items()
        if word not in REMARKS and word not in {"then", "else"}
    )


def _type(value, name, schema, root):
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])


def _if(value, test, schema, root):
    branch = "then" if fits(value, test, root) else "else"
    return fits(value, schema.get(branch, {}), root)


def _properties(value, held, schema, root):
    return not isinstance(value, dict) or all(
        fits(value[key], each, root) for key, each in held.items() if key in value
    )


def _closed(value, held, schema, root):
    assert held is False
    return not isinstance(value, dict) or set(value) <= set(schema.get("properties", {}))


def _ref(value, held, schema, root):
    return fits(value, root["$defs"][held.rpartition("/")[2]], root)


def _each(value, held, schema, root):
    return not isinstance(value, list) or all(fits(each, held, root) for each in value)


JUDGES = {
    "type": _type,
    "if": _if,
    "properties": _properties,
    "additionalProperties": _closed,
    "$ref": _ref,
    "items": _each,
    "required": lambda v, held, s, r: not isinstance(v, dict) or set(held) <= set(v),
    "enum": lambda v, held, s, r: any(v == e and type(v) is type(e) for e in held),
    "const": lambda v, held, s, r: v == held and type(v) is type(held),
    "anyOf": lambda v, held, s, r: any(fits(v, each, r) for each in held),
    "allOf": lambda v, held, s, r: all(fits(v, each, r) for each in held),
    "propertyNames": lambda v, held, s, r: all(fits(key, held, r) for key in v),
    "minLength": lambda v, held, s, r: not isinstance(v, str) or len(v) >= held,
    "pattern": lambda v, held, s, r: not isinstance(v, str) or re.search(held, v),
}
