"""A token leads to its person; what names nobody is refused before anything else."""

import pytest

from mock_server.contract import Operation
from mock_server.tests.small import House, contract
from mock_server.web.identity import token_in

OPERATION: Operation = contract().operations[0]


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer sm_1", "sm_1"),
        ("bearer sm_1", "sm_1"),
        ("Bearer  sm_1 ", "sm_1"),
        ("Bearer", None),
        ("Bearer ", None),
        ("Basic sm_1", None),
        ("sm_1", None),
        ("", None),
    ],
)
def test_a_token_follows_the_word_bearer(header: str, token: str | None) -> None:
    assert (token_in({"HTTP_AUTHORIZATION": header}, OPERATION) or None) == token


def test_a_request_without_a_token_is_refused_by_the_wire_rule() -> None:
    answer = House().ask("GET", "/counters/1", None)

    assert answer.status_code == 401
    assert answer.headers["Accord-Rule"] == "small.wire.token-required"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_body_that_cannot_be_parsed_comes_after_the_token() -> None:
    answer = House().ask("PUT", "/counters/x", "sm_unknown", data=b"{")

    assert answer.status_code == 401


def test_a_token_leads_to_its_person() -> None:
    house = House()

    assert house.ask("GET", "/counters/1", house.ann()).get_json()["caller"] == "ann"


def test_a_token_of_a_world_that_was_torn_down_is_told_apart() -> None:
    house = House()
    told = house.found()
    house.state("teardown", world=told["world"])

    answer = house.ask("GET", "/counters/1", told["users"]["ann"]["token"])

    assert (answer.status_code, answer.headers["Accord-World"]) == (401, "evicted")


def test_a_token_that_never_was_is_not_told_apart() -> None:
    answer = House().ask("GET", "/counters/1", "sm_never")

    assert "Accord-World" not in answer.headers


def test_an_api_key_is_found_where_its_scheme_places_it() -> None:
    header = {"type": "apiKey", "in": "header", "name": "X-API-KEY"}
    query = {"type": "apiKey", "in": "query", "name": "token"}
    operation = Operation(**{**vars(OPERATION), "security": (header, query)})

    assert token_in({"HTTP_X_API_KEY": "a"}, operation) == "a"
    assert token_in({"QUERY_STRING": "x=1&token=b"}, operation) == "b"
