"""Token Factory's datasets: their birth, name, folder, status, and end."""

from typing import Any

import pytest

from mock_server.domain.nebius.actions import (
    DeleteNebiusDataset,
    GetNebiusDataset,
    PatchNebiusDataset,
    ReadNebiusContent,
)
from mock_server.domain.nebius.rulebook import CREATE
from mock_server.domain.outcomes import Done
from mock_server.domain.step import bind, step, without
from mock_server.tests.nebius_stage import NOW, Stage, creation, stage

ROWS = [{"text": "x"}, {"text": "y"}, {"text": "z"}]
SHELF: dict[str, Any] = {
    "datasets": {
        "text": {"owner": "ann", "name": "text", "folder": "/a", "rows": ROWS},
        "foreign": {"owner": "eve", "name": "text"},
    }
}


def text(world: Stage) -> dict[str, str]:
    return {"dataset_id": world.ids["text"]}


def test_a_new_dataset_is_ready_at_once() -> None:
    told = stage().ask("ann", creation())

    assert (told["status"], len(told["current_version"]), len(told["id"])) == ("READY", 22, 32)
    assert (told["created_at"], told["error"], told["metadata"]) == (1775037600, None, {})


def test_a_new_dataset_belongs_to_the_creators_project() -> None:
    world = stage()

    assert world.ask("ann", creation())["ai_project_id"] == world.ids["p1"]
    assert world.ask("eve", creation(ai_project_id=None))["ai_project_id"] == world.ids["p2"]


def test_equal_creations_make_two_datasets() -> None:
    world = stage()
    first, second = (world.ask("ann", creation()) for _ in range(2))

    assert first["id"] != second["id"]
    assert first["current_version"] != second["current_version"]


def test_where_data_takes_its_time_a_new_dataset_is_pending_until_then() -> None:
    world = stage(settings={"ready_after": 60})
    made = world.ask("ann", creation())
    assert (made["status"], made["current_version"]) == ("PENDING", None)

    ask = GetNebiusDataset(made["id"])
    assert world.at("2026-04-01T10:00:59Z").ask("ann", ask)["status"] == "PENDING"
    told = world.at("2026-04-01T10:01:00Z").ask("ann", ask)

    assert (told["status"], len(told["current_version"])) == ("READY", 22)


def test_an_origin_is_told_under_its_reading() -> None:
    world = stage({"nebius.origin-of-rows": "upload"})

    assert world.ask("ann", creation())["current_version_origin"] == {"type": "upload"}


def test_an_origin_that_is_given_is_told() -> None:
    world = stage(datasets={"text": {"owner": "ann", "origin": "s3"}})

    told = world.ask("ann", GetNebiusDataset(**text(world)))

    assert told["current_version_origin"] == {"type": "s3"}


@pytest.mark.parametrize("named", ["p2", "nowhere"])
def test_nothing_is_made_in_another_project(named: str) -> None:
    world = stage()
    ask = creation(ai_project_id=world.ids.get(named, named))

    assert world.refusal("ann", ask) == "nebius.projects.project-is-the-callers"


@pytest.mark.parametrize(
    "change", [{}, {"name": "b"}, {"folder": "/b"}, {"name": "b", "folder": "/b"}]
)
def test_a_patch_changes_just_what_it_names(change: dict[str, str]) -> None:
    world = stage(**SHELF)
    before = world.ask("ann", GetNebiusDataset(**text(world)))

    told = world.ask("bob", PatchNebiusDataset(**text(world), **change))

    assert told == {**before, **change}
    assert world.ask("ann", GetNebiusDataset(**text(world))) == told


def test_a_null_in_a_patch_changes_nothing() -> None:
    world = stage(**SHELF)
    before = world.world

    world.ask("ann", PatchNebiusDataset(**text(world), name=None, folder=None))

    assert world.world is before


@pytest.mark.parametrize(
    "change", [{"name": None}, {"folder": None}, {"name": "b", "folder": None}]
)
def test_a_null_in_a_patch_is_refused_under_its_reading(change: dict[str, Any]) -> None:
    world = stage({"nebius.null-in-patch": "422"}, **SHELF)

    ask = PatchNebiusDataset(**text(world), **change)

    assert world.refusal("ann", ask) == "nebius.patch.null-is-refused"


@pytest.mark.parametrize("change", [{"name": "b"}, {"folder": "/b"}, {}])
def test_a_patch_without_null_passes_under_that_reading(change: dict[str, str]) -> None:
    world = stage({"nebius.null-in-patch": "422"}, **SHELF)

    assert world.ask("ann", PatchNebiusDataset(**text(world), **change))


def test_a_blank_name_is_accepted_or_refused_by_its_reading() -> None:
    open_world = stage(**SHELF)
    strict = stage({"nebius.blank-name": "422"}, **SHELF)
    ask = PatchNebiusDataset(**text(open_world), name=" ")

    assert open_world.ask("ann", ask)["name"] == " "
    assert strict.refusal("ann", ask) == "nebius.names.not-blank"
    assert strict.refusal("ann", creation(name=" ")) == "nebius.names.not-blank"
    assert strict.ask("ann", creation(name=" a "))["name"] == " a "


def test_a_relative_folder_is_accepted_or_refused_by_its_reading() -> None:
    open_world = stage(**SHELF)
    strict = stage({"nebius.folder-form": "422"}, **SHELF)
    ask = PatchNebiusDataset(**text(open_world), folder="a/b")

    assert open_world.ask("ann", ask)["folder"] == "a/b"
    assert strict.refusal("ann", ask) == "nebius.names.folder-is-absolute"
    assert strict.refusal("ann", creation(folder="a")) == "nebius.names.folder-is-absolute"
    assert strict.ask("ann", creation(folder="/"))["folder"] == "/"


@pytest.mark.parametrize("who", ["ann", "bob"])
def test_a_project_member_deletes_a_dataset_with_its_rows(who: str) -> None:
    world = stage(**SHELF)

    assert world.ask(who, DeleteNebiusDataset(**text(world))) is None

    assert world.refusal("ann", GetNebiusDataset(**text(world))) == "nebius.projects.dataset-found"
    assert world.ids["text"] not in world.world.rows


def test_a_dataset_without_kept_rows_is_deleted_too() -> None:
    world = stage()
    ask = creation()
    rulebook = without(bind(CREATE), "nebius.create.keeps-the-rows")
    outcome, world.world = step(world.world, world.people["ann"], ask, rulebook)
    assert isinstance(outcome, Done)
    made: Any = outcome.value

    world.ask("ann", DeleteNebiusDataset(made["id"]))

    assert world.refusal("ann", GetNebiusDataset(made["id"])) == "nebius.projects.dataset-found"


@pytest.mark.parametrize("named", ["foreign", "nowhere"])
@pytest.mark.parametrize(
    "action", [GetNebiusDataset, PatchNebiusDataset, DeleteNebiusDataset, ReadNebiusContent]
)
def test_what_is_foreign_or_unknown_is_not_found(action: Any, named: str) -> None:
    world = stage(**SHELF)
    ask = action(world.ids.get(named, named))

    assert world.refusal("ann", ask) == "nebius.projects.dataset-found"


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ({}, "xyz"),
        ({"limit": 2}, "xy"),
        ({"offset": 1}, "yz"),
        ({"offset": 1, "limit": 1}, "y"),
        ({"offset": 3}, ""),
    ],
)
def test_content_is_a_page_of_the_rows(page: dict[str, int], texts: str) -> None:
    world = stage(**SHELF)

    told = world.ask("ann", ReadNebiusContent(world.ids["text"], **page))

    assert told == {"rows": [{"text": each} for each in texts]}


def test_content_is_a_bare_list_under_its_reading() -> None:
    world = stage({"nebius.content-shape": "array"}, **SHELF)

    assert world.ask("ann", ReadNebiusContent(world.ids["text"])) == ROWS


@pytest.mark.parametrize(
    "rule", [*(each.rule for each in CREATE.deeds), CREATE.view.rule], ids=lambda rule: rule
)
def test_a_create_without_one_of_its_rules_is_another_and_no_error(rule: str) -> None:
    whole = stage()
    broken = stage()
    outcome, _ = step(whole.world, whole.people["ann"], creation(), bind(CREATE))
    poorer, world = step(
        broken.world, broken.people["ann"], creation(), without(bind(CREATE), rule)
    )

    assert isinstance(outcome, Done)
    assert isinstance(poorer, Done)
    assert poorer.value != outcome.value or not world.rows.items()


def test_a_world_at_another_time_has_the_same_things() -> None:
    world = stage(**SHELF)

    assert len(world.at(NOW).world.datasets) == 2
