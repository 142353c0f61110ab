"""Faults of a document against a JSON Schema, told by line and with what was meant."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from contract_tests.documents import Document
from contract_tests.jsonvalues import kind, pointer_to, shown
from contract_tests.problems import Problem
from contract_tests.suggestions import suggestion

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


def shape_problems(
    document: Document, value: object, schema: dict[str, Any], *under: str
) -> Iterator[Problem]:
    """Yield the faults of a value of a document that stands at `under`."""
    if jsonschema_rs.is_valid(schema, value):
        return
    # Only now: it tells faults better, but takes a second to import.
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(schema).iter_errors(value):
        yield from _problems(document, error, under)


def _problems(
    document: Document, error: "ValidationError", under: tuple[str, ...]
) -> Iterator[Problem]:
    from jsonschema.exceptions import best_match

    inner = best_match(iter(error.context or ()))
    if inner is not None and not _is_of_type(error):
        error = inner
    path = (*under, *error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        yield from _unknown_keys(document, error, path)
    elif error.validator == "required":
        yield _missing_key(document, error, path)
    else:
        message = f"{_where(path)} is {_wanted(error)}; found {_found(error)}."
        yield Problem(document.place(pointer_to(*path)), message)


def _unknown_keys(
    document: Document, error: "ValidationError", path: tuple[str | int, ...]
) -> Iterator[Problem]:
    known = _schema(error).get("properties", {})
    instance: Any = error.instance
    for key in instance:
        if key not in known:
            message = f"{_where(path)} has no key {key!r}. {suggestion(key, known)}"
            yield Problem(document.key_place(pointer_to(*path, key)), message)


def _missing_key(
    document: Document, error: "ValidationError", path: tuple[str | int, ...]
) -> Problem:
    required: list[str] = _schema(error)["required"]
    # jsonschema tells of each missing key in an error of its own, by name only in its message.
    missing = next(key for key in required if error.message.startswith(repr(key)))
    message = f"{_where(path)} lacks the key {missing!r}."
    return Problem(document.place(pointer_to(*path)), message)


def _is_of_type(error: "ValidationError") -> bool:
    """Tell whether every branch fails by its type alone, as in an integer or null."""
    branches = error.context or ()
    return all(each.validator == "type" and not each.relative_path for each in branches)


def _wanted(error: "ValidationError") -> str:
    """Say what the schema wants: its own description when it has one."""
    schema = _schema(error)
    if description := schema.get("description"):
        return f"to be {description}"
    if error.validator == "anyOf":
        return f"to be of type {' or '.join(each['type'] for each in schema['anyOf'])}"
    if error.validator == "type":
        types = schema["type"]
        return f"to be of type {' or '.join(types) if isinstance(types, list) else types}"
    if error.validator == "enum":
        return f"to be one of {shown(schema['enum'])}"
    return f"to have {error.validator} {shown(error.validator_value)}"


def _found(error: "ValidationError") -> str:
    return f"{shown(error.instance)} ({kind(error.instance)})"


def _schema(error: "ValidationError") -> dict[str, Any]:
    schema = error.schema
    return schema if isinstance(schema, dict) else {}


def _where(path: tuple[str | int, ...]) -> str:
    """Name a place as a person does: /steps/0/expect/status is `Step 1: expect.status`."""
    match path:
        case ():
            return "The story"
        case ("steps", int(index)):
            return f"Step {index + 1}"
        case ("steps", int(index), *rest):
            return f"Step {index + 1}: {'.'.join(map(str, rest))}"
    return ".".join(map(str, path))
