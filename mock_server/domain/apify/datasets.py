"""Datasets: their birth, their changes, their end, and when they were last looked at."""

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.apify.actions import (
    CreateApifyDataset,
    DeleteApifyDataset,
    UpdateApifyDataset,
)
from mock_server.domain.apify.finding import Reading, asked_for
from mock_server.domain.apify.world import ApifyWorld, Dataset, Person, hashed, id_of
from mock_server.domain.step import deed

SECRET = 21  # characters of a key that signs


def newborn(world: ApifyWorld) -> Dataset | None:
    """Give the dataset that this ask has made or renamed."""
    return None if world.made is None else world.datasets[world.made]


@deed("apify.create.makes-a-dataset")
def a_dataset_is_made(world: ApifyWorld, caller: Person, ask: CreateApifyDataset) -> ApifyWorld:
    """Without a name, or with one that none of the caller's datasets has, a dataset is made."""
    if isinstance(ask.name, str) and world.named(caller.id, ask.name):
        return world
    number = world.last_number + 1
    row = Dataset(
        id=id_of(world.mark, number),
        owner=caller.id,
        created_at=world.now,
        modified_at=world.now,
        accessed_at=world.now,
        secret=hashed(world.mark, f"key of {number}", SECRET),
    )
    return replace(world, last_number=number, made=row.id).with_dataset(row)


@deed("apify.create.takes-the-name")
def it_takes_the_name(world: ApifyWorld, caller: Person, ask: CreateApifyDataset) -> ApifyWorld:
    """A new dataset has the name that was asked for."""
    row = newborn(world)
    if row is None or ask.name is UNSET:
        return world
    return world.with_dataset(replace(row, name=ask.name))


@deed("apify.create.takes-the-schema")
def it_takes_the_schema(world: ApifyWorld, caller: Person, ask: CreateApifyDataset) -> ApifyWorld:
    """A new dataset has the schema that the body brings."""
    row = newborn(world)
    if row is None or ask.schema is UNSET:
        return world
    return world.with_dataset(replace(row, schema=ask.schema))


@deed("apify.update.renames")
def dataset_is_renamed(world: ApifyWorld, caller: Person, ask: UpdateApifyDataset) -> ApifyWorld:
    """A name that is sent becomes the name of the dataset."""
    if not isinstance(ask.name, str):
        return world
    return _named(world, asked_for(world, caller, ask), ask.name)


@deed("apify.update.null-takes-the-name-away")
def name_is_taken_away(world: ApifyWorld, caller: Person, ask: UpdateApifyDataset) -> ApifyWorld:
    """A name of null makes the dataset unnamed."""
    if ask.name is not None:
        return world
    return _named(world, asked_for(world, caller, ask), None)


def _named(world: ApifyWorld, row: Dataset, name: str | None) -> ApifyWorld:
    """Name a dataset, and remember which: the path may still say its old name."""
    after = world.with_dataset(replace(row, name=name))
    return world if after is world else replace(after, made=row.id)


@deed("apify.update.sets-general-access")
def level_is_set(world: ApifyWorld, caller: Person, ask: UpdateApifyDataset) -> ApifyWorld:
    """A general access that is sent becomes that of the dataset."""
    if ask.generalAccess is UNSET:
        return world
    row = asked_for(world, caller, ask)
    return world.with_dataset(replace(row, general_access=ask.generalAccess))


@deed("apify.update.modified-at-moves")
def modified_at_moves(world: ApifyWorld, caller: Person, ask: UpdateApifyDataset) -> ApifyWorld:
    """An update that sends something sets `modifiedAt` to now."""
    stays = world.reads("apify.modified-at-on-update", "stays")
    if stays or (ask.name is UNSET and ask.generalAccess is UNSET):
        return world
    return world.with_dataset(replace(asked_for(world, caller, ask), modified_at=world.now))


@deed("apify.delete.removes-the-dataset")
def dataset_is_removed(world: ApifyWorld, caller: Person, ask: DeleteApifyDataset) -> ApifyWorld:
    """A deleted dataset is no longer there, nor are its items."""
    row = asked_for(world, caller, ask)
    return replace(world, datasets=world.datasets.drop(row.id), items=world.items.discard(row.id))


@deed("apify.reads.accessed-at-moves")
def accessed_at_moves(world: ApifyWorld, caller: Person, ask: Reading) -> ApifyWorld:
    """Reading a dataset or its items sets `accessedAt` to now."""
    return world.with_dataset(replace(asked_for(world, caller, ask), accessed_at=world.now))
