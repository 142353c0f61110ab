"""Which fields of a value the contract's schema does not name."""

from collections.abc import Iterator, Mapping
from typing import Any

from contract_tests.jsonvalues import pointer_to
from mock_server.contract import Schema, resolved


def undocumented(
    value: object, schema: Schema, document: Mapping[str, Any], pointer: str = ""
) -> Iterator[str]:
    """Yield a note for each field that no part of the schema names; list places are told as *."""
    parts = tuple(_parts(schema, document))
    if isinstance(value, list):
        items = [part["items"] for part in parts if "items" in part]
        for each in value:
            yield from _in_any_of(each, items, document, f"{pointer}/*")
    elif isinstance(value, Mapping):
        yield from _in_object(value, parts, document, pointer)


def _in_object(
    value: Mapping[str, object],
    parts: tuple[Schema, ...],
    document: Mapping[str, Any],
    pointer: str,
) -> Iterator[str]:
    named = [part for part in parts if "properties" in part]
    others = [part["additionalProperties"] for part in parts if part.get("additionalProperties")]
    for key, each in value.items():
        below = pointer + pointer_to(key)
        told = [part["properties"][key] for part in named if key in part["properties"]] or others
        if told:
            yield from _in_any_of(each, told, document, below)
        elif named:
            yield f"{below}: a field that the contract does not document"


def _in_any_of(
    value: object, schemas: list[Any], document: Mapping[str, Any], pointer: str
) -> Iterator[str]:
    if not isinstance(value, dict | list):
        return  # most values are plain, and a plain value has no fields
    merged = [each for each in schemas if isinstance(each, Mapping)]
    if merged:
        yield from undocumented(value, {"anyOf": merged}, document, pointer)


def _parts(schema: Schema, document: Mapping[str, Any]) -> Iterator[Schema]:
    """Yield a schema and all that it is made of, references followed."""
    if "$ref" in schema:
        yield from _parts(resolved({"$ref": schema["$ref"]}, document), document)
    yield schema
    for keyword in ("allOf", "anyOf", "oneOf"):
        for each in schema.get(keyword, ()):
            yield from _parts(each, document)
