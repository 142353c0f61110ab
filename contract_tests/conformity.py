"""Whether a response is one that the contract documents for its operation, whatever the story says.

A status that is not documented is left to the step's own expectation; a 5xx is always a problem.
A field that the contract does not document is a note: a server may tell more than it must.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from contract_tests.absence import ABSENT
from contract_tests.jsonvalues import pointer_to, shown
from contract_tests.matching import Mismatch
from contract_tests.undocumented import undocumented
from mock_server.contract import Contract, Operation, Schema, standalone
from mock_server.contract import Response as Documented

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

Conformity = tuple[tuple[Mismatch, ...], tuple[str, ...]]


class Response(Protocol):
    """What conformity asks of a response; the keys of its headers are in lower case."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes: ...


class NotJson(ValueError):
    """A body that says it is JSON and is not; the message says where it breaks."""


def find_operation(contract: Contract, vendor: str, method: str, path: str) -> Operation | None:
    """Find the operation of a path below the vendor's prefix; a literal path goes before `{id}`."""
    bare = path.partition("?")[0]
    found = [
        each
        for each in contract.of(vendor)
        if each.method == method and _pattern(each.relative_path).fullmatch(bare)
    ]
    return min(found, key=lambda each: each.path.count("{"), default=None)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^/}]+\})", template)
    return re.compile("".join("[^/]+" if each[:1] == "{" else re.escape(each) for each in parts))


def conformity(operation: Operation, response: Response) -> Conformity:
    """Give what the contract forbids in a response, and notes of what it does not document."""
    if response.status >= 500:
        message = f"expected no server error, found status {response.status}"
        return (Mismatch("", ABSENT, response.status, message),), ()
    documented = operation.responses.get(response.status)
    if documented is None or operation.method == "HEAD":
        return (), ()
    if wrong := tuple(_of_form(documented.media_types, response)):
        return wrong, ()
    if documented.schema is None or _media_type(response) != documented.media_type:
        return (), ()
    return _of_body(documented, documented.schema, response.body)


def _of_form(media_types: tuple[str, ...], response: Response) -> Iterator[Mismatch]:
    return _of_media_type(media_types, response) if media_types else _of_no_body(response)


def _of_no_body(response: Response) -> Iterator[Mismatch]:
    if response.body:
        text = response.body[:200].decode(errors="replace")
        message = f"expected no body with status {response.status}, found {shown(text)}"
        yield Mismatch("", ABSENT, text, message)


def _of_media_type(expected: tuple[str, ...], response: Response) -> Iterator[Mismatch]:
    if _media_type(response) not in expected:
        found = response.headers.get("content-type", "")
        wanted = " or ".join(expected)
        message = f"expected the content type {wanted}, found {found or 'none'}"
        yield Mismatch("", wanted, found or ABSENT, message)


def _media_type(response: Response) -> str:
    return response.headers.get("content-type", "").partition(";")[0].strip().lower()


def _of_body(documented: Documented, schema: Schema, body: bytes) -> Conformity:
    try:
        value = read_json(body)
    except NotJson as error:
        text = body[:200].decode(errors="replace")
        return (Mismatch("", ABSENT, text, f"expected JSON, but it breaks: {error}"),), ()
    worst = _worst(value, documented, schema)
    notes = dict.fromkeys(undocumented(value, schema, documented.document))
    return (() if worst is None else (_mismatch(worst),)), tuple(notes)


def _worst(value: object, documented: Documented, schema: Schema) -> "ValidationError | None":
    """Give the fault that says most; None where the quick validator finds nothing wrong."""
    if documented.validator.is_valid(value):
        return None
    # Only now: it tells faults better, but takes a second to import.
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    formats = Draft202012Validator.FORMAT_CHECKER
    whole = standalone(schema, documented.document)
    faults = Draft202012Validator(whole, format_checker=formats).iter_errors(value)
    worst: ValidationError | None = best_match(faults)
    return worst


def read_json(body: bytes) -> object:
    """Read a body as JSON; raise NotJson, which says where it breaks."""
    try:
        return json.loads(body, parse_constant=_no_constant)
    except RecursionError as error:
        raise NotJson("it is nested too deeply") from error
    except ValueError as error:
        raise NotJson(str(error)) from error


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _mismatch(error: "ValidationError") -> Mismatch:
    pointer = pointer_to(*error.absolute_path)
    if error.validator == "required":
        return _missing_field(error, pointer)
    asked = {str(error.validator): error.validator_value}
    message = f"expected {_wanted(error)} by the contract, found {shown(error.instance)}"
    return Mismatch(pointer, asked, error.instance, message)


def _missing_field(error: "ValidationError", pointer: str) -> Mismatch:
    required: Iterable[str] = error.schema["required"]  # type: ignore[index]
    found: Any = error.instance
    missing = next(each for each in required if each not in found)
    message = f"expected the field {missing!r}, which the contract requires; it is missing"
    return Mismatch(pointer + pointer_to(missing), {"required": missing}, ABSENT, message)


def _wanted(error: "ValidationError") -> str:
    value = error.validator_value
    if error.validator == "type":
        return " or ".join(value) if isinstance(value, list) else f"{value}"
    if error.validator == "enum":
        return f"one of {shown(value)}"
    if error.validator == "const":
        return shown(value)
    return f"{error.validator} {shown(value)}"
