"""Who may change a data collection's organisation, and what follows when it changes.

Sharing and unsharing look at the set of datasets that the same request leaves behind. Their deeds
go from the runs to the datasets to the collection, because each looks at what the next one changes.
"""

from collections.abc import Iterable

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.aegis.actions import UpdateDataCollection
from mock_server.domain.aegis.collections import detached, detached_runs
from mock_server.domain.aegis.selection import (
    contained,
    final_set,
    removed,
    selected_ids,
)
from mock_server.domain.aegis.visibility import asked_for
from mock_server.domain.aegis.world import AegisWorld, Dataset, Person, Run
from mock_server.domain.step import deed, guard


@guard("aegis.update.members-edit-not")
def editor_owns_the_collection(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> bool:
    """Only the owner changes the name and datasets of a data collection that has an owner."""
    edits = ask.name is not UNSET or ask.dataset_ids is not UNSET
    allowed = world.reads("aegis.member-edits", "allowed")
    return allowed or not edits or asked_for(world, ask).owner in (None, caller.id)


@guard("aegis.update.org-id-owner-only")
def sharer_owns_the_collection(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> bool:
    """Only the owner changes the organisation of a data collection that has an owner."""
    collection = asked_for(world, ask)
    if ask.org_id is UNSET or collection.owner in (None, caller.id):
        return True
    no_change = world.reads("aegis.equal-org-id-from-non-owner", "200")
    return no_change and ask.org_id == collection.org


@guard("aegis.update.organisation-only-not-unshared")
def organisation_only_is_not_unshared(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> bool:
    """An organisation-only data collection cannot be unshared."""
    return ask.org_id is not None or asked_for(world, ask).owner is not None


@guard("aegis.update.organisation-only-not-moved")
def organisation_only_is_not_moved(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> bool:
    """An organisation-only data collection cannot be moved to another organisation."""
    collection = asked_for(world, ask)
    if ask.org_id is UNSET or ask.org_id is None or collection.owner is not None:
        return True
    return ask.org_id == collection.org


@guard("aegis.update.org-id-is-own-organisation")
def organisation_is_the_callers_own(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> bool:
    """A data collection is shared only with the organisation that the caller belongs to."""
    collection = asked_for(world, ask)
    if ask.org_id is UNSET or ask.org_id is None or collection.owner is None:
        return True
    return ask.org_id in (caller.org, collection.org)


def shares(world: AegisWorld, ask: UpdateDataCollection) -> bool:
    """Tell whether an ask gives a collection an organisation that it does not have."""
    given = ask.org_id is not UNSET and ask.org_id is not None
    return given and ask.org_id != asked_for(world, ask).org


def unshares(world: AegisWorld, ask: UpdateDataCollection) -> bool:
    """Tell whether an ask takes away the organisation that a collection has."""
    return ask.org_id is None and asked_for(world, ask).org is not None


def stays_shared(world: AegisWorld, ask: UpdateDataCollection) -> bool:
    """Tell whether an ask sends datasets to a collection that is and stays shared."""
    replaced = selected_ids(world, ask) is not None
    shared = asked_for(world, ask).org is not None
    return replaced and shared and not unshares(world, ask)


def _shared_set(world: AegisWorld, ask: UpdateDataCollection) -> list[Dataset]:
    if world.reads("aegis.share-with-new-set", "both-sets"):
        return [*final_set(world, ask), *removed(world, ask)]
    return final_set(world, ask)


def _unshared_set(world: AegisWorld, ask: UpdateDataCollection) -> list[Dataset]:
    owner = asked_for(world, ask).owner
    remaining = [dataset for dataset in final_set(world, ask) if dataset.owner == owner]
    if world.reads("aegis.unshare-with-new-set", "final-set"):
        return remaining
    before = contained(world, ask)
    return [dataset for dataset in remaining if dataset in before]


def _owners_runs(
    world: AegisWorld, ask: UpdateDataCollection, datasets: Iterable[Dataset]
) -> dict[int, Run]:
    """Give the collection owner's runs on these datasets or on the collection itself.

    A run on a dataset that the same request removes goes with that dataset.
    """
    collection = asked_for(world, ask)
    gone = {dataset.id for dataset in removed(world, ask)} - {each.id for each in datasets}
    runs = [
        *world.runs_on(datasets),
        *(run for run in world.runs_in(collection.id) if run.dataset not in gone),
    ]
    return {run.id: run for run in runs if run.owner == collection.owner}


def _in_organisation(runs: dict[int, Run], org: int | None) -> Iterable[Run]:
    return (replace(run, org=org) for run in runs.values())


@deed("aegis.update.shared-collection-shares-new-set")
def new_set_takes_the_collections_organisation(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """Every dataset in the new set of a shared data collection takes the collection's `org_id`."""
    if not stays_shared(world, ask):
        return world
    org = asked_for(world, ask).org
    return world.with_datasets(replace(dataset, org=org) for dataset in final_set(world, ask))


@deed("aegis.update.shared-collection-syncs-runs")
def owners_runs_on_the_new_set_are_kept_in_sync(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """The owner's runs on the new set of a shared data collection take its `org_id`."""
    if not stays_shared(world, ask):
        return world
    collection = asked_for(world, ask)
    runs = world.runs_on(final_set(world, ask))
    return world.with_runs(
        replace(run, org=collection.org) for run in runs if run.owner == collection.owner
    )


@deed("aegis.update.share-runs")
def owners_runs_are_shared(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """Sharing takes along the owner's runs on the data collection or on any of its datasets."""
    if not shares(world, ask) or ask.org_id is UNSET:
        return world
    runs = _owners_runs(world, ask, _shared_set(world, ask))
    return world.with_runs(_in_organisation(runs, ask.org_id))


@deed("aegis.update.share-datasets")
def its_datasets_are_shared(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """Sharing a data collection shares every dataset in it with the same organisation."""
    if not shares(world, ask) or ask.org_id is UNSET:
        return world
    datasets = _shared_set(world, ask)
    return world.with_datasets(replace(dataset, org=ask.org_id) for dataset in datasets)


@deed("aegis.update.share-collection")
def collection_is_shared(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """Setting `org_id` to one's own organisation shares the data collection with it."""
    if not shares(world, ask) or ask.org_id is UNSET:
        return world
    return world.with_collection(replace(asked_for(world, ask), org=ask.org_id))


@deed("aegis.update.unshare-makes-owners-runs-private")
def owners_runs_become_private(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """Unsharing makes the owner's runs on the data collection or its kept datasets private."""
    if not unshares(world, ask):
        return world
    runs = _owners_runs(world, ask, _unshared_set(world, ask))
    return world.with_runs(_in_organisation(runs, None))


@deed("aegis.update.unshare-makes-owners-datasets-private")
def owners_datasets_become_private(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """On unsharing, the owner's datasets stay in the data collection and become private."""
    if not unshares(world, ask):
        return world
    datasets = _unshared_set(world, ask)
    return world.with_datasets(replace(dataset, org=None) for dataset in datasets)


@deed("aegis.update.unshare-detaches-foreign-runs")
def foreign_runs_are_detached(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """On unsharing, runs that do not belong to the data collection's owner are detached."""
    if not unshares(world, ask):
        return world
    collection = asked_for(world, ask)
    return detached_runs(
        world, (run for run in world.runs_in(collection.id) if run.owner != collection.owner)
    )


@deed("aegis.update.unshare-detaches-foreign-datasets")
def foreign_datasets_are_detached(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """On unsharing, datasets that do not belong to the data collection's owner are detached."""
    if not unshares(world, ask):
        return world
    collection = asked_for(world, ask)
    return detached(
        world, (each for each in world.datasets_in(collection.id) if each.owner != collection.owner)
    )


@deed("aegis.update.unshare-collection")
def collection_is_unshared(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """Setting `org_id` to null makes the data collection private."""
    if not unshares(world, ask):
        return world
    return world.with_collection(replace(asked_for(world, ask), org=None))
