"""Who lives where: a token leads to one person in one world; here worlds are found and forgotten.

Nothing here knows a rule. A world is an immutable value; its `Home` holds the present one.
"""

import secrets
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from string import ascii_letters, digits
from threading import Lock
from typing import Any, NamedTuple

from mock_server.domain.founded import MARK, GivenError
from mock_server.domain.people import Person

REMEMBERED = 10_000  # tokens of worlds that are gone; older ones are simply unknown again


class Home:
    """The address of one world: its present value, which only its lock's holder replaces."""

    __slots__ = ("handles", "id", "lock", "nobody", "people", "tokens", "vendor", "world")

    def __init__(
        self, vendor: str, world: Any, people: Mapping[str, Person], tokens: Mapping[str, str]
    ) -> None:
        self.id = f"w_{secrets.token_hex(8)}"
        self.vendor = vendor
        self.world = world
        self.people = people
        self.tokens = tokens
        self.lock = Lock()
        self.handles: tuple[str, ...] = ()
        self.nobody: Person | None = None


class Seat(NamedTuple):
    """Where a token leads: a person, at home in one world."""

    home: Home
    person: Person


class Worlds:
    """Every home, by its id and by the tokens of its people; at most `limit` beside the seeds."""

    def __init__(self, *, limit: int) -> None:
        self._limit = limit
        self._lock = Lock()
        self._homes: OrderedDict[str, Home] = OrderedDict()
        self._seeds: dict[str, Home] = {}
        self._seats: dict[tuple[str, str], Seat] = {}
        self._handles: dict[str, tuple[Home, ...]] = {}
        self._gone: OrderedDict[str, None] = OrderedDict()

    def seat(self, vendor: str, token: str) -> Seat | None:
        """Find the seat of a token; two vendors may have the same token, as their documents do."""
        return self._seats.get((vendor, token))

    @property
    def seeds(self) -> tuple[Home, ...]:
        """The homes of the seed worlds."""
        return tuple(self._seeds.values())

    def __len__(self) -> int:
        return len(self._homes) + len(self._seeds)

    def settle(self, home: Home, *, seed: bool = False) -> None:
        """Give a home its place; the oldest home leaves when there are too many."""
        with self._lock:
            self._refuse_taken(home)
            (self._seeds if seed else self._homes)[home.id] = home
            for name, token in home.tokens.items():
                self._seats[home.vendor, token] = Seat(home, home.people[name])
                self._gone.pop(token, None)
            for handle in home.handles:
                self._handles[handle] = (*self._handles.get(handle, ()), home)
            while len(self._homes) > self._limit:
                self._forget(self._homes.popitem(last=False)[1])

    def visited(self, handles: Iterable[str]) -> Seat | None:
        """Find the seat of somebody without a token in the newest home that has such a handle."""
        for handle in handles:
            for home in reversed(self._handles.get(handle, ())):
                if home.nobody is not None:
                    return Seat(home, home.nobody)
        return None

    def fork(self, id: str, token_prefix: str) -> Home | None:
        """Found a second home with the same world and new tokens; None for an unknown id.

        Whoever asks without a token stays with the first: only that one has the handles.
        """
        home = self._homes.get(id) or self._seeds.get(id)
        if home is None:
            return None
        fork = Home(home.vendor, home.world, home.people, minted(home.people, token_prefix))
        self.settle(fork)
        return fork

    def tear_down(self, id: str) -> bool:
        """Take a world away; tell whether there was one."""
        with self._lock:
            home = self._homes.pop(id, None)
            if home is not None:
                self._forget(home)
            return home is not None

    def clear(self) -> None:
        """Take every world away, the seeds too."""
        with self._lock:
            for home in (*self._homes.values(), *self._seeds.values()):
                self._forget(home)
            self._homes.clear()
            self._seeds.clear()

    def is_gone(self, token: str) -> bool:
        """Tell whether the token led to a world that was evicted or torn down."""
        return token in self._gone

    def _refuse_taken(self, home: Home) -> None:
        for name, token in home.tokens.items():
            if (home.vendor, token) in self._seats:
                raise GivenError(
                    f"users.{name}.token is taken by somebody in another world; "
                    "leave it out to be given a new one."
                )

    def _forget(self, home: Home) -> None:
        for token in home.tokens.values():
            self._seats.pop((home.vendor, token), None)
            self._gone[token] = None
        for handle in home.handles:
            left = tuple(each for each in self._handles[handle] if each is not home)
            if left:
                self._handles[handle] = left
            else:
                del self._handles[handle]
        while len(self._gone) > REMEMBERED:
            self._gone.popitem(last=False)


def minted(
    people: Mapping[str, Person], prefix: str, literal: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Give everybody a token: the one spelled out for them, else a new one."""
    given = literal or {}
    tokens = {name: given.get(name) or prefix + secrets.token_hex(16) for name in people}
    if len(set(tokens.values())) < len(tokens):
        raise GivenError("Two people of the given have the same token; give each their own.")
    return tokens


def new_mark() -> str:
    """Make the mark of a new world: letters and digits that stand in the ids of its things."""
    return "".join(secrets.choice(digits + ascii_letters) for _ in range(MARK))
