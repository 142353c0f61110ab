"""What a query says as it is sent: a wrong type may be a right text, or no text at all.

`{}` in the place of a number vanishes on the wire, and 9760 in the place of a list is a list of
one. A target that takes such a request takes a valid one.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from mock_server.contract import Operation, Parameter, Schema, resolved


def query_is_valid(operation: Operation, url: str) -> bool:
    """Tell whether a sent query fits the contract; what the contract does not name is ignored."""
    texts = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    return all(_fits(each, texts.get(each.name)) for each in operation.placed("query"))


def _fits(parameter: Parameter, text: str | None) -> bool:
    if text is None:
        return not parameter.required
    return any(parameter.validator.is_valid(value) for value in _read(parameter, text))


def _read(parameter: Parameter, text: str) -> Iterator[Any]:
    """Give what a text may stand for: itself, a number or a truth, a list divided by commas."""
    yield text
    schema = resolved(parameter.schema, parameter.document)
    yield from _values(text)
    items: Schema = schema.get("items", {})
    texts = resolved(items, parameter.document).get("type") == "string"
    yield [each if texts else next(_values(each), each) for each in text.split(",")]


def _values(text: str) -> Iterator[Any]:
    try:
        yield json.loads(text)
    except ValueError:
        return
