"""What a request body says: its bytes within the limit, and the JSON in them."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from mock_server.web.complaints import (
    Invalid,
    entry,
    malformed_json,
    not_utf8,
    nul,
    too_large,
    twice,
)

Environ = Mapping[str, Any]
decode = msgspec.json.Decoder().decode


DEPTH = 200  # what is nested deeper, the validator does not read
DRAINED = 32 * 1024 * 1024
PIECE = 64 * 1024


class TooLarge(Invalid):
    """The body has more bytes than the contract allows."""

    status = "too_large"


def read(environ: Environ, limit: int) -> bytes:
    """Read the body; one without a length is empty unless the server tells where it ends."""
    told = environ.get("CONTENT_LENGTH")
    if told:
        return _counted(environ, told, limit)
    if environ.get("wsgi.input_terminated"):
        return _until_the_end(environ, limit)
    return b""


def drain(environ: Environ) -> None:
    """Throw a body away that nobody reads, up to a bound.

    A client that is still sending when the connection closes does not read its answer.
    """
    told = environ.get("CONTENT_LENGTH") or ""
    room = min(int(told), DRAINED) if told.isascii() and told.isdigit() else 0
    if not told and environ.get("wsgi.input_terminated"):
        room = DRAINED
    while room > 0 and (piece := environ["wsgi.input"].read(min(room, PIECE))):
        room -= len(piece)


def _counted(environ: Environ, told: str, limit: int) -> bytes:
    length = int(told) if told.isascii() and told.isdigit() and len(told) < 20 else limit + 1
    if length > limit:
        raise TooLarge(entry(too_large, "body", bound=limit))
    body: bytes = environ["wsgi.input"].read(length)
    return body


def _until_the_end(environ: Environ, limit: int) -> bytes:
    pieces, room = [], limit + 1
    while room and (piece := environ["wsgi.input"].read(room)):
        pieces.append(piece)
        room -= len(piece)
    if not room:
        raise TooLarge(entry(too_large, "body", bound=limit))
    return b"".join(pieces)


def json_in(body: bytes) -> Any:
    """Decode JSON; refuse what is malformed, not UTF-8, has a field twice or holds a NUL."""
    try:
        value = decode(body)
    except UnicodeDecodeError as error:
        raise Invalid(entry(not_utf8, "body")) from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise Invalid(entry(malformed_json, "body")) from error
    if body.count(b"[") + body.count(b"{") > DEPTH and _is_deeper(value, DEPTH):
        raise Invalid(entry(malformed_json, "body"))
    if body.count(b":") != _members(value):
        _refuse_twins(body)
    if b"\\u0000" in body and _holds_nul(value):
        raise Invalid(entry(nul, "body"))
    return value


def _is_deeper(value: object, depth: int) -> bool:
    """Tell whether arrays and objects stand in each other more than `depth` times."""
    layer = [value]
    while layer and depth >= 0:
        inner = [each for each in layer if isinstance(each, dict | list)]
        layer = [
            below for each in inner for below in (each.values() if isinstance(each, dict) else each)
        ]
        depth -= 1
    return bool(layer)


def _members(value: object) -> int:
    """Count the members of all objects: as many colons stand in a body outside its texts."""
    if type(value) is dict and not any(type(each) in (dict, list) for each in value.values()):
        return len(value)
    count, waiting = 0, [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            count += len(each)
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
    return count


def _refuse_twins(body: bytes) -> None:
    """Read again, slowly: there are more colons than members, in texts or by a field told twice."""
    try:
        json.loads(body, object_pairs_hook=_without_twins)
    except RecursionError as error:
        raise Invalid(entry(malformed_json, "body")) from error


def _without_twins(members: list[tuple[str, object]]) -> dict[str, object]:
    seen: dict[str, object] = {}
    for name, value in members:
        if name in seen:
            raise Invalid(entry(twice, "body", name))
        seen[name] = value
    return seen


def _holds_nul(value: object) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any("\0" in name or _holds_nul(each) for name, each in value.items())
    return isinstance(value, list) and any(_holds_nul(each) for each in value)
