"""Mistakes in making, labelling and deleting versions: what an implementation gets wrong there."""

from collections.abc import Callable, Iterable

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.faults import Fault, half_done, instead, left_out_in, refused_as
from mock_server.domain.humanloop.actions import (
    DeleteHumanloopVersion,
    UpdateHumanloopVersion,
    UpsertHumanloopDataset,
    text_of,
)
from mock_server.domain.humanloop.choosing import deployed_version, version_by_default
from mock_server.domain.humanloop.datapoints import read_datapoint
from mock_server.domain.humanloop.drafting import Making
from mock_server.domain.humanloop.paths import new_path_makes_a_dataset
from mock_server.domain.humanloop.versions import (
    new_content_is_a_new_version,
    same_content_is_the_same_version,
    updated_at_moves_with_the_label,
    version_is_described,
    version_is_named,
)
from mock_server.domain.humanloop.views import (
    tell_version,
)
from mock_server.domain.humanloop.visibility import asked_for, asked_version, located
from mock_server.domain.humanloop.world import Datapoint, HumanloopWorld, Person, content_of

World = HumanloopWorld
Update = UpdateHumanloopVersion
Upsert = UpsertHumanloopDataset


def _wrong(rule: str, mistake: str, sentence: str, function: Callable[..., object]) -> Fault:
    return Fault(rule, mistake, sentence, instead(rule, function))


def _drafting(world: World, datapoints: Iterable[Datapoint]) -> World:
    return replace(world, draft=replace(world.draft, datapoints=tuple(datapoints)))


def _sent(world: World, caller: Person, ask: Upsert) -> list[Datapoint]:
    dataset = asked_for(world, caller, ask)
    return [read_datapoint(dataset.id, each) for each in ask.datapoints]


def _base(world: World) -> tuple[Datapoint, ...]:
    return world.versions[world.draft.base].datapoints if world.draft.base else ()


def _label_goes_to_the_deployed(world: World, caller: Person, ask: Update) -> World:
    dataset = asked_for(world, caller, ask)
    version = deployed_version(world, dataset) or ask.version_id
    return version_is_named.done(world, caller, replace(ask, version_id=version))


def _name_goes_to_the_dataset_too(world: World, caller: Person, ask: Update) -> World:
    name, dataset = text_of(ask.name), asked_for(world, caller, ask)
    renamed = world if name is None else world.with_dataset(replace(dataset, name=name))
    return version_is_named.done(renamed, caller, ask)


def _name_clears_the_description(world: World, caller: Person, ask: Update) -> World:
    cleared = replace(asked_version(world, ask), description=text_of(ask.description))
    return version_is_named.done(world.with_version(cleared), caller, ask)


def _description_clears_the_name(world: World, caller: Person, ask: Update) -> World:
    cleared = replace(asked_version(world, ask), name=text_of(ask.name))
    return version_is_described.done(world.with_version(cleared), caller, ask)


def _description_goes_to_the_dataset(world: World, caller: Person, ask: Update) -> World:
    text, dataset = text_of(ask.description), asked_for(world, caller, ask)
    return world if text is None else world.with_dataset(replace(dataset, description=text))


def _updated_at_moves_always(world: World, caller: Person, ask: Update) -> World:
    return world.with_version(replace(asked_version(world, ask), updated_at=world.now))


def _created_at_moves_too(world: World, caller: Person, ask: Update) -> World:
    moved = updated_at_moves_with_the_label.done(world, caller, ask)
    return moved.with_version(replace(asked_version(moved, ask), created_at=world.now))


def _siblings_move_too(world: World, caller: Person, ask: Update) -> World:
    for each in world.versions_of(ask.id):
        world = world.with_version(replace(each, updated_at=world.now))
    return world


def _own_name_is_taken(world: World, caller: Person, ask: Update) -> bool:
    name = text_of(ask.name)
    return name is None or world.version_with(ask.id, "name", name) is None


def _name_is_taken_in_any_dataset(world: World, caller: Person, ask: Update) -> bool:
    name = text_of(ask.name)
    others = (each for each in world.versions if each.id != ask.version_id)
    return name is None or all(each.name != name for each in others)


def _deployed_version_is_told(world: World, caller: Person, ask: Update) -> object:
    return tell_version(world, version_by_default(world, asked_for(world, caller, ask)))


def _only_the_latest_is_known(world: World, caller: Person, ask: Making) -> World:
    dataset = located(world, caller, ask)
    latest = world.versions_of(dataset.id)[:1] if dataset else []
    content = content_of(world.draft.datapoints, world.draft.attributes)
    if any(each.content == content for each in latest):
        return same_content_is_the_same_version.done(world, caller, ask)
    return world


def _latest_version_is_overwritten(world: World, caller: Person, ask: Making) -> World:
    dataset = located(world, caller, ask)
    latest = world.versions_of(dataset.id)[:1] if dataset else []
    if not latest or world.draft.version is not None:
        return new_content_is_a_new_version.done(world, caller, ask)
    changed = replace(latest[0], datapoints=world.draft.datapoints)
    return replace(world.with_version(changed), draft=replace(world.draft, version=latest[0].id))


def _doubles_by_inputs(world: World, caller: Person, ask: Making) -> World:
    by_inputs = {str(each.inputs): each for each in reversed(world.draft.datapoints)}
    return _drafting(world, by_inputs.values())


def _every_version_is_deployed(world: World, caller: Person, ask: Making) -> World:
    dataset = located(world, caller, ask)
    if dataset is None or world.draft.version is None or not world.draft.is_new:
        return world
    default = world.default_environment(dataset.org).id
    deployments = {**dataset.deployments, default: world.draft.version}
    return world.with_dataset(replace(dataset, deployments=deployments))


def _known_content_needs_a_free_name(world: World, caller: Person, ask: Making) -> bool:
    name, dataset = text_of(ask.version_name), located(world, caller, ask)
    return name is None or dataset is None or world.version_with(dataset.id, "name", name) is None


def _set_adds(world: World, caller: Person, ask: Upsert) -> World:
    if ask.action != "set":
        return world
    return _drafting(world, (*_base(world), *_sent(world, caller, ask)))


def _add_replaces(world: World, caller: Person, ask: Upsert) -> World:
    return _drafting(world, _sent(world, caller, ask)) if ask.action == "add" else world


def _remove_keeps_what_is_sent(world: World, caller: Person, ask: Upsert) -> World:
    if ask.action != "remove":
        return world
    kept = {each.id for each in _sent(world, caller, ask)}
    return _drafting(world, (each for each in _base(world) if each.id in kept))


def _base_is_the_default_environments(world: World, caller: Person, ask: Making) -> World:
    dataset = located(world, caller, ask)
    if ask.environment is UNSET or dataset is None:
        return world
    return replace(world, draft=replace(world.draft, base=deployed_version(world, dataset)))


def _path_is_taken_everywhere(world: World, caller: Person, ask: Upsert) -> World:
    if any(each.path == ask.path for each in world.datasets):
        return world
    return new_path_makes_a_dataset.done(world, caller, ask)


def _siblings_are_removed(world: World, caller: Person, ask: DeleteHumanloopVersion) -> World:
    deployed = asked_for(world, caller, ask).deployments.values()
    versions = world.versions
    for each in world.versions_of(ask.id):
        versions = versions if each.id in deployed else versions.drop(each.id)
    return replace(world, versions=versions)


MAKING: tuple[Fault, ...] = (
    _wrong(
        "humanloop.update-version.names",
        "labels-the-deployed",
        "The name goes to the deployed version instead of the one that is asked for.",
        _label_goes_to_the_deployed,
    ),
    _wrong(
        "humanloop.update-version.names",
        "renames-the-dataset",
        "The name of a version becomes the name of its dataset as well.",
        _name_goes_to_the_dataset_too,
    ),
    _wrong(
        "humanloop.update-version.names",
        "clears-the-description",
        "An update that sends only a name takes the description away.",
        _name_clears_the_description,
    ),
    _wrong(
        "humanloop.update-version.describes",
        "clears-the-name",
        "An update that sends only a description takes the name away.",
        _description_clears_the_name,
    ),
    _wrong(
        "humanloop.update-version.describes",
        "describes-the-dataset",
        "The description of a version becomes that of its dataset.",
        _description_goes_to_the_dataset,
    ),
    _wrong(
        "humanloop.update-version.updated-at-moves",
        "always",
        "An update that changes nothing moves the time of the last update.",
        _updated_at_moves_always,
    ),
    _wrong(
        "humanloop.update-version.updated-at-moves",
        "created-at-too",
        "An update moves the time of creation as well.",
        _created_at_moves_too,
    ),
    _wrong(
        "humanloop.update-version.updated-at-moves",
        "siblings-too",
        "An update moves the times of all versions of the dataset.",
        _siblings_move_too,
    ),
    _wrong(
        "humanloop.update-version.name-unique",
        "own-name-is-taken",
        "A version is refused the name that it has already.",
        _own_name_is_taken,
    ),
    _wrong(
        "humanloop.update-version.name-unique",
        "in-every-dataset",
        "A name that a version of another dataset has is taken.",
        _name_is_taken_in_any_dataset,
    ),
    Fault(
        "humanloop.update-version.name-unique",
        "half-done",
        "An update that is refused for its name has happened all the same.",
        step=half_done("humanloop.update-version.name-unique"),
    ),
    _wrong(
        "humanloop.update-version.answers-with-that-version",
        "the-deployed",
        "An update answers with the deployed version.",
        _deployed_version_is_told,
    ),
    _wrong(
        "humanloop.versions.same-content-same-version",
        "latest-only",
        "Content is compared with the latest version only.",
        _only_the_latest_is_known,
    ),
    _wrong(
        "humanloop.versions.new-content-new-version",
        "overwrites-the-latest",
        "New content takes the place of the latest version's.",
        _latest_version_is_overwritten,
    ),
    _wrong(
        "humanloop.versions.no-doubles",
        "by-inputs",
        "Datapoints with the same inputs count as equal, whatever their targets.",
        _doubles_by_inputs,
    ),
    _wrong(
        "humanloop.versions.first-is-deployed",
        "every-version",
        "Every new version is deployed to the default environment.",
        _every_version_is_deployed,
    ),
    _wrong(
        "humanloop.versions.name-unique",
        "known-content-too",
        "Known content is refused under the name that it has.",
        _known_content_needs_a_free_name,
    ),
    _wrong(
        "humanloop.upsert.set",
        "adds",
        "To set leaves the datapoints of the base where they are.",
        _set_adds,
    ),
    _wrong(
        "humanloop.upsert.add",
        "replaces",
        "To add forgets the datapoints of the base.",
        _add_replaces,
    ),
    _wrong(
        "humanloop.upsert.remove",
        "keeps-what-is-sent",
        "To remove keeps just what it is to take away.",
        _remove_keeps_what_is_sent,
    ),
    _wrong(
        "humanloop.versions.base-of-environment",
        "the-default-one",
        "Whichever environment is named, the default one's version is the base.",
        _base_is_the_default_environments,
    ),
    _wrong(
        "humanloop.upsert.new-path-new-dataset",
        "taken-everywhere",
        "A path that another organisation has is not made.",
        _path_is_taken_everywhere,
    ),
    Fault(
        "humanloop.visibility.version-found",
        "any-dataset",
        "An update finds the version of any dataset.",
        left_out_in(UpdateHumanloopVersion, "humanloop.visibility.version-found"),
    ),
    _wrong(
        "humanloop.delete-version.removes-the-version",
        "siblings-too",
        "Deleting a version deletes all that are not deployed.",
        _siblings_are_removed,
    ),
    Fault(
        "humanloop.delete-version.not-the-last",
        "as-not-found",
        "Deleting the last version is answered as not found.",
        step=refused_as(
            "humanloop.delete-version.not-the-last", "humanloop.visibility.version-found"
        ),
    ),
)
