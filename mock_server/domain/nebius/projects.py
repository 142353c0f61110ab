"""Whose a thing is: the people of one project share its datasets, and no others see them."""

from msgspec import UNSET

from mock_server.domain.nebius.actions import (
    CompleteNebiusUpload,
    CreateNebiusDataset,
    DeleteNebiusDataset,
    GetNebiusDataset,
    ListNebiusUploadParts,
    PatchNebiusDataset,
    ReadNebiusContent,
    StartNebiusUpload,
)
from mock_server.domain.nebius.world import Dataset, NebiusWorld, Person, Upload
from mock_server.domain.step import guard

OfOneDataset = GetNebiusDataset | PatchNebiusDataset | DeleteNebiusDataset | ReadNebiusContent
OfOneUpload = ListNebiusUploadParts | CompleteNebiusUpload
Naming = CreateNebiusDataset | StartNebiusUpload | OfOneUpload


def asked_for(world: NebiusWorld, ask: OfOneDataset) -> Dataset:
    """Give the dataset that an ask is about, once its guard has found it."""
    row = world.dataset(ask.dataset_id)
    if row is None:
        raise LookupError(f"There is no dataset {ask.dataset_id}.")
    return row


def upload_asked_for(world: NebiusWorld, ask: OfOneUpload) -> Upload:
    """Give the upload that an ask is about, once its guard has found it."""
    upload = world.uploads.get(ask.upload_id)
    if upload is None:
        raise LookupError(f"There is no upload {ask.upload_id}.")
    return upload


@guard("nebius.projects.dataset-found")
def dataset_is_found(world: NebiusWorld, caller: Person, ask: OfOneDataset) -> bool:
    """A dataset is found only by those who belong to its project."""
    row = world.dataset(ask.dataset_id)
    return row is not None and row.project == caller.project


@guard("nebius.projects.upload-found")
def upload_is_found(world: NebiusWorld, caller: Person, ask: OfOneUpload) -> bool:
    """An upload is found only by those who belong to its project."""
    upload = world.uploads.get(ask.upload_id)
    return upload is not None and upload.project == caller.project


@guard("nebius.projects.project-is-the-callers")
def project_is_the_callers(world: NebiusWorld, caller: Person, ask: Naming) -> bool:
    """A project that a request names is one that the caller belongs to."""
    return ask.ai_project_id in (UNSET, None, caller.project)
