"""Humanloop over HTTP: the documented example, the words of a 422, the form that clients send."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient

from mock_server.app import create_app
from mock_server.contract import load_contract

KEY = {"X-API-KEY": "<apiKey>"}
VERSION = "/v5/datasets/id/versions/version_id"
TOLD = "humanloop.datapoints-in-updated-version"


def client(**readings: str) -> FlaskClient:
    return create_app(readings=readings).test_client()


def documented() -> dict[str, Any]:
    """Give the documented answer, as the contract carries it."""
    path = load_contract().document["paths"]["/v5/datasets/{id}/versions/{version_id}"]
    answer = path["patch"]["responses"]["200"]["content"]["application/json"]
    example: dict[str, Any] = answer["examples"]["documented"]["value"]
    return example


def types(value: object) -> object:
    """Give the types of a value, field by field."""
    if isinstance(value, Mapping):
        return {key: types(each) for key, each in value.items()}
    return [types(each) for each in value] if isinstance(value, list) else type(value)


def test_the_documented_call_gives_the_documented_answer_with_all_its_datapoints() -> None:
    told = client(**{TOLD: "told"}).patch(VERSION, headers=KEY, json={}).get_json()

    told["datapoints"][0]["id"] = "id"
    assert told == documented()
    assert types(told) == types(documented())


def test_by_default_it_leaves_out_the_datapoints() -> None:
    told = client().patch(VERSION, headers=KEY, json={}).get_json()

    assert told == {key: each for key, each in documented().items() if key != "datapoints"}


@pytest.mark.parametrize(
    ("method", "path", "body", "loc", "type"),
    [
        ("PATCH", VERSION, {"name": {}}, ["body", "name"], "type_error.str"),
        ("PATCH", VERSION, {"name": True}, ["body", "name"], "type_error.str"),
        ("PATCH", VERSION, [], ["body"], "type_error.dict"),
        ("PATCH", VERSION, None, ["body"], "value_error.missing"),
        ("POST", "/v5/datasets", {"path": "a"}, ["body", "datapoints"], "value_error.missing"),
        ("POST", "/v5/datasets", {"datapoints": {}}, ["body", "datapoints"], "type_error.list"),
        (
            "POST",
            "/v5/datasets",
            {"path": "a", "datapoints": [{"target": {"b": None}}]},
            ["body", "datapoints", 0, "target", "b"],
            "type_error.str",
        ),
        ("POST", "/v5/datasets", {"datapoints": []}, ["body"], "value_error"),
        ("GET", "/v5/datasets?page=0", None, ["query", "page"], "value_error.number.not_ge"),
        ("GET", "/v5/datasets?size=x", None, ["query", "size"], "type_error.integer"),
        ("GET", "/v5/datasets?order=up", None, ["query", "order"], "type_error.enum"),
        ("POST", "/v5/datasets/id/environments/id", None, ["query", "version_id"],
         "value_error.missing"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_as_pydantic_1_does(
    method: str, path: str, body: object, loc: list[object], type: str
) -> None:
    sent: dict[str, Any] = {} if body is None else {"json": body}
    answer = client().open(path, method=method, headers=KEY, **sent)

    assert answer.status_code == 422
    assert [(each["loc"], each["type"]) for each in answer.get_json()["detail"]] == [(loc, type)]


def test_a_refusal_tells_msg_and_description() -> None:
    answer = client().get("/v5/datasets/ds_nothing", headers=KEY)

    assert answer.status_code == 404
    assert set(answer.get_json()["detail"]) == {"msg", "description"}


def test_a_bearer_token_is_no_key() -> None:
    answer = client().get("/v5/datasets", headers={"Authorization": "Bearer <apiKey>"})

    assert answer.status_code == 401
    assert "<apiKey>" not in answer.get_data(as_text=True)


def test_a_form_without_a_boundary_is_read() -> None:
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\nq\nx\n\r\n--edge--\r\n"
    )
    answer = client().post(
        "/v5/datasets/id/datapoints/csv",
        headers={**KEY, "Content-Type": "multipart/form-data"},
        data=body,
    )

    assert answer.get_json()["datapoints_count"] == 2
