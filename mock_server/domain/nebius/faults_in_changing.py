"""Mistakes about what a patch or a deletion changes, and whose datasets it reaches."""

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.faults import Fault, gathered, half_done, left_out_in, mistake
from mock_server.domain.nebius import datasets
from mock_server.domain.nebius.actions import (
    DeleteNebiusDataset,
    GetNebiusDataset,
    PatchNebiusDataset,
    ReadNebiusContent,
)
from mock_server.domain.nebius.projects import asked_for
from mock_server.domain.nebius.world import (
    FAILED,
    PENDING,
    Dataset,
    NebiusWorld,
    Person,
    digest,
)

RENAMES, MOVES = "nebius.patch.renames", "nebius.patch.moves"
FOUND = "nebius.projects.dataset-found"


def renamed(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> NebiusWorld:
    """Do what the rule does, for a mistake to be made on top of it."""
    return datasets.dataset_is_renamed.done(world, caller, ask)


def moved(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> NebiusWorld:
    """Do what the rule does, for a mistake to be made on top of it."""
    return datasets.dataset_is_moved.done(world, caller, ask)


def namesakes(world: NebiusWorld, row: Dataset) -> list[Dataset]:
    """Give the datasets of the same project and name, itself among them."""
    return [each for each in world.datasets.having("project", row.project) if each.name == row.name]


@mistake(RENAMES, "only-alone")
def a_name_counts_only_alone(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> object:
    """A name is ignored when a folder is sent along."""
    return renamed(world, caller, ask) if ask.folder is UNSET else world


@mistake(RENAMES, "absent-empties")
def an_absent_name_empties(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> object:
    """A patch without a name leaves the dataset without one."""
    if isinstance(ask.name, str):
        return renamed(world, caller, ask)
    return world.with_dataset(replace(asked_for(world, ask), name=""))


@mistake(RENAMES, "trimmed")
def a_name_is_trimmed(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> object:
    """A name loses the white space around it."""
    after = renamed(world, caller, ask)
    row = asked_for(after, ask)
    return after.with_dataset(replace(row, name=row.name.strip()))


@mistake(RENAMES, "new-version")
def a_rename_makes_a_version(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> object:
    """A rename gives the dataset another version."""
    after = renamed(world, caller, ask)
    if after is world:
        return world
    row = asked_for(after, ask)
    return after.with_dataset(replace(row, version=digest(world.mark, row.name, 22)))


@mistake(RENAMES, "born-again")
def a_rename_moves_the_birth(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> object:
    """A rename sets the time of creation anew."""
    after = renamed(world, caller, ask)
    return after.with_dataset(replace(asked_for(after, ask), created_at=world.now))


@mistake(RENAMES, "pending-again")
def a_rename_makes_it_wait(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> object:
    """A renamed dataset is PENDING again."""
    after = renamed(world, caller, ask)
    if after is world:
        return world
    return after.with_dataset(replace(asked_for(after, ask), status=PENDING))


@mistake(RENAMES, "metadata-lost")
def a_rename_empties_metadata(
    world: NebiusWorld, caller: Person, ask: PatchNebiusDataset
) -> object:
    """A rename empties the metadata."""
    after = renamed(world, caller, ask)
    return after.with_dataset(replace(asked_for(after, ask), metadata={}))


@mistake(RENAMES, "namesakes-too")
def namesakes_are_renamed(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> object:
    """A rename reaches every dataset of the project with the same name."""
    if not isinstance(ask.name, str):
        return world
    rows = [replace(each, name=ask.name) for each in namesakes(world, asked_for(world, ask))]
    return replace(world, datasets=world.datasets.put_all(rows))


@mistake(RENAMES, "taken-is-ignored")
def a_taken_name_is_ignored(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> object:
    """A name that another dataset has is answered with success and ignored."""
    after = renamed(world, caller, ask)
    return world if len(namesakes(after, asked_for(after, ask))) > 1 else after


@mistake(MOVES, "only-alone")
def a_folder_counts_only_alone(
    world: NebiusWorld, caller: Person, ask: PatchNebiusDataset
) -> object:
    """A folder is ignored when a name is sent along."""
    return moved(world, caller, ask) if ask.name is UNSET else world


@mistake(MOVES, "absent-is-root")
def an_absent_folder_is_the_root(
    world: NebiusWorld, caller: Person, ask: PatchNebiusDataset
) -> object:
    """A patch without a folder moves the dataset to the root."""
    if isinstance(ask.folder, str):
        return moved(world, caller, ask)
    return world.with_dataset(replace(asked_for(world, ask), folder="/"))


@mistake(MOVES, "rows-left-behind")
def rows_stay_behind(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> object:
    """A dataset that is moved loses its rows."""
    after = moved(world, caller, ask)
    return world if after is world else after.with_rows(asked_for(after, ask), ())


@mistake(MOVES, "below-the-old")
def a_folder_is_put_below_the_old(
    world: NebiusWorld, caller: Person, ask: PatchNebiusDataset
) -> object:
    """The folder that is sent is put below the folder that the dataset is in."""
    old = asked_for(world, ask).folder
    after = moved(world, caller, ask)
    if after is world:
        return world
    row = asked_for(after, ask)
    return after.with_dataset(replace(row, folder=old + row.folder))


@mistake(MOVES, "namesakes-too")
def namesakes_are_moved(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> object:
    """A move reaches every dataset of the project with the same name."""
    if not isinstance(ask.folder, str):
        return world
    rows = [replace(each, folder=ask.folder) for each in namesakes(world, asked_for(world, ask))]
    return replace(world, datasets=world.datasets.put_all(rows))


@mistake("nebius.delete.removes-the-dataset", "only-marked")
def a_deleted_one_is_marked(world: NebiusWorld, caller: Person, ask: DeleteNebiusDataset) -> object:
    """A deleted dataset is FAILED and stays."""
    return world.with_dataset(replace(asked_for(world, ask), status=FAILED))


@mistake("nebius.delete.removes-the-dataset", "namesakes-too")
def namesakes_are_deleted(world: NebiusWorld, caller: Person, ask: DeleteNebiusDataset) -> object:
    """A deletion reaches every dataset of the project with the same name."""
    after = world
    for each in namesakes(world, asked_for(world, ask)):
        after = after.without_dataset(each)
    return after


@mistake("nebius.delete.removes-the-dataset", "only-rows")
def only_rows_are_deleted(world: NebiusWorld, caller: Person, ask: DeleteNebiusDataset) -> object:
    """A deletion removes the rows and leaves the dataset."""
    return world.with_rows(asked_for(world, ask), ())


FAULTS: tuple[Fault, ...] = (
    *gathered(globals()),
    Fault(
        FOUND,
        "told-to-everybody",
        "Everybody is told of a dataset whose id is known.",
        left_out_in(GetNebiusDataset, FOUND),
    ),
    Fault(
        FOUND,
        "rows-for-everybody",
        "Everybody reads the rows of a dataset whose id is known.",
        left_out_in(ReadNebiusContent, FOUND),
    ),
    Fault(
        FOUND,
        "patched-by-everybody",
        "Everybody patches a dataset whose id is known.",
        left_out_in(PatchNebiusDataset, FOUND),
    ),
    Fault(
        FOUND,
        "deleted-by-everybody",
        "Everybody deletes a dataset whose id is known.",
        left_out_in(DeleteNebiusDataset, FOUND),
    ),
    Fault(
        FOUND,
        "half-done",
        "A patch of another project's dataset is refused after it was done.",
        step=half_done(FOUND),
    ),
)
