"""Where a new run goes, and with whom it is shared."""

from msgspec.structs import replace

from mock_server.domain.aegis.actions import CreateCustomRun, CreateDatasetRun
from mock_server.domain.aegis.datasets import asked_for as asked_dataset
from mock_server.domain.aegis.placement import target
from mock_server.domain.aegis.runs import newborn
from mock_server.domain.aegis.world import AegisWorld, Collection, Dataset, Person
from mock_server.domain.step import deed


@deed("aegis.runs.dataset-run-takes-collection")
def it_takes_the_datasets_collection(
    world: AegisWorld, caller: Person, ask: CreateDatasetRun
) -> AegisWorld:
    """A dataset run is in the data collection of its dataset."""
    run = newborn(world)
    if run is None:
        return world
    return world.with_runs([replace(run, collection=asked_dataset(world, ask).collection)])


@deed("aegis.runs.dataset-run-takes-organisation")
def it_takes_the_datasets_org(
    world: AegisWorld, caller: Person, ask: CreateDatasetRun
) -> AegisWorld:
    """A run on a shared dataset is shared with the dataset's organisation."""
    dataset, run = asked_dataset(world, ask), newborn(world)
    if run is None or dataset.org is None:
        return world
    return world.with_runs([replace(run, org=dataset.org)])


@deed("aegis.runs.dataset-run-takes-collections-organisation")
def it_takes_the_collections_org(
    world: AegisWorld, caller: Person, ask: CreateDatasetRun
) -> AegisWorld:
    """A run on a private dataset in a shared data collection is shared with its organisation."""
    dataset, run = asked_dataset(world, ask), newborn(world)
    collection = _collection_of(world, dataset)
    if run is None or dataset.org is not None or collection is None:
        return world
    return world.with_runs([replace(run, org=collection.org)])


@deed("aegis.runs.dataset-run-takes-callers-organisation")
def it_takes_the_callers_org(
    world: AegisWorld, caller: Person, ask: CreateDatasetRun
) -> AegisWorld:
    """A run on somebody else's unshared dataset is shared with the caller's organisation."""
    dataset, run = asked_dataset(world, ask), newborn(world)
    collection = _collection_of(world, dataset)
    if run is None or dataset.org is not None or dataset.owner == caller.id:
        return world
    if collection is not None and collection.org is not None:
        return world
    return world.with_runs([replace(run, org=caller.org)])


def _collection_of(world: AegisWorld, dataset: Dataset) -> Collection | None:
    return None if dataset.collection is None else world.collections.get(dataset.collection)


@deed("aegis.runs.custom-run-joins-collection")
def it_joins_the_collection(world: AegisWorld, caller: Person, ask: CreateCustomRun) -> AegisWorld:
    """A custom run that is created with a data collection is in it."""
    run, collection = newborn(world), target(world, ask)
    if run is None or collection is None:
        return world
    return world.with_runs([replace(run, collection=collection.id)])


@deed("aegis.runs.custom-run-takes-collection-organisation")
def it_takes_the_target_org(world: AegisWorld, caller: Person, ask: CreateCustomRun) -> AegisWorld:
    """A custom run that is created in a shared data collection is shared with its organisation."""
    run, collection = newborn(world), target(world, ask)
    if run is None or collection is None:
        return world
    return world.with_runs([replace(run, org=collection.org)])
