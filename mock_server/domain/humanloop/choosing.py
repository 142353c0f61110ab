"""Which version of a dataset is told, when an ask does not say it outright."""

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.humanloop.actions import (
    GetHumanloopDataset,
    ListHumanloopDatapoints,
    UpsertHumanloopDataset,
)
from mock_server.domain.humanloop.visibility import asked_for, version_in
from mock_server.domain.humanloop.world import Dataset, HumanloopWorld, Person, Version
from mock_server.domain.step import guard, sieve

Telling = GetHumanloopDataset | ListHumanloopDatapoints


def deployed_version(world: HumanloopWorld, dataset: Dataset) -> str | None:
    """Give the version that is deployed to the default environment."""
    return dataset.deployments.get(world.default_environment(dataset.org).id)


def version_by_default(world: HumanloopWorld, dataset: Dataset) -> Version:
    """Give the version that stands for a dataset: the deployed one, else the latest created."""
    deployed = deployed_version(world, dataset)
    return world.versions_of(dataset.id)[0] if deployed is None else world.versions[deployed]


@guard("humanloop.get.default-is-deployed")
def default_is_deployed(world: HumanloopWorld, caller: Person, ask: Telling) -> bool:
    """A dataset without a version in the default environment has nothing to tell by default."""
    is_chosen = ask.version_id is not UNSET or ask.environment is not UNSET
    if is_chosen or world.reads("humanloop.nothing-deployed-by-default", "latest-created"):
        return True
    return deployed_version(world, asked_for(world, caller, ask)) is not None


@sieve("humanloop.get.latest-created")
def latest_created_is_told(world: HumanloopWorld, caller: Person, ask: Telling) -> HumanloopWorld:
    """Where no version is deployed to the default environment, the latest created one is told."""
    return world.telling(world.versions_of(asked_for(world, caller, ask).id)[0].id)


@sieve("humanloop.get.deployed-to-default")
def default_deployment_is_told(
    world: HumanloopWorld, caller: Person, ask: Telling
) -> HumanloopWorld:
    """By default the version is told that is deployed to the default environment."""
    deployed = deployed_version(world, asked_for(world, caller, ask))
    return world if deployed is None else world.telling(deployed)


@sieve("humanloop.get.by-environment")
def environments_version_is_told(
    world: HumanloopWorld, caller: Person, ask: Telling
) -> HumanloopWorld:
    """With `environment` the version is told that is deployed to the environment of that name."""
    if ask.environment is UNSET:
        return world
    deployed = version_in(world, caller, ask, ask.environment)
    return world if deployed is None else world.telling(deployed)


@sieve("humanloop.get.by-version-id")
def named_version_is_told(world: HumanloopWorld, caller: Person, ask: Telling) -> HumanloopWorld:
    """With `version_id` just that version is told, whatever is deployed."""
    if ask.version_id is UNSET or world.versions.get(ask.version_id) is None:
        return world
    return world.telling(ask.version_id)


@sieve("humanloop.get.datapoints-on-request")
def datapoints_are_told_on_request(
    world: HumanloopWorld, caller: Person, ask: GetHumanloopDataset | UpsertHumanloopDataset
) -> HumanloopWorld:
    """Datapoints are told only when `include_datapoints` asks for them."""
    version = world.told or world.draft.version
    if not ask.include_datapoints or version is None:
        return world
    return replace(world, in_full=(version,))
