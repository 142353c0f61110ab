"""From the `given` of a story or seed to an Apify world: the people first, then their datasets.

Ids and usernames that are not given carry the mark of the world, so that whoever asks without a
token is led to it; those that are given literally are announced as handles.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct

from mock_server.domain.apify.datasets import SECRET
from mock_server.domain.apify.signatures import signature
from mock_server.domain.apify.world import (
    FOLLOW,
    MANAGE,
    NO_ITEMS,
    NOBODY,
    READ,
    RESTRICTED,
    WRITE,
    ApifyWorld,
    Dataset,
    Person,
    hashed,
    id_of,
    stamp,
)
from mock_server.domain.founded import Founded, GivenError

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
LONG_AGO = "1000"  # milliseconds after 1970 began
RIGHTS = {"READ": READ, "WRITE": WRITE, "MANAGE": MANAGE}
Right = Literal["READ", "WRITE", "MANAGE"]
AccountAccess = Literal["ANYONE_WITH_ID_CAN_READ", "RESTRICTED"]
Access = Literal[
    "ANYONE_WITH_ID_CAN_READ", "ANYONE_WITH_NAME_CAN_READ", "FOLLOW_USER_SETTING", "RESTRICTED"
]


class GivenUser(Struct, frozen=True, forbid_unknown_fields=True):
    username: str | None = None
    access: AccountAccess = RESTRICTED
    email: str | None = None
    id: str | None = None
    token: str | None = None


class GivenDataset(Struct, frozen=True, forbid_unknown_fields=True):
    owner: str
    name: str | None = None
    general_access: Access = FOLLOW
    grants: dict[str, Right] = {}
    items: list[dict[str, Any]] = []
    schema: dict[str, Any] | None = None
    id: str | None = None
    key: str | None = None
    created_at: str | None = None
    modified_at: str | None = None
    accessed_at: str | None = None


class GivenSettings(Struct, frozen=True, forbid_unknown_fields=True):
    also_known_as: dict[str, str] = {}


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """People and datasets by their story names (design 3.1)."""

    users: dict[str, GivenUser] = {}
    datasets: dict[str, GivenDataset] = {}
    settings: GivenSettings = GivenSettings()


Thing = TypeVar("Thing", GivenUser, GivenDataset)


def found(given: object, *, readings: Mapping[str, str], now: str, mark: str = "") -> Founded:
    """Found a world; raise GivenError when the `given` is malformed or names what is not in it."""
    try:
        told = msgspec.convert(given, Given)
    except msgspec.ValidationError as error:
        raise GivenError(f"The given is malformed: {error}") from error
    for name in told.users.keys() & told.datasets.keys():
        raise GivenError(f"The given names {name!r} twice; every name is used once.")
    return _Founder(told, stamp(now), mark).found(readings)


class _Founder:
    """Numbers everything once, then makes the rows, whose references are ids."""

    def __init__(self, given: Given, now: str, mark: str) -> None:
        self.given = given
        self.now = now
        self.mark = mark
        self.last_number = 0
        self.users = self._numbered(given.users)
        self.datasets = self._numbered(given.datasets)
        self.people = {name: self._person(name, each) for name, each in given.users.items()}

    def _numbered(self, things: Mapping[str, Thing]) -> dict[str, str]:
        return {name: each.id or self._next_id() for name, each in things.items()}

    def _next_id(self) -> str:
        self.last_number += 1
        return id_of(self.mark, self.last_number)

    def found(self, readings: Mapping[str, str]) -> Founded:
        self._refuse_twins("username", [each.username for each in self.people.values()])
        world = ApifyWorld(
            mark=self.mark,
            people={person.id: person for person in self.people.values()},
            usernames={person.username: person.id for person in self.people.values()},
            granted=self._granted(),
            also_known_as=self.given.settings.also_known_as,
            last_number=self.last_number,
            now=self.now,
            readings=readings,
        )
        for name, given in self.given.datasets.items():
            world = self._with_dataset(world, name, given)
        return Founded(world, self.people, self._answer(), self._tokens(), self._handles(), NOBODY)

    def _with_dataset(self, world: ApifyWorld, name: str, given: GivenDataset) -> ApifyWorld:
        row = self._dataset(name, given)
        if row.name is not None and world.named(row.owner, row.name):
            raise GivenError(f"datasets.{name}.name is {row.name!r}, which its owner uses already.")
        items = NO_ITEMS.and_these(given.items)
        return (
            world.with_dataset(row).with_items(row, items)
            if items.count
            else (world.with_dataset(row))
        )

    def _person(self, name: str, given: GivenUser) -> Person:
        username = given.username or f"{name}-{self.mark}".lower().rstrip("-")
        email = given.email or f"{name}@example.com"
        return Person(name, self.users[name], username, email, given.access, self.now)

    def _dataset(self, name: str, given: GivenDataset) -> Dataset:
        at = f"datasets.{name}"
        created = _time(given.created_at, f"{at}.created_at") or self.now
        modified = _time(given.modified_at, f"{at}.modified_at") or created
        return Dataset(
            id=self.datasets[name],
            owner=self._user(given.owner, f"datasets.{name}.owner"),
            created_at=created,
            modified_at=modified,
            accessed_at=_time(given.accessed_at, f"{at}.accessed_at") or modified,
            name=given.name,
            general_access=given.general_access,
            secret=given.key or hashed(self.mark, f"key of {name}", SECRET),
            grants={
                self._user(user, f"datasets.{name}.grants"): RIGHTS[right]
                for user, right in given.grants.items()
            },
            schema=given.schema,
        )

    def _granted(self) -> dict[str, tuple[str, ...]]:
        """Find what is granted to whom: nobody scans the datasets for it."""
        granted: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for name, given in self.given.datasets.items():
            for user in given.grants:
                id = self._user(user, f"datasets.{name}.grants")
                granted[id] = (*granted[id], self.datasets[name])
        return dict(granted)

    def _user(self, name: str, at: str) -> str:
        if name not in self.users:
            known = ", ".join(self.users) or "none"
            raise GivenError(f"{at} names the person {name!r}, who is not given ({known}).")
        return self.users[name]

    @staticmethod
    def _refuse_twins(kind: str, told: list[str]) -> None:
        if len(set(told)) < len(told):
            raise GivenError(f"Two people of the given have the same {kind}; give each their own.")

    def _tokens(self) -> dict[str, str]:
        return {name: each.token for name, each in self.given.users.items() if each.token}

    def _handles(self) -> tuple[str, ...]:
        literal = [each.id for each in self.given.datasets.values() if each.id]
        usernames = [each.username for each in self.people.values()]
        return (*literal, *self.given.settings.also_known_as, *usernames)

    def _answer(self) -> dict[str, Any]:
        return {
            "users": {
                name: {"id": each.id, "username": each.username, "email": each.email}
                for name, each in self.people.items()
            },
            "datasets": {
                name: _answer_of(self._dataset(name, given))
                for name, given in self.given.datasets.items()
            },
        }


def _time(told: str | None, at: str) -> str:
    if told is None:
        return ""
    if not TIME.fullmatch(told):
        raise GivenError(f"{at} is {told!r}; write a time in UTC like 2026-04-01T09:20:00.000Z.")
    return stamp(told)


def _answer_of(row: Dataset) -> dict[str, Any]:
    """Tell of a dataset its id, and signatures by its key: one for ever, one of long ago."""
    key = row.secret or ""
    return {
        "id": row.id,
        "signature": signature(key, row.id),
        "expired_signature": signature(key, row.id, LONG_AGO),
    }
