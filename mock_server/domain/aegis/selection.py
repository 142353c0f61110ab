"""The datasets that a create or an update selects: which may be selected, and which set results.

`dataset_ids` replaces the whole set. A null or missing `dataset_ids` on create selects nothing; on
update it leaves the set as it is (for null, a reading).
"""

from msgspec import UNSET

from mock_server.domain.aegis.actions import CreateDataCollection, UpdateDataCollection
from mock_server.domain.aegis.visibility import asked_for
from mock_server.domain.aegis.world import PROPRIETARY, AegisWorld, Dataset, Person
from mock_server.domain.memory import remembered
from mock_server.domain.step import guard

Selecting = CreateDataCollection | UpdateDataCollection


def selected_ids(world: AegisWorld, ask: Selecting) -> list[int] | None:
    """Give the ids of the set that an ask wants, or None when it leaves the set as it is."""
    if ask.dataset_ids is UNSET:
        return None
    if ask.dataset_ids is not None:
        return ask.dataset_ids
    detaches = world.reads("aegis.null-dataset-ids-on-update", "detach-all")
    return [] if detaches else None


@remembered
def selected(world: AegisWorld, ask: Selecting) -> list[Dataset]:
    """Give the datasets of the selection, each once."""
    found = (world.datasets.get(id) for id in dict.fromkeys(selected_ids(world, ask) or ()))
    return [dataset for dataset in found if dataset is not None]


@remembered
def contained(world: AegisWorld, ask: Selecting) -> list[Dataset]:
    """Give the datasets that are in the collection now; in one that is being created, none."""
    if isinstance(ask, CreateDataCollection):
        return []
    return world.datasets_in(asked_for(world, ask).id)


def final_set(world: AegisWorld, ask: UpdateDataCollection) -> list[Dataset]:
    """Give the datasets that are in the collection when the ask is done."""
    if selected_ids(world, ask) is None:
        return contained(world, ask)
    return selected(world, ask)


@remembered
def added(world: AegisWorld, ask: Selecting) -> list[Dataset]:
    """Give the selected datasets that are not in the collection yet."""
    present = {dataset.id for dataset in contained(world, ask)}
    return [dataset for dataset in selected(world, ask) if dataset.id not in present]


@remembered
def removed(world: AegisWorld, ask: UpdateDataCollection) -> list[Dataset]:
    """Give the datasets in the collection that the new set leaves out."""
    wanted = selected_ids(world, ask)
    if wanted is None:
        return []
    return [dataset for dataset in contained(world, ask) if dataset.id not in wanted]


def is_shared_with(caller: Person, dataset: Dataset) -> bool:
    """Tell whether a dataset is shared with the caller's organisation."""
    return dataset.org is not None and dataset.org == caller.org


def _usable(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    wanted = selected_ids(world, ask) or ()
    present = {dataset.id for dataset in contained(world, ask)}
    new = [world.datasets.get(id) for id in wanted if id not in present]
    mixed = any(dataset is not None and is_shared_with(caller, dataset) for dataset in new)
    return all(
        dataset is not None and _is_usable(world, caller, dataset, mixed=mixed) for dataset in new
    )


def _is_usable(world: AegisWorld, caller: Person, dataset: Dataset, *, mixed: bool) -> bool:
    if dataset.owner == caller.id:
        return True
    if world.sees(caller, dataset):
        return world.reads("aegis.foreign-dataset-in-selection", "allowed")
    unpromotable = world.reads("aegis.foreign-private-dataset-in-mix", "unpromotable")
    return mixed and dataset.org is None and unpromotable


@guard("aegis.create.datasets-found")
def created_selection_is_found(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> bool:
    """Every dataset selected on create exists and is visible to the caller."""
    return _usable(world, caller, ask)


@guard("aegis.update.datasets-found")
def added_selection_is_found(world: AegisWorld, caller: Person, ask: UpdateDataCollection) -> bool:
    """Every dataset added on update exists and is visible to the caller."""
    return _usable(world, caller, ask)


@guard("aegis.selection.each-dataset-once")
def each_dataset_is_selected_once(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    """No dataset is selected twice in one request."""
    wanted = selected_ids(world, ask) or ()
    once = world.reads("aegis.duplicate-dataset-ids", "once")
    return once or len(set(wanted)) == len(wanted)


@guard("aegis.selection.not-proprietary")
def selection_is_not_proprietary(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    """A proprietary dataset is attached to no data collection."""
    return all(dataset.type_id != PROPRIETARY for dataset in added(world, ask))


@guard("aegis.selection.not-elsewhere")
def selection_is_not_elsewhere(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    """A dataset that already belongs to another data collection is not attached to this one."""
    return all(dataset.collection is None for dataset in added(world, ask))


@guard("aegis.selection.shared-needs-organisation")
def shared_is_selected_by_a_member(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    """Whoever belongs to no organisation selects no dataset that is shared with one."""
    if caller.org is not None:
        return True
    return all(dataset.org is None for dataset in added(world, ask))


@guard("aegis.selection.not-of-another-organisation")
def selection_is_of_no_other_organisation(
    world: AegisWorld, caller: Person, ask: Selecting
) -> bool:
    """A dataset that is still shared with an organisation which its owner left is not selected."""
    if caller.org is None:
        return True
    return all(dataset.org in (None, caller.org) for dataset in added(world, ask))
