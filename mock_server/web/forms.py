"""What the parts of a form say, each read as its schema in the contract asks."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import multipart  # type: ignore[import-untyped]

from mock_server.contract import Body, Schema, resolved
from mock_server.web.complaints import Entry, Invalid, entry, malformed_form, nul, twice
from mock_server.web.texts import Miscast, cast_for

MANY = 1000  # parts; a form of the contract has a handful


class Part(NamedTuple):
    """One field of a form, as it was sent."""

    name: str
    content: bytes


def multipart_parts(body: bytes, content_type: str) -> list[Part]:
    """Read the parts; without a boundary in the header, the body's first line tells it."""
    _, options = multipart.parse_options_header(content_type)
    boundary = options.get("boundary") or _boundary_of(body)
    try:
        return list(_parts(multipart.PushMultipartParser(boundary, max_segment_count=MANY), body))
    except multipart.MultipartError as error:
        raise Invalid(entry(malformed_form, "body")) from error


def _boundary_of(body: bytes) -> str:
    first = body.partition(b"\r\n")[0]
    if not first.startswith(b"--") or len(first) < 3:
        raise Invalid(entry(malformed_form, "body"))
    return first[2:].decode("latin-1")


def _parts(parser: multipart.PushMultipartParser, body: bytes) -> Iterator[Part]:
    name, content = "", bytearray()
    with parser:
        for event in (*parser.parse(body), *parser.parse(b"")):
            if isinstance(event, multipart.MultipartSegment):
                name, content = event.name or "", bytearray()
            elif event is None:
                yield Part(name, bytes(content))
            else:
                content += event


def urlencoded_parts(body: bytes, _: str) -> list[Part]:
    """Read the fields of a form that is written like a query."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MANY)
    except ValueError as error:
        raise Invalid(entry(malformed_form, "body")) from error
    return [Part(name, text.encode()) for name, text in pairs]


def fields(parts: list[Part], body: Body) -> dict[str, Any]:
    """Read each part that the contract names; a file stays bytes."""
    values: dict[str, Any] = {}
    faults: list[Entry] = []
    for part in parts:
        if part.name in values:
            faults.append(entry(twice, "body", part.name))
        elif part.name in body.properties:
            try:
                values[part.name] = _value(part, body)
            except Invalid as invalid:
                faults.extend(invalid.entries)
    if faults:
        raise Invalid(*faults)
    return values


def _value(part: Part, body: Body) -> Any:
    schema = resolved(body.properties[part.name], body.document)
    if is_file(schema):
        return part.content
    try:
        text = part.content.decode()
        if "\0" in text:
            raise Invalid(entry(nul, "body", part.name))
        return cast_for(schema, body.document)(text)
    except Miscast as error:
        raise Invalid(entry(error.wording, "body", part.name)) from error
    except UnicodeDecodeError as error:
        raise Invalid(entry(malformed_form, "body", part.name)) from error


def is_file(schema: Schema) -> bool:
    """Tell whether a schema stands for a file."""
    return bool(schema.get("format") == "binary")


def without_files(values: dict[str, Any]) -> dict[str, Any]:
    """Give the values as JSON Schema sees them: a file is a text of which it checks nothing."""
    return {name: "" if isinstance(each, bytes) else each for name, each in values.items()}
