"""Token Factory over HTTP: the words of its refusals, and what its readings make of them."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from mock_server.app import create_app

KEY = {"Authorization": "Bearer <token>"}
TEXT = "/v1/datasets/4d89c87498354518b92fa02fc0ad8720"
NO_OBJECT = "Input should be a valid dictionary or object to extract fields from"


def client(**readings: str) -> FlaskClient:
    chosen = {f"nebius.{name.replace('_', '-')}": option for name, option in readings.items()}
    return create_app(readings=chosen).test_client()


def entry(loc: list[str | int], msg: str, type: str) -> dict[str, Any]:
    return {"detail": [{"loc": loc, "msg": msg, "type": type}]}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            {"name": ""},
            entry(["body", "name"], "String should have at least 1 character", "string_too_short"),
        ),
        ({"name": 7}, entry(["body", "name"], "Input should be a valid string", "string_type")),
        (["name"], entry(["body"], NO_OBJECT, "model_attributes_type")),
        (None, entry(["body"], "Field required", "missing")),
    ],
)
def test_a_patch_that_does_not_fit_is_told_as_pydantic_does(
    body: object, told: dict[str, Any]
) -> None:
    sent = {} if body is None else {"json": body}

    answer = client().patch(TEXT, headers=KEY, **sent)

    assert (answer.status_code, answer.get_json()) == (422, told)


@pytest.mark.parametrize(
    ("readings", "body"),
    [
        ({"null_in_patch": "422"}, {"name": None}),
        ({"blank_name": "422"}, {"name": " "}),
        ({"folder_form": "422"}, {"folder": "a"}),
    ],
)
def test_a_rule_that_refuses_as_unprocessable_tells_a_list(
    readings: dict[str, str], body: dict[str, Any]
) -> None:
    answer = client(**readings).patch(TEXT, headers=KEY, json=body)

    assert answer.status_code == 422
    assert [each["loc"] for each in answer.get_json()["detail"]] == [["body"]]


@pytest.mark.parametrize(("reading", "status"), [("401", 401), ("403", 403)])
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nb_nobody"}])
def test_without_a_valid_token_the_status_is_that_of_the_reading(
    reading: str, status: int, headers: dict[str, str]
) -> None:
    answer = client(missing_token=reading).get("/v1/datasets", headers=headers)

    assert answer.status_code == status
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert isinstance(answer.get_json()["detail"], str)


@pytest.mark.parametrize(("reading", "status"), [("404", 404), ("422", 422)])
def test_an_unknown_cursor_is_refused_with_the_status_of_the_reading(
    reading: str, status: int
) -> None:
    answer = client(unknown_cursor=reading).get("/v1/datasets?after=nowhere", headers=KEY)

    assert answer.status_code == status


def test_the_body_for_s3_is_refused_as_one_without_rows() -> None:
    body = {"name": "a", "folder": "/", "schema": [], "bucket": "b"}

    answer = client().post("/v1/datasets", headers=KEY, json=body)

    assert answer.get_json() == entry(["body", "rows"], "Field required", "missing")


def test_a_deletion_has_no_body() -> None:
    answer = client().delete(TEXT, headers=KEY)

    assert (answer.status_code, answer.data) == (204, b"")


@pytest.mark.parametrize(
    ("method", "path", "status", "told"),
    [
        ("GET", "/v1/nowhere", 404, "Not Found"),
        ("PUT", TEXT, 405, "Method Not Allowed"),
        ("GET", "/v1/datasets/uploads", 405, "Method Not Allowed"),
    ],
)
def test_what_is_not_there_is_told_in_the_frameworks_words(
    method: str, path: str, status: int, told: str
) -> None:
    answer = client().open(path, method=method, headers=KEY)

    assert (answer.status_code, answer.get_json()) == (status, {"detail": told})
