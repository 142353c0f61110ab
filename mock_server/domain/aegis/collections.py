"""Data collections: their names, birth, contents and end."""

from collections.abc import Iterable

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.aegis.actions import (
    CreateDataCollection,
    DeleteDataCollection,
    UpdateDataCollection,
)
from mock_server.domain.aegis.selection import Selecting, added, removed, selected
from mock_server.domain.aegis.visibility import asked_for
from mock_server.domain.aegis.world import AegisWorld, Collection, Dataset, Person, Run
from mock_server.domain.step import deed, guard


def newborn(world: AegisWorld) -> Collection:
    """Give the collection that this create has just made: the last id is its own."""
    return world.collections[world.last_id]


def _own_id(world: AegisWorld, ask: Selecting) -> int | None:
    return None if isinstance(ask, CreateDataCollection) else asked_for(world, ask).id


def _is_free(found: Iterable[Collection], own: int | None) -> bool:
    return all(collection.id == own for collection in found)


@guard("aegis.names.not-empty")
def name_is_not_empty(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    """The name of a data collection is not empty."""
    return ask.name is UNSET or ask.name is None or ask.name.strip() != ""


@guard("aegis.names.unique-in-account")
def name_is_free_in_the_account(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    """No two data collections of one account have the same name."""
    if ask.name is UNSET or ask.name is None:
        return True
    taken = world.collections.having("owner+name", (caller.id, ask.name.strip()))
    return _is_free(taken, _own_id(world, ask))


@guard("aegis.names.unique-in-organisation")
def name_is_free_in_the_organisation(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    """A name that a data collection of the caller's organisation bears is taken for the caller."""
    if ask.name is UNSET or ask.name is None or caller.org is None:
        return True
    taken = world.collections.having("org+name", (caller.org, ask.name.strip()))
    return _is_free((each for each in taken if each.owner != caller.id), _own_id(world, ask))


@guard("aegis.update.null-name-is-refused")
def name_is_not_null(world: AegisWorld, caller: Person, ask: UpdateDataCollection) -> bool:
    """A name is never taken away: a name of null is refused."""
    return ask.name is not None or world.reads("aegis.null-name-on-update", "unchanged")


@deed("aegis.create.makes-a-collection")
def a_collection_is_made(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """Creating makes a data collection with the given name, whose two times are both now."""
    row = Collection(
        id=world.last_id + 1,
        name=ask.name.strip(),
        owner=None,
        org=None if ask.org_id is UNSET else ask.org_id,
        author_email=caller.email,
        created_at=world.now,
        updated_at=world.now,
    )
    return replace(world, last_id=row.id).with_collection(row)


@deed("aegis.create.owned-by-caller")
def its_owner_is_the_caller(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """A new data collection is owned by whoever creates it, never by an organisation alone."""
    return world.with_collection(replace(newborn(world), owner=caller.id))


@deed("aegis.create.attaches-datasets")
def selected_datasets_are_attached(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """The selected datasets are attached to the new data collection."""
    return attached(world, newborn(world), selected(world, ask))


@deed("aegis.create.moves-linked-runs")
def runs_on_selected_datasets_move(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """The runs on the selected datasets move into the new data collection with them."""
    runs = world.runs_on(selected(world, ask))
    if world.reads("aegis.runs-moved-on-create", "callers-runs"):
        runs = [run for run in runs if run.owner == caller.id]
    return world.with_runs(replace(run, collection=newborn(world).id) for run in runs)


@deed("aegis.update.renames")
def collection_is_renamed(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """A name that is sent becomes the name of the data collection; one that is left out stays."""
    if ask.name is UNSET or ask.name is None:
        return world
    return world.with_collection(replace(asked_for(world, ask), name=ask.name.strip()))


@deed("aegis.update.removed-datasets-runs-detached")
def owners_runs_on_removed_datasets_are_detached(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """The collection owner's runs on a removed dataset are detached from the data collection."""
    collection = asked_for(world, ask)
    return detached_runs(
        world,
        (
            run
            for run in world.runs_on(removed(world, ask))
            if run.owner == collection.owner and run.collection == collection.id
        ),
    )


@deed("aegis.update.removed-datasets-detached")
def removed_datasets_are_detached(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """A dataset that the new set leaves out belongs to no data collection and stays as it is."""
    return detached(world, removed(world, ask))


@deed("aegis.update.added-datasets-runs-follow")
def runs_on_added_datasets_follow(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """The collection owner's runs on an added dataset move into the data collection with it."""
    if world.reads("aegis.runs-of-added-datasets", "none"):
        return world
    collection = asked_for(world, ask)
    runs = world.runs_on(added(world, ask))
    if world.reads("aegis.runs-of-added-datasets", "owners-runs"):
        runs = [run for run in runs if run.owner == collection.owner]
    return world.with_runs(replace(run, collection=collection.id) for run in runs)


@deed("aegis.update.added-datasets-attached")
def added_datasets_are_attached(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """Every dataset of the new set belongs to the data collection."""
    return attached(world, asked_for(world, ask), added(world, ask))


@deed("aegis.update.updated-at-moves")
def updated_at_moves(world: AegisWorld, caller: Person, ask: UpdateDataCollection) -> AegisWorld:
    """An update sets the data collection's `updated_at` to now."""
    if ask.name is UNSET and ask.dataset_ids is UNSET and ask.org_id is UNSET:
        return world
    return world.with_collection(replace(asked_for(world, ask), updated_at=world.now))


@guard("aegis.delete.owned-by-owner-only")
def owned_is_deleted_by_its_owner(
    world: AegisWorld, caller: Person, ask: DeleteDataCollection
) -> bool:
    """A data collection that has an owner is deleted by that owner only."""
    return asked_for(world, ask).owner in (None, caller.id)


@guard("aegis.delete.organisation-only-by-administrator-only")
def ownerless_is_deleted_by_an_administrator(
    world: AegisWorld, caller: Person, ask: DeleteDataCollection
) -> bool:
    """An organisation-only data collection is deleted only by the organisation's administrator."""
    return asked_for(world, ask).owner is not None or caller.admin


@guard("aegis.delete.only-when-empty")
def deleted_collection_is_empty(
    world: AegisWorld, caller: Person, ask: DeleteDataCollection
) -> bool:
    """A data collection that still holds datasets or runs is not deleted."""
    id = asked_for(world, ask).id
    detaches = world.reads("aegis.deleted-collection-contents", "detached")
    return detaches or not (world.datasets_in(id) or world.runs_in(id))


@deed("aegis.delete.detaches-contents")
def contents_are_detached(
    world: AegisWorld, caller: Person, ask: DeleteDataCollection
) -> AegisWorld:
    """The datasets and runs of a deleted data collection are detached and stay as they are."""
    id = asked_for(world, ask).id
    return detached_runs(detached(world, world.datasets_in(id)), world.runs_in(id))


@deed("aegis.delete.removes-the-collection")
def collection_is_removed(
    world: AegisWorld, caller: Person, ask: DeleteDataCollection
) -> AegisWorld:
    """A deleted data collection is no longer there."""
    return replace(world, collections=world.collections.drop(asked_for(world, ask).id))


def attached(world: AegisWorld, to: Collection, datasets: Iterable[Dataset]) -> AegisWorld:
    """Attach datasets to a collection."""
    return world.with_datasets(replace(dataset, collection=to.id) for dataset in datasets)


def detached(world: AegisWorld, datasets: Iterable[Dataset]) -> AegisWorld:
    """Take datasets out of their collections; their organisation stays."""
    return world.with_datasets(replace(dataset, collection=None) for dataset in datasets)


def detached_runs(world: AegisWorld, runs: Iterable[Run]) -> AegisWorld:
    """Take runs out of their collections; their organisation stays."""
    return world.with_runs(replace(run, collection=None) for run in runs)
