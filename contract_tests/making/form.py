"""The form of a vendor's making: what it needs to be told, and the desk at which it asks.

A vendor's module says in one table which operations bring things to life, which list them and how
they go again, and in three functions who somebody is, what cannot be made, and how the rest is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from contract_tests.scenarios import Expectation, Step

LONG = 100

Given = Mapping[str, Any]


class Refused(Exception):
    """The target answered a request of the making otherwise than with success."""

    def __init__(self, asked: str, status: int, said: str) -> None:
        super().__init__(f"{asked} was answered {status}{f': {said}' if said else ''}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Lack:
    """One person or thing that is not there and cannot be made; `kind` says what it is in words."""

    name: str
    kind: str

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"


@dataclass(frozen=True, slots=True)
class Listing:
    """An operation that lists things: where its rows stand, and how it is asked for all of them.

    `own` asks for all that belongs to the caller.
    `told_of_all` are the keys of its answer that count what other people have too; `paging` the
    parameters that choose a part; `more` tells whether rows are left over.
    """

    kind: str
    path: str
    rows: tuple[str, ...]
    all: Mapping[str, str]
    own: Mapping[str, str]
    paging: tuple[str, ...]
    told_of_all: tuple[str, ...]
    more: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Person:
    """Who an account turns out to be: what the API shows of them, and of their organisation."""

    told: Mapping[str, object]
    org: object = None


class Desk(Protocol):
    """Where a story's things are asked for, as the people who play in it."""

    @property
    def prefix(self) -> str: ...

    def id(self, name: str) -> Any: ...

    def ask(self, who: str, method: str, path: str, **sent: Any) -> Any: ...

    def make(self, who: str, kind: str, name: str, path: str, **sent: Any) -> Any: ...

    def known(self, name: str) -> bool: ...

    def unique(self, name: str) -> str: ...

    def name_of(self, name: str) -> str: ...

    def call(self, name: str, called: object) -> None: ...

    def keep(self, name: str, id: object) -> None: ...


def no_parts(_: Given, __: str) -> Iterator[str]:
    """Yield nothing: a thing has no parts with names of their own."""
    return iter(())


def nothing_made_up(_: Given, __: Iterable[Step]) -> Iterator[Lack]:
    """Yield nothing: what is made is no more than what is given."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Making:
    """All that is particular to one vendor.

    `births` tells by operation which kind of thing it makes; `places` where a thing of a kind is
    shown and deleted; `id` where an answer has its id, and `ids` the operations where it is
    elsewhere.
    `named` are the keys that hold the name of a thing, in a request or an answer, and `closed`
    those below which no names are; with `derived` the target makes names of parts of others.
    `in_path` is how a path holds a name, `long` how many characters a name has that may be about a
    limit, `joint` what stands between the run's prefix and a name.
    `group` is the kind that stands for an organisation, `member` the word for who belongs to it,
    `groups_told` whether the API tells its id.
    `made_up` tells what a story must not ask of things that were not made just as they are given;
    `parts` names what a thing has inside, as `evals.v1`.
    """

    births: Mapping[str, str]
    places: Mapping[str, str]
    listings: Mapping[str, Listing]
    named: frozenset[str]
    introduce: Callable[[Desk, str], Person]
    joined: Callable[[Desk, str, object], bool]
    lacks: Callable[[Given], Iterator[Lack]]
    make: Callable[[Desk, Given], None]
    mismatches: Callable[[Desk, Given], Iterator[str]]
    made_up: Callable[[Given, Iterable[Step]], Iterator[Lack]] = nothing_made_up
    parts: Callable[[Given, str], Iterator[str]] = no_parts
    group: str = "orgs"
    member: str = "org"
    groups_told: bool = True
    id: tuple[str, ...] = ("id",)
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    in_path: str = ""
    long: int = LONG
    joint: str = ""
    derived: bool = False


def expectations(step: Step) -> tuple[Expectation, ...]:
    """Give all that a step may expect."""
    return (step.expect, *step.alternatives.values())


def at(value: Any, path: tuple[str, ...]) -> Any:
    """Give what stands at a path of keys; None where there is nothing."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
