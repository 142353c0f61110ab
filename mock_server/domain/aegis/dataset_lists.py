"""What the lists of datasets keep, and in which order."""

from msgspec import UNSET

from mock_server.domain.aegis.actions import ListDatasets, ListPartialDatasets
from mock_server.domain.aegis.world import CUSTOM, PROPRIETARY, AegisWorld, DatasetType, Person
from mock_server.domain.step import guard, sieve

DATASET_TYPES = (
    DatasetType(CUSTOM, "CUSTOM", "Custom"),
    DatasetType(PROPRIETARY, "PROPRIETARY", "Proprietary"),
)
Listing = ListDatasets | ListPartialDatasets


def listed(world: AegisWorld) -> tuple[int, ...]:
    """Give the ids of the datasets that a list shows; without a sieve, of all."""
    return tuple(sorted(world.datasets.ids())) if world.shown is None else world.shown


@guard("aegis.datasets.list-type-found")
def type_is_found(world: AegisWorld, caller: Person, ask: ListDatasets) -> bool:
    """Only a dataset type that exists can be listed."""
    known = {each.id for each in DATASET_TYPES}
    return ask.dataset_type_id is UNSET or ask.dataset_type_id in known


@guard("aegis.datasets.list-shared-needs-organisation")
def shared_is_asked_by_a_member(world: AegisWorld, caller: Person, ask: Listing) -> bool:
    """Only somebody who belongs to an organisation can list the datasets shared with it."""
    if world.reads("aegis.shared-datasets-without-organisation", "200"):
        return True
    return ask.shared is not True or caller.org is not None


@sieve("aegis.datasets.list-only-accessible")
def only_accessible(world: AegisWorld, caller: Person, ask: Listing) -> AegisWorld:
    """A list holds the caller's datasets, those shared with the caller and nobody's catalogue."""
    table = world.datasets
    shared = frozenset() if caller.org is None else table.ids("org", caller.org)
    return world.showing(
        sorted(table.ids("owner", caller.id) | shared | table.ids("catalogue", key=True))
    )


@sieve("aegis.datasets.list-shared-false-is-own")
def shared_false_keeps_own(world: AegisWorld, caller: Person, ask: Listing) -> AegisWorld:
    """With `shared=false` a list of datasets holds only what the caller owns."""
    if ask.shared is not False:
        return world
    return world.showing(id for id in listed(world) if world.datasets[id].owner == caller.id)


@sieve("aegis.datasets.list-shared-true-is-others")
def shared_true_keeps_others(world: AegisWorld, caller: Person, ask: Listing) -> AegisWorld:
    """With `shared=true` a list of datasets holds only what others share with the caller."""
    if ask.shared is not True:
        return world
    rows = (world.datasets[id] for id in listed(world))
    return world.showing(row.id for row in rows if row.owner != caller.id and row.org is not None)


@sieve("aegis.datasets.list-without-type-is-custom")
def without_type_keeps_custom(world: AegisWorld, caller: Person, ask: ListDatasets) -> AegisWorld:
    """Without a type the list holds only custom datasets."""
    if ask.dataset_type_id is not UNSET:
        return world
    return world.showing(id for id in listed(world) if world.datasets[id].type_id == CUSTOM)


@sieve("aegis.datasets.list-of-a-type")
def type_keeps_its_datasets(world: AegisWorld, caller: Person, ask: ListDatasets) -> AegisWorld:
    """With a type the list holds only datasets of that type."""
    if ask.dataset_type_id is UNSET:
        return world
    kept = ask.dataset_type_id
    return world.showing(id for id in listed(world) if world.datasets[id].type_id == kept)


@sieve("aegis.datasets.list-search")
def search_keeps_matching_names(world: AegisWorld, caller: Person, ask: ListDatasets) -> AegisWorld:
    """A search keeps the datasets whose name contains the text, whatever its case."""
    if ask.search is UNSET:
        return world
    text = ask.search.casefold()
    return world.showing(id for id in listed(world) if text in world.datasets[id].name.casefold())


@sieve("aegis.datasets.partial-without-proprietary")
def partial_leaves_out_proprietary(
    world: AegisWorld, caller: Person, ask: ListPartialDatasets
) -> AegisWorld:
    """The short list leaves proprietary datasets out."""
    rows = (world.datasets[id] for id in listed(world))
    return world.showing(row.id for row in rows if row.type_id != PROPRIETARY)


@sieve("aegis.datasets.partial-newest-first")
def partial_is_newest_first(
    world: AegisWorld, caller: Person, ask: ListPartialDatasets
) -> AegisWorld:
    """The short list begins with the newest dataset."""
    return world.showing(newest_first(world))


def newest_first(world: AegisWorld) -> list[int]:
    """Give the ids of the datasets that a list shows, the newest first."""
    return sorted(listed(world), key=lambda id: (world.datasets[id].created_at, id), reverse=True)
