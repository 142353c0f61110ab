"""The server's own paths: health, provider states, documents, and who may use them."""

from typing import Any

import pytest

from mock_server.tests.small import House

HOUSE = House()
ELSEWHERE = {"Origin": "http://page.test"}


def test_health_tells_that_the_server_answers() -> None:
    told = HOUSE.client.get("/_accord/health").get_json()

    assert told["status"] == "ok"


def test_a_setup_tells_the_world_and_the_tokens() -> None:
    told = HOUSE.found()

    assert told["world"].startswith("w_")
    assert told["users"]["ann"]["token"].startswith("sm_")


def test_a_teardown_takes_the_world_away_once() -> None:
    world = HOUSE.found()["world"]

    assert HOUSE.state("teardown", world=world).status_code == 204
    assert HOUSE.state("teardown", world=world).status_code == 422


def test_a_thing_that_cannot_be_made_is_unsupported() -> None:
    answer = HOUSE.state("setup", vendor="small", users={"robots": {}})

    assert (answer.status_code, answer.get_json()) == (422, {"unsupported": ["users.robots"]})


def test_a_malformed_given_is_explained() -> None:
    answer = HOUSE.state("setup", vendor="small", users=[])

    assert (answer.status_code, "users" in answer.get_json()["error"]) == (422, True)


def test_an_unknown_vendor_is_told_those_that_there_are() -> None:
    answer = HOUSE.state("setup", vendor="smal", users={})

    assert answer.status_code == 422
    assert "the vendors are: small" in answer.get_json()["error"]


@pytest.mark.parametrize(
    "state",
    [
        [],
        {},
        {"action": ["setup"], "state": "world", "params": {}},
        {"action": "set up", "state": "world", "params": {}},
        {"action": "setup", "state": "moon", "params": {}},
        {"action": "setup", "state": "world", "params": []},
    ],
)
def test_a_state_of_another_form_is_refused(state: Any) -> None:
    answer = HOUSE.client.post("/_accord/provider-states", json=state)

    assert (answer.status_code, list(answer.get_json())) == (400, ["error"])


@pytest.mark.parametrize("body", [b"", b"{", b"\xff"])
def test_a_state_that_is_not_json_is_refused(body: bytes) -> None:
    assert HOUSE.client.post("/_accord/provider-states", data=body).status_code == 400


@pytest.mark.parametrize("path", ["/_accord/reset", "/_accord/provider-states"])
def test_a_page_of_another_origin_does_not_control_the_server(path: str) -> None:
    assert HOUSE.client.post(path, headers=ELSEWHERE).status_code == 403


def test_a_page_of_the_servers_own_origin_does() -> None:
    own = {"Origin": "http://localhost"}

    assert House().client.post("/_accord/reset", headers=own).status_code == 204


@pytest.mark.parametrize("path", ["/_accord/health", "/openapi.json", "/openapi.yaml", "/"])
def test_a_page_of_any_origin_reads_health_and_documents(path: str) -> None:
    answer = HOUSE.client.get(path, headers=ELSEWHERE)

    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")


def test_the_contract_is_served_as_json() -> None:
    assert HOUSE.client.get("/openapi.json").get_json()["info"]["title"] == "small"


def test_a_path_of_nobody_is_told_where_to_look() -> None:
    answer = HOUSE.client.get("/nowhere")

    assert (answer.status_code, "GET /" in answer.get_json()["error"]) == (404, True)
