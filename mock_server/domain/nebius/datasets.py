"""Datasets: their birth from rows, their name and folder, their end."""

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.nebius.actions import (
    CompleteNebiusUpload,
    CreateNebiusDataset,
    DeleteNebiusDataset,
    PatchNebiusDataset,
)
from mock_server.domain.nebius.projects import asked_for
from mock_server.domain.nebius.world import READY, Dataset, NebiusWorld, Person, id_of, version_of
from mock_server.domain.step import deed, guard

Making = CreateNebiusDataset | CompleteNebiusUpload
Placing = CreateNebiusDataset | PatchNebiusDataset


def newborn(world: NebiusWorld) -> Dataset | None:
    """Give the dataset that this ask has made."""
    return None if world.made is None else world.datasets.get(world.made)


@guard("nebius.names.not-blank")
def name_is_not_blank(world: NebiusWorld, caller: Person, ask: Placing) -> bool:
    """A name is more than white space."""
    if not isinstance(ask.name, str) or world.reads("nebius.blank-name", "accepted"):
        return True
    return ask.name.strip() != ""


@guard("nebius.names.folder-is-absolute")
def folder_is_absolute(world: NebiusWorld, caller: Person, ask: Placing) -> bool:
    """A folder begins with a slash."""
    if not isinstance(ask.folder, str) or world.reads("nebius.folder-form", "any"):
        return True
    return ask.folder.startswith("/")


@guard("nebius.patch.null-is-refused")
def nothing_is_null(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> bool:
    """A name or folder is never taken away: null is refused."""
    if world.reads("nebius.null-in-patch", "unchanged"):
        return True
    return ask.name is not None and ask.folder is not None


@deed("nebius.create.makes-a-dataset")
def a_dataset_is_made(world: NebiusWorld, caller: Person, ask: CreateNebiusDataset) -> NebiusWorld:
    """Creating makes a new dataset of the name, folder and schema that are sent."""
    number = world.last_number + 1
    row = Dataset(
        id=id_of(world.mark, number),
        number=number,
        name=ask.name,
        folder=ask.folder,
        schema=tuple(ask.schema),
        created_at=world.now,
    )
    return replace(world, last_number=number, made=row.id).with_dataset(row)


@deed("nebius.create.joins-the-project")
def it_joins_the_project(
    world: NebiusWorld, caller: Person, ask: CreateNebiusDataset
) -> NebiusWorld:
    """A new dataset belongs to the project of whoever creates it."""
    row = newborn(world)
    return world if row is None else world.with_dataset(replace(row, project=caller.project))


@deed("nebius.create.keeps-the-rows")
def its_rows_are_kept(world: NebiusWorld, caller: Person, ask: CreateNebiusDataset) -> NebiusWorld:
    """The rows that are sent are the content of the new dataset, in their order."""
    row = newborn(world)
    return world if row is None else world.with_rows(row, ask.rows)


@deed("nebius.create.becomes-ready")
def it_becomes_ready(world: NebiusWorld, caller: Person, ask: Making) -> NebiusWorld:
    """A new dataset becomes READY, and then has a version."""
    row = newborn(world)
    if row is None:
        return world
    ready = replace(
        row,
        status=READY,
        ready_at=world.now + world.ready_after,
        version=version_of(world.mark, row.number),
    )
    return world.with_dataset(ready)


@deed("nebius.patch.renames")
def dataset_is_renamed(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> NebiusWorld:
    """A name that is sent becomes the name of the dataset."""
    if ask.name is UNSET or ask.name is None:
        return world
    return world.with_dataset(replace(asked_for(world, ask), name=ask.name))


@deed("nebius.patch.moves")
def dataset_is_moved(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> NebiusWorld:
    """A folder that is sent becomes the folder of the dataset."""
    if ask.folder is UNSET or ask.folder is None:
        return world
    return world.with_dataset(replace(asked_for(world, ask), folder=ask.folder))


@deed("nebius.delete.removes-the-dataset")
def dataset_is_removed(world: NebiusWorld, caller: Person, ask: DeleteNebiusDataset) -> NebiusWorld:
    """A deleted dataset is gone, with its rows."""
    return world.without_dataset(asked_for(world, ask))
