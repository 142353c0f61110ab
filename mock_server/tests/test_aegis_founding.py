"""From a `given` to a world, and what is said of one that is malformed."""

from typing import Any

import pytest

from mock_server.domain.aegis.actions import GetDataCollection
from mock_server.domain.aegis.founding import found
from mock_server.domain.aegis.visibility import asked_for
from mock_server.domain.aegis.world import AegisWorld
from mock_server.domain.founded import Founded, GivenError

NOW = "2026-04-01T09:00:00Z"


def founded(**given: Any) -> Founded:
    return found(given, readings={}, now=NOW)


def test_no_two_things_of_a_world_share_an_id() -> None:
    told = founded(
        orgs=["acme"],
        users={"ann": {"org": "acme"}},
        data_collections={"bundle": {}},
        datasets={"march": {"records": [{"prompt": "hello"}]}},
    )
    ids = [each["id"] for kind in told.answer.values() for each in kind.values()]
    assert len(set(ids)) == len(ids)


def test_what_is_left_out_is_nobodys_and_private() -> None:
    told = founded(datasets={"march": {}})
    dataset = told.world.datasets[told.answer["datasets"]["march"]["id"]]
    assert (dataset.owner, dataset.org, dataset.collection) == (None, None, None)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"users": {"ann": {"orgg": "acme"}}}, r"malformed.*orgg"),
        ({"users": {"ann": {"org": "acme"}}}, r"users\.ann\.org names the organisation 'acme'"),
        ({"datasets": {"x": {"owner": "ann"}}}, r"datasets\.x\.owner names the person 'ann'"),
        ({"datasets": {"x": {"records": [{"prompt": 5}]}}}, "malformed"),
        ({"datasets": {"x": {"records": [{"promt": "a"}]}}}, "malformed|promt"),
        ({"orgs": ["x"], "users": {"x": {}}}, "names 'x' twice"),
    ],
)
def test_a_malformed_given_is_refused_with_its_place(given: dict[str, Any], message: str) -> None:
    with pytest.raises(GivenError, match=message):
        founded(**given)


def test_a_collection_that_no_guard_has_found_is_a_mistake_of_the_rulebook() -> None:
    with pytest.raises(LookupError, match="no data collection 5"):
        asked_for(AegisWorld(), GetDataCollection(5))
