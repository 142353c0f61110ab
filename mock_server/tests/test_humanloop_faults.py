"""Servers broken on purpose still answer what everybody asks every day."""

from collections.abc import Iterator

import pytest

from mock_server.domain.faults import Fault
from mock_server.domain.humanloop.actions import (
    DeleteHumanloopVersion,
    DeployHumanloopVersion,
    GetHumanloopDataset,
    ListHumanloopDatapoints,
    ListHumanloopDatasets,
    ListHumanloopEnvironments,
    ListHumanloopVersions,
    MoveHumanloopDataset,
    RemoveHumanloopDeployment,
    UpdateHumanloopVersion,
    UploadHumanloopCsv,
    UpsertHumanloopDataset,
)
from mock_server.domain.humanloop.faults import FAULTS
from mock_server.domain.humanloop.rulebook import RULEBOOK
from mock_server.domain.outcomes import Done, Refused
from mock_server.tests.humanloop_stage import A, B, C, Stage, stage


def a_day(world: Stage) -> Iterator[object]:
    """Give what is asked in a day, also what a fault leaves alone."""
    evals, first, second = (world.ids[name] for name in ("evals", "evals.v1", "evals.v2"))
    yield ListHumanloopDatasets()
    yield ListHumanloopDatasets(name="qa", user_filter="ann", sort_by="name", order="asc")
    yield UpsertHumanloopDataset([A, A], path="new", version_name="one")
    yield UpsertHumanloopDataset([B], path="new", include_datapoints=True)
    for action in ("set", "add", "remove"):
        yield UpsertHumanloopDataset([C], id=evals, action=action, environment="production")
    yield UpdateHumanloopVersion(evals, first, name="gold")
    yield UpdateHumanloopVersion(evals, first, name="first", description="By hand")
    yield UpdateHumanloopVersion(evals, first, description="Again")
    yield GetHumanloopDataset(evals)
    yield ListHumanloopDatapoints(evals)
    yield ListHumanloopVersions(evals)
    yield ListHumanloopVersions(evals, include_datapoints="latest_saved")
    yield UploadHumanloopCsv(evals, b"q,target\nx,y\n")
    yield DeployHumanloopVersion(evals, "staging", second)
    yield ListHumanloopEnvironments(evals)
    yield RemoveHumanloopDeployment(evals, "staging")
    yield DeleteHumanloopVersion(evals, second)
    yield MoveHumanloopDataset(evals, path="archive/qa")
    yield MoveHumanloopDataset(evals, name="answers")
    yield MoveHumanloopDataset(evals, path="other")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.id)
def test_a_broken_server_still_answers(fault: Fault) -> None:
    world = stage()
    rulebook, ann = fault.broken(RULEBOOK), world.people["ann"]
    now = world.world
    for ask in a_day(world):
        outcome, now = fault.step(now, ann, ask, rulebook)
        assert isinstance(outcome, Done | Refused)


def test_every_fault_has_an_id_of_its_own() -> None:
    assert len({each.id for each in FAULTS}) == len(FAULTS) >= 25
