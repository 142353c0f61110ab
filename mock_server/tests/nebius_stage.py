"""A Token Factory world on which tests play the chapters, without HTTP.

Every answer is checked against the contract's schema.
"""

from typing import Any

from mock_server.contract import compiled, load_contract
from mock_server.domain.nebius.actions import CreateNebiusDataset, StartNebiusUpload
from mock_server.domain.nebius.founding import found
from mock_server.domain.nebius.readings import READINGS
from mock_server.domain.nebius.rulebook import RULEBOOK
from mock_server.domain.nebius.world import Dataset, NebiusWorld
from mock_server.domain.outcomes import Done, Refused
from mock_server.domain.readings import choose
from mock_server.domain.step import step

OPERATIONS = {operation.id: operation for operation in load_contract().of("nebius")}
BIRTH, NOW = "2026-04-01T09:00:00Z", "2026-04-01T10:00:00Z"
PEOPLE = {"ann": {"project": "p1"}, "bob": {"project": "p1"}, "eve": {"project": "p2"}}
SCHEMA = [{"name": "text", "type": {"name": "string"}}]


def fits(action: object, told: object) -> None:
    """Check that what is told has the shape of the contract's answer."""
    name = type(action).__name__
    operation = OPERATIONS[name[0].lower() + name[1:]]
    schema = operation.responses[operation.success].schema
    if told is not None:
        compiled(schema or {}, load_contract().document).validate(told)


class Stage:
    """One world after another, as its people ask."""

    def __init__(self, given: dict[str, Any], readings: dict[str, str]) -> None:
        told = {"projects": ["p1", "p2"], "users": PEOPLE, **given}
        founded = found(told, readings=choose(READINGS, readings), now=BIRTH, mark="test")
        self.ids: dict[str, str] = {
            name: each["id"] for kind in founded.answer.values() for name, each in kind.items()
        }
        self.people = founded.people
        self.world: NebiusWorld = founded.world.at(NOW)

    def at(self, time: str) -> "Stage":
        self.world = self.world.at(time)
        return self

    def ask(self, who: str, action: object) -> Any:
        """Ask, keep the new world, and give what is told as JSON has it."""
        outcome, self.world = step(self.world, self.people[who], action, RULEBOOK)
        assert isinstance(outcome, Done), outcome
        told = listed(outcome.value)
        fits(action, told)
        return told

    def refusal(self, who: str, action: object) -> str:
        """Ask for what is refused, and give the rule."""
        outcome, after = step(self.world, self.people[who], action, RULEBOOK)
        assert isinstance(outcome, Refused), outcome
        assert after is self.world
        return outcome.rule

    def dataset(self, name: str) -> Dataset:
        return self.world.datasets[self.ids[name]]


def listed(told: Any) -> Any:
    """Give lists for tuples, as JSON does."""
    if isinstance(told, dict):
        return {name: listed(each) for name, each in told.items()}
    return [listed(each) for each in told] if isinstance(told, list | tuple) else told


def stage(readings: dict[str, str] | None = None, **given: Any) -> Stage:
    """Found a world of ann and bob of p1, eve of p2, and the given."""
    return Stage(given, readings or {})


def creation(**changes: Any) -> CreateNebiusDataset:
    """Give a creation that is accepted, with some parts changed."""
    parts = {"name": "new", "schema": SCHEMA, "folder": "/new", "rows": [{"text": "a"}]}
    return CreateNebiusDataset(**(parts | changes))


def start(**changes: Any) -> StartNebiusUpload:
    """Give the start of an upload that is accepted, with some parts changed."""
    return StartNebiusUpload(**({"name": "big", "schema": SCHEMA, "folder": "/"} | changes))
