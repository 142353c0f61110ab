"""A world on which tests play the chapters on datasets and runs, without HTTP.

Every answer is checked against the contract's schema.
"""

from typing import Any

from mock_server.contract import compiled, load_contract
from mock_server.domain.aegis import rulebook_datasets, rulebook_runs
from mock_server.domain.aegis.actions import CreateDataset
from mock_server.domain.aegis.founding import found
from mock_server.domain.aegis.readings import READINGS
from mock_server.domain.aegis.world import AegisWorld, Collection, Dataset, Run
from mock_server.domain.outcomes import Done, Refused
from mock_server.domain.readings import choose
from mock_server.domain.step import bind, step

OPERATIONS = {operation.id: operation for operation in load_contract().of("aegis")}
RULEBOOK = bind(*rulebook_datasets.CHAPTERS, *rulebook_runs.CHAPTERS)
BIRTH, NOW = "2026-04-01T09:00:00Z", "2026-04-01T10:00:00Z"
PEOPLE = {
    "ann": {"org": "acme"},
    "bob": {"org": "acme"},
    "boss": {"org": "acme", "admin": True},
    "eve": {"org": "globex"},
    "zed": {},
}


def fits(action: object, told: object) -> None:
    """Check that what is told has the shape of the contract's answer."""
    name = type(action).__name__
    operation = OPERATIONS[name[0].lower() + name[1:]]
    schema = operation.responses[operation.success].schema
    if schema is not None:
        compiled(schema, load_contract().document).validate(told)


class Stage:
    """One world after another, as its people ask."""

    def __init__(self, given: dict[str, Any], readings: dict[str, str]) -> None:
        told = {"orgs": ["acme", "globex"], "users": PEOPLE, **given}
        founded = found(told, readings=choose(READINGS, readings), now=BIRTH)
        self.ids: dict[str, int] = {
            name: each["id"] for kind in founded.answer.values() for name, each in kind.items()
        }
        self.people = founded.people
        self.world: AegisWorld = founded.world.at(NOW)

    def ask(self, who: str, action: object) -> Any:
        """Ask, keep the new world, and give what is told."""
        outcome, self.world = step(self.world, self.people[who], action, RULEBOOK)
        assert isinstance(outcome, Done), outcome
        fits(action, outcome.value)
        return outcome.value

    def refusal(self, who: str, action: object) -> str:
        """Ask for what is refused, and give the rule."""
        outcome, after = step(self.world, self.people[who], action, RULEBOOK)
        assert isinstance(outcome, Refused), outcome
        assert after is self.world
        return outcome.rule

    def collection(self, name: str) -> Collection:
        return self.world.collections[self.ids[name]]

    def dataset(self, name: str) -> Dataset:
        return self.world.datasets[self.ids[name]]

    def run(self, name: str) -> Run:
        return self.world.runs[self.ids[name]]

    def run_of(self, told: dict[str, Any]) -> Run:
        return self.world.runs[told["id"]]


def stage(readings: dict[str, str] | None = None, **given: Any) -> Stage:
    """Found a world of ann, bob and boss of acme, eve of globex, zed of nowhere, and the given."""
    return Stage(given, readings or {})


def upload(**changes: Any) -> CreateDataset:
    """Give an upload that is accepted, with some parts changed."""
    parts = {"file": b"prompt,output\n1+1?,2\n", "selected_metrics": '{"3": {"threshold": 80}}'}
    return CreateDataset(**(parts | changes))
