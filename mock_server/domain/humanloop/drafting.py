"""What an upsert or an upload puts together: the base, and what is set, added or removed.

Each deed here changes only the world's draft. The draft becomes a version in `versions.py`, if the
dataset does not have that content yet.
"""

from collections.abc import Iterable

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.humanloop.actions import UploadHumanloopCsv, UpsertHumanloopDataset
from mock_server.domain.humanloop.choosing import deployed_version
from mock_server.domain.humanloop.datapoints import (
    read_datapoint,
    read_rows,
    with_target,
    without_doubles,
)
from mock_server.domain.humanloop.visibility import asked_for, located, version_in
from mock_server.domain.humanloop.world import Datapoint, Draft, HumanloopWorld, Person
from mock_server.domain.step import Deed, deed

Making = UpsertHumanloopDataset | UploadHumanloopCsv


def _drafting(world: HumanloopWorld, datapoints: Iterable[Datapoint]) -> HumanloopWorld:
    draft = replace(world.draft, datapoints=tuple(datapoints))
    return world if draft == world.draft else replace(world, draft=draft)


def _based_on(world: HumanloopWorld, version: str | None) -> HumanloopWorld:
    return replace(world, draft=Draft(base=version))


def _base(world: HumanloopWorld) -> tuple[Datapoint, ...]:
    base = world.draft.base
    return () if base is None else world.versions[base].datapoints


def _sent(
    world: HumanloopWorld, caller: Person, ask: UpsertHumanloopDataset
) -> tuple[Datapoint, ...]:
    dataset = located(world, caller, ask)
    if dataset is None:
        return ()
    return tuple(read_datapoint(dataset.id, each) for each in ask.datapoints)


@deed("humanloop.upsert.base-is-the-latest")
def base_is_the_latest_version(
    world: HumanloopWorld, caller: Person, ask: UpsertHumanloopDataset
) -> HumanloopWorld:
    """An upsert builds on the latest created version of the dataset."""
    dataset = located(world, caller, ask)
    versions = [] if dataset is None else world.versions_of(dataset.id)
    if dataset is None or not versions:
        return _based_on(world, None)
    if world.reads("humanloop.base-by-default", "default-deployed"):
        return _based_on(world, deployed_version(world, dataset) or versions[0].id)
    return _based_on(world, versions[0].id)


@deed("humanloop.csv.base-is-the-deployed")
def base_is_the_deployed_version(
    world: HumanloopWorld, caller: Person, ask: UploadHumanloopCsv
) -> HumanloopWorld:
    """An upload builds on the version that is deployed to the default environment."""
    dataset = asked_for(world, caller, ask)
    deployed = deployed_version(world, dataset)
    return _based_on(world, deployed or world.versions_of(dataset.id)[0].id)


@deed("humanloop.versions.base-of-environment")
def base_is_the_environments_version(
    world: HumanloopWorld, caller: Person, ask: Making
) -> HumanloopWorld:
    """With `environment` the base is the version that is deployed to it."""
    if ask.environment is UNSET:
        return world
    version = version_in(world, caller, ask, ask.environment)
    return world if version is None else _based_on(world, version)


@deed("humanloop.versions.base-by-id")
def base_is_the_named_version(world: HumanloopWorld, caller: Person, ask: Making) -> HumanloopWorld:
    """With `version_id` the base is that version."""
    if ask.version_id is UNSET or world.versions.get(ask.version_id) is None:
        return world
    return _based_on(world, ask.version_id)


@deed("humanloop.upsert.set")
def datapoints_are_set(
    world: HumanloopWorld, caller: Person, ask: UpsertHumanloopDataset
) -> HumanloopWorld:
    """`set`, which is the default, makes the version of exactly the datapoints that are sent."""
    if ask.action not in ("set", None):
        return world
    return _drafting(world, _sent(world, caller, ask))


@deed("humanloop.upsert.add")
def datapoints_are_added(
    world: HumanloopWorld, caller: Person, ask: UpsertHumanloopDataset
) -> HumanloopWorld:
    """`add` puts the datapoints that are sent to those of the base."""
    if ask.action != "add":
        return world
    return _drafting(world, (*_base(world), *_sent(world, caller, ask)))


@deed("humanloop.upsert.remove")
def datapoints_are_removed(
    world: HumanloopWorld, caller: Person, ask: UpsertHumanloopDataset
) -> HumanloopWorld:
    """`remove` takes from the base the datapoints that have the content of those sent."""
    if ask.action != "remove":
        return world
    gone = {each.id for each in _sent(world, caller, ask)}
    return _drafting(world, (each for each in _base(world) if each.id not in gone))


@deed("humanloop.csv.rows-become-datapoints")
def rows_become_datapoints(
    world: HumanloopWorld, caller: Person, ask: UploadHumanloopCsv
) -> HumanloopWorld:
    """Each row of the file becomes a datapoint, with each of its columns as an input."""
    return _drafting(world, read_rows(ask.id, ask.file))


@deed("humanloop.csv.target-column")
def target_column_becomes_the_target(
    world: HumanloopWorld, caller: Person, ask: UploadHumanloopCsv
) -> HumanloopWorld:
    """A column called `target` becomes the target of its row and no input."""
    return _drafting(world, (with_target(ask.id, each) for each in world.draft.datapoints))


@deed("humanloop.csv.adds-to-the-base")
def rows_are_added_to_the_base(
    world: HumanloopWorld, caller: Person, ask: UploadHumanloopCsv
) -> HumanloopWorld:
    """The rows of the file are added to the datapoints of the base."""
    return _drafting(world, (*_base(world), *world.draft.datapoints))


@deed("humanloop.versions.no-doubles")
def doubles_are_dropped(world: HumanloopWorld, caller: Person, ask: Making) -> HumanloopWorld:
    """A datapoint that is in a version already is not put into it a second time."""
    return _drafting(world, without_doubles(world.draft.datapoints))


@deed("humanloop.versions.attributes-tell-apart")
def attributes_are_part_of_the_content(
    world: HumanloopWorld, caller: Person, ask: UpsertHumanloopDataset
) -> HumanloopWorld:
    """The same datapoints with other `attributes` are another version."""
    if ask.attributes is UNSET or not ask.attributes:
        return world
    return replace(world, draft=replace(world.draft, attributes=ask.attributes))


SETTING: tuple[Deed[HumanloopWorld, Person, UpsertHumanloopDataset], ...] = (
    base_is_the_latest_version,
    base_is_the_environments_version,
    base_is_the_named_version,
    datapoints_are_set,
    datapoints_are_added,
    datapoints_are_removed,
    doubles_are_dropped,
    attributes_are_part_of_the_content,
)
UPLOADING: tuple[Deed[HumanloopWorld, Person, UploadHumanloopCsv], ...] = (
    base_is_the_deployed_version,
    base_is_the_environments_version,
    base_is_the_named_version,
    rows_become_datapoints,
    target_column_becomes_the_target,
    rows_are_added_to_the_base,
    doubles_are_dropped,
)
