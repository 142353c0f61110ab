"""Our people and things in the requests that Schemathesis generates.

The people of a vendor's cast ask, each with their own token, about things that exist: an id of one
takes the place of a generated one, by the contract's word on which name holds which kind. Deleting
empties a world, so that a new one is founded now and then; a sequence stays in its own, with one
person, for what one makes another may not see.
"""

import random
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from schemathesis import AuthContext, Case
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase

from contract_tests.matrix import cast
from contract_tests.provisioning import Founding, ProvisioningError
from contract_tests.stage import Stage
from contract_tests.wire import credentials
from mock_server.contract import Vendor

AnyCase = Case[Any]
WORLD_LASTS: Final = 40  # requests
WORLDS: Final = 200
OFTEN: Final = 0.7


@dataclass(slots=True)
class Population:
    """Whoever asks, and what they ask about."""

    stage: Stage
    vendor: Vendor
    draw: random.Random
    tokens: dict[str, str] = field(default_factory=dict)
    _worlds: deque[Founding] = field(default_factory=deque)
    _asked: int = 0

    def founding(self) -> Founding:
        """Give the present world; found a new one when it is used up.

        Earlier ones stay for a while: requests may be made long before they are sent.
        """
        if not self._worlds or self._asked >= WORLD_LASTS:
            self._worlds.append(self.stage.provisioner.setup(self.vendor.id, given(self.vendor.id)))
            self.tokens |= {token: name for name, token in self._worlds[-1].tokens.items()}
            self._asked = 0
            while len(self._worlds) > WORLDS:
                self._leave(self._worlds.popleft())
        return self._worlds[-1]

    def leave(self) -> None:
        """Take all worlds away."""
        while self._worlds:
            self._leave(self._worlds.popleft())

    def _leave(self, founding: Founding) -> None:
        with suppress(ProvisioningError):
            self.stage.provisioner.teardown(founding)

    def caller(self, case: AnyCase) -> Mapping[str, str]:
        """Choose who asks, and give their credentials."""
        founding = self.founding()
        names = sorted(founding.tokens)
        name = names[0] if in_sequence(case) else self.draw.choice(names)
        self._asked += 0 if in_sequence(case) else 1
        return credentials(self.stage.contract, self.vendor.id, founding.tokens[name])

    def populate(self, case: AnyCase) -> AnyCase:
        """Put ids of things that exist where the contract names their kind.

        A sequence is left alone: its ids come from the answers of its earlier steps.
        """
        if in_sequence(case) or case.meta is None:
            return case
        if not case.meta.is_negative_at(ParameterLocation.PATH):
            for name in list(case.path_parameters or ()):
                for id in self._drawn(name):
                    case.path_parameters[name] = id
        if isinstance(case.body, dict) and not case.meta.is_negative_at(ParameterLocation.BODY):
            case.body = {name: self._filled(name, each) for name, each in case.body.items()}
        return case

    def _filled(self, name: str, value: Any) -> Any:
        for id in self._drawn(name):
            if isinstance(value, list):
                return [id]
            if isinstance(value, int | str) and not isinstance(value, bool):
                return id
        return value

    def _drawn(self, name: str) -> Iterator[Any]:
        """Draw an id for a name of the contract; mostly one, sometimes none."""
        kind = self.vendor.names.get(name)
        things = given(self.vendor.id).get(kind or "", ())
        if things and self.draw.random() < OFTEN:
            yield self.founding().names.look_up(self.draw.choice(sorted(things)))


def in_sequence(case: AnyCase) -> bool:
    """Tell whether a case is a step of a sequence, whose steps need each other's answers."""
    meta = case.meta
    return meta is not None and meta.phase.name is TestPhase.STATEFUL


def given(vendor: str) -> Mapping[str, Any]:
    """Give a world with the vendor's cast and a thing in each of the states that it has."""
    told = cast(vendor)
    things = {
        kind: {
            f"{kind}_{number}": _apart(like, number)
            for number, like in enumerate(states.values(), 1)
        }
        for kind, states in told.states.items()
    }
    return {**_apart(told.given, 0), **things}


def _apart(like: Any, number: int) -> Any:
    """Leave the ids and names to the target, so that no two things have the same."""
    if isinstance(like, Mapping):
        return {
            key: _apart(each, number) for key, each in like.items() if key not in ("id", "name")
        }
    return [_apart(each, number) for each in like] if isinstance(like, list) else like


class Credentials:
    """Schemathesis' way of asking who asks; `population` is set on a class of each run's own."""

    population: Population

    def get(self, case: AnyCase, _: AuthContext) -> Mapping[str, str]:
        return self.population.caller(case)

    def set(self, case: AnyCase, data: Mapping[str, str], _: AuthContext) -> None:
        case.headers.update(data)
