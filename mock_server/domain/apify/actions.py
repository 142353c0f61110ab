"""What a person may ask of Apify: one action an operation, named as the contract names it.

A field that was not sent is UNSET, which is neither null nor empty. Reading items and asking for
their headers take the same parameters, and so do their actions.
"""

from typing import Any

from msgspec import UNSET, Struct, UnsetType


class ListApifyDatasets(Struct, frozen=True):
    offset: int = 0
    limit: int | UnsetType = UNSET
    desc: bool = False
    unnamed: bool = False
    ownership: str | UnsetType = UNSET


class CreateApifyDataset(Struct, frozen=True):
    name: str | UnsetType = UNSET
    schema: dict[str, Any] | UnsetType | None = UNSET


class GetApifyDataset(Struct, frozen=True):
    datasetId: str


class UpdateApifyDataset(Struct, frozen=True):
    datasetId: str
    name: str | UnsetType | None = UNSET
    generalAccess: str | UnsetType = UNSET


class DeleteApifyDataset(Struct, frozen=True):
    datasetId: str


class ReadApifyItems(Struct, frozen=True):
    datasetId: str
    format: str = "json"
    offset: int = 0
    limit: int | UnsetType = UNSET
    desc: bool = False
    fields: list[str] | UnsetType = UNSET
    outputFields: list[str] | UnsetType = UNSET
    omit: list[str] | UnsetType = UNSET
    unwind: list[str] | UnsetType = UNSET
    flatten: list[str] | UnsetType = UNSET
    clean: bool = False
    skipHidden: bool = False
    skipEmpty: bool = False
    view: str | UnsetType = UNSET
    delimiter: str = ","
    bom: bool | UnsetType = UNSET
    skipHeaderRow: bool = False
    attachment: bool = False
    signature: str | UnsetType = UNSET


class HeadApifyItems(ReadApifyItems, frozen=True):
    pass


class PushApifyItems(Struct, frozen=True):
    """`body` is the whole body: one item, or a list of items."""

    datasetId: str
    body: dict[str, Any] | list[dict[str, Any]]


class GetApifyStatistics(Struct, frozen=True):
    datasetId: str


class GetApifyUser(Struct, frozen=True):
    pass
