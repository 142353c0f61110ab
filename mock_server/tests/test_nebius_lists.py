"""Token Factory's lists of datasets: whose they are, their order, pages and cursors."""

from typing import Any

import pytest

from mock_server.domain.nebius.actions import ListNebiusDatasets
from mock_server.domain.nebius.rulebook import LIST
from mock_server.domain.outcomes import Done
from mock_server.domain.step import bind, step, without
from mock_server.tests.nebius_stage import Stage, creation, stage

SHELF: dict[str, Any] = {
    "datasets": {
        "a": {"owner": "ann", "created_at": 10},
        "b": {"owner": "bob", "created_at": 30},
        "c": {"owner": "ann", "created_at": 20},
        "foreign": {"owner": "eve", "created_at": 40},
    }
}


def names(told: dict[str, Any]) -> list[str]:
    return [each["name"] for each in told["data"]]


def asked(world: Stage, **query: Any) -> Any:
    return world.ask("ann", ListNebiusDatasets(**query))


def test_a_list_holds_the_own_project_newest_first() -> None:
    assert names(asked(stage(**SHELF))) == ["b", "c", "a"]


def test_a_list_is_oldest_first_under_its_reading() -> None:
    assert names(asked(stage({"nebius.list-order": "oldest-first"}, **SHELF))) == ["a", "c", "b"]


def test_of_datasets_of_one_second_the_later_one_comes_first() -> None:
    world = stage()
    made = [world.ask("ann", creation(name=name))["id"] for name in "abc"]

    assert [each["id"] for each in asked(world)["data"]] == made[::-1]


@pytest.mark.parametrize(
    ("limit", "after", "told", "more"),
    [
        (1, None, ["b"], True),
        (2, None, ["b", "c"], True),
        (3, None, ["b", "c", "a"], False),
        (2, "b", ["c", "a"], False),
        (1, "b", ["c"], True),
        (1, "a", [], False),
    ],
)
def test_a_page_holds_its_limit_behind_its_cursor(
    limit: int, after: str | None, told: list[str], more: bool
) -> None:
    world = stage(**SHELF)
    query = {"after": world.ids[after]} if after else {}

    page = asked(world, limit=limit, **query)

    assert (names(page), page["has_more"]) == (told, more)


def test_a_page_tells_its_first_and_last_id() -> None:
    world = stage(**SHELF)

    page = asked(world, limit=2)

    assert (page["object"], page["first_id"], page["last_id"]) == (
        "list",
        world.ids["b"],
        world.ids["c"],
    )


def test_an_empty_page_has_no_ids() -> None:
    told = asked(stage())

    assert (told["data"], told["first_id"], told["last_id"]) == ([], None, None)


@pytest.mark.parametrize("cursor", ["foreign", "nowhere"])
def test_a_cursor_that_is_not_found_is_refused(cursor: str) -> None:
    world = stage(**SHELF)
    ask = ListNebiusDatasets(after=world.ids.get(cursor, cursor))

    assert world.refusal("ann", ask) == "nebius.list.cursor-found"


@pytest.mark.parametrize("cursor", ["foreign", "nowhere"])
def test_nothing_follows_an_unknown_cursor_under_its_reading(cursor: str) -> None:
    world = stage({"nebius.unknown-cursor": "nothing-follows"}, **SHELF)

    assert asked(world, after=world.ids.get(cursor, cursor))["data"] == []


def test_without_its_sieve_a_list_holds_every_project() -> None:
    world = stage(**SHELF)
    rulebook = without(bind(LIST), "nebius.list.own-project")

    outcome, _ = step(world.world, world.people["ann"], ListNebiusDatasets(), rulebook)

    assert isinstance(outcome, Done)
    told: Any = outcome.value
    assert names(told) == ["foreign", "b", "c", "a"]


def test_a_list_tells_what_is_pending() -> None:
    world = stage(settings={"ready_after": 60}, **SHELF)
    world.ask("ann", creation())

    assert [each["status"] for each in asked(world)["data"]] == ["PENDING", *["READY"] * 3]
