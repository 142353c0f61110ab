"""Where a dataset lives: its path, whose last segment is its name, its birth, moves and end."""

from msgspec.structs import replace

from mock_server.domain.humanloop.actions import (
    DeleteHumanloopDataset,
    MoveHumanloopDataset,
    UpsertHumanloopDataset,
    text_of,
)
from mock_server.domain.humanloop.visibility import asked_for, located
from mock_server.domain.humanloop.world import Dataset, HumanloopWorld, Person, digest
from mock_server.domain.step import deed, guard


def name_in(path: str) -> str:
    """Give the last segment of a path."""
    return path.rpartition("/")[2]


def directory_of(org: str, path: str) -> str:
    """Give the id of the folder that a path lies in; it comes into being with the path."""
    return f"dir_{digest(org, path.rpartition('/')[0])}"


def _new_path(world: HumanloopWorld, caller: Person, ask: MoveHumanloopDataset) -> str:
    path = text_of(ask.path)
    path = asked_for(world, caller, ask).path if path is None else path
    name = text_of(ask.name)
    return path if name is None else _renamed(path, name)


def _renamed(path: str, name: str) -> str:
    folder, slash, _ = path.rpartition("/")
    return folder + slash + name


@guard("humanloop.paths.end-in-a-name")
def path_ends_in_a_name(
    world: HumanloopWorld, caller: Person, ask: MoveHumanloopDataset | UpsertHumanloopDataset
) -> bool:
    """The last segment of a path is the name of the dataset and is not empty."""
    path = text_of(ask.path)
    name = text_of(ask.name) if isinstance(ask, MoveHumanloopDataset) else None
    return (path is None or name_in(path) != "") and name != ""


@guard("humanloop.upsert.path-or-id")
def path_or_id_is_sent(world: HumanloopWorld, caller: Person, ask: UpsertHumanloopDataset) -> bool:
    """An upsert names its dataset by `path` or by `id`."""
    return text_of(ask.path) is not None or text_of(ask.id) is not None


@guard("humanloop.upsert.path-and-id-agree")
def path_and_id_agree(world: HumanloopWorld, caller: Person, ask: UpsertHumanloopDataset) -> bool:
    """A `path` that is sent along with an `id` is the path of that dataset."""
    path, dataset = text_of(ask.path), located(world, caller, ask)
    return path is None or dataset is None or path == dataset.path


@guard("humanloop.move.path-is-free")
def new_path_is_free(world: HumanloopWorld, caller: Person, ask: MoveHumanloopDataset) -> bool:
    """A dataset does not move to the path of another one of its organisation."""
    there = world.dataset_at(caller.org, _new_path(world, caller, ask))
    return there is None or there.id == ask.id


@deed("humanloop.upsert.new-path-new-dataset")
def new_path_makes_a_dataset(
    world: HumanloopWorld, caller: Person, ask: UpsertHumanloopDataset
) -> HumanloopWorld:
    """A path that the organisation does not have yet becomes a new dataset, folders included."""
    path = text_of(ask.path)
    if path is None or located(world, caller, ask) is not None:
        return world
    world = world.with_next_number()
    return world.with_dataset(
        Dataset(
            id=world.new_id("ds"),
            org=caller.org,
            path=path,
            name=name_in(path),
            directory_id=directory_of(caller.org, path),
            created_by=caller.id,
        )
    )


@deed("humanloop.move.updated-at-moves")
def updated_at_moves_with_the_path(
    world: HumanloopWorld, caller: Person, ask: MoveHumanloopDataset
) -> HumanloopWorld:
    """Moving or renaming a dataset moves its `updated_at`."""
    dataset = asked_for(world, caller, ask)
    if _new_path(world, caller, ask) == dataset.path:
        return world
    return world.with_dataset(replace(dataset, moved_at=world.now))


@deed("humanloop.move.to-a-path")
def dataset_moves_to_the_path(
    world: HumanloopWorld, caller: Person, ask: MoveHumanloopDataset
) -> HumanloopWorld:
    """A dataset moves to the `path` that is sent, and keeps its id and versions."""
    path = text_of(ask.path)
    return world if path is None else _at(world, asked_for(world, caller, ask), path)


@deed("humanloop.move.to-a-name")
def dataset_takes_the_name(
    world: HumanloopWorld, caller: Person, ask: MoveHumanloopDataset
) -> HumanloopWorld:
    """A dataset takes the `name` that is sent, which becomes the last segment of its path."""
    dataset, name = asked_for(world, caller, ask), text_of(ask.name)
    return world if name is None else _at(world, dataset, _renamed(dataset.path, name))


def _at(world: HumanloopWorld, dataset: Dataset, path: str) -> HumanloopWorld:
    if path == dataset.path:
        return world
    directory = directory_of(dataset.org, path)
    return world.with_dataset(
        replace(dataset, path=path, name=name_in(path), directory_id=directory)
    )


@deed("humanloop.delete.removes-the-dataset")
def dataset_is_removed(
    world: HumanloopWorld, caller: Person, ask: DeleteHumanloopDataset
) -> HumanloopWorld:
    """A deleted dataset is gone, with all its versions."""
    versions = world.versions
    for each in world.versions_of(ask.id):
        versions = versions.drop(each.id)
    return replace(world, datasets=world.datasets.drop(ask.id), versions=versions)
