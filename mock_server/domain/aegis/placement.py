"""Into which data collection a new dataset or run goes."""

from collections.abc import Callable

from msgspec import UNSET

from mock_server.domain.aegis.actions import (
    CreateCustomRun,
    CreateDataset,
    UpdateDataset,
    UpdateRun,
)
from mock_server.domain.aegis.world import AegisWorld, Collection, Person
from mock_server.domain.step import guard

Placing = CreateDataset | CreateCustomRun | UpdateDataset | UpdateRun


def target(world: AegisWorld, ask: Placing) -> Collection | None:
    """Give the data collection that an ask names, if it names one that exists."""
    if ask.data_collection_id is UNSET or ask.data_collection_id is None:
        return None
    return world.collection(ask.data_collection_id)


def target_is_accessible(world: AegisWorld, caller: Person, ask: Placing) -> bool:
    """Tell whether the data collection that an ask names, if any, is one that the caller sees."""
    if ask.data_collection_id is UNSET or ask.data_collection_id is None:
        return True
    collection = target(world, ask)
    return collection is not None and world.sees(caller, collection)


@guard("aegis.placement.collection-found")
def collection_is_found(
    world: AegisWorld, caller: Person, ask: CreateDataset | CreateCustomRun
) -> bool:
    """What is created goes into a data collection that the caller can access."""
    return target_is_accessible(world, caller, ask)


@guard("aegis.placement.shared-needs-membership")
def shared_collection_is_of_the_callers_org(
    world: AegisWorld, caller: Person, ask: Placing
) -> bool:
    """Only a member of its organisation puts something into a shared data collection."""
    collection = target(world, ask)
    return collection is None or collection.org is None or collection.org == caller.org


def free_name(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """Give a generated name, with a number behind it when it is taken."""
    number, name = 1, wanted
    while is_taken(name):
        number += 1
        name = f"{wanted} ({number})"
    return name
