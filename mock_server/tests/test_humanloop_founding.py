"""Humanloop worlds from a `given`, and what is wrong with one."""

from typing import Any

import pytest

from mock_server.domain.founded import GivenError
from mock_server.domain.humanloop.founding import found
from mock_server.tests.humanloop_stage import GIVEN, Stage, stage

ORGS: dict[str, Any] = {
    "orgs": ["acme", "globex"],
    "users": {"ann": {"org": "acme"}, "eve": {"org": "globex"}},
    "environments": {"staging": {"org": "acme"}},
}


def founded(**kinds: Any) -> Stage:
    return stage({**ORGS, **kinds})


def test_the_first_version_is_in_the_default_environment() -> None:
    world = stage()

    deployments = world.world.datasets[world.ids["evals"]].deployments

    assert deployments == {world.default: world.ids["evals.v1"]}


def test_a_version_is_in_the_environments_that_are_given() -> None:
    versions = [
        {"as": "one", "deployed_to": []},
        {"as": "two", "deployed_to": ["staging", "production"], "attributes": {"a": 1}},
    ]
    world = founded(datasets={"evals": {"org": "acme", "versions": versions}})

    deployments = world.world.datasets[world.ids["evals"]].deployments

    assert deployments == {
        world.ids["staging"]: world.ids["evals.two"],
        world.default: world.ids["evals.two"],
    }


def test_a_dataset_without_versions_has_an_empty_one() -> None:
    world = founded(datasets={"evals": {"org": "acme"}})

    assert len(world.world.versions_of(world.ids["evals"])) == 1


def test_everything_has_an_id_of_its_own() -> None:
    ids = stage().ids

    assert len(set(ids.values())) == len(ids)


def test_an_answer_names_what_is_given() -> None:
    answer = found(GIVEN, readings={}, now="", mark="m").answer

    assert set(answer["versions"]) == {"evals.v1", "evals.v2", "other.v1"}
    assert answer["users"]["ann"]["email"] == "ann@acme.test"


@pytest.mark.parametrize(
    ("kinds", "place"),
    [
        ({"users": {"ann": {"org": "nowhere"}}}, "users.ann.org"),
        ({"users": {"ann": {}}}, "org"),
        ({"environments": {"lab": {"org": "nowhere"}}}, "environments.lab.org"),
        ({"environments": {"lab": {"org": "acme", "name": "production"}}}, "environments.lab"),
        ({"datasets": {"evals": {"org": "nowhere"}}}, "datasets.evals.org"),
        ({"datasets": {"evals": {"org": "acme", "owner": "eve"}}}, "datasets.evals.owner"),
        ({"datasets": {"evals": {"org": "acme", "versions": []}}}, "datasets.evals.versions"),
        ({"datasets": {"evals": {"org": "acme", "colour": "red"}}}, "colour"),
        (
            {"datasets": {"one": {"org": "acme", "path": "a"}, "a": {"org": "acme"}}},
            "datasets.a.path",
        ),
        (
            {"datasets": {"evals": {"org": "acme", "versions": [{}, {}]}}},
            "datasets.evals.versions.1",
        ),
        (
            {
                "datasets": {
                    "evals": {
                        "org": "acme",
                        "versions": [{"name": "a"}, {"name": "a", "attributes": {"b": 1}}],
                    }
                }
            },
            "datasets.evals.versions.1.name",
        ),
        (
            {"datasets": {"evals": {"org": "globex", "versions": [{"deployed_to": ["staging"]}]}}},
            "datasets.evals.versions.0.deployed_to",
        ),
    ],
)
def test_a_fault_in_the_given_is_told_with_its_place(kinds: dict[str, Any], place: str) -> None:
    with pytest.raises(GivenError) as caught:
        founded(**kinds)

    assert place in str(caught.value)
