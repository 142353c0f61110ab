"""Mistakes about what makes a dataset: its creation, its rows, its status, an upload."""

from msgspec.structs import replace

from mock_server.domain.faults import Fault, gathered, half_done, left_out_in, mistake
from mock_server.domain.nebius import datasets, lists, uploads
from mock_server.domain.nebius.actions import (
    CompleteNebiusUpload,
    CreateNebiusDataset,
    ListNebiusDatasets,
    ListNebiusUploadParts,
    StartNebiusUpload,
)
from mock_server.domain.nebius.datasets import Making, newborn
from mock_server.domain.nebius.world import READY, NebiusWorld, Person, digest


@mistake("nebius.create.makes-a-dataset", "name-is-a-key")
def a_name_is_made_once(world: NebiusWorld, caller: Person, ask: CreateNebiusDataset) -> object:
    """A create with a name that the project has already gives that dataset back."""
    own = world.datasets.having("project", caller.project)
    found = next((each for each in own if each.name == ask.name), None)
    if found is None:
        return datasets.a_dataset_is_made.done(world, caller, ask)
    return replace(world, made=found.id)


@mistake("nebius.create.makes-a-dataset", "in-the-root")
def it_is_made_in_the_root(world: NebiusWorld, caller: Person, ask: CreateNebiusDataset) -> object:
    """A new dataset lies in the root, whatever folder is sent."""
    return datasets.a_dataset_is_made.done(world, caller, replace(ask, folder="/"))


@mistake("nebius.create.makes-a-dataset", "flat-types")
def types_lose_their_items(world: NebiusWorld, caller: Person, ask: CreateNebiusDataset) -> object:
    """A column keeps the name of its type and forgets what the type wraps."""
    flat = [{**each, "type": {"name": each["type"]["name"]}} for each in ask.schema]
    return datasets.a_dataset_is_made.done(world, caller, replace(ask, schema=flat))


@mistake("nebius.create.joins-the-project", "only-when-named")
def it_joins_a_named_project(
    world: NebiusWorld, caller: Person, ask: CreateNebiusDataset
) -> object:
    """A new dataset belongs to no project unless the body names one."""
    if isinstance(ask.ai_project_id, str):
        return datasets.it_joins_the_project.done(world, caller, ask)
    return world


@mistake("nebius.create.keeps-the-rows", "doubles-dropped")
def doubles_are_dropped(world: NebiusWorld, caller: Person, ask: CreateNebiusDataset) -> object:
    """Of rows that are equal only the first is kept."""
    rows = [row for place, row in enumerate(ask.rows) if row not in ask.rows[:place]]
    return datasets.its_rows_are_kept.done(world, caller, replace(ask, rows=rows))


@mistake("nebius.create.keeps-the-rows", "reversed")
def rows_are_reversed(world: NebiusWorld, caller: Person, ask: CreateNebiusDataset) -> object:
    """The last row comes first."""
    return datasets.its_rows_are_kept.done(world, caller, replace(ask, rows=ask.rows[::-1]))


@mistake("nebius.create.keeps-the-rows", "first-lost")
def the_first_row_is_lost(world: NebiusWorld, caller: Person, ask: CreateNebiusDataset) -> object:
    """The first row is taken for a header and left out."""
    return datasets.its_rows_are_kept.done(world, caller, replace(ask, rows=ask.rows[1:]))


@mistake("nebius.create.becomes-ready", "without-a-version")
def it_has_no_version(world: NebiusWorld, caller: Person, ask: Making) -> object:
    """A new dataset becomes READY and has no version."""
    row = newborn(world)
    return world if row is None else world.with_dataset(replace(row, status=READY))


@mistake("nebius.create.becomes-ready", "version-of-the-content")
def equal_rows_have_one_version(world: NebiusWorld, caller: Person, ask: Making) -> object:
    """Datasets of equal rows have the same version."""
    made = datasets.it_becomes_ready.done(world, caller, ask)
    row = newborn(made)
    if row is None:
        return made
    version = digest("rows", repr(made.rows_of(row)), 22)
    return made.with_dataset(replace(row, version=version))


@mistake("nebius.create.becomes-ready", "not-by-upload", only_in=CompleteNebiusUpload)
def an_uploaded_one_stays_pending(world: NebiusWorld, caller: Person, ask: Making) -> object:
    """The dataset of an upload stays PENDING."""
    return world


@mistake("nebius.status.pending-at-first", "older-ones-too")
def older_ones_are_pending_too(world: NebiusWorld, caller: Person, ask: object) -> object:
    """Where data takes its time, every dataset is told as PENDING."""
    told = lists.pending_at_first.kept(world, caller, ask)
    return replace(told, now=-1) if world.ready_after else told


@mistake("nebius.uploads.starts-an-upload", "makes-the-dataset")
def the_dataset_is_there_at_once(
    world: NebiusWorld, caller: Person, ask: StartNebiusUpload
) -> object:
    """The dataset of an upload is listed before the upload is completed."""
    started = uploads.an_upload_is_started.done(world, caller, ask)
    upload = started.uploads[started.made or ""]
    return started.with_dataset(replace(upload.dataset, project=caller.project))


@mistake("nebius.uploads.makes-the-dataset", "in-the-root")
def an_uploaded_one_lies_in_the_root(
    world: NebiusWorld, caller: Person, ask: CompleteNebiusUpload
) -> object:
    """The dataset of an upload lies in the root, whatever folder was sent."""
    made = uploads.its_dataset_is_made.done(world, caller, ask)
    row = newborn(made)
    return made if row is None else made.with_dataset(replace(row, folder="/"))


FAULTS: tuple[Fault, ...] = (
    *gathered(globals()),
    Fault(
        "nebius.status.pending-at-first",
        "ready-in-lists",
        "A list tells a dataset as READY that is PENDING when it is asked for alone.",
        left_out_in(ListNebiusDatasets, "nebius.status.pending-at-first"),
    ),
    Fault(
        "nebius.projects.project-is-the-callers",
        "any-on-create",
        "A create may name any project.",
        left_out_in(CreateNebiusDataset, "nebius.projects.project-is-the-callers"),
    ),
    Fault(
        "nebius.projects.project-is-the-callers",
        "any-on-upload",
        "An upload may name any project.",
        left_out_in(StartNebiusUpload, "nebius.projects.project-is-the-callers"),
    ),
    Fault(
        "nebius.projects.project-is-the-callers",
        "half-done",
        "A create that names another project is refused after the dataset was made.",
        step=half_done("nebius.projects.project-is-the-callers"),
    ),
    Fault(
        "nebius.projects.upload-found",
        "parts-for-everybody",
        "Everybody lists the parts of an upload whose id is known.",
        left_out_in(ListNebiusUploadParts, "nebius.projects.upload-found"),
    ),
    Fault(
        "nebius.projects.upload-found",
        "completed-by-everybody",
        "Everybody completes an upload whose id is known.",
        left_out_in(CompleteNebiusUpload, "nebius.projects.upload-found"),
    ),
    Fault(
        "nebius.uploads.parts-are-known",
        "half-done",
        "A completion with an unknown part is refused after the dataset was made.",
        step=half_done("nebius.uploads.parts-are-known"),
    ),
)
