"""Races planted on purpose: services that check and act apart, each in a place of its own.

The whole service lets a change go from its check to its act under the lock of its world. Each of
these lets go in between and hands over to whoever else is asking, so that the race shows on one
core too. Asked one thing at a time, they answer like the whole service.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from mock_server.domain.outcomes import Outcome, Refused
from mock_server.domain.step import Rulebook
from mock_server.service import Book, Service
from mock_server.worlds import Home, Seat

HAND_OVER_SECONDS = 0.004  # longer than requests that are sent at once lie apart
COUNTERS = ("last_id", "last_number")  # what the worlds call the number of their newest thing


@dataclass(frozen=True, slots=True)
class RacingFault:
    """One race: its id, what goes wrong in a sentence, and the service that has it."""

    id: str
    sentence: str
    service: type[Service]


def hand_over() -> None:
    """Let everybody else go first."""
    time.sleep(HAND_OVER_SECONDS)


class KeepsAStaleWorld(Service):
    """Checks and acts on the world as it was, and keeps that."""

    def _change(self, seat: Seat, ask: object, book: Book) -> Outcome:
        before = seat.home.world.at(self.clock.now())
        outcome, after = book.play(before, seat.person, ask, book.rulebook)
        hand_over()
        with seat.home.lock:
            self._keep(seat.home, before, after)
        return outcome

    def _keep(self, home: Home, before: Any, after: Any) -> None:
        if after is not before:
            home.world = after
            self.clock.moved()


class KeepsStaleTables(KeepsAStaleWorld):
    """Acts on the world as it was, and keeps each table that it changed."""

    def _keep(self, home: Home, before: Any, after: Any) -> None:
        changed = {
            name: getattr(after, name)
            for name in after.__struct_fields__
            if getattr(after, name) is not getattr(before, name)
        }
        if changed:
            home.world = msgspec.structs.replace(home.world, **changed)
            self.clock.moved()


class ChecksBeforeTheLock(Service):
    """Checks before the lock is had, and does not check again."""

    def _change(self, seat: Seat, ask: object, book: Book) -> Outcome:
        home = seat.home
        now = self.clock.now()
        checked = book.play(home.world.at(now), seat.person, ask, book.rulebook)[0]
        hand_over()
        if isinstance(checked, Refused):
            return checked
        with home.lock:
            before = home.world.at(now)
            outcome, after = book.play(before, seat.person, ask, _unguarded(book.rulebook, ask))
            if after is not before:
                home.world = after
                self.clock.moved()
        return outcome


class CountsBeforeTheLock(Service):
    """Takes the number of a new thing before the lock is had."""

    def _change(self, seat: Seat, ask: object, book: Book) -> Outcome:
        home = seat.home
        counted = _counters(home.world)
        hand_over()
        with home.lock:
            before = msgspec.structs.replace(home.world.at(self.clock.now()), **counted)
            outcome, after = book.play(before, seat.person, ask, book.rulebook)
            if after is not before:
                home.world = after
                self.clock.moved()
        return outcome


def _counters(world: Any) -> Mapping[str, int]:
    return {name: getattr(world, name) for name in COUNTERS if hasattr(world, name)}


def _unguarded(rulebook: Rulebook, ask: object) -> Rulebook:
    return {type(ask): replace(rulebook[type(ask)], guards=())}


RACING_FAULTS = (
    RacingFault(
        "race.keeps-a-stale-world",
        "A change is kept over those that happened since it was begun, which are lost.",
        KeepsAStaleWorld,
    ),
    RacingFault(
        "race.keeps-stale-tables",
        "Of two changes of one kind of thing at once the earlier one is lost.",
        KeepsStaleTables,
    ),
    RacingFault(
        "race.checks-before-the-lock",
        "Whether a change is allowed is decided before the changes that come first.",
        ChecksBeforeTheLock,
    ),
    RacingFault(
        "race.counts-before-the-lock",
        "Two things that are made at once are given one id.",
        CountsBeforeTheLock,
    ),
)


def service_with(fault: str | None) -> type[Service]:
    """Give the service that has this race; the whole one for any other fault, and for none."""
    return next((each.service for each in RACING_FAULTS if each.id == fault), Service)
