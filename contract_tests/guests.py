"""The manners of a story that is a guest: on a system with other people's things.

Its names are unique, what its steps make is written down, and what its lists hold of other people
is left out, so that a list is judged by the story's own things, whoever of its people made them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from contract_tests.conformity import NotJson, find_operation, read_json
from contract_tests.desk import Desk, is_named
from contract_tests.making.form import Listing, Making, at, expectations
from contract_tests.scenarios import Expectation, Scenario, Step
from contract_tests.target import Request, Response, Target, TargetUnreachable
from contract_tests.wire import IMPOSTOR
from mock_server.contract import Contract


@dataclass(frozen=True, slots=True)
class Guest:
    """Stands between one story's steps and a shared target."""

    desk: Desk

    def step(self, step: Step) -> Step:
        """Give a step with the names that are unique to this run."""
        return self.desk.renaming.step(step)

    def send(self, target: Target, caller: str, request: Request) -> Response:
        """Ask; write down what came to be, and leave out what is other people's."""
        counter = self.desk.counter
        operation = find_operation(counter.contract, counter.vendor, request.method, request.path)
        id = operation.id if operation else ""
        listing = counter.making.listings.get(id) if request.method == "GET" else None
        try:
            response = target.send(_widened(request, listing) if listing else request)
        except TargetUnreachable:
            if id in counter.making.births and caller in self.desk.tokens:
                self.desk.uncertain.add(caller)
            raise
        if 200 <= response.status < 300 and id in counter.making.births:
            self._born(caller, id, response)
        return self._own(response, listing) if listing and response.status == 200 else response

    def _born(self, caller: str, operation: str, response: Response) -> None:
        """Write down what a step made; what nobody known made can be removed by nobody."""
        if caller == IMPOSTOR or caller not in self.desk.tokens:
            return
        try:
            kind = self.desk.counter.making.births[operation]
            self.desk.born(caller, kind, read_json(response.body), operation=operation)
        except NotJson:
            self.desk.uncertain.add(caller)

    def _own(self, response: Response, listing: Listing) -> Response:
        """Leave out of a list what is not of this story."""
        try:
            told = read_json(response.body)
        except NotJson:
            return response
        rows = at(told, listing.rows)
        if not isinstance(rows, list) or (isinstance(told, dict) and _more(listing, told)):
            return response
        own = [row for row in rows if self._is_own(row, listing.kind)]
        if len(own) == len(rows):
            return response
        return replace(response, body=json.dumps(_put(told, listing.rows, own)).encode())

    def _is_own(self, row: Any, kind: str) -> bool:
        making = self.desk.counter.making
        id = at(row, making.id[-1:])
        return (kind, str(id)) in self.desk.own or is_named(row, making, self.desk.prefix)


def _more(listing: Listing, told: Any) -> bool:
    """Refuse a list that goes on where it was to be whole: what is missing may be the story's."""
    try:
        more = listing.more(told)
    except (KeyError, TypeError):
        return True
    if more:
        raise TargetUnreachable(
            f"GET {listing.path} has more rows than one page holds, so that it cannot be judged; "
            "play on accounts with fewer things."
        )
    return False


def _widened(request: Request, listing: Listing) -> Request:
    """Ask for all rows, unless the request chooses a page."""
    path, mark, query = request.path.partition("?")
    asked = {part.partition("=")[0] for part in query.split("&")}
    if not listing.all or asked & set(listing.paging):
        return request
    wide = "&".join(f"{key}={value}" for key, value in listing.all.items())
    return replace(request, path=f"{path}?{query}{'&' if mark else ''}{wide}")


def _put(told: Any, path: tuple[str, ...], rows: list[Any]) -> Any:
    if not path:
        return rows
    return {**told, path[0]: _put(told[path[0]], path[1:], rows)}


def counted(scenario: Scenario, making: Making, contract: Contract) -> Iterator[str]:
    """Yield the lists that a story judges as wholes: they hold other people's things too."""
    for step in scenario.steps:
        operation = find_operation(contract, scenario.vendor, step.method, step.path)
        listing = making.listings.get(operation.id) if operation else None
        if listing and step.method == "GET" and _judges_all(step, listing):
            yield f"GET {listing.path}"


def _judges_all(step: Step, listing: Listing) -> bool:
    bodies = [each.body for each in expectations(step) if _is_body(each)]
    paged = bool(set(step.query) & set(listing.paging))
    return any(paged or _counts(body, listing) for body in bodies)


def _is_body(expect: Expectation) -> bool:
    return 200 in expect.statuses and isinstance(expect.body, dict | list)


def _counts(body: object, listing: Listing) -> bool:
    rows = at(body, listing.rows)
    if isinstance(rows, dict) and "$length" in rows:
        return True
    around = at(body, listing.rows[:-1])
    return isinstance(around, dict) and any(key in around for key in listing.told_of_all)
