"""What a person may ask of Humanloop: one action an operation, named as the contract names it.

A field that was not sent is UNSET. Texts may come as numbers, as the vendor takes them.
"""

from collections.abc import Mapping

from msgspec import UNSET, Struct, UnsetType

Text = str | int | float
SentText = Text | UnsetType | None
SentDatapoint = Mapping[str, object]


class ListHumanloopDatasets(Struct, frozen=True):
    page: int = 1
    size: int = 10
    name: str | UnsetType = UNSET
    user_filter: str | UnsetType = UNSET
    sort_by: str = "created_at"
    order: str = "desc"


class UpsertHumanloopDataset(Struct, frozen=True):
    datapoints: list[SentDatapoint]
    path: SentText = UNSET
    id: SentText = UNSET
    action: str | None = "set"
    attributes: Mapping[str, object] | UnsetType | None = UNSET
    version_name: SentText = UNSET
    version_description: SentText = UNSET
    version_id: str | UnsetType = UNSET
    environment: str | UnsetType = UNSET
    include_datapoints: bool = False


class GetHumanloopDataset(Struct, frozen=True):
    id: str
    version_id: str | UnsetType = UNSET
    environment: str | UnsetType = UNSET
    include_datapoints: bool = False


class DeleteHumanloopDataset(Struct, frozen=True):
    id: str


class MoveHumanloopDataset(Struct, frozen=True):
    id: str
    path: SentText = UNSET
    name: SentText = UNSET


class ListHumanloopDatapoints(Struct, frozen=True):
    id: str
    version_id: str | UnsetType = UNSET
    environment: str | UnsetType = UNSET
    page: int = 1
    size: int = 50


class ListHumanloopVersions(Struct, frozen=True):
    id: str
    include_datapoints: str | UnsetType = UNSET


class UpdateHumanloopVersion(Struct, frozen=True):
    id: str
    version_id: str
    name: SentText = UNSET
    description: SentText = UNSET


class DeleteHumanloopVersion(Struct, frozen=True):
    id: str
    version_id: str


class UploadHumanloopCsv(Struct, frozen=True):
    """The parts of the multipart form; `file` is the CSV as it was sent."""

    id: str
    file: bytes
    version_id: str | UnsetType = UNSET
    environment: str | UnsetType = UNSET
    version_name: SentText = UNSET
    version_description: SentText = UNSET


class DeployHumanloopVersion(Struct, frozen=True):
    id: str
    environment_id: str
    version_id: str


class RemoveHumanloopDeployment(Struct, frozen=True):
    id: str
    environment_id: str


class ListHumanloopEnvironments(Struct, frozen=True):
    id: str


def text_of(sent: SentText) -> str | None:
    """Give the text that was sent; None when none was, or null."""
    return None if sent is UNSET or sent is None else str(sent)
