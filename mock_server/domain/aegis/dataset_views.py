"""What is told of a dataset: in short, as a summary, in full."""

from mock_server.domain.aegis.actions import (
    CreateDataset,
    GetDataset,
    ListDatasets,
    ListDatasetTypes,
    ListPartialDatasets,
    UpdateDataset,
)
from mock_server.domain.aegis.collection_views import (
    Told,
    tell_nested_run,
    tell_partial_dataset,
    tell_user,
)
from mock_server.domain.aegis.dataset_lists import DATASET_TYPES, listed, newest_first
from mock_server.domain.aegis.datasets import asked_for, newborn
from mock_server.domain.aegis.metrics import stored
from mock_server.domain.aegis.paging import page_of
from mock_server.domain.aegis.world import AegisWorld, Dataset, DatasetType, Person, Record
from mock_server.domain.step import view


def tell_type(each: DatasetType) -> Told:
    """Tell a dataset type."""
    return {
        "id": each.id,
        "name": each.name,
        "label": each.label,
        "description": each.description,
    }


def tell_record(dataset: Dataset, record: Record) -> Told:
    """Tell a row of a dataset, which is as old as the dataset and never changes."""
    return {
        "id": record.id,
        "user_id": dataset.owner,
        "dataset_id": dataset.id,
        "prompt": record.prompt,
        "input": record.input,
        "context": record.context,
        "output": record.output,
        "golden_answer": record.golden_answer,
        "created_at": dataset.created_at,
        "updated_at": None,
    }


def tell_summary(world: AegisWorld, dataset: Dataset) -> Told:
    """Tell a dataset without its rows."""
    return {
        "id": dataset.id,
        "user": tell_user(world, dataset.owner),
        "dataset_type_id": dataset.type_id,
        "name": dataset.name,
        "selected_metrics": stored(dataset.selected_metrics),
        "structure": list(dataset.structure),
        "column_mappings": dataset.column_mappings,
        "data_collection_id": dataset.collection,
        "org_id": dataset.org,
        "author_email": dataset.author_email,
        "created_at": dataset.created_at,
        "updated_at": dataset.updated_at,
    }


def tell_in_full(world: AegisWorld, caller: Person, dataset: Dataset) -> Told:
    """Tell a dataset with its type, its rows and the runs on it that the caller sees."""
    kind = next(each for each in DATASET_TYPES if each.id == dataset.type_id)
    runs = [run for run in world.runs_on([dataset]) if world.sees(caller, run)]
    return {
        **tell_summary(world, dataset),
        "dataset_type": tell_type(kind),
        "records": [tell_record(dataset, record) for record in dataset.records],
        "runs": [tell_nested_run(world, run) for run in runs],
        "evaluations": [],
    }


@view("aegis.datasets.partial-tells-seven-fields")
def partial_datasets(world: AegisWorld, caller: Person, ask: ListPartialDatasets) -> list[Told]:
    """The short list tells of each dataset its id, name, owner, organisation, author and times."""
    return [tell_partial_dataset(world, world.datasets[id]) for id in listed(world)]


@view("aegis.datasets.list-tells-pages")
def page_of_datasets(world: AegisWorld, caller: Person, ask: ListDatasets) -> Told:
    """The list answers with one page of datasets and says where that page stands."""
    found = newest_first(world)
    return page_of(found, ask, lambda id: tell_summary(world, world.datasets[id]))


@view("aegis.datasets.get-tells-all")
def asked_dataset(world: AegisWorld, caller: Person, ask: GetDataset) -> Told:
    """A dataset is told with its type, its rows and the runs on it that the caller sees."""
    return tell_in_full(world, caller, asked_for(world, ask))


@view("aegis.datasets.create-answers-in-full")
def created_dataset(world: AegisWorld, caller: Person, ask: CreateDataset) -> Told:
    """Creating answers with the new dataset in full."""
    row = newborn(world)
    return {} if row is None else tell_in_full(world, caller, row)


@view("aegis.datasets.update-answers-with-summary")
def updated_dataset(world: AegisWorld, caller: Person, ask: UpdateDataset) -> Told:
    """Updating answers with the dataset in the shape of a list item."""
    return tell_summary(world, asked_for(world, ask))


@view("aegis.datasets.types-are-told")
def dataset_types(world: AegisWorld, caller: Person, ask: ListDatasetTypes) -> list[Told]:
    """The dataset types are told with their ids, names and labels."""
    return [tell_type(each) for each in DATASET_TYPES]
