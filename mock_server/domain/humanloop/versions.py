"""Versions: found again by content, named once, labelled anew, and deleted.

Nothing here changes the content of a version. Only its label ever does.
"""

from functools import reduce

from msgspec.structs import replace

from mock_server.domain.humanloop.actions import (
    DeleteHumanloopVersion,
    UpdateHumanloopVersion,
    UploadHumanloopCsv,
    UpsertHumanloopDataset,
    text_of,
)
from mock_server.domain.humanloop.drafting import SETTING, UPLOADING, Making
from mock_server.domain.humanloop.visibility import asked_for, asked_version, located
from mock_server.domain.humanloop.world import (
    Dataset,
    HumanloopWorld,
    Person,
    Version,
    content_of,
)
from mock_server.domain.step import deed, guard


def _new_name(ask: Making | UpdateHumanloopVersion) -> str | None:
    return text_of(ask.name if isinstance(ask, UpdateHumanloopVersion) else ask.version_name)


def _drafted(
    world: HumanloopWorld, caller: Person, ask: UpsertHumanloopDataset | UploadHumanloopCsv
) -> HumanloopWorld:
    if isinstance(ask, UpsertHumanloopDataset):
        return reduce(lambda made, each: each.done(made, caller, ask), SETTING, world)
    return reduce(lambda made, each: each.done(made, caller, ask), UPLOADING, world)


def _known(world: HumanloopWorld, dataset: Dataset) -> Version | None:
    """Give the version of a dataset that has the content of the draft."""
    content = content_of(world.draft.datapoints, world.draft.attributes)
    return world.version_with(dataset.id, "content", content)


def _made(world: HumanloopWorld) -> Version | None:
    version = world.draft.version
    return None if version is None else world.versions.get(version)


@guard("humanloop.versions.name-not-empty")
def version_name_is_not_empty(
    world: HumanloopWorld, caller: Person, ask: Making | UpdateHumanloopVersion
) -> bool:
    """The name of a version is not the empty text."""
    return _new_name(ask) != "" or world.reads("humanloop.empty-version-name", "accepted")


@guard("humanloop.versions.name-unique")
def version_name_is_free(world: HumanloopWorld, caller: Person, ask: Making) -> bool:
    """A version is not created under a name that another version of its dataset bears."""
    name, dataset = _new_name(ask), located(world, caller, ask)
    if name is None or dataset is None:
        return True
    bearer = world.version_with(dataset.id, "name", name)
    return bearer is None or _known(_drafted(world, caller, ask), dataset) == bearer


@guard("humanloop.update-version.null-is-refused")
def label_is_not_null(world: HumanloopWorld, caller: Person, ask: UpdateHumanloopVersion) -> bool:
    """A name or description of null is no text and is refused."""
    if world.reads("humanloop.null-in-update-version", "unchanged"):
        return True
    return ask.name is not None and ask.description is not None


@guard("humanloop.update-version.name-unique")
def new_name_is_free(world: HumanloopWorld, caller: Person, ask: UpdateHumanloopVersion) -> bool:
    """A version does not take the name of another version of its dataset."""
    name = text_of(ask.name)
    if name is None:
        return True
    bearer = world.version_with(asked_version(world, ask).dataset, "name", name)
    return bearer is None or bearer.id == ask.version_id


@guard("humanloop.delete-version.not-the-last")
def version_is_not_the_last(
    world: HumanloopWorld, caller: Person, ask: DeleteHumanloopVersion
) -> bool:
    """A dataset keeps at least one version."""
    return len(world.versions.ids("dataset", asked_version(world, ask).dataset)) > 1


@guard("humanloop.delete-version.not-deployed")
def version_is_not_deployed(
    world: HumanloopWorld, caller: Person, ask: DeleteHumanloopVersion
) -> bool:
    """A version that is deployed to an environment is not deleted."""
    if world.reads("humanloop.deleting-a-deployed-version", "allowed"):
        return True
    return ask.version_id not in asked_for(world, caller, ask).deployments.values()


@deed("humanloop.versions.same-content-same-version")
def same_content_is_the_same_version(
    world: HumanloopWorld, caller: Person, ask: Making
) -> HumanloopWorld:
    """Content that a version of the dataset has already is that version, and no new one."""
    dataset = located(world, caller, ask)
    found = None if dataset is None else _known(world, dataset)
    if found is None:
        return world
    return replace(world, draft=replace(world.draft, version=found.id))


@deed("humanloop.versions.new-content-new-version")
def new_content_is_a_new_version(
    world: HumanloopWorld, caller: Person, ask: Making
) -> HumanloopWorld:
    """Content that no version of the dataset has becomes a new version; the others stay."""
    dataset = located(world, caller, ask)
    if dataset is None or world.draft.version is not None:
        return world
    world = world.with_next_number()
    version = _version(world, dataset)
    draft = replace(world.draft, version=version.id, is_new=True)
    return replace(world.with_version(version), draft=draft)


def _version(world: HumanloopWorld, dataset: Dataset) -> Version:
    draft = world.draft
    return Version(
        id=world.new_id("dsv"),
        dataset=dataset.id,
        number=world.last_number,
        content=content_of(draft.datapoints, draft.attributes),
        created_at=world.now,
        updated_at=world.now,
        datapoints=draft.datapoints,
        attributes=draft.attributes,
    )


@deed("humanloop.versions.unnamed-takes-the-name")
def unnamed_version_takes_the_name(
    world: HumanloopWorld, caller: Person, ask: Making
) -> HumanloopWorld:
    """A version without a name takes the `version_name` that is sent; a name it has stays."""
    version, name = _made(world), text_of(ask.version_name)
    if version is None or name is None:
        return world
    renamed = world.reads("humanloop.new-name-for-same-content", "renamed")
    if version.name is not None and not renamed:
        return world
    return world.with_version(replace(version, name=name))


@deed("humanloop.versions.undescribed-takes-the-description")
def undescribed_version_takes_the_description(
    world: HumanloopWorld, caller: Person, ask: Making
) -> HumanloopWorld:
    """A version without a description takes the `version_description` that is sent."""
    version, text = _made(world), text_of(ask.version_description)
    if version is None or text is None or version.description is not None:
        return world
    return world.with_version(replace(version, description=text))


@deed("humanloop.versions.first-is-deployed")
def first_version_is_deployed(world: HumanloopWorld, caller: Person, ask: Making) -> HumanloopWorld:
    """The first version of a dataset is deployed to the default environment without being asked."""
    version = _made(world)
    if version is None or not world.draft.is_new:
        return world
    if len(world.versions.ids("dataset", version.dataset)) > 1:
        return world
    dataset = world.datasets[version.dataset]
    default = world.default_environment(dataset.org).id
    return world.with_dataset(replace(dataset, deployments={default: version.id}))


@deed("humanloop.update-version.updated-at-moves")
def updated_at_moves_with_the_label(
    world: HumanloopWorld, caller: Person, ask: UpdateHumanloopVersion
) -> HumanloopWorld:
    """A new label moves the version's `updated_at`; its `created_at` stays."""
    version = asked_version(world, ask)
    name, description = text_of(ask.name), text_of(ask.description)
    if name in (None, version.name) and description in (None, version.description):
        return world
    return world.with_version(replace(version, updated_at=world.now))


@deed("humanloop.update-version.names")
def version_is_named(
    world: HumanloopWorld, caller: Person, ask: UpdateHumanloopVersion
) -> HumanloopWorld:
    """A `name` that is sent is the version's from now on; the dataset's own name stays."""
    name = text_of(ask.name)
    return (
        world if name is None else world.with_version(replace(asked_version(world, ask), name=name))
    )


@deed("humanloop.update-version.describes")
def version_is_described(
    world: HumanloopWorld, caller: Person, ask: UpdateHumanloopVersion
) -> HumanloopWorld:
    """A `description` that is sent is the version's from now on; the dataset's own stays."""
    text = text_of(ask.description)
    return (
        world
        if text is None
        else world.with_version(replace(asked_version(world, ask), description=text))
    )


@deed("humanloop.delete-version.removes-the-version")
def version_is_removed(
    world: HumanloopWorld, caller: Person, ask: DeleteHumanloopVersion
) -> HumanloopWorld:
    """A deleted version is gone; the dataset and its other versions stay."""
    dataset = asked_for(world, caller, ask)
    left = {env: id for env, id in dataset.deployments.items() if id != ask.version_id}
    world = replace(world, versions=world.versions.drop(ask.version_id))
    return world.with_dataset(replace(dataset, deployments=left))
