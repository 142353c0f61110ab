"""openapi.yaml as values: vendors, operations with their compiled validators, rules.

Nothing else reads the contract's form. Routes, bounds, types, statuses and sentences are looked up
here and written nowhere else in Python.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

HERE = Path(__file__).resolve().parent
METHODS = ("get", "put", "post", "delete", "patch", "head")
JSON, FORM, MULTIPART = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
)

Schema = Mapping[str, Any]


class ContractError(Exception):
    """The contract is missing or malformed; the message says where and what was expected."""


@dataclass(frozen=True)
class Rule:
    """One documented sentence.

    `reading` names the reading whose chosen option is the status of the refusal. `under` names the
    readings, with their options, under which the rule holds at all; without it, under every one.
    `success` is the status of an answer to which the rule's deed contributed, where several
    successes are documented. `error_types` tell by status what the vendor calls the refusal;
    `error_type_reading` names the reading that decides it.
    """

    id: str
    sentence: str
    basis: str
    source: str
    status: int | None = None
    reading: str | None = None
    under: Mapping[str, str] = field(default_factory=dict)
    success: int | None = None
    error_types: Mapping[str, str] = field(default_factory=dict)
    error_type_reading: str | None = None


@dataclass(frozen=True)
class Vendor:
    """What holds for every operation of a vendor.

    `names` says which parameters and properties hold the id of a thing, and of what kind;
    `volatile` which properties hold what no two implementations tell alike, such as a time.
    """

    id: str
    title: str
    prefix: str
    max_body_bytes: int
    statuses: Mapping[str, int]
    token_prefix: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    volatile: tuple[str, ...] = ()
    error_types: Mapping[str, str] = field(default_factory=dict)
    content_encodings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parameter:
    """A path, query or header parameter."""

    name: str
    place: str
    required: bool
    schema: Schema
    document: Mapping[str, Any]

    @cached_property
    def validator(self) -> jsonschema_rs.Validator:
        return compiled(self.schema, self.document)


@dataclass(frozen=True)
class Body:
    """A request body of one media type."""

    media_type: str
    required: bool
    schema: Schema
    document: Mapping[str, Any]

    @cached_property
    def validator(self) -> jsonschema_rs.Validator:
        return compiled(self.schema, self.document)

    @cached_property
    def properties(self) -> Mapping[str, Schema]:
        """The properties that the contract names, with their schemas; others are ignored."""
        schema = resolved(self.schema, self.document)
        properties: Mapping[str, Schema] = schema.get("properties", {})
        return properties


@dataclass(frozen=True)
class Response:
    """A documented answer: its schema, or None when it has no JSON body.

    `media_type` is the first of those in which it may be told, to which the schema belongs.
    """

    status: int
    media_type: str | None
    schema: Schema | None
    headers: tuple[str, ...] = ()
    document: Mapping[str, Any] = field(default_factory=dict)
    media_types: tuple[str, ...] = ()

    @cached_property
    def validator(self) -> jsonschema_rs.Validator:
        return compiled(self.schema or {}, self.document)


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    id: str
    vendor: Vendor
    method: str
    path: str
    tags: tuple[str, ...]
    summary: str
    secured: bool
    parameters: tuple[Parameter, ...]
    bodies: Mapping[str, Body]
    responses: Mapping[int, Response]
    rules: tuple[str, ...]
    max_body_bytes: int
    security: tuple[Schema, ...] = ()
    open: bool = False

    @cached_property
    def success(self) -> int:
        """The documented status of success."""
        return min(status for status in self.responses if 200 <= status < 300)

    @property
    def relative_path(self) -> str:
        """The path without the vendor's prefix, as stories write it."""
        return self.path.removeprefix(self.vendor.prefix)

    def placed(self, place: str) -> tuple[Parameter, ...]:
        return tuple(each for each in self.parameters if each.place == place)


@dataclass(frozen=True)
class Contract:
    """The whole document."""

    document: Mapping[str, Any]
    vendors: Mapping[str, Vendor]
    operations: tuple[Operation, ...]
    rules: Mapping[str, Rule]

    def of(self, vendor: str) -> tuple[Operation, ...]:
        """Give the operations of one vendor."""
        return tuple(each for each in self.operations if each.vendor.id == vendor)


def resolved(schema: Schema, document: Mapping[str, Any]) -> Schema:
    """Follow a local `$ref` to the schema that it names."""
    while "$ref" in schema:
        found: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        schema = found
    return schema


def compiled(schema: Schema, document: Mapping[str, Any]) -> jsonschema_rs.Validator:
    """Compile a schema of the contract, whose references lead into its components."""
    return jsonschema_rs.Draft202012Validator(standalone(schema, document), validate_formats=True)


def standalone(schema: Schema, document: Mapping[str, Any]) -> dict[str, Any]:
    """Give a schema that holds what its references lead to, for any JSON Schema validator."""
    return {**schema, "components": {"schemas": document["components"]["schemas"]}}


def contract_path() -> Path:
    """Find openapi.yaml: beside the package in a wheel, above it in a checkout."""
    for place in (HERE, HERE.parent):
        if (place / "openapi.yaml").is_file():
            return place / "openapi.yaml"
    raise ContractError(f"openapi.yaml is neither in {HERE} nor in {HERE.parent}; install again.")


@cache
def load_contract(path: str | os.PathLike[str] | None = None) -> Contract:
    """Read the contract; raise ContractError when it is missing or malformed."""
    place = Path(path) if path else contract_path()
    try:
        document = yaml.load(place.read_bytes(), Loader=_LOADER)
        return read_contract(document)
    except (OSError, yaml.YAMLError) as error:
        raise ContractError(f"{place} cannot be read: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise ContractError(f"{place} lacks something that Accord needs: {error!r}") from error


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_contract(document: Mapping[str, Any]) -> Contract:
    """Turn the parsed document into values."""
    vendors = {id: _vendor(id, entry) for id, entry in document["x-vendors"].items()}
    operations = tuple(_operations(document, vendors))
    rules = {rule.id: rule for rule in _rules(document)}
    return Contract(document, vendors, operations, rules)


def _vendor(id: str, entry: Mapping[str, Any]) -> Vendor:
    return Vendor(
        id=id,
        title=entry["title"],
        prefix=entry["prefix"],
        max_body_bytes=entry["max_body_bytes"],
        statuses=entry["statuses"],
        token_prefix=entry.get("token_prefix", ""),
        error_types=entry.get("error_types", {}),
        content_encodings=tuple(entry.get("content_encodings", ())),
        names=entry.get("names", {}),
        volatile=tuple(entry.get("volatile", ())),
    )


def _operations(document: Mapping[str, Any], vendors: Mapping[str, Vendor]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        vendor = next(each for each in vendors.values() if path.startswith(each.prefix + "/"))
        for method in METHODS:
            if method in item:
                yield _operation(document, vendor, method, path, item)


def _operation(
    document: Mapping[str, Any], vendor: Vendor, method: str, path: str, item: Mapping[str, Any]
) -> Operation:
    entry = item[method]
    parameters = [*item.get("parameters", ()), *entry.get("parameters", ())]
    return Operation(
        id=entry["operationId"],
        vendor=vendor,
        method=method.upper(),
        path=path,
        tags=tuple(entry.get("tags", ())),
        summary=entry.get("summary", ""),
        secured=bool(entry.get("security", document.get("security"))),
        parameters=tuple(_parameter(resolved(each, document), document) for each in parameters),
        bodies=_bodies(entry.get("requestBody", {}), document),
        responses={
            int(status): _response(int(status), resolved(each, document), document)
            for status, each in entry["responses"].items()
        },
        rules=tuple(each if isinstance(each, str) else each["id"] for each in _told(entry)),
        max_body_bytes=entry.get("x-max-body-bytes", vendor.max_body_bytes),
        security=tuple(_security(entry, document)),
        open={} in entry.get("security", ()),
    )


def _security(entry: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Schema]:
    """The security schemes of an operation, each of which is enough."""
    for requirement in entry.get("security", document.get("security", ())):
        for name in requirement:
            yield document["components"]["securitySchemes"][name]


def _told(entry: Mapping[str, Any]) -> list[Any]:
    rules: list[Any] = entry.get("x-rules", [])
    return rules


def _parameter(entry: Schema, document: Mapping[str, Any]) -> Parameter:
    return Parameter(
        entry["name"], entry["in"], entry.get("required", False), entry["schema"], document
    )


def _bodies(entry: Schema, document: Mapping[str, Any]) -> dict[str, Body]:
    entry = resolved(entry, document)
    return {
        media_type: Body(media_type, entry.get("required", False), each["schema"], document)
        for media_type, each in entry.get("content", {}).items()
    }


def _response(status: int, entry: Schema, document: Mapping[str, Any]) -> Response:
    headers = tuple(entry.get("headers", ()))
    for media_type, each in entry.get("content", {}).items():
        schema = each.get("schema") if media_type == JSON else None
        media_types = tuple(entry["content"])
        return Response(status, media_type, schema, headers, document, media_types)
    return Response(status, None, None, headers, document)


def _rules(document: Mapping[str, Any]) -> Iterator[Rule]:
    """Every rule told in full: under a vendor, or under the operation that it belongs to."""
    for vendor in document["x-vendors"].values():
        yield from (_rule(each) for each in vendor.get("x-rules", ()))
    for item in document["paths"].values():
        for method in METHODS:
            told = _told(item.get(method, {}))
            yield from (_rule(each) for each in told if not isinstance(each, str))


def _rule(entry: Mapping[str, Any]) -> Rule:
    return Rule(
        id=entry["id"],
        sentence=entry["sentence"],
        basis=entry["basis"],
        source=entry["source"],
        status=entry.get("status"),
        reading=entry.get("reading"),
        under=entry.get("under", {}),
        success=entry.get("success"),
        error_types=_error_types(entry),
        error_type_reading=entry.get("error_type_reading"),
    )


def _error_types(entry: Mapping[str, Any]) -> Mapping[str, str]:
    """What a refusal is called: one name for every status, or one for each."""
    told = entry.get("error_type", {})
    return {"": told} if isinstance(told, str) else told
