"""Apify over HTTP: one example a door."""

import gzip
import zlib
from collections.abc import Callable
from typing import Any

import brotli  # type: ignore[import-untyped]  # it brings no types
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mock_server.app import create_app

ANN = {"Authorization": "Bearer <token>"}
IT = "/v2/datasets/WkzbQMuFYuamGv3YF"
BODY = b'{"n": 8}'


@pytest.fixture
def client() -> FlaskClient:
    return create_app().test_client()


def put(client: FlaskClient, path: str = IT, **options: Any) -> TestResponse:
    return client.put(path, headers=ANN, **options)


def error(response: TestResponse) -> tuple[int, str]:
    return response.status_code, response.get_json()["error"]["type"]


def push(client: FlaskClient, encoding: str, body: bytes) -> TestResponse:
    headers = {**ANN, "Content-Encoding": encoding, "Content-Type": "application/json"}
    return client.post(f"{IT}/items", headers=headers, data=body)


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
        ("br", brotli.compress),
        ("identity", bytes),
        ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
        ("GZIP", gzip.compress),
    ],
)
def test_a_compressed_body_is_read(
    client: FlaskClient, encoding: str, encode: Callable[[bytes], bytes]
) -> None:
    assert push(client, encoding, encode(BODY)).status_code == 201
    assert client.get(IT, headers=ANN).get_json()["data"]["itemCount"] == 8


def test_an_unknown_encoding_is_unsupported(client: FlaskClient) -> None:
    assert error(push(client, "compress", BODY)) == (415, "unsupported-content-encoding")


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("gzip", BODY), ("br", BODY), ("deflate", zlib.compress(BODY)[:9]), ("br", b"")],
    ids=["no gzip", "no Brotli", "cut off", "nothing"],
)
def test_a_body_that_is_not_what_its_encoding_says_is_refused(
    client: FlaskClient, encoding: str, body: bytes
) -> None:
    assert error(push(client, encoding, body)) == (400, "invalid-input")


@pytest.mark.parametrize(("encoding", "encode"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_a_body_that_grows_too_large_is_refused(
    client: FlaskClient, encoding: str, encode: Callable[[bytes], bytes]
) -> None:
    body = encode(b" " * 9437185)

    assert error(push(client, encoding, body)) == (413, "request-too-large")


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    assert error(push(client, "identity", b" " * 9437185)) == (413, "request-too-large")


def test_another_content_type_has_a_type_of_its_own(client: FlaskClient) -> None:
    refused = put(client, data=b"name=x", content_type="text/plain")

    assert error(refused) == (400, "invalid-content-type-header")


def test_a_body_labelled_as_a_form_may_be_empty_on_create(client: FlaskClient) -> None:
    form = "application/x-www-form-urlencoded"
    made = client.post("/v2/datasets?name=new", headers=ANN, content_type=form)

    assert (made.status_code, "Location" in made.headers) == (201, True)


def test_a_name_that_is_there_is_answered_with_200(client: FlaskClient) -> None:
    assert client.post("/v2/datasets?name=d7b9MDYsbtX5L7XAj", headers=ANN).status_code == 200


def test_the_type_of_invalid_input_is_a_reading() -> None:
    client = create_app(readings={"apify.invalid-input-type": "invalid-value"}).test_client()

    assert error(put(client, json={"generalAccess": 0})) == (400, "invalid-value")
    assert error(put(client, json={"name": "a_b"})) == (400, "invalid-value")


@pytest.mark.parametrize(
    ("option", "told"),
    [("403", "insufficient-permissions"), ("401", "token-not-provided")],
)
def test_the_type_of_a_refusal_follows_its_status(option: str, told: str) -> None:
    client = create_app(readings={"apify.anybody-by-closed-id": option}).test_client()

    assert error(client.get(IT)) == (int(option), told)


def test_nobody_reads_what_is_open_in_the_seed(client: FlaskClient) -> None:
    assert client.get("/v2/datasets/bob~prices/items").get_json()[0] == {
        "product": "Tea",
        "price": 3.5,
    }


def test_nobody_is_told_that_an_unknown_id_is_not_found(client: FlaskClient) -> None:
    assert error(client.get("/v2/datasets/unknown")) == (404, "record-not-found")


@pytest.mark.parametrize(
    "path", ["/v2/datasets?token=%3Ctoken%3E", "/v2/users/me?token=%3Ctoken%3E"]
)
def test_a_token_in_the_query_is_enough(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_a_wrong_method_is_told_the_right_ones(client: FlaskClient) -> None:
    refused = client.patch(IT, headers=ANN)

    assert error(refused) == (405, "method-not-allowed")
    assert "PUT" in refused.get_json()["error"]["message"]


def test_an_unknown_path_is_no_page(client: FlaskClient) -> None:
    assert error(client.get("/v2/nothing", headers=ANN)) == (404, "page-not-found")


def test_a_head_has_the_headers_and_no_body(client: FlaskClient) -> None:
    told = client.head(f"{IT}/items", headers=ANN)

    assert (told.headers["X-Apify-Pagination-Total"], told.data) == ("7", b"")


def test_the_documented_request_works_as_it_stands(client: FlaskClient) -> None:
    body = {"name": "new-dataset-name", "generalAccess": "RESTRICTED"}

    told = put(client, "/v2/datasets/:datasetId", json=body).get_json()

    assert (told["data"]["name"], told["data"]["generalAccess"]) == tuple(body.values())


def test_the_documented_answer_is_told() -> None:
    app = create_app()
    told = put(app.test_client(), "/v2/datasets/:datasetId", json={}).get_json()["data"]
    schema = app.extensions["accord"].contract.document["components"]["responses"]
    shown = schema["ApifyDatasetTold"]["content"]["application/json"]["examples"]["documented"]

    assert {name: told[name] for name in shown["value"]["data"]} == shown["value"]["data"]
