"""Whether a response is one that the contract documents."""

import json
from dataclasses import dataclass, field

import pytest

from contract_tests.conformity import Conformity, conformity, find_operation
from mock_server.contract import read_contract

THING = {
    "type": "object",
    "required": ["id", "made"],
    "properties": {
        "id": {"type": "integer"},
        "made": {"type": "string", "format": "date-time"},
        "kind": {"enum": ["a", "b"]},
        "owner": {"anyOf": [{"$ref": "#/components/schemas/Person"}, {"type": "null"}]},
        "free": {"type": "object"},
        "tags": {"type": "object", "additionalProperties": {"type": "string"}},
        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Person"}},
    },
}
PERSON = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
ANSWER = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
CONTRACT = read_contract(
    {
        "x-vendors": {
            "aegis": {"title": "A", "prefix": "/api/v1", "max_body_bytes": 9, "statuses": {}}
        },
        "components": {"schemas": {"Thing": THING, "Person": PERSON}},
        "paths": {
            "/api/v1/things/{id}": {
                "get": {"operationId": "getThing", "responses": {"200": ANSWER, "204": {}}},
                "delete": {"operationId": "deleteThing", "responses": {"204": {}}},
            },
            "/api/v1/things/all": {
                "get": {"operationId": "listThings", "responses": {"200": ANSWER}}
            },
        },
    }
)
GOOD: dict[str, object] = {"id": 1, "made": "2026-04-01T09:20:00Z"}


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "application/json"})


def judged(answer: Answer) -> Conformity:
    operation = find_operation(CONTRACT, "aegis", "GET", "/things/1")
    assert operation is not None
    return conformity(operation, answer)


def of_json(value: object) -> tuple[list[str], list[str]]:
    problems, notes = judged(Answer(json.dumps(value).encode()))
    return [str(each) for each in problems], list(notes)


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("GET", "/things/1", "getThing"),
        ("GET", "/things/$thing.id", "getThing"),
        ("GET", "/things/all", "listThings"),
        ("GET", "/things/all?page=2", "listThings"),
        ("DELETE", "/things/all", "deleteThing"),
    ],
)
def test_an_operation_is_found_by_its_path(method: str, path: str, operation: str) -> None:
    found = find_operation(CONTRACT, "aegis", method, path)
    assert found is not None
    assert found.id == operation


@pytest.mark.parametrize(
    ("vendor", "method", "path"),
    [
        ("aegis", "POST", "/things/1"),
        ("aegis", "GET", "/things"),
        ("aegis", "GET", "/things/1/2"),
        ("apify", "GET", "/things/1"),
    ],
)
def test_what_the_contract_lacks_is_no_operation(vendor: str, method: str, path: str) -> None:
    assert find_operation(CONTRACT, vendor, method, path) is None


def test_a_documented_answer_conforms() -> None:
    assert of_json(GOOD | {"owner": None, "kind": "a", "parts": [{"name": "x"}]}) == ([], [])


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (GOOD | {"id": "1"}, '/id: expected integer by the contract, found "1"'),
        (GOOD | {"id": True}, "/id: expected integer by the contract, found true"),
        ({"id": 1}, "/made: expected the field 'made', which the contract requires; it is missing"),
        (GOOD | {"made": "now"}, '/made: expected format "date-time" by the contract, found "now"'),
        (GOOD | {"kind": "c"}, '/kind: expected one of ["a", "b"] by the contract, found "c"'),
        (GOOD | {"owner": {"name": 3}}, "/owner/name: expected string by the contract, found 3"),
        (GOOD | {"parts": [{"name": 3}]}, "/parts/0/name: expected string by the contract, found"),
        ([], "expected object by the contract, found []"),
    ],
)
def test_a_body_against_the_schema_is_a_problem(value: object, problem: str) -> None:
    (found,), _ = of_json(value)
    assert found.startswith(problem)


@pytest.mark.parametrize(
    ("value", "notes"),
    [
        ({"x": 1}, ["/x: a field that the contract does not document"]),
        (
            {"owner": {"name": "a", "x": 1}},
            ["/owner/x: a field that the contract does not document"],
        ),
        (
            {"parts": [{"name": "a", "x": 1}, {"name": "b", "x": 1}]},
            ["/parts/*/x: a field that the contract does not document"],
        ),
        ({"free": {"x": {"y": 1}}}, []),
        ({"tags": {"x": "y"}}, []),
    ],
)
def test_an_undocumented_field_is_noted(value: dict[str, object], notes: list[str]) -> None:
    assert of_json(GOOD | value) == ([], notes)


@pytest.mark.parametrize("status", [500, 503, 599])
def test_a_server_error_is_always_a_problem(status: int) -> None:
    problems, _ = judged(Answer(status=status))
    assert str(problems[0]) == f"expected no server error, found status {status}"


def test_an_undocumented_status_is_left_to_the_story() -> None:
    assert judged(Answer(b"what", status=418)) == ((), ())


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Answer(b"{}", headers={}), "expected the content type application/json, found none"),
        (
            Answer(b"{}", headers={"content-type": "text/html"}),
            "expected the content type application/json, found text/html",
        ),
        (Answer(b"{"), "expected JSON, but it breaks: "),
        (Answer(b""), "expected JSON, but it breaks: "),
        (Answer(b"\xff"), "expected JSON, but it breaks: "),
        (Answer(b"NaN"), "expected JSON, but it breaks: NaN is not JSON"),
        (Answer(b"[" * 100_000), "expected JSON, but it breaks: it is nested too deeply"),
        (Answer(b"{}", status=204), 'expected no body with status 204, found "{}"'),
    ],
)
def test_a_wrong_form_is_a_problem(answer: Answer, problem: str) -> None:
    (found,), _ = judged(answer)
    assert str(found).startswith(problem)


def test_a_content_type_may_name_a_charset() -> None:
    kind = {"content-type": "Application/JSON; charset=utf-8"}
    assert judged(Answer(json.dumps(GOOD).encode(), headers=kind)) == ((), ())
