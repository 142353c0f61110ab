"""Mistakes in finding, listing, moving, deploying and uploading datasets."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.faults import Fault, instead, left_out_in, refused_as
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
    UploadHumanloopCsv,
    text_of,
)
from mock_server.domain.humanloop.choosing import version_by_default
from mock_server.domain.humanloop.datapoints import identified
from mock_server.domain.humanloop.deployments import deployment_is_removed, version_is_deployed
from mock_server.domain.humanloop.drafting import base_is_the_deployed_version
from mock_server.domain.humanloop.listing import holds, listed
from mock_server.domain.humanloop.paths import dataset_moves_to_the_path
from mock_server.domain.humanloop.views import (
    all_environments,
    page_of_datapoints,
    page_of_datasets,
)
from mock_server.domain.humanloop.visibility import asked_for
from mock_server.domain.humanloop.world import Datapoint, HumanloopWorld, Person

World = HumanloopWorld


def _wrong(rule: str, mistake: str, sentence: str, function: Callable[..., object]) -> Fault:
    return Fault(rule, mistake, sentence, instead(rule, function))


def _drafting(world: World, datapoints: Iterable[Datapoint]) -> World:
    return replace(world, draft=replace(world.draft, datapoints=tuple(datapoints)))


def _latest_is_told(world: World, caller: Person, ask: GetHumanloopDataset) -> World:
    return world


def _datapoints_are_always_told(world: World, caller: Person, ask: GetHumanloopDataset) -> World:
    version = world.told or world.draft.version
    return world if version is None else replace(world, in_full=(version,))


def _only_what_the_caller_made(world: World, caller: Person, ask: ListHumanloopDatasets) -> World:
    own = world.datasets.having("org", caller.org)
    return world.showing(each.id for each in own if each.created_by == caller.id)


def _name_in_its_case(world: World, caller: Person, ask: ListHumanloopDatasets) -> World:
    if ask.name is UNSET:
        return world
    name = ask.name
    return world.showing(id for id in listed(world) if name in world.datasets[id].name)


def _user_by_address_only(world: World, caller: Person, ask: ListHumanloopDatasets) -> World:
    if ask.user_filter is UNSET:
        return world
    text = ask.user_filter
    creators = {id: world.people[world.datasets[id].created_by] for id in listed(world)}
    return world.showing(id for id, user in creators.items() if holds(user.email, text))


def _always_sorted_by_creation(world: World, caller: Person, ask: ListHumanloopDatasets) -> World:
    rows = [world.datasets[id] for id in listed(world)]
    rows.sort(key=lambda each: version_by_default(world, each).created_at)
    return world.showing(each.id for each in rows)


def _page_past_the_end_is_the_first(
    world: World, caller: Person, ask: ListHumanloopDatasets
) -> object:
    is_past = (ask.page - 1) * ask.size >= len(listed(world))
    return page_of_datasets.told(world, caller, replace(ask, page=1) if is_past else ask)


def _total_is_of_the_page(world: World, caller: Person, ask: ListHumanloopDatapoints) -> object:
    told: Any = page_of_datapoints.told(world, caller, ask)
    return {**told, "total": len(told["records"])}


def _every_version_in_full(world: World, caller: Person, ask: ListHumanloopVersions) -> World:
    if ask.include_datapoints is UNSET:
        return world
    return replace(world, in_full=tuple(each.id for each in world.versions_of(ask.id)))


def _deployed_everywhere(world: World, caller: Person, ask: DeployHumanloopVersion) -> World:
    dataset = asked_for(world, caller, ask)
    environments = world.environments.having("org", dataset.org)
    deployments = {each.id: ask.version_id for each in environments}
    return world.with_dataset(replace(dataset, deployments=deployments))


def _deployed_once(world: World, caller: Person, ask: DeployHumanloopVersion) -> World:
    dataset = asked_for(world, caller, ask)
    left = {env: id for env, id in dataset.deployments.items() if id != ask.version_id}
    moved = world.with_dataset(replace(dataset, deployments=left))
    return version_is_deployed.done(moved, caller, ask)


def _every_deployment_is_removed(
    world: World, caller: Person, ask: RemoveHumanloopDeployment
) -> World:
    after = deployment_is_removed.done(world, caller, ask)
    return after.with_dataset(replace(asked_for(after, caller, ask), deployments={}))


def _only_deployed_environments(
    world: World, caller: Person, ask: ListHumanloopEnvironments
) -> object:
    told: Any = all_environments.told(world, caller, ask)
    return [each for each in told if "file" in each]


def _renamed_into_the_root(world: World, caller: Person, ask: MoveHumanloopDataset) -> World:
    name = text_of(ask.name)
    if name is None:
        return world
    return dataset_moves_to_the_path.done(world, caller, replace(ask, path=name))


def _path_is_taken_by_strangers(world: World, caller: Person, ask: MoveHumanloopDataset) -> bool:
    path = text_of(ask.path)
    return all(each.path != path or each.id == ask.id for each in world.datasets)


def _target_stays_an_input(world: World, caller: Person, ask: UploadHumanloopCsv) -> World:
    return _drafting(
        world,
        (
            identified(ask.id, each.inputs, (), {"target": each.inputs.get("target", "")})
            for each in world.draft.datapoints
        ),
    )


def _rows_replace_the_base(world: World, caller: Person, ask: UploadHumanloopCsv) -> World:
    return world


def _upload_builds_on_the_latest(world: World, caller: Person, ask: UploadHumanloopCsv) -> World:
    based = base_is_the_deployed_version.done(world, caller, ask)
    latest = world.versions_of(ask.id)[0].id
    return replace(based, draft=replace(based.draft, base=latest))


TELLING: tuple[Fault, ...] = (
    _wrong(
        "humanloop.get.deployed-to-default",
        "latest",
        "A plain get tells the latest version, deployed or not.",
        _latest_is_told,
    ),
    _wrong(
        "humanloop.get.datapoints-on-request",
        "always",
        "Datapoints are told without being asked for.",
        _datapoints_are_always_told,
    ),
    _wrong(
        "humanloop.list.own-organisation",
        "own-only",
        "A list leaves out what colleagues made.",
        _only_what_the_caller_made,
    ),
    _wrong(
        "humanloop.list.name-filter",
        "case-counts",
        "A name filter is particular about upper and lower case.",
        _name_in_its_case,
    ),
    _wrong(
        "humanloop.list.user-filter",
        "address-only",
        "A user filter looks at e-mail addresses only.",
        _user_by_address_only,
    ),
    _wrong(
        "humanloop.list.sorted",
        "by-creation-only",
        "A list is sorted by creation, whatever is asked.",
        _always_sorted_by_creation,
    ),
    _wrong(
        "humanloop.list.tells-a-page",
        "never-ends",
        "A page past the end has the records of the first one.",
        _page_past_the_end_is_the_first,
    ),
    _wrong(
        "humanloop.datapoints.tells-a-page",
        "total-of-the-page",
        "The total counts only the datapoints of the page.",
        _total_is_of_the_page,
    ),
    _wrong(
        "humanloop.versions.latest-in-full",
        "all-of-them",
        "Every version in the list is told with its datapoints.",
        _every_version_in_full,
    ),
    Fault(
        "humanloop.visibility.dataset-found",
        "moves-by-strangers",
        "Another organisation moves a dataset that it cannot see.",
        left_out_in(MoveHumanloopDataset, "humanloop.visibility.dataset-found"),
    ),
    Fault(
        "humanloop.visibility.dataset-found",
        "deletes-by-strangers",
        "Another organisation deletes versions that it cannot see.",
        left_out_in(DeleteHumanloopVersion, "humanloop.visibility.dataset-found"),
    ),
    Fault(
        "humanloop.visibility.dataset-found",
        "as-conflict",
        "A dataset that is not found is answered as a conflict.",
        step=refused_as("humanloop.visibility.dataset-found", "humanloop.move.path-is-free"),
    ),
    _wrong(
        "humanloop.deploy.replaces-the-version",
        "everywhere",
        "A version is deployed to every environment at once.",
        _deployed_everywhere,
    ),
    _wrong(
        "humanloop.deploy.replaces-the-version",
        "one-place-only",
        "A version that is deployed leaves the environments that it was in.",
        _deployed_once,
    ),
    _wrong(
        "humanloop.deploy.removed-leaves-none",
        "everywhere",
        "Removing one deployment removes all of them.",
        _every_deployment_is_removed,
    ),
    _wrong(
        "humanloop.environments.tells-all",
        "deployed-only",
        "Environments without a version are left out.",
        _only_deployed_environments,
    ),
    _wrong(
        "humanloop.move.to-a-name",
        "into-the-root",
        "A renamed dataset leaves its folder.",
        _renamed_into_the_root,
    ),
    _wrong(
        "humanloop.move.path-is-free",
        "strangers-too",
        "A path that another organisation has is taken.",
        _path_is_taken_by_strangers,
    ),
    _wrong(
        "humanloop.csv.target-column",
        "input-too",
        "The target stays among the inputs.",
        _target_stays_an_input,
    ),
    _wrong(
        "humanloop.csv.adds-to-the-base",
        "replaces",
        "The rows of a file take the place of the base.",
        _rows_replace_the_base,
    ),
    _wrong(
        "humanloop.csv.base-is-the-deployed",
        "latest",
        "An upload builds on the latest version.",
        _upload_builds_on_the_latest,
    ),
)
