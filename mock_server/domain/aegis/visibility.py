"""Who sees which data collection, and what a list of them keeps."""

from mock_server.domain.aegis.actions import (
    DeleteDataCollection,
    GetDataCollection,
    ListDataCollections,
    UpdateDataCollection,
)
from mock_server.domain.aegis.world import AegisWorld, Collection, Person
from mock_server.domain.memory import remembered
from mock_server.domain.step import guard, sieve

OfOneCollection = GetDataCollection | UpdateDataCollection | DeleteDataCollection


@remembered
def asked_for(world: AegisWorld, ask: OfOneCollection) -> Collection:
    """Give the collection that an ask is about, once its guard has found it."""
    collection = world.collection(ask.data_collection_id)
    if collection is None:
        raise LookupError(f"There is no data collection {ask.data_collection_id}.")
    return collection


@guard("aegis.visibility.collection-found")
def collection_is_found(world: AegisWorld, caller: Person, ask: OfOneCollection) -> bool:
    """A data collection that the caller neither owns nor shares is answered as not existing."""
    collection = world.collection(ask.data_collection_id)
    return collection is not None and world.sees(caller, collection)


@guard("aegis.list.shared-needs-organisation")
def shared_is_asked_by_a_member(
    world: AegisWorld, caller: Person, ask: ListDataCollections
) -> bool:
    """Only somebody who belongs to an organisation can list what is shared with it."""
    return ask.shared is not True or caller.org is not None


@sieve("aegis.list.only-visible")
def only_visible_collections(
    world: AegisWorld, caller: Person, ask: ListDataCollections
) -> AegisWorld:
    """A list holds what the caller owns and what is shared with the caller's organisation."""
    own = world.collections.ids("owner", caller.id)
    shared = frozenset() if caller.org is None else world.collections.ids("org", caller.org)
    return world.showing(own | shared)


@sieve("aegis.list.shared-false-is-own")
def shared_false_keeps_own_collections(
    world: AegisWorld, caller: Person, ask: ListDataCollections
) -> AegisWorld:
    """With `shared=false` a list holds only what the caller owns."""
    if ask.shared is not False:
        return world
    return world.showing(id for id in listed(world) if world.collections[id].owner == caller.id)


@sieve("aegis.list.shared-true-is-others")
def shared_true_keeps_others_collections(
    world: AegisWorld, caller: Person, ask: ListDataCollections
) -> AegisWorld:
    """With `shared=true` a list holds only what others share with the caller."""
    if ask.shared is not True:
        return world
    return world.showing(id for id in listed(world) if world.collections[id].owner != caller.id)


def listed(world: AegisWorld) -> tuple[int, ...]:
    """Give the ids of the collections that a list shows; without a sieve, of all."""
    return tuple(world.collections.ids()) if world.shown is None else world.shown
