"""Worlds made of accounts that exist: people are given as tokens, their things are made and go.

The stories of a run share the accounts, and other people's systems; each has names of its own.
"""

import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from typing import Any

from contract_tests.casting import Cast, Casting
from contract_tests.desk import PAUSE, Counter, Desk
from contract_tests.givens import kinds_of
from contract_tests.guests import Guest, counted
from contract_tests.making.form import Lack, Making, Person, Refused, expectations
from contract_tests.names import Names, references
from contract_tests.provisioning import Founding, Given, ProvisioningError, Unsupported
from contract_tests.renaming import Renaming, names_in
from contract_tests.scenarios import Scenario
from contract_tests.target_file import Account, ThingAt

AS_GIVEN = frozenset({"name", "alias", "author", "created_at", "updated_at", "started_at"})


@dataclass(frozen=True, slots=True)
class Company:
    """Who there is on a target: accounts, whom each turned out to be, and organisations' ids."""

    accounts: Mapping[str, Account]
    people: Mapping[str, Person]
    groups: Mapping[str, object]
    things: Mapping[str, ThingAt] = field(default_factory=dict)

    def casting(self, making: Making) -> Casting:
        return Casting(self.accounts, self.groups, making.group, making.member)


@dataclass(frozen=True, slots=True)
class Plan:
    """Who plays a story, and which things by id stand for what it is given; what is missing."""

    cast: Cast
    things: Mapping[str, str]
    lacks: tuple[Lack, ...]


def planned(given: Given, company: Company, making: Making) -> Plan:
    """Plan a story; a thing that cannot be made may be given by its id."""
    cast = company.casting(making).of(given)
    things: dict[str, str] = {}
    lacks = list(cast.lacks)
    for lack in making.lacks(given):
        label = _stand_in(lack.name, given, cast, company.things, set(things.values()))
        if label:
            things[lack.name] = label
        else:
            lacks.append(lack)
    return Plan(cast, things, tuple(lacks))


def _stand_in(
    name: str, given: Given, cast: Cast, things: Mapping[str, ThingAt], taken: set[str]
) -> str:
    """Find a thing by id that is like the given one, of the same name first."""
    found = [(kind, told[name]) for kind, told in given.items() if _has(told, name)]
    if not found:
        return ""
    kind, told = found[0]
    wanted = {key: value for key, value in told.items() if key not in AS_GIVEN and value}
    if "org" in wanted:
        wanted["org"] = cast.groups.get(wanted["org"], "")
    fitting = [
        label
        for label, thing in things.items()
        if label not in taken and thing.kind == kind and thing.like == wanted
    ]
    return name if name in fitting else next(iter(fitting), "")


def _has(told: object, name: str) -> bool:
    return isinstance(told, Mapping) and isinstance(told.get(name), Mapping)


class AccountsProvisioner:
    """Founds the worlds of stories through the target's public API."""

    def __init__(self, counter: Counter, company: Company, sweep: str) -> None:
        """Make things at `counter`, as the people of `company`; `sweep` removes what stays."""
        self._counter, self._company, self._sweep = counter, company, sweep
        self._numbers = count(1)
        self._desks: dict[str, tuple[Desk, ExitStack]] = {}
        self._locks = {label: Lock() for label in company.things}

    def plan(self, scenario: Scenario) -> tuple[Lack, ...]:
        """Tell what a story lacks here, before anything is made."""
        making = self._counter.making
        plan = planned(scenario.given, self._company, making)
        lists = counted(scenario, making, self._counter.contract)
        return (
            *plan.lacks,
            *self._untold(scenario, plan),
            *making.made_up(scenario.given, scenario.steps),
            *(Lack(each, "a whole list, which holds other people's things") for each in lists),
        )

    def _untold(self, scenario: Scenario, plan: Plan) -> Iterator[Lack]:
        """Yield the fields of people and things that a story names and that nothing here tells."""
        told = [
            [step.path, step.query, step.headers, step.body, step.form] for step in scenario.steps
        ]
        expected = [each.body for step in scenario.steps for each in expectations(step)]
        for dotted in dict.fromkeys(references([told, expected])):
            name, _, field = dotted.partition(".")
            known = self._known_fields(scenario.given, plan, name)
            untold = not self._counter.making.groups_told and dotted in plan.cast.groups
            if untold:
                yield Lack(f"${dotted}", "the id of an organisation, which the API does not tell")
            if field and known is not None and field.partition(".")[0] not in known:
                yield Lack(f"${dotted}", f"the field {field!r}, which the public API does not tell")

    def _known_fields(self, given: Given, plan: Plan, name: str) -> Collection[str] | None:
        """Give the fields that are known of somebody or something given; None when it is not."""
        if name in plan.cast.roles:
            return {"id", "token", *self._company.people[plan.cast.roles[name]].told}
        for kind in kinds_of(self._counter.vendor, given):
            if name in given.get(kind, ()):
                return {"id", *self._counter.making.parts(given, name)}
        return None

    def found(self, scenario: Scenario) -> Founding:
        """Make a story's things; raise Unsupported when they cannot be made."""
        if lacks := self.plan(scenario):
            raise _unsupported(lacks)
        plan = planned(scenario.given, self._company, self._counter.making)
        literal = [
            str(told[key])
            for told in _things(scenario.given, plan.things)
            for key in ("name", "alias")
            if key in told
        ]
        names = names_in(scenario, self._counter.making.named, literal)
        return self._founded(scenario.given, plan, names)

    def setup(self, vendor: str, given: Given) -> Founding:
        """Make the things of a `given` that no story tells."""
        if vendor != self._counter.vendor:
            raise ProvisioningError(f"The accounts are of {self._counter.vendor}, not of {vendor}.")
        plan = planned(given, self._company, self._counter.making)
        if plan.lacks:
            raise _unsupported(plan.lacks)
        return self._founded(given, plan, frozenset())

    def teardown(self, founding: Founding) -> None:
        """Remove what a story made; raise ProvisioningError when something stays."""
        desk, held = self._desks.pop(founding.world)
        with held:
            left = desk.clear()
        if left:
            raise ProvisioningError(f"{'; '.join(left)}. It is removed by: {self._sweep}")

    def close(self) -> None:
        """End the ledger; it stays where something is left over."""
        self._counter.ledger.close()

    def _founded(self, given: Given, plan: Plan, names: frozenset[str]) -> Founding:
        world = f"{self._counter.ledger.prefix}{next(self._numbers)}-"
        desk = self._desk(world, plan, names)
        held = ExitStack()
        for label in sorted(plan.things.values()):
            held.enter_context(self._locks[label])
        self._desks[world] = desk, held
        founding = Founding(world, self._names(desk, plan), desk.tokens, Guest(desk))
        try:
            self._make(desk, given)
        except BaseException:
            self.teardown(founding)
            raise
        return Founding(world, self._names(desk, plan), desk.tokens, founding.manners)

    def _make(self, desk: Desk, given: Given) -> None:
        making = self._counter.making
        try:
            making.make(desk, given)
            wrong = self._wrong_in_time(desk, given)
        except Refused as error:
            if error.status >= 500 or error.status in (401, 429):
                raise ProvisioningError(f"The story's things were not made: {error}") from error
            raise Unsupported((), f"The public API does not make this: {error}") from error
        if wrong:
            raise Unsupported((), f"The public API does not make this: {'; '.join(wrong)}.")

    def _wrong_in_time(self, desk: Desk, given: Given) -> tuple[str, ...]:
        """Compare what was made with what is given, until it is as it is to be or time is over."""
        over = time.monotonic() + self._counter.visible_within
        while wrong := tuple(self._counter.making.mismatches(desk, given)):
            if time.monotonic() >= over:
                break
            time.sleep(PAUSE)
        return wrong

    def _desk(self, world: str, plan: Plan, names: frozenset[str]) -> Desk:
        making, company = self._counter.making, self._company
        desk = Desk(
            self._counter,
            Renaming(making, world, names),
            {role: company.accounts[name].token for role, name in plan.cast.roles.items()},
            plan.cast.roles,
        )
        desk.ids |= {name: company.groups[label] for name, label in plan.cast.groups.items()}
        for name, label in plan.things.items():
            thing = company.things[label]
            desk.ids[name] = thing.id
            desk.own.add((thing.kind, str(thing.id)))
        return desk

    def _names(self, desk: Desk, plan: Plan) -> Names:
        people = {
            role: {**self._company.people[name].told, "token": desk.tokens[role]}
            for role, name in plan.cast.roles.items()
        }
        return Names({**{name: {"id": id} for name, id in desk.ids.items()}, **people})


def _things(given: Given, things: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    for told in given.values():
        if isinstance(told, Mapping):
            yield from (each for name, each in told.items() if name in things)


def _unsupported(lacks: tuple[Lack, ...]) -> Unsupported:
    told = ", ".join(dict.fromkeys(map(str, lacks)))
    return Unsupported(
        tuple(each.name for each in lacks), f"Neither there nor made by the public API: {told}."
    )
