"""How a story behaves on a target: what it asks, and what it makes of the answers."""

from typing import Protocol

from contract_tests.scenarios import Step
from contract_tests.target import Request, Response, Target


class Manners(Protocol):
    """Whoever stands between a story's steps and the target."""

    def step(self, step: Step) -> Step:
        """Give a step as it is played here."""
        ...

    def send(self, target: Target, caller: str, request: Request) -> Response:
        """Ask as somebody, and give the answer as the story is to see it."""
        ...


class Plain:
    """The manners of a story that is alone in its world: it asks as it is written."""

    def step(self, step: Step) -> Step:
        return step

    def send(self, target: Target, _: str, request: Request) -> Response:
        return target.send(request)
