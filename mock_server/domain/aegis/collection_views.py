"""What is told of a data collection: itself, its owner, the datasets and runs inside."""

from mock_server.domain.aegis.actions import (
    CreateDataCollection,
    GetDataCollection,
    ListDataCollections,
    UpdateDataCollection,
)
from mock_server.domain.aegis.collections import newborn
from mock_server.domain.aegis.paging import page_of
from mock_server.domain.aegis.visibility import asked_for, listed
from mock_server.domain.aegis.world import AegisWorld, Collection, Dataset, Person, Run
from mock_server.domain.step import view

Told = dict[str, object]


def tell_user(world: AegisWorld, owner: int | None) -> Told | None:
    """Tell who owns a row; nobody owns an organisation-only one."""
    return None if owner is None else {"id": owner, "email": world.people[owner].email}


def tell_partial_dataset(world: AegisWorld, dataset: Dataset) -> Told:
    """Tell a dataset as it is told inside a collection and by `all-partial`."""
    return {
        "id": dataset.id,
        "name": dataset.name,
        "user": tell_user(world, dataset.owner),
        "org_id": dataset.org,
        "author_email": dataset.author_email,
        "created_at": dataset.created_at,
        "updated_at": dataset.updated_at,
    }


def tell_nested_run(world: AegisWorld, run: Run) -> Told:
    """Tell a run as it is told inside a collection or dataset: by ids, where a run has names."""
    return {
        "id": run.id,
        "user": tell_user(world, run.owner),
        "run_type_id": 2 if run.custom else 1,
        "run_source_id": 1,
        "api_key_id": None,
        "dataset_id": run.dataset,
        "data_collection_id": run.collection,
        "org_id": run.org,
        "author_email": run.author_email,
        "alias": run.alias,
        "model_slug": run.model_slug,
        "threshold": run.threshold,
        "number_of_metrics": len(run.metrics),
        "result": None,
        "is_gte_threshold": None,
        "aggregate_results": None,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
    }


def tell_collection(world: AegisWorld, collection: Collection) -> Told:
    """Tell a data collection with all datasets and runs that belong to it."""
    return {
        "id": collection.id,
        "user": tell_user(world, collection.owner),
        "name": collection.name,
        "org_id": collection.org,
        "author_email": collection.author_email,
        "datasets": [
            tell_partial_dataset(world, each) for each in world.datasets_in(collection.id)
        ],
        "runs": [tell_nested_run(world, run) for run in world.runs_in(collection.id)],
        "created_at": collection.created_at,
        "updated_at": collection.updated_at,
    }


@view("aegis.list.tells-pages")
def page_of_collections(world: AegisWorld, caller: Person, ask: ListDataCollections) -> Told:
    """A list answers with one page of data collections and says where that page stands."""
    newest_first = sorted(listed(world), reverse=True)
    return page_of(newest_first, ask, lambda id: tell_collection(world, world.collections[id]))


@view("aegis.get.tells-the-collection")
def asked_collection(world: AegisWorld, caller: Person, ask: GetDataCollection) -> Told:
    """A data collection is told with its owner, organisation, author, datasets and runs."""
    return tell_collection(world, asked_for(world, ask))


@view("aegis.create.answers-like-an-item")
def created_collection(world: AegisWorld, caller: Person, ask: CreateDataCollection) -> Told:
    """Creating answers with the new data collection in the shape of a list item."""
    return tell_collection(world, newborn(world))


@view("aegis.update.answers-like-an-item")
def updated_collection(world: AegisWorld, caller: Person, ask: UpdateDataCollection) -> Told:
    """Updating answers with the updated data collection in the shape of a list item."""
    return tell_collection(world, asked_for(world, ask))
