"""What does not fit in a request, told the way FastAPI's users know it: loc, msg, type."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import jsonschema_rs

Entry = dict[str, Any]
Loc = tuple[str | int, ...]


class Invalid(Exception):
    """The request does not fit the contract; the entries say where and why.

    `status` is the key under which the contract tells the status for it.
    """

    status = "invalid"

    def __init__(self, *entries: Entry) -> None:
        super().__init__(entries)
        self.entries = entries


class Wording(NamedTuple):
    """A type of entry, and its message, in which `{}` stands for the bound of the schema."""

    type: str
    msg: str


KEYWORDS: Mapping[str, Wording] = {
    "minimum": Wording("greater_than_equal", "Input should be greater than or equal to {}"),
    "maximum": Wording("less_than_equal", "Input should be less than or equal to {}"),
    "exclusiveMinimum": Wording("greater_than", "Input should be greater than {}"),
    "exclusiveMaximum": Wording("less_than", "Input should be less than {}"),
    "multipleOf": Wording("multiple_of", "Input should be a multiple of {}"),
    "minLength": Wording("string_too_short", "String should have at least {} characters"),
    "maxLength": Wording("string_too_long", "String should have at most {} characters"),
    "pattern": Wording("string_pattern_mismatch", "String should match pattern '{}'"),
    "format": Wording("value_error", "Input should be a valid {}"),
    "enum": Wording("enum", "Input should be one of {}"),
    "const": Wording("literal_error", "Input should be {}"),
    "minItems": Wording("too_short", "List should have at least {} items"),
    "maxItems": Wording("too_long", "List should have at most {} items"),
    "uniqueItems": Wording("value_error", "List should not have an item twice"),
    "minProperties": Wording("too_short", "Object should have at least {} fields"),
    "maxProperties": Wording("too_long", "Object should have at most {} fields"),
}
TYPES: Mapping[str, Wording] = {
    "string": Wording("string_type", "Input should be a valid string"),
    "integer": Wording("int_type", "Input should be a valid integer"),
    "number": Wording("float_type", "Input should be a valid number"),
    "boolean": Wording("bool_type", "Input should be a valid boolean"),
    "array": Wording("list_type", "Input should be a valid list"),
    "object": Wording("dict_type", "Input should be a valid object"),
    "null": Wording("none_required", "Input should be null"),
}
OTHER = Wording("value_error", "Input does not fit its documented schema")

malformed_json = Wording("json_invalid", "The body is not valid JSON")
not_utf8 = Wording("text_invalid", "The text is not valid UTF-8")
twice = Wording("json_invalid", "A field stands twice in one object")
nul = Wording("value_error", "Text should not hold the NUL character")
missing = Wording("missing", "Field required")
too_large = Wording("too_large", "The body should have at most {} bytes")
wrong_type = Wording("content_type", "The content type should be {}")
unknown_encoding = Wording("content_encoding", "The content encoding should be one of {}")
malformed_encoding = Wording("encoding_invalid", "The body is not compressed as {}")
malformed_form = Wording("form_invalid", "The body is not a valid form")


def entry(wording: Wording, *loc: str | int, bound: object = "") -> Entry:
    """Make one entry of a 422."""
    return {"loc": list(loc), "msg": wording.msg.format(bound), "type": wording.type}


def entries(errors: Iterable[jsonschema_rs.ValidationError], *loc: str | int) -> Iterator[Entry]:
    """Make entries of a validator's errors, each at its place below `loc`."""
    for error in errors:
        yield from _told(error, loc)


def _told(error: jsonschema_rs.ValidationError, loc: Loc) -> Iterator[Entry]:
    kind: Any = error.kind
    teller = TELLERS.get(kind.name, _plain)
    yield from teller(error, (*loc, *error.instance_path))


def _plain(error: jsonschema_rs.ValidationError, loc: Loc) -> Iterator[Entry]:
    kind: Any = error.kind
    yield entry(KEYWORDS.get(kind.name, OTHER), *loc, bound=kind.value)


def _wrong_type(error: jsonschema_rs.ValidationError, loc: Loc) -> Iterator[Entry]:
    kind: Any = error.kind
    types = [each for each in kind.types if each != "null"] or ["null"]
    # Where a text is taken, what else is taken is taken as a text.
    yield entry(TYPES["string" if "string" in types else types[0]], *loc)


def _missing(error: jsonschema_rs.ValidationError, loc: Loc) -> Iterator[Entry]:
    kind: Any = error.kind
    yield entry(missing, *loc, kind.property)


def _extra(error: jsonschema_rs.ValidationError, loc: Loc) -> Iterator[Entry]:
    kind: Any = error.kind
    for name in kind.unexpected:
        yield entry(Wording("extra_forbidden", "Extra inputs are not permitted"), *loc, name)


def _branch(error: jsonschema_rs.ValidationError, loc: Loc) -> Iterator[Entry]:
    """Tell of the alternative that came closest: the one whose first error lies deepest."""
    kind: Any = error.kind
    branches = [branch for branch in kind.context if branch]
    if not branches:
        yield from _plain(error, loc)
        return
    closest = max(branches, key=lambda branch: len(branch[0].instance_path))
    below = loc[: len(loc) - len(error.instance_path)]
    yield from entries(closest, *below)


TELLERS: Mapping[str, Callable[[jsonschema_rs.ValidationError, Loc], Iterator[Entry]]] = {
    "type": _wrong_type,
    "required": _missing,
    "additionalProperties": _extra,
    "unevaluatedProperties": _extra,
    "anyOf": _branch,
    "oneOf": _branch,
}
