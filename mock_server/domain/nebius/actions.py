"""What a person may ask of Token Factory: one action an operation, named as the contract names it.

A field that was not sent is UNSET, which is neither null nor empty.
"""

from typing import Any

from msgspec import UNSET, Struct, UnsetType

Column = dict[str, Any]
Row = dict[str, Any]


class ListNebiusDatasets(Struct, frozen=True):
    limit: int = 100
    after: str | UnsetType = UNSET


class CreateNebiusDataset(Struct, frozen=True):
    name: str
    schema: list[Column]
    folder: str
    rows: list[Row]
    ai_project_id: str | UnsetType | None = UNSET


class GetNebiusDataset(Struct, frozen=True):
    dataset_id: str


class PatchNebiusDataset(Struct, frozen=True):
    dataset_id: str
    name: str | UnsetType | None = UNSET
    folder: str | UnsetType | None = UNSET


class DeleteNebiusDataset(Struct, frozen=True):
    dataset_id: str


class ReadNebiusContent(Struct, frozen=True):
    dataset_id: str
    limit: int = 100
    offset: int = 0


class StartNebiusUpload(Struct, frozen=True):
    name: str
    schema: list[Column]
    folder: str
    ai_project_id: str | UnsetType = UNSET


class ListNebiusUploadParts(Struct, frozen=True):
    upload_id: str
    ai_project_id: str | UnsetType = UNSET


class CompleteNebiusUpload(Struct, frozen=True):
    upload_id: str
    part_ids: list[str]
    ai_project_id: str | UnsetType = UNSET
