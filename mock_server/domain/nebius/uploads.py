"""Uploads in parts: their start, their parts, and the dataset that their completion makes.

How a part is sent stands on no page that could be read, so this server takes none: the list of
parts is empty, and only an upload without parts is completed.
"""

from msgspec.structs import replace

from mock_server.domain.nebius.actions import (
    CompleteNebiusUpload,
    ListNebiusUploadParts,
    StartNebiusUpload,
)
from mock_server.domain.nebius.projects import upload_asked_for
from mock_server.domain.nebius.world import (
    COMPLETED,
    PENDING,
    Dataset,
    NebiusWorld,
    Person,
    Upload,
    id_of,
)
from mock_server.domain.step import deed, guard, view

Told = StartNebiusUpload | CompleteNebiusUpload


def in_question(world: NebiusWorld, ask: Told) -> Upload | None:
    """Give the upload that an ask has started or completes."""
    if isinstance(ask, CompleteNebiusUpload):
        return upload_asked_for(world, ask)
    return None if world.made is None else world.uploads[world.made]


@guard("nebius.uploads.parts-are-known")
def parts_are_known(world: NebiusWorld, caller: Person, ask: CompleteNebiusUpload) -> bool:
    """An upload is completed only with parts that it has."""
    return not ask.part_ids


@deed("nebius.uploads.starts-an-upload")
def an_upload_is_started(world: NebiusWorld, caller: Person, ask: StartNebiusUpload) -> NebiusWorld:
    """Starting an upload makes it, and chooses the id of the dataset that it is for."""
    number = world.last_number + 2
    row = Dataset(
        id=id_of(world.mark, number),
        number=number,
        name=ask.name,
        folder=ask.folder,
        schema=tuple(ask.schema),
        created_at=world.now,
    )
    upload = Upload(id_of(world.mark, number - 1), row, created_at=world.now)
    return replace(world, last_number=number, made=upload.id).with_upload(upload)


@deed("nebius.uploads.joins-the-project")
def it_joins_the_project(world: NebiusWorld, caller: Person, ask: StartNebiusUpload) -> NebiusWorld:
    """A new upload belongs to the project of whoever starts it."""
    upload = in_question(world, ask)
    return world if upload is None else world.with_upload(replace(upload, project=caller.project))


@deed("nebius.uploads.makes-the-dataset")
def its_dataset_is_made(
    world: NebiusWorld, caller: Person, ask: CompleteNebiusUpload
) -> NebiusWorld:
    """Completing an upload makes its dataset, which was not there before."""
    upload = upload_asked_for(world, ask)
    if upload.completed_at is not None:
        return world
    row = replace(upload.dataset, project=upload.project, created_at=world.now)
    return replace(world, made=row.id).with_dataset(row)


@deed("nebius.uploads.is-completed")
def upload_is_completed(
    world: NebiusWorld, caller: Person, ask: CompleteNebiusUpload
) -> NebiusWorld:
    """A completed upload tells when it was completed."""
    upload = upload_asked_for(world, ask)
    if upload.completed_at is not None:
        return world
    return world.with_upload(replace(upload, completed_at=world.now))


@view("nebius.uploads.tells-the-upload")
def upload_is_told(world: NebiusWorld, caller: Person, ask: Told) -> object:
    """An upload is told with the dataset that it is for."""
    upload = in_question(world, ask)
    if upload is None:
        return {}
    row = upload.dataset
    return {
        "id": upload.id,
        "upload_info": {
            "status": PENDING if upload.completed_at is None else COMPLETED,
            "dataset": {
                "name": row.name,
                "schema": row.schema,
                "folder": row.folder,
                "id": row.id,
            },
            "created_at": upload.created_at,
            "error": None,
            "completed_at": upload.completed_at,
            "ai_project_id": upload.project,
        },
    }


@view("nebius.uploads.tells-the-parts")
def parts_are_told(world: NebiusWorld, caller: Person, ask: ListNebiusUploadParts) -> object:
    """The parts of an upload are told as a list."""
    return {"object": "list", "data": []}
