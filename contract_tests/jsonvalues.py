"""JSON values: when two are equal, what kind one is, how a place and a value are written."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from contract_tests.absence import ABSENT

LONGEST_SHOWN: Final = 120
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def json_equal(left: object, right: object) -> bool:
    """Tell whether two values are the same JSON: `true` is never 1, and 1 is 1.0."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(
            json_equal(each, right[key]) for key, each in left.items()
        )
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(map(json_equal, left, right))
    return left == right


def kind(value: object) -> str:
    """Name the JSON type of a value; a number without a fraction is an integer."""
    if value is None:
        return "null"
    for python_type, name in _KINDS:
        if isinstance(value, python_type):
            return "integer" if isinstance(value, float) and value.is_integer() else name
    return "nothing"


_KINDS: Final[tuple[tuple[type | tuple[type, ...], str], ...]] = (
    (bool, "boolean"),
    (str, "string"),
    (int, "integer"),
    (float, "number"),
    ((list, tuple), "array"),
    (Mapping, "object"),
)


def moment(value: object) -> datetime | None:
    """Read an ISO 8601 time; None when it is not one. A time without a zone is in UTC."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return read.replace(tzinfo=read.tzinfo or UTC) if read else None


def is_date_time(value: object) -> bool:
    """Tell whether a value is a text of RFC 3339's date-time form."""
    return isinstance(value, str) and bool(DATE_TIME.fullmatch(value)) and moment(value) is not None


def pointer_to(*parts: str | int) -> str:
    """Write the JSON pointer to a place."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def shown(value: object) -> str:
    """Write a value on one line, cut when it is long."""
    if value is ABSENT:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
