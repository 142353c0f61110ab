"""Versions of datasets: found by content, labelled, based on others, deployed and deleted."""

from typing import Any

import pytest

from mock_server.domain.humanloop.actions import (
    DeleteHumanloopDataset,
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
    UpsertHumanloopDataset,
)
from mock_server.domain.humanloop.rulebook import RULEBOOK
from mock_server.domain.step import step, without
from mock_server.tests.humanloop_stage import NOW, A, B, C, Stage, stage


@pytest.fixture
def world() -> Stage:
    return stage()


def upsert(world: Stage, datapoints: list[Any], **fields: Any) -> Any:
    asked = {"id": world.ids["evals"], **fields}
    return world.ask("ann", UpsertHumanloopDataset(datapoints, **asked))


def label(world: Stage, version: str, **fields: Any) -> UpdateHumanloopVersion:
    return UpdateHumanloopVersion(world.ids["evals"], world.ids[version], **fields)


def test_content_is_found_again_in_any_order(world: Stage) -> None:
    assert upsert(world, [B, A])["version_id"] == world.ids["evals.v2"]


def test_content_that_is_known_changes_no_version(world: Stage) -> None:
    before = world.world.versions

    upsert(world, [A], version_name="elsewhere")

    assert world.world.versions is before


@pytest.mark.parametrize(
    ("action", "sent", "count"),
    [("set", [C], 1), ("add", [C], 3), ("add", [A, A], 2), ("remove", [A], 1), (None, [C], 1)],
)
def test_an_action_makes_this_many(world: Stage, action: str, sent: list[Any], count: int) -> None:
    assert upsert(world, sent, action=action)["datapoints_count"] == count


def test_the_base_may_be_the_deployed_version() -> None:
    world = stage(base_by_default="default-deployed")

    assert upsert(world, [C], action="add")["datapoints_count"] == 2


def test_the_base_is_the_latest_where_nothing_is_deployed() -> None:
    world = stage(base_by_default="default-deployed")
    world.ask("ann", RemoveHumanloopDeployment(world.ids["evals"], world.default))

    assert upsert(world, [C], action="add")["datapoints_count"] == 3


def test_numbers_are_taken_as_their_texts(world: Stage) -> None:
    made = upsert(world, [{"inputs": {"q": 5}}], version_name=7, include_datapoints=True)

    assert (made["version_name"], made["datapoints"][0]["inputs"]) == ("7", {"q": "5"})


def test_true_and_one_are_different_targets(world: Stage) -> None:
    made = upsert(world, [{"target": {"a": True}}, {"target": {"a": 1}}])

    assert made["datapoints_count"] == 2


def test_a_label_that_is_sent_again_changes_nothing(world: Stage) -> None:
    assert world.changes("ann", label(world, "evals.v1", name="first")) == ()


def test_a_name_and_a_description_change_at_once(world: Stage) -> None:
    told = world.ask("ann", label(world, "evals.v1", name="gold", description="By hand"))

    assert (told["version_name"], told["version_description"]) == ("gold", "By hand")
    assert told["updated_at"] == NOW


def test_a_name_that_was_given_up_is_free(world: Stage) -> None:
    world.ask("ann", label(world, "evals.v1", name="gold"))

    assert world.ask("ann", label(world, "evals.v2", name="first"))["version_name"] == "first"


def test_null_may_be_refused_as_a_label() -> None:
    world = stage(null_in_update_version="422")

    refused = world.refusal("ann", label(world, "evals.v1", description=None))

    assert refused == "humanloop.update-version.null-is-refused"


def test_known_content_may_take_a_new_name() -> None:
    world = stage(new_name_for_same_content="renamed")

    assert upsert(world, [A], version_name="gold")["version_name"] == "gold"


def test_a_deployed_version_may_be_deleted_with_its_deployments() -> None:
    world = stage(deleting_a_deployed_version="allowed")
    dataset = world.ids["evals"]

    world.ask("ann", DeleteHumanloopVersion(dataset, world.ids["evals.v1"]))

    assert world.ask("ann", GetHumanloopDataset(dataset))["version_id"] == world.ids["evals.v2"]
    assert all("file" not in each for each in world.ask("ann", ListHumanloopEnvironments(dataset)))


def test_the_name_of_a_deleted_version_is_free(world: Stage) -> None:
    world.ask("ann", label(world, "evals.v2", name="second"))
    world.ask("ann", DeleteHumanloopVersion(world.ids["evals"], world.ids["evals.v2"]))

    assert upsert(world, [C], version_name="second")["version_name"] == "second"


def test_a_dataset_without_a_default_deployment_may_be_not_found() -> None:
    world = stage(nothing_deployed_by_default="404")
    world.ask("ann", RemoveHumanloopDeployment(world.ids["evals"], world.default))

    refused = world.refusal("ann", ListHumanloopDatapoints(world.ids["evals"]))

    assert refused == "humanloop.get.default-is-deployed"


def test_an_environment_may_go_by_its_id_alone() -> None:
    world = stage(environment_id_as_name="id-only")
    ask = DeployHumanloopVersion(world.ids["evals"], "staging", world.ids["evals.v2"])

    assert world.refusal("ann", ask) == "humanloop.environments.id-found"


def test_the_same_deployment_again_changes_nothing(world: Stage) -> None:
    ask = DeployHumanloopVersion(world.ids["evals"], "staging", world.ids["evals.v2"])
    world.ask("ann", ask)

    assert world.changes("ann", ask) == ()


def test_a_deployment_that_is_not_there_is_removed_without_effect(world: Stage) -> None:
    ask = RemoveHumanloopDeployment(world.ids["evals"], world.ids["staging"])

    assert world.changes("ann", ask) == ()


def test_a_foreign_dataset_may_be_out_of_the_keys_rights() -> None:
    world = stage(foreign_dataset="401")

    refused = world.refusal("eve", GetHumanloopDataset(world.ids["evals"]))

    assert refused == "humanloop.visibility.foreign-is-unauthorised"


def test_an_unknown_dataset_is_not_found_even_then() -> None:
    world = stage(foreign_dataset="401")

    refused = world.refusal("eve", GetHumanloopDataset("ds_nothing"))

    assert refused == "humanloop.visibility.dataset-found"


def test_a_move_to_the_same_place_changes_nothing(world: Stage) -> None:
    ask = MoveHumanloopDataset(world.ids["evals"], path="evals/qa", name="qa")

    assert world.changes("ann", ask) == ()


def test_a_move_changes_the_folder(world: Stage) -> None:
    before = world.ask("ann", GetHumanloopDataset(world.ids["evals"]))["directory_id"]

    moved = world.ask("ann", MoveHumanloopDataset(world.ids["evals"], path="archive/qa"))

    assert moved["directory_id"] != before


def test_datasets_of_one_folder_share_its_id(world: Stage) -> None:
    made = world.ask("ann", UpsertHumanloopDataset([], path="evals/other"))

    beside = world.ask("ann", GetHumanloopDataset(world.ids["evals"]))
    assert made["directory_id"] == beside["directory_id"]


def test_a_deleted_dataset_leaves_nothing_behind(world: Stage) -> None:
    world.ask("ann", DeleteHumanloopDataset(world.ids["evals"]))

    assert len(world.world.versions) == 1
    assert world.ask("bob", ListHumanloopDatasets())["total"] == 1


def test_versions_are_listed_with_the_latest_first(world: Stage) -> None:
    told = world.ask("ann", ListHumanloopVersions(world.ids["evals"]))

    ids = [each["version_id"] for each in told["records"]]
    assert ids == [world.ids["evals.v2"], world.ids["evals.v1"]]


def test_a_get_changes_nothing(world: Stage) -> None:
    before = world.world

    world.ask("ann", GetHumanloopDataset(world.ids["evals"], include_datapoints=True))

    assert world.world is before


@pytest.mark.parametrize("action", [DeployHumanloopVersion, RemoveHumanloopDeployment])
def test_without_its_guard_an_unknown_environment_takes_no_effect(
    world: Stage, action: type[Any]
) -> None:
    broken = without(RULEBOOK, "humanloop.environments.id-found")
    more = {"version_id": world.ids["evals.v2"]} if action is DeployHumanloopVersion else {}
    ask = action(world.ids["evals"], "nowhere", **more)

    assert step(world.world, world.people["ann"], ask, broken)[1] is world.world
