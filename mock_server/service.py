"""One question at a time: the caller's world, the step, and keeping the world that comes of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mock_server.clocks import Clock
from mock_server.domain.faults import Playing
from mock_server.domain.founded import Founded, GivenError
from mock_server.domain.outcomes import Outcome
from mock_server.domain.step import Rulebook
from mock_server.worlds import Home, Seat, Worlds, minted, new_mark


@dataclass(frozen=True, slots=True)
class Book:
    """What the service knows of a vendor: its rules, how its worlds are founded, its tokens."""

    rulebook: Rulebook
    play: Playing
    found: Callable[..., Founded]
    token_prefix: str
    handles: Callable[[str], Iterable[str]] = lambda _: ()


@dataclass(frozen=True, slots=True)
class Seed:
    """A world that the server starts with: whose it is, and its `given`."""

    vendor: str
    given: Mapping[str, Any]
    source: str


class Service:
    """Answers asks and founds worlds; the one place where a world's value is replaced."""

    def __init__(
        self,
        books: Mapping[str, Book],
        worlds: Worlds,
        clock: Clock,
        *,
        readings: Mapping[str, str],
        seeds: Iterable[Seed] = (),
    ) -> None:
        self.books = books
        self.worlds = worlds
        self.clock = clock
        self.readings = readings
        self._seeds = tuple(seeds)
        self._nowhere: dict[str, Home] = {}
        self.planted: tuple[tuple[Seed, Home], ...] = ()
        self._plant()

    def ask(self, seat: Seat, ask: object) -> Outcome:
        """Answer a question of the person in this seat, and keep what it changed."""
        book = self.books[seat.home.vendor]
        if book.rulebook[type(ask)].deeds:
            return self._change(seat, ask, book)
        world = seat.home.world.at(self.clock.now())
        return book.play(world, seat.person, ask, book.rulebook)[0]

    def action(self, vendor: str, operation: str) -> type[Any] | None:
        """Find the action of an operation in the vendor's rulebook: its name, with a capital."""
        name = operation[0].upper() + operation[1:]
        return next((each for each in self.books[vendor].rulebook if each.__name__ == name), None)

    def visitor(self, vendor: str, path_values: Iterable[str]) -> Seat | None:
        """Seat somebody without a token where the path leads, or in the vendor's empty world."""
        handles = self.books[vendor].handles
        seat = self.worlds.visited(each for value in path_values for each in handles(value))
        if seat is not None and seat.home.vendor == vendor:
            return seat
        if vendor not in self._nowhere:
            self._nowhere[vendor] = self._home(vendor, {})[0]
        home = self._nowhere[vendor]
        return None if home.nobody is None else Seat(home, home.nobody)

    def _change(self, seat: Seat, ask: object, book: Book) -> Outcome:
        home = seat.home
        with home.lock:
            world = home.world.at(self.clock.now())
            outcome, after = book.play(world, seat.person, ask, book.rulebook)
            if after is not world:
                home.world = after
                self.clock.moved()
        return outcome

    def found(self, vendor: str, given: object) -> dict[str, Any]:
        """Found a new world and give the answer of its setup; raise GivenError or Unsupported."""
        home, answer = self._home(vendor, given)
        self.worlds.settle(home)
        users = {
            name: {**answer["users"][name], "token": token} for name, token in home.tokens.items()
        }
        return {"world": home.id, **answer, "users": users}

    def reset(self) -> None:
        """Take every world away and plant the seeds anew."""
        self.worlds.clear()
        self.clock.restarted()
        self._plant()

    def _plant(self) -> None:
        self.planted = tuple((seed, self._planted(seed)) for seed in self._seeds)

    def _planted(self, seed: Seed) -> Home:
        try:
            home, _ = self._home(seed.vendor, seed.given)
            self.worlds.settle(home, seed=True)
        except GivenError as error:
            raise GivenError(f"{seed.source}: {error}") from error
        return home

    def _home(self, vendor: str, given: object) -> tuple[Home, dict[str, Any]]:
        if vendor not in self.books:
            known = ", ".join(sorted(self.books))
            raise GivenError(f"There is no vendor {vendor!r}; the vendors are: {known}.")
        book = self.books[vendor]
        mark = new_mark()
        founded = book.found(given, readings=self.readings, now=self.clock.now(), mark=mark)
        tokens = minted(founded.people, book.token_prefix, founded.tokens)
        home = Home(vendor, founded.world, founded.people, tokens)
        home.nobody = founded.nobody
        home.handles = (mark, *founded.handles) if founded.nobody else ()
        return home, founded.answer
