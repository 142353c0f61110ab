"""Which dataset, version and environment an ask is about, and whether they are there for it."""

from msgspec import UNSET

from mock_server.domain.humanloop.actions import (
    DeleteHumanloopDataset,
    DeleteHumanloopVersion,
    DeployHumanloopVersion,
    GetHumanloopDataset,
    ListHumanloopDatapoints,
    ListHumanloopEnvironments,
    ListHumanloopVersions,
    MoveHumanloopDataset,
    RemoveHumanloopDeployment,
    UpdateHumanloopVersion,
    UploadHumanloopCsv,
    UpsertHumanloopDataset,
    text_of,
)
from mock_server.domain.humanloop.world import (
    Dataset,
    Environment,
    HumanloopWorld,
    Person,
    Version,
)
from mock_server.domain.step import guard

Choosing = (
    GetHumanloopDataset | ListHumanloopDatapoints | UploadHumanloopCsv | UpsertHumanloopDataset
)
OfOneVersion = UpdateHumanloopVersion | DeleteHumanloopVersion | DeployHumanloopVersion
Deploying = DeployHumanloopVersion | RemoveHumanloopDeployment
OfOneDataset = (
    Choosing
    | OfOneVersion
    | RemoveHumanloopDeployment
    | DeleteHumanloopDataset
    | MoveHumanloopDataset
    | ListHumanloopVersions
    | ListHumanloopEnvironments
)
UNAUTHORISED = ("humanloop.foreign-dataset", "401")


def located(world: HumanloopWorld, caller: Person, ask: OfOneDataset) -> Dataset | None:
    """Give the dataset that an ask names by its id, or an upsert by its path."""
    id = text_of(ask.id)
    if id is not None:
        return world.datasets.get(id)
    path = text_of(ask.path) if isinstance(ask, UpsertHumanloopDataset) else None
    return None if path is None else world.dataset_at(caller.org, path)


def asked_for(world: HumanloopWorld, caller: Person, ask: OfOneDataset) -> Dataset:
    """Give the dataset that an ask is about, once its guard has found it."""
    dataset = located(world, caller, ask)
    if dataset is None:
        raise LookupError("There is no dataset that this is about.")
    return dataset


def asked_version(world: HumanloopWorld, ask: OfOneVersion) -> Version:
    """Give the version that an ask is about, once its guard has found it."""
    return world.versions[ask.version_id]


def environment_of(world: HumanloopWorld, caller: Person, ask: Deploying) -> Environment | None:
    """Give the environment that an ask names by its id, or by its name."""
    found = world.environments.get(ask.environment_id)
    if found is None and world.reads("humanloop.environment-id-as-name", "id-or-name"):
        return world.environment_named(caller.org, ask.environment_id)
    return found


def version_in(
    world: HumanloopWorld, caller: Person, ask: OfOneDataset, environment: str
) -> str | None:
    """Give the version that is deployed to the environment of this name."""
    dataset = located(world, caller, ask)
    found = world.environment_named(caller.org, environment)
    return None if dataset is None or found is None else dataset.deployments.get(found.id)


@guard("humanloop.visibility.dataset-found")
def dataset_is_found(world: HumanloopWorld, caller: Person, ask: OfOneDataset) -> bool:
    """A dataset that does not exist in the caller's organisation is not found."""
    if text_of(ask.id) is None:
        return True
    dataset = located(world, caller, ask)
    return dataset is not None and (dataset.org == caller.org or world.reads(*UNAUTHORISED))


@guard("humanloop.visibility.foreign-is-unauthorised")
def dataset_is_the_organisations_own(
    world: HumanloopWorld, caller: Person, ask: OfOneDataset
) -> bool:
    """The key of one organisation is not valid for a dataset of another."""
    if not world.reads(*UNAUTHORISED):
        return True
    dataset = located(world, caller, ask)
    return dataset is None or dataset.org == caller.org


@guard("humanloop.visibility.version-found")
def version_is_found(world: HumanloopWorld, caller: Person, ask: Choosing | OfOneVersion) -> bool:
    """A version that is not one of this dataset's is not found."""
    if ask.version_id is UNSET:
        return True
    dataset, version = located(world, caller, ask), world.versions.get(ask.version_id)
    return dataset is not None and version is not None and version.dataset == dataset.id


@guard("humanloop.environments.name-found")
def environment_is_found_by_name(world: HumanloopWorld, caller: Person, ask: Choosing) -> bool:
    """An `environment` that is asked for is the name of one that the organisation has."""
    if ask.environment is UNSET:
        return True
    return world.environment_named(caller.org, ask.environment) is not None


@guard("humanloop.environments.id-found")
def environment_is_found(world: HumanloopWorld, caller: Person, ask: Deploying) -> bool:
    """An environment of another organisation is answered as not existing."""
    found = environment_of(world, caller, ask)
    return found is not None and found.org == caller.org


@guard("humanloop.environments.holds-a-version")
def environment_holds_a_version(world: HumanloopWorld, caller: Person, ask: Choosing) -> bool:
    """Where no version is deployed to the environment that is asked for, none is found."""
    if ask.environment is UNSET or ask.version_id is not UNSET:
        return True
    if world.environment_named(caller.org, ask.environment) is None:
        return True
    is_new = located(world, caller, ask) is None
    return is_new or version_in(world, caller, ask, ask.environment) is not None
