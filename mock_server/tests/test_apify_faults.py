"""Servers broken on purpose still answer what everybody asks every day."""

from collections.abc import Iterator

import pytest

from mock_server.domain.apify.actions import (
    CreateApifyDataset,
    DeleteApifyDataset,
    GetApifyDataset,
    GetApifyStatistics,
    GetApifyUser,
    HeadApifyItems,
    ListApifyDatasets,
    PushApifyItems,
    ReadApifyItems,
    UpdateApifyDataset,
)
from mock_server.domain.apify.faults import FAULTS
from mock_server.domain.apify.rulebook import RULEBOOK
from mock_server.domain.apify.world import NOBODY
from mock_server.domain.faults import Fault
from mock_server.domain.outcomes import Done, Refused
from mock_server.tests.apify_stage import NOW, Stage

ITEMS = [{"a": 1, "#h": 0, "t": ""}, {"a": [{"b": 1}, 2]}, {}, {"o": {"x": 1}}]
SCHEMA = {"fields": {"properties": {"n": {"type": "number"}}}}


def stage() -> Stage:
    return Stage(
        {
            "users": {"ann": {"username": "ann"}, "bob": {"access": "ANYONE_WITH_ID_CAN_READ"}},
            "datasets": {
                "it": {"owner": "ann", "name": "it", "items": ITEMS, "grants": {"bob": "READ"}},
                "public": {
                    "owner": "bob",
                    "name": "public",
                    "general_access": "ANYONE_WITH_NAME_CAN_READ",
                    "schema": SCHEMA,
                },
                "draft": {"owner": "ann"},
            },
        }
    )


def a_day(world: Stage) -> Iterator[object]:
    """Give what is asked in a day, also what a fault leaves alone."""
    it, public = world.id("it"), world.id("public")
    yield GetApifyUser()
    yield from (ListApifyDatasets(), ListApifyDatasets(unnamed=True), ListApifyDatasets(desc=True))
    for path in (it, "ann~it", public, "~public", "nothing"):
        yield GetApifyDataset(path)
        yield GetApifyStatistics(path)
        yield ReadApifyItems(path)
        yield HeadApifyItems(path, signature="nonsense")
    yield from (CreateApifyDataset(), CreateApifyDataset(name="it"), CreateApifyDataset(name="a_"))
    yield from (PushApifyItems(it, {"n": 1}), PushApifyItems(public, [{"n": 1}, {"n": "1"}]))
    yield ReadApifyItems(it, desc=True, offset=1, limit=2, fields=["a", "n"], omit=["n"])
    yield ReadApifyItems(it, clean=True, unwind=["a"], flatten=["o"], omit=["n"])
    yield ReadApifyItems(it, format="csv")
    yield UpdateApifyDataset(it)
    yield UpdateApifyDataset(it, generalAccess="RESTRICTED")
    yield from (UpdateApifyDataset(it, name=name) for name in ("other", None, "it", "a_b"))
    yield from (DeleteApifyDataset(it), DeleteApifyDataset(public))


@pytest.mark.parametrize("who", ["ann", "bob", "nobody"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_a_broken_server_still_answers(fault: Fault, who: str) -> None:
    here = stage()
    caller, rulebook = here.founded.people.get(who, NOBODY), fault.broken(RULEBOOK)

    for ask in a_day(here):
        outcome, here.world = fault.step(here.world.at(NOW), caller, ask, rulebook)

        assert isinstance(outcome, Done | Refused)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_a_fault_is_told_in_a_sentence(fault: Fault) -> None:
    assert fault.sentence.endswith(".")


def test_every_fault_has_an_id_of_its_own() -> None:
    assert len({fault.id for fault in FAULTS}) == len(FAULTS)
