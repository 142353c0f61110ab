"""A world on which tests play the rules of Humanloop, without HTTP.

Every answer is checked against the contract's schema.
"""

from typing import Any

import msgspec

from mock_server.contract import compiled, load_contract
from mock_server.domain.humanloop.founding import found
from mock_server.domain.humanloop.readings import READINGS
from mock_server.domain.humanloop.rulebook import RULEBOOK
from mock_server.domain.humanloop.world import HumanloopWorld
from mock_server.domain.outcomes import Done, Refused
from mock_server.domain.readings import choose
from mock_server.domain.step import step

OPERATIONS = {operation.id: operation for operation in load_contract().of("humanloop")}
BIRTH, NOW = "2026-04-01T09:00:00Z", "2026-04-01T10:00:00Z"
A, B, C = ({"inputs": {"q": each}} for each in "abc")
GIVEN: dict[str, Any] = {
    "orgs": ["acme", "globex"],
    "users": {"ann": {"org": "acme"}, "bob": {"org": "acme"}, "eve": {"org": "globex"}},
    "environments": {"staging": {"org": "acme"}, "lab": {"org": "globex"}},
    "datasets": {
        "evals": {
            "org": "acme",
            "path": "evals/qa",
            "versions": [
                {"as": "v1", "name": "first", "datapoints": [A]},
                {"as": "v2", "description": "Later", "datapoints": [A, B]},
            ],
        },
        "other": {"org": "acme", "owner": "bob", "versions": [{"as": "v1", "name": "one"}]},
    },
}


def fits(action: object, told: object) -> None:
    """Check that what is told has the shape of the contract's answer."""
    name = type(action).__name__
    operation = OPERATIONS[name[0].lower() + name[1:]]
    schema = operation.responses[operation.success].schema
    if schema is not None:
        compiled(schema, load_contract().document).validate(jsonable(told))


def jsonable(told: object) -> Any:
    """Give what is told as its reader gets it."""
    return msgspec.json.decode(msgspec.json.encode(told))


class Stage:
    """One world after another, as its people ask."""

    def __init__(self, readings: dict[str, str], given: dict[str, Any]) -> None:
        founded = found(given, readings=choose(READINGS, readings), now=BIRTH, mark="test")
        groups = founded.answer.values()
        self.ids: dict[str, str] = {
            name: each["id"] for kind in groups for name, each in kind.items()
        }
        self.default = founded.answer["orgs"]["acme"]["default_environment"]
        self.people = founded.people
        self.world: HumanloopWorld = founded.world.at(NOW)

    def ask(self, who: str, action: object) -> Any:
        """Ask, keep the new world, and give what is told."""
        outcome, self.world = step(self.world, self.people[who], action, RULEBOOK)
        assert isinstance(outcome, Done), outcome
        fits(action, outcome.value)
        return jsonable(outcome.value)

    def changes(self, who: str, action: object) -> tuple[str, ...]:
        """Ask, and give the rules by which something changed."""
        outcome, self.world = step(self.world, self.people[who], action, RULEBOOK)
        assert isinstance(outcome, Done), outcome
        return outcome.rules

    def refusal(self, who: str, action: object) -> str:
        """Ask for what is refused, and give the rule; the world stays the same."""
        outcome, after = step(self.world, self.people[who], action, RULEBOOK)
        assert isinstance(outcome, Refused), outcome
        assert after is self.world
        return outcome.rule


def stage(given: dict[str, Any] | None = None, **readings: str) -> Stage:
    """Set the stage; a reading is named by the last word of its id, with underscores."""
    chosen = {f"humanloop.{name.replace('_', '-')}": option for name, option in readings.items()}
    return Stage(chosen, given or GIVEN)
