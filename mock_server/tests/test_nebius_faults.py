"""Servers broken on purpose still answer what everybody asks every day."""

from collections.abc import Iterator
from typing import Any

import pytest

from mock_server.domain.faults import Fault
from mock_server.domain.nebius.actions import (
    CompleteNebiusUpload,
    DeleteNebiusDataset,
    GetNebiusDataset,
    ListNebiusDatasets,
    ListNebiusUploadParts,
    PatchNebiusDataset,
    ReadNebiusContent,
)
from mock_server.domain.nebius.faults import FAULTS
from mock_server.domain.nebius.rulebook import RULEBOOK
from mock_server.domain.outcomes import Done, Refused
from mock_server.tests.nebius_stage import NOW, SCHEMA, Stage, creation, stage, start

SHELF: dict[str, Any] = {
    "settings": {"ready_after": 60},
    "datasets": {
        "text": {"owner": "ann", "name": "text", "folder": "/a", "rows": [{"text": "x"}]},
        "twin": {"owner": "ann", "name": "text", "rows": [{"text": None}]},
        "other": {"owner": "ann"},
        "foreign": {"owner": "eve"},
    },
}


def a_day(world: Stage) -> Iterator[object]:
    """Give what is asked in a day, also what a fault leaves alone."""
    text, twin, other = (world.ids[name] for name in ("text", "twin", "other"))
    yield creation()
    yield creation(name="text", schema=SCHEMA, rows=[{"text": "x"}, {"text": "x"}])
    yield creation(ai_project_id=world.ids["p1"])
    yield creation(ai_project_id=world.ids["p2"])
    yield GetNebiusDataset(text)
    yield GetNebiusDataset(world.ids["foreign"])
    yield PatchNebiusDataset(world.ids["foreign"], name="mine")
    yield PatchNebiusDataset(text)
    yield PatchNebiusDataset(text, name="text")
    yield PatchNebiusDataset(twin, folder="/b")
    yield PatchNebiusDataset(text, name="other", folder="/b")
    yield PatchNebiusDataset(other, name="corpus")
    yield ReadNebiusContent(text)
    yield ReadNebiusContent(twin, offset=1)
    yield ListNebiusDatasets()
    yield ListNebiusDatasets(limit=1)
    yield ListNebiusDatasets(after=other)
    yield ListNebiusDatasets(after=world.ids["foreign"])
    yield DeleteNebiusDataset(other)


def an_upload(upload: str) -> Iterator[object]:
    """Give what is asked about an upload."""
    yield ListNebiusUploadParts(upload)
    yield CompleteNebiusUpload(upload, ["nowhere"])
    yield CompleteNebiusUpload(upload, [])
    yield CompleteNebiusUpload(upload, [])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.id)
def test_a_broken_server_still_answers(fault: Fault) -> None:
    world = stage(**SHELF)
    rulebook, ann = fault.broken(RULEBOOK), world.people["ann"]
    begun, now = fault.step(world.world, ann, start(), rulebook)
    assert isinstance(begun, Done)
    upload: Any = begun.value
    for ask in (*a_day(world), *an_upload(upload["id"])):
        outcome, now = fault.step(now.at(NOW), ann, ask, rulebook)
        assert isinstance(outcome, Done | Refused)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.id)
def test_whose_project_is_small_is_answered_too(fault: Fault) -> None:
    world = stage(**SHELF)
    outcome, _ = fault.step(
        world.world, world.people["eve"], ListNebiusDatasets(), fault.broken(RULEBOOK)
    )

    assert isinstance(outcome, Done)


def test_every_fault_has_an_id_of_its_own() -> None:
    assert len({each.id for each in FAULTS}) == len(FAULTS) >= 25


def test_every_fault_breaks_a_rule_that_there_is() -> None:
    rules = {rule.rule for chapter in RULEBOOK.values() for rule in chapter.rules}

    assert {each.rule for each in FAULTS} <= rules
    assert all(each.sentence.endswith(".") for each in FAULTS)
