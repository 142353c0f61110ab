"""How a Token Factory world comes into being, and how a malformed `given` is refused."""

from typing import Any

import pytest

from mock_server.domain.founded import GivenError
from mock_server.domain.nebius.actions import GetNebiusDataset
from mock_server.domain.nebius.founding import BROKEN, found
from mock_server.tests.nebius_stage import BIRTH, NOW, stage

ANN: dict[str, Any] = {"projects": ["p1"], "users": {"ann": {"project": "p1"}}}


def founded(mark: str = "", **given: Any) -> Any:
    return found({**ANN, **given}, readings={}, now=BIRTH, mark=mark)


def test_every_project_person_and_dataset_has_an_id() -> None:
    answer = founded(datasets={"text": {"owner": "ann"}}).answer

    ids = [each["id"] for kind in answer.values() for each in kind.values()]
    assert sorted(answer) == ["datasets", "projects", "users"]
    assert len(set(ids)) == 3
    assert {len(each) for each in ids} == {32}


def test_two_worlds_share_no_id() -> None:
    first, second = (founded(mark, datasets={"text": {"owner": "ann"}}).answer for mark in "ab")

    assert first["datasets"]["text"]["id"] != second["datasets"]["text"]["id"]


def test_ids_and_tokens_that_are_given_are_kept() -> None:
    told = found(
        {
            "projects": {"p1": {"id": "example_project"}},
            "users": {"ann": {"project": "p1", "id": "u1", "token": "t1"}},
            "datasets": {"text": {"owner": "ann", "id": "d1", "version": "v1"}},
        },
        readings={},
        now=BIRTH,
    )

    assert told.answer["projects"]["p1"]["id"] == "example_project"
    assert (told.answer["users"]["ann"]["id"], told.tokens) == ("u1", {"ann": "t1"})
    assert told.world.datasets["d1"].version == "v1"
    ann: Any = told.people["ann"]
    assert ann.project == told.world.datasets["d1"].project == "example_project"


def test_what_is_left_out_has_a_plain_value() -> None:
    world = founded(datasets={"text": {"owner": "ann"}}).world
    row = next(iter(world.datasets))

    assert (row.name, row.folder, row.schema, row.status) == ("text", "/", (), "READY")
    assert (row.created_at, row.error, row.metadata) == (1775034000, None, {})


@pytest.mark.parametrize(
    ("status", "has_version", "error"),
    [("READY", True, None), ("PENDING", False, None), ("FAILED", False, BROKEN)],
)
def test_only_what_is_ready_has_a_version(
    status: str, has_version: bool, error: str | None
) -> None:
    world = stage(datasets={"text": {"owner": "ann", "status": status}})

    told = world.ask("bob", GetNebiusDataset(world.ids["text"]))

    assert (told["current_version"] is not None, told["error"]) == (has_version, error)


def test_a_dataset_is_found_by_another_name_of_its_id() -> None:
    names = {"first": "d1"}
    world = stage(
        datasets={"text": {"owner": "ann", "id": "d1"}}, settings={"also_known_as": names}
    )

    assert world.at(NOW).ask("ann", GetNebiusDataset("first"))["id"] == "d1"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"projects": 3}, "malformed"),
        ({"datasets": {"text": {"owner": "ann", "colour": "red"}}}, "colour"),
        ({"datasets": {"text": {"owner": "ann", "status": "LOST"}}}, "status"),
        ({"datasets": {"text": {"owner": "ann", "schema": [{"name": "a"}]}}}, "type"),
        ({"datasets": {"text": {"owner": "bob"}}}, r"'bob', who is not given \(ann\)"),
        ({"users": {"ann": {"project": "p9"}}}, r"'p9', which is not given \(p1\)"),
        ({"users": {}, "datasets": {"text": {"owner": "ann"}}}, r"\(none\)"),
        ({"projects": []}, r"\(none\)"),
        ({"datasets": {"ann": {"owner": "ann"}}}, "'ann' twice"),
        ({"datasets": {name: {"owner": "ann", "id": "d1"} for name in "xy"}}, "same id"),
        ({"datasets": {name: {"owner": "ann", "version": "v"} for name in "xy"}}, "same version"),
    ],
)
def test_a_malformed_given_is_refused(given: dict[str, Any], told: str) -> None:
    with pytest.raises(GivenError, match=told):
        founded(**given)
