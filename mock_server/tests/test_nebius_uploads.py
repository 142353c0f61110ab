"""Token Factory's uploads: their start, their parts, and the dataset that comes of them."""

from typing import Any

import pytest
from msgspec import UNSET

from mock_server.domain.nebius.actions import (
    CompleteNebiusUpload,
    GetNebiusDataset,
    ListNebiusDatasets,
    ListNebiusUploadParts,
    PatchNebiusDataset,
)
from mock_server.domain.nebius.rulebook import RULEBOOK
from mock_server.domain.outcomes import Done
from mock_server.domain.step import step, without
from mock_server.tests.nebius_stage import Stage, stage, start


def started(world: Stage, **changes: Any) -> str:
    upload: str = world.ask("ann", start(**changes))["id"]
    return upload


def test_a_new_upload_is_pending_and_tells_its_dataset() -> None:
    world = stage()

    told = world.ask("ann", start())["upload_info"]

    assert (told["status"], told["completed_at"], told["error"]) == ("PENDING", None, None)
    assert (told["dataset"]["name"], told["ai_project_id"]) == ("big", world.ids["p1"])


def test_a_new_upload_has_no_parts() -> None:
    world = stage()

    told = world.ask("bob", ListNebiusUploadParts(started(world)))

    assert told == {"object": "list", "data": []}


def test_a_dataset_is_there_when_its_upload_is_completed() -> None:
    world = stage()
    upload = started(world)
    assert world.ask("ann", ListNebiusDatasets())["data"] == []

    told = world.ask("bob", CompleteNebiusUpload(upload, []))["upload_info"]

    assert told["completed_at"] == world.world.now
    made = world.ask("ann", GetNebiusDataset(told["dataset"]["id"]))
    assert (made["name"], made["status"], made["ai_project_id"]) == (
        "big",
        "READY",
        world.ids["p1"],
    )


def test_a_second_completion_changes_nothing() -> None:
    world = stage()
    upload = started(world)
    done = world.ask("ann", CompleteNebiusUpload(upload, []))
    patch = PatchNebiusDataset(done["upload_info"]["dataset"]["id"], name="renamed")
    world.ask("ann", patch)
    before = world.at("2026-04-01T11:00:00Z").world

    assert world.ask("ann", CompleteNebiusUpload(upload, [])) == done
    assert world.world is before


def test_an_unknown_part_completes_nothing() -> None:
    world = stage()
    ask = CompleteNebiusUpload(started(world), ["nowhere"])

    assert world.refusal("ann", ask) == "nebius.uploads.parts-are-known"


@pytest.mark.parametrize("action", [ListNebiusUploadParts, CompleteNebiusUpload])
def test_another_project_does_not_find_an_upload(action: Any) -> None:
    world = stage()
    upload = started(world)
    parts: tuple[list[str], ...] = ([],) if action is CompleteNebiusUpload else ()

    assert world.refusal("eve", action(upload, *parts)) == "nebius.projects.upload-found"
    assert world.refusal("ann", action("nowhere", *parts)) == "nebius.projects.upload-found"


def test_an_upload_names_no_other_project() -> None:
    world = stage()
    upload = started(world, ai_project_id=world.ids["p1"])
    other = world.ids["p2"]
    rule = "nebius.projects.project-is-the-callers"

    assert world.refusal("ann", start(ai_project_id=other)) == rule
    assert world.refusal("ann", ListNebiusUploadParts(upload, other)) == rule
    assert world.refusal("ann", CompleteNebiusUpload(upload, [], other)) == rule
    assert world.ask("ann", CompleteNebiusUpload(upload, [], UNSET))


def test_an_upload_that_is_not_made_is_told_as_nothing() -> None:
    world = stage()
    rulebook = without(RULEBOOK, "nebius.uploads.starts-an-upload")

    outcome, after = step(world.world, world.people["ann"], start(), rulebook)

    assert outcome == Done({})
    assert after is world.world


def test_what_stands_behind_an_unfound_thing_is_an_error() -> None:
    world = stage()
    for rule, ask in (
        ("nebius.projects.upload-found", ListNebiusUploadParts("nowhere")),
        ("nebius.projects.upload-found", CompleteNebiusUpload("nowhere", [])),
        ("nebius.projects.dataset-found", GetNebiusDataset("nowhere")),
    ):
        rulebook = without(RULEBOOK, rule)
        if isinstance(ask, ListNebiusUploadParts):
            assert isinstance(step(world.world, world.people["ann"], ask, rulebook)[0], Done)
            continue
        with pytest.raises(LookupError, match="nowhere"):
            step(world.world, world.people["ann"], ask, rulebook)
