"""Which version of a dataset each environment has."""

from msgspec.structs import replace

from mock_server.domain.humanloop.actions import (
    DeployHumanloopVersion,
    ListHumanloopEnvironments,
    RemoveHumanloopDeployment,
)
from mock_server.domain.humanloop.visibility import asked_for, environment_of
from mock_server.domain.humanloop.world import HumanloopWorld, Person
from mock_server.domain.step import deed, sieve


@deed("humanloop.deploy.replaces-the-version")
def version_is_deployed(
    world: HumanloopWorld, caller: Person, ask: DeployHumanloopVersion
) -> HumanloopWorld:
    """A deployed version takes the place of the one that the environment had before."""
    dataset, environment = asked_for(world, caller, ask), environment_of(world, caller, ask)
    if environment is None:
        return world
    deployments = {**dataset.deployments, environment.id: ask.version_id}
    return world.with_dataset(replace(dataset, deployments=deployments))


@deed("humanloop.deploy.removed-leaves-none")
def deployment_is_removed(
    world: HumanloopWorld, caller: Person, ask: RemoveHumanloopDeployment
) -> HumanloopWorld:
    """A removed deployment leaves its environment without a version, and other ones as they are."""
    dataset, environment = asked_for(world, caller, ask), environment_of(world, caller, ask)
    if environment is None:
        return world
    left = {id: version for id, version in dataset.deployments.items() if id != environment.id}
    return world.with_dataset(replace(dataset, deployments=left))


@sieve("humanloop.environments.own-organisation")
def only_own_environments(
    world: HumanloopWorld, caller: Person, ask: ListHumanloopEnvironments
) -> HumanloopWorld:
    """The environments of a dataset are those of the caller's organisation."""
    return world.showing(each.id for each in world.environments.having("org", caller.org))
