"""How a data collection's visibility is derived from its datasets: on create, and by promotion.

A selection is *private* when nothing in it is shared with an organisation, *shared* when all of it
is shared with the caller's, and *mixed* otherwise. A mixed selection drags the caller's own private
datasets, and the caller's runs on them, into the organisation.

The deeds look at the datasets as they were sent; so those that change datasets come last.
"""

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.aegis.actions import CreateDataCollection, UpdateDataCollection
from mock_server.domain.aegis.collections import newborn
from mock_server.domain.aegis.selection import (
    added,
    final_set,
    is_shared_with,
    selected,
)
from mock_server.domain.aegis.visibility import asked_for
from mock_server.domain.aegis.world import AegisWorld, Dataset, Person
from mock_server.domain.step import deed, guard


def _is_mixed(caller: Person, datasets: list[Dataset]) -> bool:
    shared = [is_shared_with(caller, dataset) for dataset in datasets]
    return any(shared) and not all(shared)


def _own_private(caller: Person, datasets: list[Dataset]) -> list[Dataset]:
    return [each for each in datasets if each.org is None and each.owner == caller.id]


def _none_is_foreign_and_private(caller: Person, datasets: list[Dataset]) -> bool:
    return all(each.org is not None or each.owner == caller.id for each in datasets)


def _datasets_promoted(world: AegisWorld, caller: Person, datasets: list[Dataset]) -> AegisWorld:
    own = _own_private(caller, datasets)
    return world.with_datasets(replace(dataset, org=caller.org) for dataset in own)


def _runs_promoted(world: AegisWorld, caller: Person, datasets: list[Dataset]) -> AegisWorld:
    runs = world.runs_on(_own_private(caller, datasets))
    return world.with_runs(replace(run, org=caller.org) for run in runs if run.owner == caller.id)


@guard("aegis.create.mixed-selection-promotable")
def mixed_selection_is_promotable(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> bool:
    """A mixed selection that holds somebody else's private dataset is refused."""
    datasets = selected(world, ask)
    return not _is_mixed(caller, datasets) or _none_is_foreign_and_private(caller, datasets)


@deed("aegis.create.private-selection-stays-private")
def private_selection_makes_it_private(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """A new collection of no datasets or private ones is private, whatever `org_id` is sent."""
    if any(is_shared_with(caller, dataset) for dataset in selected(world, ask)):
        return world
    return world.with_collection(replace(newborn(world), org=None))


@deed("aegis.create.shared-selection-is-shared")
def shared_selection_makes_it_shared(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """A new collection whose datasets are all shared with the caller's organisation is shared."""
    datasets = selected(world, ask)
    if not datasets or not all(is_shared_with(caller, dataset) for dataset in datasets):
        return world
    return world.with_collection(replace(newborn(world), org=caller.org))


@deed("aegis.create.mixed-selection-is-shared")
def mixed_selection_makes_it_shared(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """A new data collection with private and shared datasets is shared with the organisation."""
    if not _is_mixed(caller, selected(world, ask)):
        return world
    return world.with_collection(replace(newborn(world), org=caller.org))


@deed("aegis.create.mixed-selection-promotes-runs")
def mixed_selection_promotes_own_runs(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """The caller's runs on own private datasets in a mixed selection become shared."""
    datasets = selected(world, ask)
    return _runs_promoted(world, caller, datasets) if _is_mixed(caller, datasets) else world


@deed("aegis.create.mixed-selection-promotes-datasets")
def mixed_selection_promotes_own_datasets(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """The caller's own private datasets in a mixed selection become shared."""
    datasets = selected(world, ask)
    return _datasets_promoted(world, caller, datasets) if _is_mixed(caller, datasets) else world


def promotes(world: AegisWorld, caller: Person, ask: UpdateDataCollection) -> bool:
    """Tell whether an update adds a dataset of the caller's organisation to a private collection.

    Any `org_id` in the same request, null above all, opts out.
    """
    if ask.org_id is not UNSET or asked_for(world, ask).org is not None:
        return False
    return any(is_shared_with(caller, dataset) for dataset in added(world, ask))


@guard("aegis.update.promotion-needs-promotable-set")
def promoted_set_is_promotable(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> bool:
    """A promotion whose new set holds somebody else's private dataset is refused."""
    if not promotes(world, caller, ask):
        return True
    return _none_is_foreign_and_private(caller, final_set(world, ask))


@guard("aegis.update.opt-out-holds-no-foreign-dataset")
def opted_out_set_holds_no_foreign_dataset(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> bool:
    """A data collection that stays private by the opt-out takes in no colleague's dataset."""
    allowed = world.reads("aegis.opt-out-with-foreign-dataset", "allowed")
    if allowed or ask.org_id is not None or asked_for(world, ask).org is not None:
        return True
    return all(dataset.owner == caller.id for dataset in added(world, ask))


@deed("aegis.update.promotion-shares-own-runs")
def promotion_takes_own_runs_along(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """In a promotion the caller's runs on own private datasets of the new set become shared."""
    if not promotes(world, caller, ask):
        return world
    return _runs_promoted(world, caller, final_set(world, ask))


@deed("aegis.update.promotion-shares-own-datasets")
def promotion_takes_own_datasets_along(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """In a promotion the caller's own private datasets of the new set become shared."""
    if not promotes(world, caller, ask):
        return world
    return _datasets_promoted(world, caller, final_set(world, ask))


@deed("aegis.update.shared-dataset-promotes")
def shared_dataset_promotes_the_collection(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> AegisWorld:
    """Adding an organisation's dataset shares a private collection, unless `org_id` is sent."""
    if not promotes(world, caller, ask):
        return world
    return world.with_collection(replace(asked_for(world, ask), org=caller.org))


@guard("aegis.names.free-where-it-is-shared")
def name_is_free_where_it_is_shared(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> bool:
    """A data collection is not shared into an organisation where another one bears its name."""
    if world.reads("aegis.name-taken-on-promotion", "allowed"):
        return True
    if not (isinstance(ask.org_id, int) or promotes(world, caller, ask)):
        return True
    collection = asked_for(world, ask)
    name = ask.name.strip() if isinstance(ask.name, str) else collection.name
    taken = world.collections.having("org+name", (caller.org, name))
    return all(each.id == collection.id for each in taken)


@guard("aegis.create.org-id-is-refused")
def no_organisation_is_sent(world: AegisWorld, caller: Person, ask: CreateDataCollection) -> bool:
    """Sharing is not accepted on create: a request that sends `org_id` is refused."""
    return ask.org_id is UNSET or world.reads("aegis.org-id-on-create", "ignored")
