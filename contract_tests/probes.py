"""One request for every place of the contract that a thing can stand in, made and not typed.

A GET with nothing in its path is asked whether it lists the thing called `it`. Any other probe puts
`it` into a path, or into the contract's example of the body; with `it` in the path, it sends one
field of the body at a time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from contract_tests.absence import ABSENT
from contract_tests.problems import Place
from contract_tests.scenarios import Expectation, Step
from mock_server.contract import JSON, Body, Contract, Operation, Schema, Vendor, resolved

IT: Final = "$it"
NOTHING_SENT: Final = ""
LISTED: Final = "lists it"
NOWHERE: Final = Place("a probe")


@dataclass(frozen=True, slots=True)
class Probe:
    """A request about `it`: the operation, the field that is sent or holds `it`, and the kind."""

    operation: Operation
    field: str
    kind: str
    body: Mapping[str, Any]

    def step(self, caller: str) -> Step:
        """Give the request as one person's step of a story."""
        sent = self.body or ABSENT
        is_json = JSON in self.operation.bodies
        return Step(
            number=1,
            caller=caller,
            method=self.operation.method,
            path=_path(self.operation),
            body=sent if is_json else ABSENT,
            form=_form(self.body) if self.operation.bodies and not is_json else None,
            expect=Expectation(self.operation.success),
            place=NOWHERE,
        )


def probes(contract: Contract, vendor: str) -> Iterator[Probe]:
    """Give the probes of a vendor, in the order of the contract."""
    for operation in contract.of(vendor):
        kinds = [kind for each in operation.placed("path") if (kind := _kind(operation, each.name))]
        body = next(iter(operation.bodies.values()), None)
        if kinds:
            yield from _about_it(operation, kinds[0], body)
        elif body is not None:
            yield from _holding_it(operation, body)
        elif operation.method == "GET":
            yield from (Probe(operation, LISTED, kind, {}) for kind in kinds_of(operation.vendor))


def kinds_of(vendor: Vendor) -> tuple[str, ...]:
    """Give the kinds of thing that a vendor's parameters and properties name."""
    return tuple(dict.fromkeys(kind for kind in vendor.names.values() if kind != "orgs"))


def _about_it(operation: Operation, kind: str, body: Body | None) -> Iterator[Probe]:
    if body is None or not body.properties:
        sent = {} if body is None else _example(operation, body)
        yield Probe(operation, NOTHING_SENT, kind, sent)
        return
    for name, schema in body.properties.items():
        value = _plain_value(resolved(schema, body.document))
        if value is not ABSENT:
            yield Probe(operation, name, kind, {name: value})


def _holding_it(operation: Operation, body: Body) -> Iterator[Probe]:
    example = _example(operation, body)
    for name, schema in body.properties.items():
        kind = _kind(operation, name)
        if kind not in (None, "orgs"):
            told = resolved(schema, body.document)
            value = [IT] if "array" in _types(told) else IT
            yield Probe(operation, name, str(kind), {**example, name: value})


def _example(operation: Operation, body: Body) -> dict[str, Any]:
    """Give the first request example, without what it says of other things."""
    entry = body.document["paths"][operation.path][operation.method.lower()]
    told = entry["requestBody"]["content"][body.media_type].get("examples", {})
    example: dict[str, Any] = next(iter(told.values()), {"value": {}})["value"]
    return {name: value for name, value in example.items() if not _kind(operation, name)}


def _kind(operation: Operation, name: str) -> str | None:
    return operation.vendor.names.get(name)


def _plain_value(schema: Schema) -> Any:
    """Give a value that a field takes whatever the world holds; ABSENT for an object."""
    if "enum" in schema:
        return schema["enum"][0]
    types = _types(schema)
    if "array" in types:
        return []
    if "string" in types:
        return "Renamed"
    return None if "null" in types and "object" not in types else ABSENT


def _types(schema: Schema) -> tuple[str, ...]:
    told = schema.get("type", ())
    return (told,) if isinstance(told, str) else tuple(told)


def _path(operation: Operation) -> str:
    parts = operation.relative_path.split("/")
    return "/".join(IT if part.startswith("{") else part for part in parts)


def _form(body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: {"filename": "it.csv", "content": value} if name == "file" else value
        for name, value in body.items()
    }
