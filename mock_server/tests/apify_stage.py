"""A world of Apify people and datasets to test rules in, without HTTP."""

from collections.abc import Mapping
from typing import Any

from mock_server.domain.apify.founding import found
from mock_server.domain.apify.readings import READINGS
from mock_server.domain.apify.rulebook import RULEBOOK
from mock_server.domain.apify.world import NOBODY, ApifyWorld, Dataset
from mock_server.domain.founded import Founded
from mock_server.domain.outcomes import Done, Outcome, Told
from mock_server.domain.readings import choose
from mock_server.domain.step import step

BIRTH, NOW = "2026-04-01T09:20:00.000Z", "2026-04-02T10:00:00.000Z"


class Stage:
    """Asks one after the other in one world, and keeps what they change."""

    def __init__(self, given: Mapping[str, Any], **readings: str) -> None:
        chosen = choose(READINGS, {f"apify.{k.replace('_', '-')}": v for k, v in readings.items()})
        self.founded: Founded = found(given, readings=chosen, now=BIRTH, mark="AbCdEfGh")
        self.world: ApifyWorld = self.founded.world.at(NOW)

    def ask(self, who: str, ask: object) -> Outcome:
        caller = self.founded.people.get(who, NOBODY)
        outcome, self.world = step(self.world.at(NOW), caller, ask, RULEBOOK)
        return outcome

    def told(self, who: str, ask: object) -> Any:
        outcome = self.ask(who, ask)
        assert isinstance(outcome, Done), outcome
        return outcome.value.value if isinstance(outcome.value, Told) else outcome.value

    def refusal(self, who: str, ask: object) -> str:
        return getattr(self.ask(who, ask), "rule", "")

    def id(self, name: str) -> str:
        id: str = self.founded.answer["datasets"][name]["id"]
        return id

    def dataset(self, name: str) -> Dataset:
        return self.world.datasets[self.id(name)]
