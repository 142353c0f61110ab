"""Who shares and places a dataset, and what follows.

Every deed looks at the data collection that the same request leaves the dataset in. The runs come
first, because they look at what the dataset was; then the dataset itself; last the private
collection that is shared along, because the deeds before it ask whether it is private.
"""

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.aegis.actions import UpdateDataset
from mock_server.domain.aegis.datasets import asked_for
from mock_server.domain.aegis.ownership import (
    is_callers_org,
    keeps_org_of_nobodys_row,
    may_change_org,
)
from mock_server.domain.aegis.placement import target, target_is_accessible
from mock_server.domain.aegis.world import PROPRIETARY, AegisWorld, Collection, Dataset, Person, Run
from mock_server.domain.step import deed, guard


def final_collection(world: AegisWorld, ask: UpdateDataset) -> Collection | None:
    """Give the data collection that a dataset is in after this request."""
    if ask.data_collection_id is not UNSET:
        return target(world, ask)
    current = asked_for(world, ask).collection
    return None if current is None else world.collections.get(current)


def final_org(world: AegisWorld, ask: UpdateDataset) -> int | None:
    """Give the organisation that a dataset is shared with after this request."""
    if ask.org_id is not UNSET:
        return ask.org_id
    linked = target(world, ask)
    return asked_for(world, ask).org if linked is None or linked.org is None else linked.org


@guard("aegis.datasets.org-id-owner-only")
def sharer_owns_it(world: AegisWorld, caller: Person, ask: UpdateDataset) -> bool:
    """Only the owner changes the organisation of a dataset that has an owner."""
    return may_change_org(world, caller, asked_for(world, ask), ask.org_id)


@guard("aegis.datasets.organisation-only-keeps-organisation")
def nobodys_keeps_its_org(world: AegisWorld, caller: Person, ask: UpdateDataset) -> bool:
    """An organisation-only dataset is neither unshared nor moved to another organisation."""
    return keeps_org_of_nobodys_row(asked_for(world, ask), ask.org_id)


@guard("aegis.datasets.org-id-is-callers")
def org_is_the_callers_own(world: AegisWorld, caller: Person, ask: UpdateDataset) -> bool:
    """An owner shares a dataset with no organisation but the own one."""
    return is_callers_org(caller, asked_for(world, ask), ask.org_id)


@guard("aegis.datasets.proprietary-not-shared")
def proprietary_is_not_shared(world: AegisWorld, caller: Person, ask: UpdateDataset) -> bool:
    """A proprietary dataset cannot be shared with an organisation."""
    row = asked_for(world, ask)
    return row.type_id != PROPRIETARY or ask.org_id in (UNSET, None, row.org)


@guard("aegis.datasets.proprietary-not-attached")
def proprietary_is_not_attached(world: AegisWorld, caller: Person, ask: UpdateDataset) -> bool:
    """A proprietary dataset cannot be put into a data collection."""
    return asked_for(world, ask).type_id != PROPRIETARY or target(world, ask) is None


@guard("aegis.datasets.update-collection-found")
def collection_is_found(world: AegisWorld, caller: Person, ask: UpdateDataset) -> bool:
    """A dataset moves only to a data collection that the caller can access."""
    return target_is_accessible(world, caller, ask)


@guard("aegis.datasets.unshare-needs-detaching")
def it_stays_shared_in_a_shared_collection(
    world: AegisWorld, caller: Person, ask: UpdateDataset
) -> bool:
    """A dataset in a shared data collection is unshared only by a request that also detaches it."""
    collection = final_collection(world, ask)
    return ask.org_id is not None or collection is None or collection.org is None


@deed("aegis.datasets.runs-follow-organisation")
def its_runs_follow_its_org(world: AegisWorld, caller: Person, ask: UpdateDataset) -> AegisWorld:
    """The dataset owner's runs on a dataset take the organisation that the update gives it."""
    row, org, linked = asked_for(world, ask), final_org(world, ask), target(world, ask)
    if org == row.org and (linked is None or linked.org is None):
        return world
    return world.with_runs(replace(run, org=org) for run in following_runs(world, row))


@deed("aegis.datasets.runs-follow-collection")
def its_runs_follow_its_collection(
    world: AegisWorld, caller: Person, ask: UpdateDataset
) -> AegisWorld:
    """The dataset owner's runs on a dataset move to the data collection that it moves to."""
    if ask.data_collection_id is UNSET:
        return world
    linked = target(world, ask)
    collection = None if linked is None else linked.id
    runs = following_runs(world, asked_for(world, ask))
    return world.with_runs(replace(run, collection=collection) for run in runs)


def following_runs(world: AegisWorld, row: Dataset) -> list[Run]:
    """Give the runs that follow a dataset: its owner's, or by the other reading all."""
    every = world.reads("aegis.runs-following-dataset", "every-run")
    return [run for run in world.runs_on([row]) if every or run.owner == row.owner]


@deed("aegis.datasets.update-moves-to-collection")
def dataset_moves(world: AegisWorld, caller: Person, ask: UpdateDataset) -> AegisWorld:
    """A data collection that is sent is where the dataset is, whichever one it was in before."""
    linked = target(world, ask)
    if linked is None:
        return world
    return world.with_datasets([replace(asked_for(world, ask), collection=linked.id)])


@deed("aegis.datasets.null-collection-detaches")
def dataset_is_detached(world: AegisWorld, caller: Person, ask: UpdateDataset) -> AegisWorld:
    """A data collection of null takes the dataset out of its collection and leaves it shared."""
    if ask.data_collection_id is not None:
        return world
    return world.with_datasets([replace(asked_for(world, ask), collection=None)])


@deed("aegis.datasets.shared-collection-forces-organisation")
def dataset_takes_the_collections_org(
    world: AegisWorld, caller: Person, ask: UpdateDataset
) -> AegisWorld:
    """A dataset that moves to a shared data collection is shared; to a private one, it stays."""
    linked = target(world, ask)
    if linked is None or linked.org is None:
        return world
    return world.with_datasets([replace(asked_for(world, ask), org=linked.org)])


@deed("aegis.datasets.share-sets-organisation")
def dataset_is_shared(world: AegisWorld, caller: Person, ask: UpdateDataset) -> AegisWorld:
    """An organisation that is sent is the one with which the dataset is shared."""
    if ask.org_id is UNSET or ask.org_id is None:
        return world
    return world.with_datasets([replace(asked_for(world, ask), org=ask.org_id)])


@deed("aegis.datasets.null-organisation-unshares")
def dataset_is_unshared(world: AegisWorld, caller: Person, ask: UpdateDataset) -> AegisWorld:
    """An organisation of null makes the dataset private."""
    if ask.org_id is not None:
        return world
    return world.with_datasets([replace(asked_for(world, ask), org=None)])


def shared_along(world: AegisWorld, caller: Person, ask: UpdateDataset) -> Collection | None:
    """Give the caller's private collection that is shared because this dataset in it is."""
    if ask.org_id is UNSET or ask.org_id is None or asked_for(world, ask).owner != caller.id:
        return None
    collection = final_collection(world, ask)
    if collection is None or collection.org is not None or collection.owner != caller.id:
        return None
    return collection


@deed("aegis.datasets.share-takes-owners-runs-along")
def owners_runs_are_shared_along(
    world: AegisWorld, caller: Person, ask: UpdateDataset
) -> AegisWorld:
    """Sharing a dataset of the own private collection shares the owner's runs in and on it."""
    collection = shared_along(world, caller, ask)
    if collection is None or ask.org_id is UNSET:
        return world
    inside = world.runs_on(world.datasets_in(collection.id))
    runs = [run for run in (*world.runs_in(collection.id), *inside) if run.owner == caller.id]
    return world.with_runs(replace(run, org=ask.org_id) for run in runs)


@deed("aegis.datasets.share-takes-siblings-along")
def siblings_are_shared_along(world: AegisWorld, caller: Person, ask: UpdateDataset) -> AegisWorld:
    """Sharing a dataset of the own private collection shares the other datasets in it."""
    collection = shared_along(world, caller, ask)
    if collection is None or ask.org_id is UNSET:
        return world
    siblings = (each for each in world.datasets_in(collection.id) if each.id != ask.dataset_id)
    return world.with_datasets(replace(each, org=ask.org_id) for each in siblings)


@deed("aegis.datasets.share-takes-private-collection-along")
def collection_is_shared_along(world: AegisWorld, caller: Person, ask: UpdateDataset) -> AegisWorld:
    """Sharing a dataset of the own private collection shares the collection."""
    collection = shared_along(world, caller, ask)
    if collection is None or ask.org_id is UNSET:
        return world
    return world.with_collection(replace(collection, org=ask.org_id))
