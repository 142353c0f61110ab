"""What a person may ask of Aegis: one action an operation, named as the contract names it.

A field that was not sent is UNSET, which is neither null nor empty.
"""

from msgspec import UNSET, Struct, UnsetType


class ListDataCollections(Struct, frozen=True):
    page: int = 1
    page_size: int = 10
    shared: bool | UnsetType = UNSET


class GetDataCollection(Struct, frozen=True):
    data_collection_id: int


class CreateDataCollection(Struct, frozen=True):
    name: str
    dataset_ids: list[int] | UnsetType | None = UNSET
    org_id: int | UnsetType | None = UNSET


class UpdateDataCollection(Struct, frozen=True):
    data_collection_id: int
    name: str | UnsetType | None = UNSET
    dataset_ids: list[int] | UnsetType | None = UNSET
    org_id: int | UnsetType | None = UNSET


class DeleteDataCollection(Struct, frozen=True):
    data_collection_id: int


class ListPartialDatasets(Struct, frozen=True):
    shared: bool | UnsetType = UNSET


class ListDatasets(Struct, frozen=True):
    page: int = 1
    page_size: int = 10
    dataset_type_id: int | UnsetType = UNSET
    shared: bool | UnsetType = UNSET
    search: str | UnsetType = UNSET


class GetDataset(Struct, frozen=True):
    dataset_id: int


class CreateDataset(Struct, frozen=True):
    """The parts of the multipart form; `file` is the CSV as it was sent."""

    file: bytes
    selected_metrics: str
    column_mappings: str | UnsetType | None = UNSET
    name: str | UnsetType | None = UNSET
    data_collection_id: int | UnsetType | None = UNSET


class UpdateDataset(Struct, frozen=True):
    dataset_id: int
    name: str | UnsetType | None = UNSET
    selected_metrics: dict[str, dict[str, object]] | UnsetType | None = UNSET
    column_mappings: dict[str, str] | UnsetType | None = UNSET
    data_collection_id: int | UnsetType | None = UNSET
    org_id: int | UnsetType | None = UNSET


class DeleteDataset(Struct, frozen=True):
    dataset_id: int


class ListDatasetTypes(Struct, frozen=True):
    pass


class GetRun(Struct, frozen=True):
    run_id: int


class UpdateRun(Struct, frozen=True):
    run_id: int
    alias: str | UnsetType | None = UNSET
    org_id: int | UnsetType | None = UNSET
    data_collection_id: int | UnsetType | None = UNSET


class DeleteRun(Struct, frozen=True):
    run_id: int


class DownloadRun(Struct, frozen=True):
    run_id: int


class CreateDatasetRun(Struct, frozen=True):
    dataset_id: int
    threshold: int | UnsetType | None = UNSET
    model_slug: str | UnsetType | None = UNSET
    metric_args: dict[str, object] | UnsetType | None = UNSET
    is_blocking: bool = False
    alias: str | UnsetType | None = UNSET


class CreateCustomRun(Struct, frozen=True):
    evaluations: list[dict[str, object]]
    threshold: int | UnsetType | None = UNSET
    model_slug: str | UnsetType | None = UNSET
    is_blocking: bool = False
    data_collection_id: int | UnsetType | None = UNSET
    alias: str | UnsetType | None = UNSET
