"""From the `given` of a story or seed to an Aegis world: the people first, then their things.

What is left out is null: nobody's, private, in no collection. Nothing is inherited that the
`given` does not say. Ids that are not given follow one counter for all kinds of thing, so that no
two things of a world share one and a test cannot pass by taking one for another.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from mock_server.domain.aegis.world import (
    CUSTOM,
    FIELDS,
    PROPRIETARY,
    AegisWorld,
    Collection,
    Dataset,
    Person,
    Record,
    Run,
    RunMetric,
    RunPart,
)
from mock_server.domain.founded import Founded, GivenError


class GivenOrg(Struct, frozen=True, forbid_unknown_fields=True):
    id: int | None = None


class GivenUser(Struct, frozen=True, forbid_unknown_fields=True):
    org: str | None = None
    admin: bool = False
    email: str | None = None
    id: int | None = None
    token: str | None = None


class GivenCollection(Struct, frozen=True, forbid_unknown_fields=True):
    owner: str | None = None
    org: str | None = None
    name: str | None = None
    author: str | None = None
    id: int | None = None
    created_at: str | None = None
    updated_at: str | None = None


class GivenDataset(Struct, frozen=True, forbid_unknown_fields=True):
    owner: str | None = None
    org: str | None = None
    collection: str | None = None
    name: str | None = None
    proprietary: bool = False
    author: str | None = None
    records: list[dict[str, str | None]] = []
    metrics: dict[str, dict[str, Any]] = {}
    id: int | None = None
    created_at: str | None = None
    updated_at: str | None = None


class GivenRun(Struct, frozen=True, forbid_unknown_fields=True):
    owner: str | None = None
    org: str | None = None
    dataset: str | None = None
    collection: str | None = None
    alias: str | None = None
    author: str | None = None
    records: list[dict[str, str | None]] = []
    metrics: list[str] = []
    id: int | None = None
    started_at: str | None = None


class GivenSettings(Struct, frozen=True, forbid_unknown_fields=True):
    last_id: int = 100
    also_known_as: dict[int, int] = {}
    runs_finish: bool = True


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """People and things by their story names (design 3.1)."""

    orgs: list[str] | dict[str, GivenOrg] = []
    users: dict[str, GivenUser] = {}
    data_collections: dict[str, GivenCollection] = {}
    datasets: dict[str, GivenDataset] = {}
    runs: dict[str, GivenRun] = {}
    settings: GivenSettings = GivenSettings()


Thing = TypeVar("Thing", GivenOrg, GivenUser, GivenCollection, GivenDataset, GivenRun)


def found(given: object, *, readings: Mapping[str, str], now: str, mark: str = "") -> Founded:
    """Found a world; raise GivenError when the `given` is malformed or names what is not in it."""
    try:
        told = msgspec.convert(given, Given)
    except msgspec.ValidationError as error:
        raise GivenError(f"The given is malformed: {error}") from error
    _names_are_unique(told)
    return _Founder(told, now).found(readings)


def _names_are_unique(given: Given) -> None:
    seen: set[str] = set()
    for kind in (given.orgs, given.users, given.data_collections, given.datasets, given.runs):
        for name in kind:
            if name in seen:
                raise GivenError(f"The given names {name!r} twice; every name is used once.")
            seen.add(name)


class _Founder:
    """Numbers everything once, then makes the rows, whose references are ids."""

    def __init__(self, given: Given, now: str) -> None:
        orgs = given.orgs
        self.given = given
        self.now = now
        self.last_id = given.settings.last_id
        self.orgs = self._numbered(
            orgs if isinstance(orgs, dict) else {name: GivenOrg() for name in orgs}
        )
        self.users = self._numbered(given.users)
        self.collections = self._numbered(given.data_collections)
        self.datasets = self._numbered(given.datasets)
        self.runs = self._numbered(given.runs)
        self.people = {name: self._person(name, each) for name, each in given.users.items()}

    def _numbered(self, things: Mapping[str, Thing]) -> dict[str, int]:
        return {
            name: self._next_id() if each.id is None else each.id for name, each in things.items()
        }

    def _next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def found(self, readings: Mapping[str, str]) -> Founded:
        settings = self.given.settings
        world = AegisWorld(
            people={person.id: person for person in self.people.values()},
            orgs=self.orgs,
            now=self.now,
            readings=readings,
            runs_finish=settings.runs_finish,
            also_known_as=settings.also_known_as,
        )
        for name, collection in self.given.data_collections.items():
            world = world.with_collection(self._collection(name, collection))
        world = world.with_datasets(self._dataset(*each) for each in self.given.datasets.items())
        world = world.with_runs(self._run(*each) for each in self.given.runs.items())
        tokens = {name: each.token for name, each in self.given.users.items() if each.token}
        # The rows above have numbered their records.
        world = replace(world, last_id=self.last_id)
        return Founded(world, self.people, self._answer(), tokens)

    def _person(self, name: str, given: GivenUser) -> Person:
        org = self._id(self.orgs, given.org, f"users.{name}.org", "organisation")
        email = given.email or f"{name}@{given.org or 'nowhere'}.test"
        return Person(name, self.users[name], email, org, given.admin)

    def _collection(self, name: str, given: GivenCollection) -> Collection:
        at = f"data_collections.{name}"
        created = given.created_at or self.now
        return Collection(
            id=self.collections[name],
            name=given.name or name,
            owner=self._owner(given.owner, at),
            org=self._org(given.org, at),
            author_email=self._author(given.author or given.owner, at),
            created_at=created,
            updated_at=given.updated_at or created,
        )

    def _dataset(self, name: str, given: GivenDataset) -> Dataset:
        at = f"datasets.{name}"
        return Dataset(
            id=self.datasets[name],
            name=given.name or name,
            owner=self._owner(given.owner, at),
            org=self._org(given.org, at),
            author_email=self._author(given.author or given.owner, at),
            created_at=given.created_at or self.now,
            updated_at=given.updated_at,
            collection=self._id(self.collections, given.collection, f"{at}.collection"),
            type_id=PROPRIETARY if given.proprietary else CUSTOM,
            selected_metrics=given.metrics,
            structure=tuple(each for each in FIELDS if any(each in row for row in given.records)),
            records=self._records(given.records, at),
        )

    def _run(self, name: str, given: GivenRun) -> Run:
        at = f"runs.{name}"
        started = given.started_at or self.now
        return Run(
            id=self.runs[name],
            owner=self._owner(given.owner, at),
            org=self._org(given.org, at),
            author_email=self._author(given.author or given.owner, at),
            alias=given.alias or name,
            started_at=started,
            finished_at=started if self.given.settings.runs_finish else None,
            dataset=self._id(self.datasets, given.dataset, f"{at}.dataset"),
            collection=self._id(self.collections, given.collection, f"{at}.collection"),
            custom=given.dataset is None,
            parts=self._parts(given, at),
        )

    def _parts(self, given: GivenRun, at: str) -> tuple[RunPart, ...]:
        metrics = tuple(RunMetric(shortname) for shortname in given.metrics)
        return (RunPart(metrics, self._records(given.records, at)),)

    def _records(self, rows: list[dict[str, str | None]], at: str) -> tuple[Record, ...]:
        try:
            return tuple(
                msgspec.convert({**row, "id": self._next_id()}, Record, strict=True) for row in rows
            )
        except msgspec.ValidationError as error:
            raise GivenError(f"{at}.records is malformed: {error}") from error

    def _owner(self, name: str | None, at: str) -> int | None:
        return self._id(self.users, name, f"{at}.owner", "person")

    def _org(self, name: str | None, at: str) -> int | None:
        return self._id(self.orgs, name, f"{at}.org", "organisation")

    def _author(self, name: str | None, at: str) -> str:
        if name is None:
            return "admin@accord.test"
        self._id(self.users, name, f"{at}.author", "person")
        return self.people[name].email

    def _id(
        self, ids: Mapping[str, int], name: str | None, at: str, kind: str = "thing"
    ) -> int | None:
        if name is None:
            return None
        if name not in ids:
            known = ", ".join(ids) or "none"
            raise GivenError(f"{at} names the {kind} {name!r}, which is not given ({known}).")
        return ids[name]

    def _answer(self) -> dict[str, Any]:
        users = {
            name: {"id": person.id, "email": person.email} for name, person in self.people.items()
        }
        return {
            "orgs": _by_id(self.orgs),
            "users": users,
            "data_collections": _by_id(self.collections),
            "datasets": _by_id(self.datasets),
            "runs": _by_id(self.runs),
        }


def _by_id(ids: Mapping[str, int]) -> dict[str, dict[str, int]]:
    return {name: {"id": id} for name, id in ids.items()}
