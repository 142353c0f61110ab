"""From what came of a request to the bytes of its answer: one status, one body, one write."""

import secrets
from collections.abc import Mapping
from http import HTTPStatus
from itertools import count
from typing import NamedTuple

import msgspec

from mock_server.contract import Contract, Operation, Vendor
from mock_server.domain.outcomes import CsvFile, Outcome, Refused
from mock_server.web.complaints import Invalid
from mock_server.web.dialects.dialect import Dialect

Headers = list[tuple[str, str]]
JSON_TYPE = ("Content-Type", "application/json")
LINES = {each.value: f"{each.value} {each.phrase}" for each in HTTPStatus}
encode = msgspec.json.Encoder(decimal_format="number").encode

_start = secrets.token_hex(4)
_numbers = count(1)


class Answer(NamedTuple):
    """A status, headers and a body, ready to be written."""

    status: int
    headers: Headers
    body: bytes = b""


def request_id() -> str:
    """Give the next request its id; it starts anew with the server."""
    return f"{_start}-{next(_numbers):06x}"


class Voice:
    """Answers for one vendor: the statuses of the contract in the words of the dialect."""

    def __init__(
        self, vendor: Vendor, dialect: Dialect, contract: Contract, readings: Mapping[str, str]
    ) -> None:
        self.vendor = vendor
        self.dialect = dialect
        self._statuses = vendor.statuses
        self._refusals = refusal_statuses(contract, readings)

    def answer(self, operation: Operation, outcome: Outcome) -> Answer:
        """Every answer has the shape that is documented for its status."""
        if isinstance(outcome, Refused):
            return self._refused(outcome)
        rules: Headers = [("Accord-Rule", ", ".join(outcome.rules))] if outcome.rules else []
        status = operation.success
        media_type = operation.responses[status].media_type
        if media_type is None:
            return Answer(status, rules)
        return Answer(status, *_body(outcome.value, media_type, rules))

    def _refused(self, refused: Refused) -> Answer:
        status = self._refusals[refused.rule]
        return self._json(status, self.dialect.refused(refused, status), refused.rule)

    def unauthenticated(self, *, gone: bool) -> Answer:
        """Refuse somebody whom no valid token names; `gone`: the token's world was taken away."""
        answer = self._told("unauthenticated", "token-required")
        answer.headers.extend(self.dialect.challenge.items())
        if gone:
            answer.headers.append(("Accord-World", "evicted"))
        return answer

    def invalid(self, invalid: Invalid, *, status: str = "invalid") -> Answer:
        """Refuse a request that does not fit the contract."""
        body = self.dialect.invalid(invalid.entries)
        return self._json(self._statuses[status], body, f"{self.vendor.id}.wire.request-valid")

    def no_such_path(self) -> Answer:
        """Answer for a path that the vendor does not have."""
        return self._told("no_such_path")

    def no_such_method(self, methods: str) -> Answer:
        """Answer for a method that a path does not have; `Allow` tells those that it has."""
        answer = self._told("no_such_method")
        answer.headers.append(("Allow", methods))
        return answer

    def internal(self) -> Answer:
        """Answer for an error of our own, without its trace."""
        return self._told("internal")

    def _told(self, key: str, rule: str | None = None) -> Answer:
        body = self.dialect.told(getattr(self.dialect, key))
        return self._json(self._statuses[key], body, rule and f"{self.vendor.id}.wire.{rule}")

    @staticmethod
    def _json(status: int, body: object, rule: str | None) -> Answer:
        rules: Headers = [("Accord-Rule", rule)] if rule else []
        return Answer(status, [JSON_TYPE, *rules], encode(body))


def _body(value: object, media_type: str, headers: Headers) -> tuple[Headers, bytes]:
    if media_type == JSON_TYPE[1]:
        return [JSON_TYPE, *headers], encode(value)
    if not isinstance(value, CsvFile):
        raise TypeError(f"A view of {media_type} tells a file, not {type(value).__name__}.")
    file = ("Content-Disposition", f'attachment; filename="{value.name}"')
    kind = ("Content-Type", f"{media_type}; charset=utf-8")
    return [kind, file, *headers], value.content.encode()


def refusal_statuses(contract: Contract, readings: Mapping[str, str]) -> dict[str, int]:
    """Look up the status of every rule that refuses; a reading may be what decides it."""
    statuses = {}
    for rule in contract.rules.values():
        chosen = readings.get(rule.reading or "", "")
        if chosen.isdigit():
            statuses[rule.id] = int(chosen)
        elif rule.status is not None:
            statuses[rule.id] = rule.status
    return statuses
