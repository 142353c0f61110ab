"""What a Humanloop world is made of: people, organisations' environments, datasets and versions.

Everything belongs to an organisation, which is named by id, as is everything else. The content of
a version (its datapoints and attributes) never changes; its label (name and description) does. A
dataset knows which of its versions is deployed to which environment. Times are ISO 8601 text in
UTC; ids follow from the world's mark and a counter, so that nothing here needs a random source.
"""

from collections.abc import Hashable, Iterable, Mapping
from hashlib import sha256
from typing import TypeVar

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from mock_server.domain.table import Table

DEFAULT, OTHER = "default", "other"
Row = TypeVar("Row")


class Person(Struct, frozen=True):
    """Somebody with an API key, which is a key of one organisation."""

    name: str
    id: str
    email: str
    full_name: str
    org: str


class Environment(Struct, frozen=True):
    id: str
    org: str
    name: str
    created_at: str
    tag: str = OTHER


class Datapoint(Struct, frozen=True):
    """Inputs, messages and target; its id follows from them, so that equal ones are one."""

    id: str
    inputs: Mapping[str, str] = {}
    messages: tuple[Mapping[str, object], ...] = ()
    target: Mapping[str, object] = {}


class Dataset(Struct, frozen=True):
    id: str
    org: str
    path: str
    name: str
    directory_id: str
    created_by: str
    moved_at: str | None = None
    description: str | None = None
    readme: str | None = None
    schema: Mapping[str, object] | None = None
    tags: tuple[str, ...] | None = None
    deployments: Mapping[str, str] = {}


class Version(Struct, frozen=True):
    """One content of a dataset; `number` says in which order they came, `content` what it is."""

    id: str
    dataset: str
    number: int
    content: str
    created_at: str
    updated_at: str
    datapoints: tuple[Datapoint, ...] = ()
    attributes: Mapping[str, object] = {}
    name: str | None = None
    description: str | None = None


class Draft(Struct, frozen=True):
    """What an upsert or upload has put together so far; the next one begins a new draft."""

    base: str | None = None
    datapoints: tuple[Datapoint, ...] = ()
    attributes: Mapping[str, object] = {}
    version: str | None = None
    is_new: bool = False


ENVIRONMENT_KEYS = {
    "org": lambda row: row.org,
    "org+name": lambda row: (row.org, row.name),
    "default": lambda row: row.org if row.tag == DEFAULT else None,
}
DATASET_KEYS = {
    "org": lambda row: row.org,
    "org+path": lambda row: (row.org, row.path),
}
VERSION_KEYS = {
    "dataset": lambda row: row.dataset,
    "dataset+name": lambda row: None if row.name is None else (row.dataset, row.name),
    "dataset+content": lambda row: (row.dataset, row.content),
}


class HumanloopWorld(Struct, frozen=True):
    """Everything that one group of Humanloop users can see.

    The last four fields are of one question: the draft of what is made, and of the reader's copy
    the ids that a list shows, the version that is told, and those whose datapoints are told.
    """

    people: Mapping[str, Person] = {}
    environments: Table[str, Environment] = field(default_factory=lambda: Table(ENVIRONMENT_KEYS))
    datasets: Table[str, Dataset] = field(default_factory=lambda: Table(DATASET_KEYS))
    versions: Table[str, Version] = field(default_factory=lambda: Table(VERSION_KEYS))
    mark: str = ""
    last_number: int = 0
    now: str = ""
    readings: Mapping[str, str] = {}
    draft: Draft = Draft()
    shown: tuple[str, ...] | None = None
    told: str | None = None
    in_full: tuple[str, ...] = ()

    def at(self, now: str) -> "HumanloopWorld":
        """Give this world at another time."""
        return replace(self, now=now)

    def reads(self, reading: str, option: str) -> bool:
        """Tell whether this world takes `option` of a reading."""
        return self.readings[reading] == option

    def dataset_at(self, org: str, path: str) -> Dataset | None:
        """Give the dataset of an organisation that has this path."""
        return _first(self.datasets.having("org+path", (org, path)))

    def environment_named(self, org: str, name: str) -> Environment | None:
        return _first(self.environments.having("org+name", (org, name)))

    def default_environment(self, org: str) -> Environment:
        return self.environments.having("default", org)[0]

    def versions_of(self, dataset: str) -> list[Version]:
        """Give the versions of a dataset, the latest created first."""
        found = self.versions.having("dataset", dataset)
        return sorted(found, key=lambda version: -version.number)

    def version_with(self, dataset: str, index: str, key: Hashable) -> Version | None:
        """Give the version of a dataset that has this `name` or `content`."""
        return _first(self.versions.having(f"dataset+{index}", (dataset, key)))

    def with_dataset(self, row: Dataset) -> "HumanloopWorld":
        table = self.datasets.put(row)
        return self if table is self.datasets else replace(self, datasets=table)

    def with_version(self, row: Version) -> "HumanloopWorld":
        table = self.versions.put(row)
        return self if table is self.versions else replace(self, versions=table)

    def with_next_number(self) -> "HumanloopWorld":
        return replace(self, last_number=self.last_number + 1)

    def new_id(self, kind: str) -> str:
        """Give the id of the thing that has the present number."""
        return f"{kind}_{digest(self.mark, self.last_number)}"

    def showing(self, ids: Iterable[str]) -> "HumanloopWorld":
        """Give the reader's copy of this world in which a list shows just these ids, in order."""
        return replace(self, shown=tuple(ids))

    def telling(self, version: str) -> "HumanloopWorld":
        """Give the reader's copy of this world in which this version is told."""
        return replace(self, told=version)


def _first(rows: list[Row]) -> Row | None:
    return rows[0] if rows else None


def canonical(value: object) -> bytes:
    """Write a JSON value so that equal values are written alike."""
    return msgspec.json.encode(value, order="sorted")


def digest(*parts: object) -> str:
    """Give a short text that follows from the parts and from nothing else."""
    return sha256(canonical(parts)).hexdigest()[:22]


def content_of(datapoints: Iterable[Datapoint], attributes: Mapping[str, object]) -> str:
    """Tell by what a version is found again: its datapoints, in any order, and attributes."""
    return digest(sorted(each.id for each in datapoints), attributes)
