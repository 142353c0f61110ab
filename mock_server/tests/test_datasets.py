"""Datasets: who finds, lists, creates, changes and deletes them."""

from typing import Any

import pytest
from msgspec import UNSET

from mock_server.domain.aegis.actions import (
    DeleteDataset,
    GetDataset,
    ListDatasets,
    ListDatasetTypes,
    ListPartialDatasets,
    UpdateDataset,
)
from mock_server.domain.outcomes import Done
from mock_server.domain.step import step, without
from mock_server.tests.aegis_stage import BIRTH, NOW, RULEBOOK, Stage, stage, upload

SHELF: dict[str, Any] = {
    "datasets": {
        "own": {"owner": "ann", "created_at": "2026-01-01T00:00:00Z"},
        "given_away": {"owner": "ann", "org": "acme"},
        "colleagues": {"owner": "bob", "org": "acme"},
        "house": {"org": "acme"},
        "foreign": {"owner": "bob"},
        "elsewhere": {"owner": "eve", "org": "globex"},
        "bought": {"owner": "ann", "proprietary": True},
        "catalogue": {"proprietary": True},
    }
}


def names(told: list[dict[str, object]]) -> set[object]:
    return {each["name"] for each in told}


@pytest.mark.parametrize(
    ("shared", "found"),
    [
        (UNSET, {"own", "given_away", "colleagues", "house"}),
        (False, {"own", "given_away"}),
        (True, {"colleagues", "house"}),
    ],
)
@pytest.mark.parametrize("listing", [ListDatasets, ListPartialDatasets])
def test_a_list_keeps_what_is_asked_for(listing: Any, shared: Any, found: set[str]) -> None:
    told = stage(**SHELF).ask("ann", listing(shared=shared))

    assert names(told if isinstance(told, list) else told["items"]) == found


def test_somebody_without_organisation_sees_nothing_of_others() -> None:
    assert stage(**SHELF).ask("zed", ListPartialDatasets()) == []


def test_the_short_list_begins_with_the_newest() -> None:
    told = stage(**SHELF).ask("ann", ListPartialDatasets(shared=False))

    assert [each["name"] for each in told] == ["given_away", "own"]


@pytest.mark.parametrize("listing", [ListDatasets, ListPartialDatasets])
def test_shared_needs_an_organisation(listing: Any) -> None:
    rule = stage().refusal("zed", listing(shared=True))

    assert rule == "aegis.datasets.list-shared-needs-organisation"


def test_shared_without_organisation_is_empty_by_the_other_reading() -> None:
    world = stage({"aegis.shared-datasets-without-organisation": "200"}, **SHELF)

    assert world.ask("zed", ListPartialDatasets(shared=True)) == []


def test_a_type_lists_its_datasets_and_the_catalogue() -> None:
    told = stage(**SHELF).ask("ann", ListDatasets(dataset_type_id=2))

    assert names(told["items"]) == {"bought", "catalogue"}


def test_an_unknown_type_is_not_found() -> None:
    rule = stage().refusal("ann", ListDatasets(dataset_type_id=9))

    assert rule == "aegis.datasets.list-type-found"


def test_a_search_ignores_case() -> None:
    told = stage(**SHELF).ask("ann", ListDatasets(search="GIVEN"))

    assert names(told["items"]) == {"given_away"}


def test_a_page_tells_where_it_stands() -> None:
    told = stage(**SHELF).ask("ann", ListDatasets(page=2, page_size=3))

    assert len(told["items"]) == 1
    assert told["meta"]["total_items"] == 4
    assert told["meta"]["previous_page"] == 1


def test_the_types_are_custom_and_proprietary() -> None:
    told = stage().ask("zed", ListDatasetTypes())

    assert [each["name"] for each in told] == ["CUSTOM", "PROPRIETARY"]


@pytest.mark.parametrize("name", ["own", "given_away", "colleagues", "house", "catalogue"])
def test_what_is_visible_is_told(name: str) -> None:
    world = stage(**SHELF)

    assert world.ask("ann", GetDataset(world.ids[name]))["name"] == name


@pytest.mark.parametrize("action", [GetDataset, UpdateDataset, DeleteDataset])
@pytest.mark.parametrize("name", ["foreign", "elsewhere", None])
def test_what_is_invisible_is_not_found(action: Any, name: str | None) -> None:
    world = stage(**SHELF)
    id = world.ids[name] if name else 99_999

    assert world.refusal("ann", action(id)) == "aegis.visibility.dataset-found"


def test_a_dataset_is_told_with_the_runs_that_the_caller_sees() -> None:
    runs = {"own_run": {"owner": "bob", "dataset": "house"}, "other": {"dataset": "house"}}
    world = stage(**SHELF, runs=runs)

    told = world.ask("bob", GetDataset(world.ids["house"]))

    assert [run["alias"] for run in told["runs"]] == ["own_run"]


def test_whoever_creates_a_dataset_owns_it_privately() -> None:
    world = stage()

    told = world.ask("ann", upload(name=" March "))

    assert told["user"] == {"id": world.ids["ann"], "email": "ann@acme.test"}
    assert (told["name"], told["org_id"], told["data_collection_id"]) == ("March", None, None)
    assert (told["created_at"], told["updated_at"]) == (NOW, None)


def test_a_broken_server_that_makes_no_dataset_tells_none() -> None:
    world = stage()
    broken = without(RULEBOOK, "aegis.datasets.create-makes-a-dataset")

    outcome, after = step(world.world, world.people["ann"], upload(), broken)

    assert isinstance(outcome, Done)
    assert outcome.value == {}
    assert after is world.world


def test_a_name_is_generated_anew_each_time() -> None:
    world = stage()

    first, second = (world.ask("ann", upload(name=name))["name"] for name in (None, " "))

    assert first
    assert first != second


def test_a_name_is_taken_once_in_an_account() -> None:
    world = stage(datasets={"march": {"owner": "ann"}})

    assert world.refusal("ann", upload(name="march")) == "aegis.datasets.name-unique-in-account"
    assert world.ask("bob", upload(name="march"))["name"] == "march"


@pytest.mark.parametrize("org", ["acme", None])
def test_a_dataset_takes_the_organisation_of_its_collection(org: str | None) -> None:
    world = stage(data_collections={"bundle": {"owner": "ann", "org": org}})

    told = world.ask("ann", upload(data_collection_id=world.ids["bundle"]))

    assert told["data_collection_id"] == world.ids["bundle"]
    assert told["org_id"] == (org and world.ids[org])


def test_a_dataset_is_not_created_in_an_invisible_collection() -> None:
    world = stage(data_collections={"bundle": {"owner": "bob"}})

    rule = world.refusal("ann", upload(data_collection_id=world.ids["bundle"]))

    assert rule == "aegis.placement.collection-found"


def test_a_former_member_puts_nothing_into_a_shared_collection() -> None:
    world = stage(data_collections={"bundle": {"owner": "zed", "org": "acme"}})

    rule = world.refusal("zed", upload(data_collection_id=world.ids["bundle"]))

    assert rule == "aegis.placement.shared-needs-membership"


def test_a_member_changes_a_shared_dataset() -> None:
    world = stage(**SHELF)

    told = world.ask(
        "ann",
        UpdateDataset(
            world.ids["colleagues"],
            name="April",
            selected_metrics={"3": {"threshold": 1}},
            column_mappings={"prompt": "q"},
        ),
    )

    assert (told["name"], told["column_mappings"]) == ("April", {"prompt": "q"})
    assert told["selected_metrics"] == {"3": {"threshold": 1, "metric_args": None}}
    assert told["updated_at"] == NOW


def test_an_update_that_sends_nothing_changes_nothing() -> None:
    world = stage(**SHELF)
    before = world.world

    world.ask("ann", UpdateDataset(world.ids["own"]))

    assert world.world is before


@pytest.mark.parametrize("field", ["name", "selected_metrics", "column_mappings"])
def test_null_leaves_a_field_as_it_is(field: str) -> None:
    world = stage(**SHELF)
    before = world.ask("ann", GetDataset(world.ids["own"]))[field]

    assert world.ask("ann", UpdateDataset(world.ids["own"], **{field: None}))[field] == before


def refused_update(world: Stage, which: str, **fields: Any) -> str:
    return world.refusal("ann", UpdateDataset(world.ids[which], **fields)).split(".")[-1]


def test_defects_of_an_update_are_refused() -> None:
    world = stage(**SHELF)

    assert refused_update(world, "own", name=" ") == "name-not-empty"
    assert refused_update(world, "own", name="given_away") == "name-unique-in-account"
    assert refused_update(world, "own", selected_metrics={}) == "metrics-selected"
    assert refused_update(world, "own", column_mappings={"q": "a"}) == "mappings-name-aegis-fields"
    assert refused_update(world, "catalogue", name="x") == "update-by-owner-or-member"


def test_a_dataset_keeps_its_own_name() -> None:
    world = stage(**SHELF)

    assert world.ask("ann", UpdateDataset(world.ids["own"], name="own"))["name"] == "own"


def test_a_colleagues_dataset_is_named_in_its_owners_account() -> None:
    world = stage(**SHELF)

    assert refused_update(world, "colleagues", name="foreign") == "name-unique-in-account"


def test_a_colleagues_dataset_is_named_in_the_callers_account_by_the_other_reading() -> None:
    world = stage({"aegis.dataset-name-account": "caller"}, **SHELF)

    assert refused_update(world, "colleagues", name="own") == "name-unique-in-account"


@pytest.mark.parametrize(("who", "name"), [("ann", "own"), ("boss", "house")])
def test_an_owner_or_administrator_deletes(who: str, name: str) -> None:
    world = stage(**SHELF)

    assert world.ask(who, DeleteDataset(world.ids[name])) is None
    assert world.refusal(who, GetDataset(world.ids[name])) == "aegis.visibility.dataset-found"


@pytest.mark.parametrize(
    ("who", "name"),
    [("ann", "house"), ("ann", "colleagues"), ("boss", "colleagues"), ("boss", "catalogue")],
)
def test_nobody_else_deletes(who: str, name: str) -> None:
    world = stage(**SHELF)

    rule = world.refusal(who, DeleteDataset(world.ids[name]))

    assert rule == "aegis.datasets.delete-by-owner-or-administrator"


def test_the_runs_on_a_deleted_dataset_stay() -> None:
    world = stage(**SHELF, runs={"r1": {"owner": "ann", "dataset": "own"}})

    world.ask("ann", DeleteDataset(world.ids["own"]))

    assert world.run("r1").dataset is None
    assert world.run("r1").started_at == BIRTH
