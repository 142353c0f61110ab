"""Rounds of requests at once on a target, and the ones that no order explains."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import combinations
from threading import Barrier

from contract_tests.curl import curl
from contract_tests.racing.agreeing import Pairs
from contract_tests.racing.contests import MOST, Arena, Round, drawn
from contract_tests.racing.orders import Ending, Order, Orders
from contract_tests.racing.seeing import Look, Room, Told, first_id, leads_to_made, looks
from contract_tests.scenarios import Step
from contract_tests.stage import Stage
from contract_tests.target import Request

TRIES = 10  # at each smaller round, before it is taken for innocent
MOST_REPORTED = 3


@dataclass(frozen=True, slots=True)
class Violation:
    """A round that no order explains: the answers, every order tried, and curl lines.

    `in_turn` is set when the same requests differ one after the other too: then it is no race.
    """

    round: Round
    answers: tuple[Told, ...]
    orders: tuple[Order, ...]
    curls: tuple[str, ...]
    in_turn: bool = False

    @property
    def nearest(self) -> Order:
        """The order that agrees furthest."""
        return max(self.orders, key=lambda order: order.near)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that decide in the orders that agree furthest."""
        most = self.nearest.near
        near = (order for order in self.orders if order.near == most)
        return tuple(dict.fromkeys(rule for order in near for rule in order.rules))


@dataclass(frozen=True, slots=True)
class Raced:
    """What came of the rounds of one vendor."""

    vendor: str
    rounds: int
    requests: int
    seconds: float
    violations: tuple[Violation, ...]


class Race:
    """The rounds of one vendor on one target."""

    def __init__(self, stage: Stage, arena: Arena, *, enough: int = MOST_REPORTED) -> None:
        """Prepare the threads, whose connections stay open from round to round.

        So many different violations are `enough` to end.
        """
        self._enough = enough
        self._stage, self._arena = stage, arena
        self._orders = Orders(arena.vendor, stage.readings)
        self._looks = looks(stage.contract, arena.vendor, arena.given)
        self._pool = ThreadPoolExecutor(MOST)
        self.requests = 0

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()

    def run(self, rounds: int, seed: int, tick: Callable[[], None] = lambda: None) -> Raced:
        """Play so many rounds; end early when there is enough to report."""
        started, found, played = time.perf_counter(), list[Violation](), 0
        kinds = set[frozenset[str]]()
        for number in range(1, rounds + 1):
            played = number
            violation = self.judged(drawn(self._arena, number, seed))
            tick()
            if violation is None or (kind := _kind(violation)) in kinds:
                continue
            kinds.add(kind)
            found.append(self._looked_into(violation))
            if len(found) == self._enough:
                break
        seconds = time.perf_counter() - started
        return Raced(self._arena.vendor, played, self.requests, seconds, tuple(found))

    def _looked_into(self, violation: Violation) -> Violation:
        """Look for a smaller round that shows it, and whether it takes several at once at all."""
        if self.judged(violation.round, at_once=False):
            return replace(violation, in_turn=True)
        for fewer in _smaller(violation.round):
            for _ in range(TRIES):
                if smaller := self.judged(fewer):
                    return smaller
        return violation

    def judged(self, round: Round, *, at_once: bool = True) -> Violation | None:
        """Play a round on new worlds; None when some order explains it."""
        vendor, given = self._arena.vendor, self._arena.given
        founding = self._stage.provisioner.setup(vendor, given)
        room, trial = Room(self._stage, vendor, founding), self._orders.founded(given)
        try:
            ending = self._played(room, round.steps, at_once=at_once)
            pairs = Pairs.of(trial.room.founding.names, founding.names, self._arena.ignored)
            tried = tuple(trial.orders(round.steps, ending, pairs))
            if tried[-1].explains:
                return None
            return Violation(round, ending.answers, tried, tuple(_curls(room, round.steps)))
        finally:
            trial.close()
            self._stage.provisioner.teardown(founding)

    def _played(self, room: Room, steps: Sequence[Step], *, at_once: bool) -> Ending:
        """Ask, at once or in turn, and look at what everybody sees then."""
        gate = Barrier(len(steps) if at_once else 1)
        requests = [(step.caller, room.request(step)) for step in steps]
        answers = tuple(
            self._pool.map(lambda each: _at_the_gate(gate, room, *each), requests)
            if at_once
            else (room.send(*each) for each in requests)
        )
        if self._stage.visible_within:
            time.sleep(self._stage.visible_within)
        seen = {look: room.look(look) for look in (*self._looks, *self._at_made(steps, answers))}
        self.requests += len(steps) + len(seen)
        return Ending(answers, seen)

    def _at_made(self, steps: Sequence[Step], answers: Sequence[Told]) -> Iterator[Look]:
        for step, told in zip(steps, answers, strict=True):
            made = first_id(told.value) if told.granted else None
            if made is not None and leads_to_made(self._stage.contract, self._arena.vendor, step):
                path = f"{step.path.partition('?')[0]}/{made}"
                yield from (Look(who, path, step.number) for who in self._arena.given["users"])


def _at_the_gate(gate: Barrier, room: Room, who: str, request: Request) -> Told:
    gate.wait()
    return room.send(who, request)


def _kind(violation: Violation) -> frozenset[str]:
    return frozenset(f"{step.method} {step.path.split('/')[1]}" for step in violation.round.steps)


def _smaller(round: Round) -> Iterator[Round]:
    for size in range(2, len(round.steps)):
        for steps in combinations(round.steps, size):
            numbered = (replace(step, number=at) for at, step in enumerate(steps, 1))
            yield replace(round, steps=tuple(numbered))


def _curls(room: Room, steps: Sequence[Step]) -> Iterator[str]:
    base_url, tokens = room.stage.target.base_url, room.founding.tokens
    return (curl(base_url, room.request(step), tokens) for step in steps)
