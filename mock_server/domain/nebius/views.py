"""How a dataset is told: whole, in a page of a list, and its rows."""

from mock_server.domain.nebius.actions import (
    CreateNebiusDataset,
    GetNebiusDataset,
    ListNebiusDatasets,
    PatchNebiusDataset,
    ReadNebiusContent,
)
from mock_server.domain.nebius.datasets import newborn
from mock_server.domain.nebius.lists import listed, page
from mock_server.domain.nebius.projects import asked_for
from mock_server.domain.nebius.world import PENDING, Dataset, NebiusWorld, Person
from mock_server.domain.step import view


def whole(world: NebiusWorld, row: Dataset) -> dict[str, object]:
    """Tell a dataset."""
    waits = world.settling and world.now < row.ready_at
    return {
        "id": row.id,
        "name": row.name,
        "status": PENDING if waits else row.status,
        "schema": row.schema,
        "metadata": row.metadata,
        "folder": row.folder,
        "current_version": None if waits else row.version,
        "created_at": row.created_at,
        "error": row.error,
        **_origin(world, row),
        "type": "dataset",
        "ai_project_id": row.project,
    }


def _origin(world: NebiusWorld, row: Dataset) -> dict[str, object]:
    if row.origin is not None:
        return {"current_version_origin": {"type": row.origin}}
    if world.reads("nebius.origin-of-rows", "upload"):
        return {"current_version_origin": {"type": "upload"}}
    return {}


@view("nebius.create.tells-the-dataset")
def created_dataset(world: NebiusWorld, caller: Person, ask: CreateNebiusDataset) -> object:
    """Creating answers with the new dataset."""
    row = newborn(world)
    return {} if row is None else whole(world, row)


@view("nebius.dataset.tells-the-dataset")
def asked_dataset(world: NebiusWorld, caller: Person, ask: GetNebiusDataset) -> object:
    """A dataset is told with its name, folder, schema, status, version and time of birth."""
    return whole(world, asked_for(world, ask))


@view("nebius.patch.tells-the-dataset")
def patched_dataset(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> object:
    """A patch answers with the whole dataset as it is afterwards."""
    return whole(world, asked_for(world, ask))


@view("nebius.list.tells-a-page")
def page_of_datasets(world: NebiusWorld, caller: Person, ask: ListNebiusDatasets) -> object:
    """A list answers with one page of datasets and says whether others follow."""
    ids = listed(world)
    return {
        "object": "list",
        "data": [whole(world, world.datasets[id]) for id in ids],
        "has_more": world.has_more,
        "first_id": ids[0] if ids else None,
        "last_id": ids[-1] if ids else None,
    }


@view("nebius.content.tells-rows")
def rows_are_told(world: NebiusWorld, caller: Person, ask: ReadNebiusContent) -> object:
    """Content is told as the rows of the dataset, in their order."""
    rows = page(world, ask)
    return rows if world.reads("nebius.content-shape", "array") else {"rows": rows}
