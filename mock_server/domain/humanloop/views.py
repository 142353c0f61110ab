"""What is told: a dataset as one of its versions, its datapoints and its environments."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from mock_server.domain.humanloop.actions import (
    DeployHumanloopVersion,
    GetHumanloopDataset,
    ListHumanloopDatapoints,
    ListHumanloopDatasets,
    ListHumanloopEnvironments,
    ListHumanloopVersions,
    MoveHumanloopDataset,
    UpdateHumanloopVersion,
    UploadHumanloopCsv,
    UpsertHumanloopDataset,
)
from mock_server.domain.humanloop.choosing import version_by_default
from mock_server.domain.humanloop.listing import listed, updated_at
from mock_server.domain.humanloop.visibility import asked_for, asked_version
from mock_server.domain.humanloop.world import (
    Datapoint,
    Dataset,
    Environment,
    HumanloopWorld,
    Person,
    Version,
)
from mock_server.domain.step import view

Told = dict[str, object]
Item = TypeVar("Item")


def tell_environment(environment: Environment) -> Told:
    """Tell an environment."""
    return {
        "id": environment.id,
        "created_at": environment.created_at,
        "name": environment.name,
        "tag": environment.tag,
    }


def tell_datapoint(datapoint: Datapoint) -> Told:
    """Tell a datapoint; what it does not have is left out."""
    told: Told = {
        "inputs": datapoint.inputs,
        "messages": datapoint.messages,
        "target": datapoint.target,
    }
    return {"id": datapoint.id, **{name: each for name, each in told.items() if each}}


def tell_version(world: HumanloopWorld, version: Version, *, in_full: bool = False) -> Told:
    """Tell a dataset as one of its versions; what it does not have is left out."""
    dataset = world.datasets[version.dataset]
    optional: Told = {
        "description": dataset.description,
        "schema": dataset.schema,
        "readme": dataset.readme,
        "tags": dataset.tags,
        "version_name": version.name,
        "version_description": version.description,
        "attributes": version.attributes or None,
        "datapoints": [tell_datapoint(each) for each in version.datapoints] if in_full else None,
    }
    return _always(world, dataset, version) | {
        name: each for name, each in optional.items() if each is not None
    }


def _always(world: HumanloopWorld, dataset: Dataset, version: Version) -> Told:
    return {
        "path": dataset.path,
        "id": dataset.id,
        "directory_id": dataset.directory_id,
        "name": dataset.name,
        "version_id": version.id,
        "type": "dataset",
        "environments": _environments(world, dataset, version),
        "created_at": version.created_at,
        "updated_at": updated_at(dataset, version),
        "created_by": _user(world.people[dataset.created_by]),
        "last_used_at": updated_at(dataset, version),
        "datapoints_count": len(version.datapoints),
    }


def _user(person: Person) -> Told:
    return {"id": person.id, "email_address": person.email, "full_name": person.full_name}


def _environments(world: HumanloopWorld, dataset: Dataset, version: Version) -> list[Told]:
    having = [id for id, deployed in dataset.deployments.items() if deployed == version.id]
    return [tell_environment(world.environments[id]) for id in sorted(having)]


def page_of(
    found: Sequence[Item],
    ask: ListHumanloopDatasets | ListHumanloopDatapoints,
    tell: Callable[[Item], Told],
) -> Told:
    """Tell one page of what was found; a page past the end has no records."""
    start = (ask.page - 1) * ask.size
    records = [tell(each) for each in found[start : start + ask.size]]
    return {"records": records, "page": ask.page, "size": ask.size, "total": len(found)}


def _tell_chosen(world: HumanloopWorld, version: str | None) -> Told:
    """Tell the version that the sieves or deeds chose; nothing when none of them did."""
    if version is None or world.versions.get(version) is None:
        return {}
    return tell_version(world, world.versions[version], in_full=version in world.in_full)


@view("humanloop.list.tells-a-page")
def page_of_datasets(world: HumanloopWorld, caller: Person, ask: ListHumanloopDatasets) -> Told:
    """A list tells one page of datasets, each as its version by default; past the end, none."""

    def tell(id: str) -> Told:
        return tell_version(world, version_by_default(world, world.datasets[id]))

    return page_of(listed(world), ask, tell)


@view("humanloop.upsert.answers-with-the-version")
def upserted_version(world: HumanloopWorld, caller: Person, ask: UpsertHumanloopDataset) -> Told:
    """An upsert answers with the version that has the content, new or not."""
    return _tell_chosen(world, world.draft.version)


@view("humanloop.csv.answers-with-the-version")
def uploaded_version(world: HumanloopWorld, caller: Person, ask: UploadHumanloopCsv) -> Told:
    """An upload answers with the version that it made."""
    return _tell_chosen(world, world.draft.version)


@view("humanloop.get.tells-the-dataset")
def chosen_version(world: HumanloopWorld, caller: Person, ask: GetHumanloopDataset) -> Told:
    """A dataset is told as one of its versions, with the environments that have this version."""
    return _tell_chosen(world, world.told)


@view("humanloop.move.answers-with-the-dataset")
def moved_dataset(world: HumanloopWorld, caller: Person, ask: MoveHumanloopDataset) -> Told:
    """A move answers with the dataset at its new path."""
    return tell_version(world, version_by_default(world, asked_for(world, caller, ask)))


@view("humanloop.datapoints.tells-a-page")
def page_of_datapoints(world: HumanloopWorld, caller: Person, ask: ListHumanloopDatapoints) -> Told:
    """The datapoints of a version are told in pages; past the end, none."""
    datapoints = () if world.told is None else world.versions[world.told].datapoints
    return page_of(datapoints, ask, tell_datapoint)


@view("humanloop.versions.tells-all")
def all_versions(world: HumanloopWorld, caller: Person, ask: ListHumanloopVersions) -> Told:
    """A list of versions has every version of the dataset."""
    versions = world.versions_of(ask.id)
    records = [tell_version(world, each, in_full=each.id in world.in_full) for each in versions]
    return {"records": records}


@view("humanloop.update-version.answers-with-that-version")
def updated_version(world: HumanloopWorld, caller: Person, ask: UpdateHumanloopVersion) -> Told:
    """An updated version is told as it is now, whichever version is deployed."""
    in_full = world.reads("humanloop.datapoints-in-updated-version", "told")
    return tell_version(world, asked_version(world, ask), in_full=in_full)


@view("humanloop.deploy.answers-with-the-version")
def deployed_version(world: HumanloopWorld, caller: Person, ask: DeployHumanloopVersion) -> Told:
    """A deployment answers with the deployed version."""
    return tell_version(world, world.versions[ask.version_id])


@view("humanloop.environments.tells-all")
def all_environments(
    world: HumanloopWorld, caller: Person, ask: ListHumanloopEnvironments
) -> list[Told]:
    """Every environment is told, with the dataset as the version that is deployed to it."""
    ids = world.environments.ids() if world.shown is None else world.shown
    deployments = asked_for(world, caller, ask).deployments
    return [_with_file(world, world.environments[id], deployments.get(id)) for id in sorted(ids)]


def _with_file(world: HumanloopWorld, environment: Environment, version: str | None) -> Told:
    told = tell_environment(environment)
    if version is not None:
        told["file"] = tell_version(world, world.versions[version])
    return told
