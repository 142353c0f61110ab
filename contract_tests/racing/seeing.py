"""What everybody sees: each list, and each thing, asked for by every person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from contract_tests.conformity import NotJson, read_json
from contract_tests.provisioning import Founding
from contract_tests.racing.agreeing import ids_in
from contract_tests.scenarios import Step
from contract_tests.stage import Stage
from contract_tests.target import Request, Response
from contract_tests.wire import credentials, request_of
from mock_server.contract import Contract, Operation

SUCCESSES: Final = range(200, 300)
RULES: Final = "accord-rule"


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: its status, its body as JSON where it is JSON, and the rules that it names."""

    status: int
    value: object = None
    rules: tuple[str, ...] = ()

    @property
    def granted(self) -> bool:
        return self.status in SUCCESSES


@dataclass(frozen=True, slots=True)
class Look:
    """One person's question about one list or thing; `path` holds names, as a story's does.

    Of something that a request of the round has made, `made_by` is the number of that request.
    """

    who: str
    path: str
    made_by: int = 0


class Room:
    """One founding on one server, and how its people ask there."""

    def __init__(self, stage: Stage, vendor: str, founding: Founding) -> None:
        """Know everybody's credentials, so that nothing is left to do when a round begins."""
        self.stage, self.vendor, self.founding = stage, vendor, founding
        self._headers = {
            name: credentials(stage.contract, vendor, token)
            for name, token in founding.tokens.items()
        }

    def request(self, step: Step) -> Request:
        """Write a step as a request."""
        step = self.founding.manners.step(step)
        return request_of(step, self.founding.names, self._headers[step.caller])

    def send(self, who: str, request: Request) -> Told:
        """Ask as somebody."""
        return _told(self.founding.manners.send(self.stage.target, who, request))

    def look(self, look: Look) -> Told:
        """Ask for one list or thing as somebody."""
        path = str(self.founding.names.resolve(look.path))
        return self.send(look.who, Request("GET", path, self._headers[look.who]))


def _told(response: Response) -> Told:
    rules = tuple(filter(None, response.headers.get(RULES, "").split(", ")))
    kind = response.headers.get("content-type", "")
    if "json" not in kind or response.status not in SUCCESSES:
        return Told(response.status, None, rules)
    try:
        return Told(response.status, read_json(response.body), rules)
    except NotJson:
        return Told(response.status, response.body.decode(errors="replace"), rules)


def looks(contract: Contract, vendor: str, given: Mapping[str, Any]) -> tuple[Look, ...]:
    """Give every look at what a founding holds, as the contract's paths lead to it."""
    found = [_paths(operation, given) for operation in contract.of(vendor)]
    return tuple(Look(who, path) for paths in found for path in paths for who in given["users"])


def _paths(operation: Operation, given: Mapping[str, Any]) -> Iterator[str]:
    if operation.method != "GET":
        return
    places = operation.placed("path")
    if not places:
        yield operation.relative_path
    elif len(places) == 1:
        kind = operation.vendor.names.get(places[0].name, "")
        for name in given.get(kind, ()):
            yield operation.relative_path.replace(f"{{{places[0].name}}}", f"${{{name}}}")


def first_id(told: object) -> object | None:
    """Give the id of the thing that an answer tells first."""
    return next(iter(ids_in(told)), None)


def leads_to_made(contract: Contract, vendor: str, step: Step) -> bool:
    """Tell whether what a step makes is found by its id below the path that makes it."""
    below = f"{step.path.partition('?')[0]}/{{"
    return step.method == "POST" and any(
        operation.method == "GET"
        and operation.relative_path.startswith(below)
        and operation.relative_path.endswith("}")
        and operation.relative_path.count("{") == 1
        for operation in contract.of(vendor)
    )
