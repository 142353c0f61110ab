"""What a Token Factory world is made of: people, datasets, their rows, and uploads.

A dataset belongs to a project, and so does a person. Times are whole seconds since 1970. The world
counts what it makes and has a mark of its own, from which ids and versions follow, so that nothing
here needs a random source.
"""

from calendar import timegm
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap

from mock_server.domain.table import Table

READY: Final = "READY"
PENDING: Final = "PENDING"
FAILED: Final = "FAILED"
COMPLETED: Final = "COMPLETED"  # no page that could be read names the status of a finished upload

Columns: TypeAlias = tuple[Mapping[str, Any], ...]
Rows: TypeAlias = tuple[Mapping[str, Any], ...]


class Person(Struct, frozen=True):
    """Somebody with a token, which leads to the datasets of one project."""

    name: str
    id: str = ""
    project: str = ""


class Dataset(Struct, frozen=True):
    """A dataset; one that is ready only later is told as pending before `ready_at`."""

    id: str
    number: int
    name: str
    folder: str
    schema: Columns
    created_at: int
    project: str | None = None
    status: str = PENDING
    ready_at: int = 0
    version: str | None = None
    origin: str | None = None
    error: str | None = None
    metadata: Mapping[str, Any] = {}


class Upload(Struct, frozen=True):
    """An upload in parts, and the dataset that its completion makes."""

    id: str
    dataset: Dataset
    created_at: int
    project: str | None = None
    completed_at: int | None = None


DATASET_KEYS = {"project": lambda row: row.project}


class NebiusWorld(Struct, frozen=True):
    """Everything that the people of a few projects can see.

    `made` is the dataset or upload that this ask has made. In the reader's copy `shown` are the
    datasets of a list, `has_more` tells that others follow, `page` are the rows that are told, and
    `settling` tells that datasets take their time to become ready.
    """

    mark: str = ""
    people: Mapping[str, Person] = {}
    datasets: Table[str, Dataset] = field(default_factory=lambda: Table(DATASET_KEYS))
    rows: "HashTrieMap[str, Rows]" = field(default_factory=HashTrieMap)
    uploads: "HashTrieMap[str, Upload]" = field(default_factory=HashTrieMap)
    also_known_as: Mapping[str, str] = {}
    ready_after: int = 0
    last_number: int = 0
    now: int = 0
    readings: Mapping[str, str] = {}
    made: str | None = None
    shown: tuple[str, ...] | None = None
    has_more: bool = False
    page: Rows | None = None
    settling: bool = False

    def at(self, now: str) -> "NebiusWorld":
        """Give this world at another time."""
        return replace(self, now=seconds(now), made=None)

    def reads(self, reading: str, option: str) -> bool:
        """Tell whether this world takes `option` of a reading."""
        return self.readings[reading] == option

    def dataset(self, id: str) -> Dataset | None:
        """Give the dataset with this id, which may be another name for it."""
        return self.datasets.get(self.also_known_as.get(id, id))

    def with_dataset(self, row: Dataset) -> "NebiusWorld":
        table = self.datasets.put(row)
        return self if table is self.datasets else replace(self, datasets=table)

    def without_dataset(self, row: Dataset) -> "NebiusWorld":
        rows = self.rows.remove(row.id) if row.id in self.rows else self.rows
        return replace(self, datasets=self.datasets.drop(row.id), rows=rows)

    def with_rows(self, row: Dataset, rows: Iterable[Mapping[str, Any]]) -> "NebiusWorld":
        return replace(self, rows=self.rows.insert(row.id, tuple(rows)))

    def with_upload(self, upload: Upload) -> "NebiusWorld":
        return replace(self, uploads=self.uploads.insert(upload.id, upload))

    def rows_of(self, row: Dataset) -> Rows:
        return self.rows.get(row.id) or ()

    def showing(self, ids: Iterable[str]) -> "NebiusWorld":
        """Give the reader's copy of this world in which a list shows just these, in order."""
        return replace(self, shown=tuple(ids))


def digest(mark: str, what: str, length: int = 32) -> str:
    """Make hexadecimal digits that look random of a world's mark and a name for the thing."""
    return sha256(f"{mark}/{what}".encode()).hexdigest()[:length]


def id_of(mark: str, number: int) -> str:
    """Make the id of the thing with this number, 32 digits long as the documented ones."""
    return digest(mark, f"thing {number}")


def version_of(mark: str, number: int) -> str:
    """Make the version of the dataset with this number, 22 digits long as the documented one."""
    return digest(mark, f"version {number}", 22)


@lru_cache(maxsize=8)
def seconds(time: str) -> int:
    """Count the seconds from 1970 to a time in UTC."""
    date, _, clock = time.rstrip("Z").partition("T")
    year, month, day = map(int, date.split("-"))
    hour, minute, second = map(int, clock.partition(".")[0].split(":"))
    return timegm((year, month, day, hour, minute, second))
