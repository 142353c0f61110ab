"""How an Apify world comes into being, and what it says of a `given` that is wrong."""

from typing import Any

import pytest

from mock_server.domain.apify.world import NOBODY
from mock_server.domain.founded import GivenError
from mock_server.tests.apify_stage import BIRTH, Stage


def test_ids_carry_the_mark_of_their_world() -> None:
    here = Stage({"users": {"ann": {}}, "datasets": {"it": {"owner": "ann"}}})

    assert (here.id("it")[:8], len(here.id("it"))) == ("AbCdEfGh", 17)


def test_usernames_that_are_not_given_are_the_worlds_own() -> None:
    assert (
        Stage({"users": {"ann": {}}}).founded.answer["users"]["ann"]["username"] == "ann-abcdefgh"
    )


def test_what_is_given_literally_is_a_handle() -> None:
    founded = Stage(
        {
            "users": {"ann": {"username": "anna", "token": "secret"}},
            "datasets": {"it": {"owner": "ann", "id": "literal"}},
            "settings": {"also_known_as": {":datasetId": "literal"}},
        }
    ).founded

    assert founded.handles == ("literal", ":datasetId", "anna")
    assert (founded.tokens, founded.nobody) == ({"ann": "secret"}, NOBODY)


def test_times_that_are_not_given_are_now() -> None:
    row = Stage({"users": {"ann": {}}, "datasets": {"it": {"owner": "ann"}}}).dataset("it")

    assert (row.created_at, row.modified_at, row.accessed_at) == (BIRTH, BIRTH, BIRTH)


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"people": {}}, "malformed"),
        ({"users": {"ann": {}}, "datasets": {"ann": {"owner": "ann"}}}, "'ann' twice"),
        ({"datasets": {"it": {"owner": "eve"}}}, "datasets.it.owner names the person 'eve'"),
        (
            {"users": {"ann": {}}, "datasets": {"it": {"owner": "ann", "grants": {"eve": "READ"}}}},
            "datasets.it.grants names the person 'eve'",
        ),
        ({"users": {"ann": {"username": "a"}, "bob": {"username": "a"}}}, "the same username"),
        (
            {
                "users": {"ann": {}},
                "datasets": {
                    "one": {"owner": "ann", "name": "prices"},
                    "two": {"owner": "ann", "name": "prices"},
                },
            },
            "datasets.two.name is 'prices'",
        ),
        (
            {"users": {"ann": {}}, "datasets": {"it": {"owner": "ann", "created_at": "now"}}},
            "datasets.it.created_at is 'now'",
        ),
    ],
)
def test_a_given_that_is_wrong_is_explained(given: Any, complaint: str) -> None:
    with pytest.raises(GivenError, match=complaint):
        Stage(given)
