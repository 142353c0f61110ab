"""What an update changes of a dataset itself: name, metrics, mappings, time."""

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.aegis.actions import UpdateDataset
from mock_server.domain.aegis.dataset_csv import mappings
from mock_server.domain.aegis.datasets import asked_for, name_sent
from mock_server.domain.aegis.metrics import selection, stored
from mock_server.domain.aegis.world import AegisWorld, Person
from mock_server.domain.step import deed, guard


@guard("aegis.datasets.update-by-owner-or-member")
def editor_owns_or_shares_it(world: AegisWorld, caller: Person, ask: UpdateDataset) -> bool:
    """A dataset is changed by its owner and by the members whom it is shared with."""
    return world.sees(caller, asked_for(world, ask))


@deed("aegis.datasets.update-renames")
def dataset_is_renamed(world: AegisWorld, caller: Person, ask: UpdateDataset) -> AegisWorld:
    """A name that is sent becomes the name of the dataset."""
    name = name_sent(ask)
    return world.with_datasets([replace(asked_for(world, ask), name=name)]) if name else world


@deed("aegis.datasets.update-selects-metrics")
def metrics_are_selected(world: AegisWorld, caller: Person, ask: UpdateDataset) -> AegisWorld:
    """Metrics that are sent take the place of those selected before."""
    selected = selection(ask)
    if selected is None:
        return world
    return world.with_datasets([replace(asked_for(world, ask), selected_metrics=stored(selected))])


@deed("aegis.datasets.update-maps-columns")
def columns_are_mapped(world: AegisWorld, caller: Person, ask: UpdateDataset) -> AegisWorld:
    """Column mappings that are sent take the place of those before."""
    told = mappings(ask)
    if told is None:
        return world
    mapped = {key: str(told[key]) for key in told}
    return world.with_datasets([replace(asked_for(world, ask), column_mappings=mapped)])


@deed("aegis.datasets.updated-at-moves")
def updated_at_moves(world: AegisWorld, caller: Person, ask: UpdateDataset) -> AegisWorld:
    """An update that sends at least one field sets the time of the last update."""
    sent = (
        ask.name,
        ask.selected_metrics,
        ask.column_mappings,
        ask.data_collection_id,
        ask.org_id,
    )
    if all(value is UNSET for value in sent):
        return world
    return world.with_datasets([replace(asked_for(world, ask), updated_at=world.now)])
