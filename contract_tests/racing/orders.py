"""The orders in which requests can have been answered, each tried on the reference in process."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contract_tests.provisioning import Given
from contract_tests.racing.agreeing import Pairs
from contract_tests.racing.seeing import Look, Room, Told, first_id
from contract_tests.reference import in_process, reading_options
from contract_tests.scenarios import Step
from contract_tests.stage import NoStage
from mock_server.app import Accord, create_app


@dataclass(frozen=True, slots=True)
class Ending:
    """How a round ended on the target: its answers, and what everybody sees then."""

    answers: tuple[Told, ...]
    seen: Mapping[Look, Told]


@dataclass(frozen=True, slots=True)
class Order:
    """One order, or the beginning of several, and where the target parts from it.

    `near` is how far it agrees: the answers first, then what is seen.
    """

    steps: tuple[Step, ...]
    near: int
    parting: str = ""
    expected: object = None
    actual: object = None
    rules: tuple[str, ...] = ()

    @property
    def explains(self) -> bool:
        return not self.parting


class Orders:
    """The reference in process, whose world can be put back to where it was."""

    def __init__(self, vendor: str, readings: Mapping[str, str]) -> None:
        """Take the readings that the target has; raise NoStage for one that there is not."""
        self.vendor = vendor
        _refuse_unknown(readings)
        self._app = create_app(seeds=(), readings=readings)
        self._stage = in_process(self._app, vendor, readings)

    def founded(self, given: Given) -> "Trial":
        """Found a world to try orders in."""
        room = Room(self._stage, self.vendor, self._stage.provisioner.setup(self.vendor, given))
        accord: Accord = self._app.extensions["accord"]
        seat = accord.service.worlds.seat(self.vendor, next(iter(room.founding.tokens.values())))
        if seat is None:
            raise LookupError("The reference does not know the people whom it has just founded.")
        return Trial(room, seat.home)


def _refuse_unknown(readings: Mapping[str, str]) -> None:
    known = reading_options()
    for id, option in readings.items():
        if id not in known:
            raise NoStage(f"There is no reading {id!r}; `accord rules --readings` lists them all.")
        if option not in known[id]:
            raise NoStage(f"{id} is no {option!r}; its options are: {', '.join(known[id])}.")


class Trial:
    """One founding of the reference, on which every order begins anew."""

    def __init__(self, room: Room, home: Any) -> None:
        self.room, self._home, self._before = room, home, home.world

    def close(self) -> None:
        """Take the world away."""
        self.room.stage.provisioner.teardown(self.room.founding)

    def orders(self, steps: Sequence[Step], ending: Ending, pairs: Pairs) -> Iterator[Order]:
        """Give each order with where it parts from the ending; stop at one that explains it."""
        self._ending, self._pairs = ending, pairs
        for order in self._after((), tuple(steps), {}, self._before):
            yield order
            if order.explains:
                return

    def _after(
        self, done: tuple[Step, ...], left: tuple[Step, ...], told: dict[int, Told], world: Any
    ) -> Iterator[Order]:
        if not left:
            yield self._compared(done, told, world)
            return
        for step in left:
            self._home.world = world
            answer = self.room.send(step.caller, self.room.request(step))
            theirs = self._ending.answers[step.number - 1]
            order, now = (*done, step), {**told, step.number: answer}
            if answer.status != theirs.status:
                yield _statuses(order, now, theirs)
                continue
            rest = tuple(each for each in left if each is not step)
            yield from self._after(order, rest, now, self._home.world)

    def _compared(self, order: tuple[Step, ...], told: dict[int, Told], world: Any) -> Order:
        """Compare the answers, then what everybody sees, with those of the target."""
        pairs, rules = self._pairs, _rules(told.values())
        for number in sorted(told):
            step = next(each for each in order if each.number == number)
            ours, theirs = told[number].value, self._ending.answers[number - 1].value
            pairs = pairs.told_by(f"{step.method} {step.path.partition('?')[0]}")
            where = pairs.difference(ours, theirs) if told[number].granted else None
            if where:
                parting = f"request {number} is answered with another {where}"
                return Order(order, len(order), parting, ours, theirs, rules)
        return self._seen(order, pairs.told_by(None), world, told)

    def _seen(
        self, order: tuple[Step, ...], pairs: Pairs, world: Any, told: Mapping[int, Told]
    ) -> Order:
        near, rules = len(order), _rules(told.values())
        self._home.world = world
        for look, theirs in self._ending.seen.items():
            near += 1
            ours = self.room.look(_ours(look, told))
            if ours.status != theirs.status:
                parting = f"{look.who} is answered {theirs.status} to GET {look.path} afterwards"
                expected, actual = {"status": ours.status}, {"status": theirs.status}
                return Order(order, near, parting, expected, actual, (*rules, *ours.rules))
            where = pairs.difference(ours.value, theirs.value) if ours.granted else None
            if where:
                parting = f"{look.who} sees another {where} at GET {look.path} afterwards"
                return Order(order, near, parting, ours.value, theirs.value, rules)
        return Order(order, near)


def _ours(look: Look, told: Mapping[int, Told]) -> Look:
    """Put our id in the place of the target's, at the end of a path to something new."""
    if not look.made_by:
        return look
    return replace(
        look, path=f"{look.path.rpartition('/')[0]}/{first_id(told[look.made_by].value)}"
    )


def _statuses(order: tuple[Step, ...], told: Mapping[int, Told], theirs: Told) -> Order:
    step = order[-1]
    ours = told[step.number]
    parting = f"request {step.number} is answered {theirs.status}, and {ours.status} in this order"
    expected, actual = {"status": ours.status}, {"status": theirs.status}
    return Order(order, len(order) - 1, parting, expected, actual, _rules(told.values()))


def _rules(told: Iterable[Told]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule for each in told for rule in each.rules))
