"""From the `given` of a story or seed to a Token Factory world: projects, people, datasets.

Whoever owns a dataset decides its project; nothing else is inherited. Ids that are not given follow
from the mark of the world and a counter for all kinds of thing.
"""

from collections.abc import Mapping
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct

from mock_server.domain.founded import Founded, GivenError
from mock_server.domain.nebius.world import (
    FAILED,
    READY,
    Dataset,
    NebiusWorld,
    Person,
    id_of,
    seconds,
    version_of,
)

Status = Literal["READY", "PENDING", "FAILED", "TEMPORARY", "DRAFT"]
BROKEN = "The data of this dataset could not be read."


class GivenProject(Struct, frozen=True, forbid_unknown_fields=True):
    id: str | None = None


class GivenUser(Struct, frozen=True, forbid_unknown_fields=True):
    project: str
    id: str | None = None
    token: str | None = None


class GivenType(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    name: str
    item: "GivenType | None" = None


class GivenColumn(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    type: GivenType


class GivenDataset(Struct, frozen=True, forbid_unknown_fields=True):
    owner: str
    name: str | None = None
    folder: str = "/"
    schema: list[GivenColumn] = []
    rows: list[dict[str, Any]] = []
    status: Status = READY
    error: str | None = None
    metadata: dict[str, Any] = {}
    version: str | None = None
    origin: str | None = None
    id: str | None = None
    created_at: int | None = None


class GivenSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """`ready_after`: how many seconds a new dataset is PENDING."""

    ready_after: int = 0
    also_known_as: dict[str, str] = {}


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """People and datasets by their story names (design 3.1)."""

    projects: list[str] | dict[str, GivenProject] = []
    users: dict[str, GivenUser] = {}
    datasets: dict[str, GivenDataset] = {}
    settings: GivenSettings = GivenSettings()


Thing = TypeVar("Thing", GivenProject, GivenUser, GivenDataset)


def found(given: object, *, readings: Mapping[str, str], now: str, mark: str = "") -> Founded:
    """Found a world; raise GivenError when the `given` is malformed or names what is not in it."""
    try:
        told = msgspec.convert(given, Given)
    except msgspec.ValidationError as error:
        raise GivenError(f"The given is malformed: {error}") from error
    _refuse_twins(told)
    return _Founder(told, seconds(now), mark).found(readings)


def _refuse_twins(given: Given) -> None:
    seen: set[str] = set()
    for name in (*given.projects, *given.users, *given.datasets):
        if name in seen:
            raise GivenError(f"The given names {name!r} twice; every name is used once.")
        seen.add(name)
    for what in ("id", "version"):
        told = [value for each in given.datasets.values() if (value := getattr(each, what))]
        if len(set(told)) < len(told):
            raise GivenError(f"Two datasets of the given have the same {what}; give each its own.")


class _Founder:
    """Numbers everything once, then makes the rows, whose references are ids."""

    def __init__(self, given: Given, now: int, mark: str) -> None:
        projects = given.projects
        self.given = given
        self.now = now
        self.mark = mark
        self.numbers: dict[str, int] = {}
        self.projects = self._numbered(
            projects if isinstance(projects, dict) else {name: GivenProject() for name in projects}
        )
        self.users = self._numbered(given.users)
        self.datasets = self._numbered(given.datasets)
        self.people = {name: self._person(name, each) for name, each in given.users.items()}

    def _numbered(self, things: Mapping[str, Thing]) -> dict[str, str]:
        return {
            name: each.id or id_of(self.mark, self._number(name)) for name, each in things.items()
        }

    def _number(self, name: str) -> int:
        return self.numbers.setdefault(name, len(self.numbers) + 1)

    def found(self, readings: Mapping[str, str]) -> Founded:
        settings = self.given.settings
        rows = {name: self._dataset(name, each) for name, each in self.given.datasets.items()}
        world = NebiusWorld(
            mark=self.mark,
            people={person.id: person for person in self.people.values()},
            also_known_as=settings.also_known_as,
            ready_after=settings.ready_after,
            last_number=len(self.numbers),
            now=self.now,
            readings=readings,
        )
        for name, row in rows.items():
            world = world.with_dataset(row).with_rows(row, self.given.datasets[name].rows)
        tokens = {name: each.token for name, each in self.given.users.items() if each.token}
        return Founded(world, self.people, self._answer(), tokens)

    def _person(self, name: str, given: GivenUser) -> Person:
        if given.project not in self.projects:
            known = ", ".join(self.projects) or "none"
            raise GivenError(
                f"users.{name}.project names the project {given.project!r}, "
                f"which is not given ({known})."
            )
        return Person(name, self.users[name], self.projects[given.project])

    def _dataset(self, name: str, given: GivenDataset) -> Dataset:
        number = self._number(name)
        version = version_of(self.mark, number) if given.status == READY else None
        return Dataset(
            id=self.datasets[name],
            number=number,
            name=given.name or name,
            folder=given.folder,
            schema=tuple(msgspec.to_builtins(given.schema)),
            created_at=self.now if given.created_at is None else given.created_at,
            project=self._owner(name, given).project,
            status=given.status,
            version=given.version or version,
            origin=given.origin,
            error=given.error or (BROKEN if given.status == FAILED else None),
            metadata=given.metadata,
        )

    def _owner(self, name: str, given: GivenDataset) -> Person:
        if given.owner not in self.people:
            known = ", ".join(self.people) or "none"
            raise GivenError(
                f"datasets.{name}.owner names the person {given.owner!r}, "
                f"who is not given ({known})."
            )
        return self.people[given.owner]

    def _answer(self) -> dict[str, Any]:
        return {
            "projects": _by_id(self.projects),
            "users": _by_id(self.users),
            "datasets": _by_id(self.datasets),
        }


def _by_id(ids: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {name: {"id": id} for name, id in ids.items()}
