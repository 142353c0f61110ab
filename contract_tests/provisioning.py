"""How a story's people and things come into being on a target, and go again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from contract_tests.givens import kinds_of
from contract_tests.manners import Manners, Plain
from contract_tests.names import Names
from contract_tests.scenarios import Scenario
from contract_tests.target import Request, Response, Target, origin

Answer = Mapping[str, Any]
Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Founding:
    """The world of one story: what the target says of each of its people and things.

    `tokens` is what is hidden wherever something is shown; `manners` how the story behaves there.
    """

    world: str
    names: Names = field(repr=False)
    tokens: Mapping[str, str] = field(repr=False)
    manners: Manners = field(default=Plain(), repr=False)


class Unsupported(Exception):
    """The target cannot make something that a story needs; the story is not judged."""

    def __init__(self, things: tuple[str, ...], reason: str = "") -> None:
        super().__init__(reason or f"The target cannot make {', '.join(things)}.")
        self.things = things


class ProvisioningError(Exception):
    """A story's people and things were not made, so that nothing can be judged by it."""


class Provisioner(Protocol):
    """Whoever founds worlds on a target."""

    def found(self, scenario: Scenario) -> Founding: ...

    def setup(self, vendor: str, given: Given) -> Founding: ...

    def teardown(self, founding: Founding) -> None: ...


class ProviderStates:
    """Worlds founded by the target's own hook, as Pact's convention has it."""

    def __init__(self, hook: Target) -> None:
        """`hook` answers at the URL of the provider states."""
        self._hook = hook

    def found(self, scenario: Scenario) -> Founding:
        """Found the world of a story."""
        return self.setup(scenario.vendor, scenario.given)

    def setup(self, vendor: str, given: Given) -> Founding:
        """Found a world; raise Unsupported or ProvisioningError when that is refused."""
        response = self._post("setup", {"vendor": vendor, **given})
        if response.status == 422 and (things := _unsupported(response)):
            raise Unsupported(things)
        if response.status != 200:
            raise ProvisioningError(self._refused("setup", response))
        return self._founding(_object(response), vendor, given)

    def teardown(self, founding: Founding) -> None:
        """Remove a world; raise ProvisioningError when it stays."""
        response = self._post("teardown", {"world": founding.world})
        if response.status not in (200, 204):
            raise ProvisioningError(self._refused("teardown", response))

    def _post(self, action: str, params: Mapping[str, Any]) -> Response:
        question = {"action": action, "state": "world", "params": params}
        headers = {"Content-Type": "application/json"}
        return self._hook.send(Request("POST", "", headers, json.dumps(question).encode()))

    def _founding(self, answer: Answer, vendor: str, given: Given) -> Founding:
        world, names = answer.get("world"), Names.of_setup(answer)
        if not isinstance(world, str):
            raise ProvisioningError(f"{self._where} gave no world.")
        for kind in kinds_of(vendor, given):
            for name in given.get(kind, ()):
                self._field(names, name, "id", kind)
        tokens = {
            name: self._field(names, name, "token", "users") for name in given.get("users", ())
        }
        self._refuse_twins(tokens)
        return Founding(world, names, tokens)

    def _refuse_twins(self, tokens: Mapping[str, str]) -> None:
        """Refuse a hook that gives two people one token: they would see each other's things."""
        first: dict[str, str] = {}
        for name, token in tokens.items():
            if (other := first.setdefault(token, name)) != name:
                raise ProvisioningError(
                    f"{self._where} gave {other} and {name} the same token; "
                    "let it make a new person for each user of a story."
                )

    def _field(self, names: Names, name: str, field: str, kind: str) -> str:
        thing = names.answers.get(name)
        if not isinstance(thing, Mapping) or thing.get(field) is None:
            raise ProvisioningError(f"{self._where} gave no {field} for {name} of {kind}.")
        return str(thing[field])

    def _refused(self, action: str, response: Response) -> str:
        # An answer of success may hold tokens, so only a complaint is repeated.
        complaint = response.body[:200] if response.status >= 400 else b""
        said = complaint.decode(errors="replace").strip()
        return (
            f"{self._where} answered {response.status} to {action} instead of 200"
            f"{f': {said}' if said else '.'} Look at setup.provider_states and at the hook's log."
        )

    @property
    def _where(self) -> str:
        return f"The provider-states hook at {origin(self._hook.base_url)}"


def _object(response: Response) -> Answer:
    try:
        found = json.loads(response.body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ProvisioningError(
            f"The provider-states hook answered {len(response.body)} bytes of "
            f"{response.headers.get('content-type', 'unknown type')} instead of a JSON object; "
            "look at setup.provider_states: does that URL lead to the hook?"
        )
    return found


def _unsupported(response: Response) -> tuple[str, ...]:
    things = _object(response).get("unsupported")
    return tuple(str(each) for each in things) if isinstance(things, list) else ()
