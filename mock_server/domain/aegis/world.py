"""What an Aegis world is made of: people, organisations, data collections, datasets, runs.

An owner, an organisation, a collection and a dataset are named by id. `org` is None on a private
row; `owner` is None on an organisation-only row. Times are ISO 8601 text in UTC; the world carries
the time at which it is asked (`now`) and the last id that it gave, so that nothing here needs a
clock or a random source.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from mock_server.domain.table import Table

CUSTOM, PROPRIETARY = 1, 2


class Person(Struct, frozen=True):
    """Somebody with an account, in at most one organisation, perhaps its administrator."""

    name: str
    id: int
    email: str
    org: int | None = None
    admin: bool = False


class DatasetType(Struct, frozen=True):
    id: int
    name: str
    label: str
    description: str | None = None


class Collection(Struct, frozen=True):
    id: int
    name: str
    owner: int | None
    org: int | None
    author_email: str
    created_at: str
    updated_at: str | None


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """One row of a dataset, or of a custom run."""

    id: int
    prompt: str | None = None
    input: str | None = None
    context: str | None = None
    output: str | None = None
    golden_answer: str | None = None


FIELDS = Record.__struct_fields__[1:]


class Dataset(Struct, frozen=True):
    id: int
    name: str
    owner: int | None
    org: int | None
    author_email: str
    created_at: str
    updated_at: str | None = None
    collection: int | None = None
    type_id: int = CUSTOM
    selected_metrics: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    column_mappings: Mapping[str, str] | None = None
    structure: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()

    @property
    def is_catalogue(self) -> bool:
        """Whether it is proprietary data that belongs to nobody, and so is open to everybody."""
        return self.type_id == PROPRIETARY and self.owner is None and self.org is None


class RunMetric(Struct, frozen=True):
    """A metric as a run asks for it; what is None is the run's own."""

    shortname: str
    threshold: int | None = None
    model_slug: str | None = None
    arguments: Mapping[str, object] | None = None


class RunPart(Struct, frozen=True):
    """Some metrics over some rows: each metric evaluates each row."""

    metrics: tuple[RunMetric, ...] = ()
    records: tuple[Record, ...] = ()


class Run(Struct, frozen=True):
    """A run on a dataset, or a custom one; its parts are the rows as they were when it began."""

    id: int
    owner: int | None
    org: int | None
    author_email: str
    alias: str
    started_at: str
    finished_at: str | None = None
    dataset: int | None = None
    collection: int | None = None
    threshold: int = 80
    model_slug: str | None = None
    custom: bool = False
    parts: tuple[RunPart, ...] = ()

    @property
    def metrics(self) -> tuple[str, ...]:
        """The shortnames of the metrics that it asks for, each once."""
        named = (metric.shortname for part in self.parts for metric in part.metrics)
        return tuple(dict.fromkeys(named))


Owned = Collection | Dataset | Run

COLLECTION_KEYS = {
    "owner": lambda row: row.owner,
    "org": lambda row: row.org,
    "owner+name": lambda row: None if row.owner is None else (row.owner, row.name),
    "org+name": lambda row: None if row.org is None else (row.org, row.name),
}
DATASET_KEYS = {
    "owner": lambda row: row.owner,
    "org": lambda row: row.org,
    "owner+name": lambda row: None if row.owner is None else (row.owner, row.name),
    "collection": lambda row: row.collection,
    "catalogue": lambda row: True if row.is_catalogue else None,
}
RUN_KEYS = {
    "owner": lambda row: row.owner,
    "org": lambda row: row.org,
    "owner+alias": lambda row: None if row.owner is None else (row.owner, row.alias),
    "dataset": lambda row: row.dataset,
    "collection": lambda row: row.collection,
}


class AegisWorld(Struct, frozen=True):
    """Everything that one group of Aegis users can see."""

    people: Mapping[int, Person] = {}
    orgs: Mapping[str, int] = {}
    collections: Table[int, Collection] = field(default_factory=lambda: Table(COLLECTION_KEYS))
    datasets: Table[int, Dataset] = field(default_factory=lambda: Table(DATASET_KEYS))
    runs: Table[int, Run] = field(default_factory=lambda: Table(RUN_KEYS))
    last_id: int = 100
    now: str = ""
    readings: Mapping[str, str] = {}
    runs_finish: bool = True
    also_known_as: Mapping[int, int] = {}
    shown: tuple[int, ...] | None = None

    def at(self, now: str) -> "AegisWorld":
        """Give this world at another time."""
        return replace(self, now=now)

    def reads(self, reading: str, option: str) -> bool:
        """Tell whether this world takes `option` of a reading."""
        return self.readings[reading] == option

    def collection(self, id: int) -> Collection | None:
        """Give the collection with this id, or with the id that this one stands for."""
        return self.collections.get(self.also_known_as.get(id, id))

    def sees(self, caller: Person, row: Owned) -> bool:
        """Tell whether a row is the caller's or shared with the caller's organisation."""
        return row.owner == caller.id or (row.org is not None and row.org == caller.org)

    def datasets_in(self, collection: int) -> list[Dataset]:
        return self.datasets.having("collection", collection)

    def runs_in(self, collection: int) -> list[Run]:
        return self.runs.having("collection", collection)

    def runs_on(self, datasets: Iterable[Dataset]) -> list[Run]:
        return [run for dataset in datasets for run in self.runs.having("dataset", dataset.id)]

    def with_collection(self, row: Collection) -> "AegisWorld":
        table = self.collections.put(row)
        return self if table is self.collections else replace(self, collections=table)

    def with_datasets(self, rows: Iterable[Dataset]) -> "AegisWorld":
        table = self.datasets.put_all(rows)
        return self if table is self.datasets else replace(self, datasets=table)

    def with_runs(self, rows: Iterable[Run]) -> "AegisWorld":
        table = self.runs.put_all(rows)
        return self if table is self.runs else replace(self, runs=table)

    def showing(self, ids: Iterable[int]) -> "AegisWorld":
        """Give the reader's copy of this world in which a list shows just these ids, in order."""
        return replace(self, shown=tuple(ids))
