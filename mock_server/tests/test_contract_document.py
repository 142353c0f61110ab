"""openapi.yaml as a document: valid, tidy, complete, its examples true to their own schemas."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from mock_server.contract import (
    Operation,
    Schema,
    contract_path,
    load_contract,
    resolved,
    standalone,
)

CONTRACT = load_contract()
DOCUMENT = CONTRACT.document
OPERATIONS = [pytest.param(each, id=each.id) for each in CONTRACT.operations]
LINT_RULES = contract_path().with_name(".yamllint")
DOCUMENTED = ("createDataCollection", "updateDataCollection")


def nodes(node: object, place: str = "#") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every object of the document with its place; the values of examples left out."""
    if isinstance(node, list):
        node = dict(enumerate(node))
    if not isinstance(node, Mapping):
        return
    yield place, node
    for key, each in node.items():
        if not shows(place, str(key)):
            yield from nodes(each, f"{place}/{str(key).replace('~', '~0').replace('/', '~1')}")


def shows(place: str, key: str) -> bool:
    """Whether what stands here is an example's value, which is data and no part of the document."""
    example = key == "example" and not place.endswith("/properties")
    return example or (key == "value" and re.search(r"/examples/[^/]+$", place) is not None)


NODES = tuple(nodes(DOCUMENT))
REFERENCES = frozenset(node["$ref"] for _, node in NODES if isinstance(node.get("$ref"), str))
COMPONENTS = [
    f"#/components/{section}/{name}"
    for section, entries in DOCUMENT["components"].items()
    for name in entries
    if section != "securitySchemes"
]


def examples() -> Iterator[tuple[str, Schema, object]]:
    """Every example with its place and its schema, wherever OpenAPI lets one stand."""
    for place, node in NODES:
        if place.endswith("/properties"):
            continue
        shown = node.get("examples")
        if isinstance(shown, Mapping):
            for name, each in shown.items():
                yield f"{place}/examples/{name}", node["schema"], each["value"]
        if isinstance(shown, list):
            for number, each in enumerate(shown):
                yield f"{place}/examples/{number}", node, each
        if "example" in node:
            yield f"{place}/example", node["schema"], node["example"]


EXAMPLES = [pytest.param(schema, value, id=place) for place, schema, value in examples()]


def texts(schema: Schema, seen: frozenset[str] = frozenset()) -> Iterator[Schema]:
    """Every schema within a schema that takes a text, each reference followed once."""
    if "$ref" in schema:
        reference = schema["$ref"]
        inner = [] if reference in seen else [resolved(schema, DOCUMENT)]
        seen = seen | {reference}
    else:
        inner = [
            schema[key]
            for key in ("items", "additionalProperties", "propertyNames")
            if key in schema
        ]
        inner += [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]
        if "string" in schema.get("type", "" if "anyOf" in schema else "string"):
            yield schema
    for each in inner:
        yield from texts(each, seen)


def test_the_contract_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    assert [error.message for error in OpenAPIV31SpecValidator(dict(DOCUMENT)).iter_errors()] == []


def test_the_contract_is_written_as_the_linter_wants() -> None:
    command = [sys.executable, "-m", "yamllint", "--strict", "--config-file", str(LINT_RULES)]
    linted = subprocess.run(
        [*command, contract_path()], capture_output=True, text=True, check=False
    )
    assert linted.stdout == linted.stderr == ""


def test_the_contract_reads_the_same_as_json() -> None:
    assert json.loads(json.dumps(DOCUMENT)) == DOCUMENT


def test_its_parts_stand_in_the_order_of_a_reader() -> None:
    order = ["info", "servers", "tags", "x-vendors", "security", "paths", "components"]
    assert list(DOCUMENT) == ["openapi", *order]


@pytest.mark.parametrize(("schema", "value"), EXAMPLES)
def test_an_example_is_valid_against_its_schema(schema: Schema, value: object) -> None:
    whole = standalone(schema, DOCUMENT)
    validator = Draft202012Validator(whole, format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(value)] == []


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.id in DOCUMENTED])
def test_the_documents_example_answer_is_told(operation: Operation) -> None:
    entry = DOCUMENT["paths"][operation.path][operation.method.lower()]
    answer = entry["responses"][str(operation.success)]["content"]["application/json"]
    assert "documented" in answer["examples"]


@pytest.mark.parametrize("reference", sorted(REFERENCES))
def test_a_reference_leads_to_something(reference: str) -> None:
    assert resolved({"$ref": reference}, DOCUMENT)


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_component_is_used(component: str) -> None:
    assert component in REFERENCES


def test_a_security_scheme_is_used() -> None:
    used = {name for _, node in NODES for each in node.get("security", ()) for name in each}
    assert used == set(DOCUMENT["components"]["securitySchemes"])


def test_an_operation_id_is_given_once() -> None:
    ids = [each.id for each in CONTRACT.operations]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_id_is_in_camel_case(operation: Operation) -> None:
    assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)+", operation.id)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_has_the_tags_that_the_document_explains(operation: Operation) -> None:
    assert operation.tags
    assert set(operation.tags) <= {each["name"] for each in DOCUMENT["tags"]}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_names_its_vendors_server(operation: Operation) -> None:
    assert DOCUMENT["paths"][operation.path]["servers"]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_needs_a_token_and_documents_its_absence(operation: Operation) -> None:
    refusal = operation.responses[operation.vendor.statuses["unauthenticated"]]
    assert operation.secured
    assert "WWW-Authenticate" in refusal.headers


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_with_something_to_check_documents_its_refusal(operation: Operation) -> None:
    checked = bool(operation.parameters or operation.bodies)
    assert (operation.vendor.statuses["invalid"] in operation.responses) is checked


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_has_the_path_parameters_that_its_path_names(operation: Operation) -> None:
    named = re.findall(r"{(\w+)}", operation.path)
    assert [each.name for each in operation.placed("path")] == named


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_text_that_a_client_sends_may_hold_nul(operation: Operation) -> None:
    sent = [each.schema for each in operation.parameters]
    sent += [each.schema for each in operation.bodies.values()]
    read = [each for schema in sent for each in texts(schema) if each.get("format") != "binary"]
    assert [each for each in read if each.get("pattern") != r"^[^\u0000]*$"] == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_body_with_unknown_fields_is_not_refused_for_them(operation: Operation) -> None:
    closed = [
        body
        for body in operation.bodies.values()
        if "additionalProperties" in resolved(body.schema, DOCUMENT)
    ]
    assert closed == []
