"""From what came of a request to the bytes of its answer: one status, one body, one write."""

import secrets
from collections.abc import Mapping
from http import HTTPStatus
from itertools import count
from typing import NamedTuple

import msgspec

from mock_server.contract import Contract, Operation, Vendor
from mock_server.domain.outcomes import CsvFile, Outcome, Refused, Told
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
        self._types = error_types(contract, readings)
        self._successes = {
            id: rule.success for id, rule in contract.rules.items() if rule.success is not None
        }

    def answer(self, operation: Operation, outcome: Outcome) -> Answer:
        """Every answer has the shape that is documented for its status."""
        if isinstance(outcome, Refused):
            return self._refused(outcome)
        rules: Headers = [("Accord-Rule", ", ".join(outcome.rules))] if outcome.rules else []
        status = self._success(operation, outcome.rules)
        if isinstance(outcome.value, Told):
            return Answer(status, *_told(outcome.value, rules))
        media_type = operation.responses[status].media_type
        if media_type is None:
            return Answer(status, rules)
        return Answer(status, *_body(outcome.value, media_type, rules))

    def _success(self, operation: Operation, rules: tuple[str, ...]) -> int:
        """Choose among several documented successes by the rule that tells its own."""
        for rule in rules:
            if rule in self._successes:
                return self._successes[rule]
        return operation.success

    def _refused(self, refused: Refused) -> Answer:
        status = self._refusals[refused.rule]
        body = self.dialect.refused(refused, status)
        return self._json(status, self._typed(body, refused.rule, status), refused.rule)

    def _typed(self, body: object, rule: str, status: int) -> object:
        types = self._types.get(rule)
        return self.dialect.typed(body, types.get(str(status)) or types[""]) if types else body

    def unauthenticated(self, *, told: bool = False, gone: bool) -> Answer:
        """Refuse somebody whom no valid token names.

        `told`: a token was sent; `gone`: its world was taken away.
        """
        key = "unknown_token" if told else "unauthenticated"
        answer = self._told(key, "token-required", status="unauthenticated")
        answer.headers.extend(self.dialect.challenge.items())
        if gone:
            answer.headers.append(("Accord-World", "evicted"))
        return answer

    def invalid(self, invalid: Invalid) -> Answer:
        """Refuse a request that does not fit the contract."""
        rule = f"{self.vendor.id}.wire.request-valid"
        status = self._statuses[invalid.status]
        body = self.dialect.invalid(invalid.entries)
        if invalid.status == Invalid.status:
            body = self._typed(body, rule, status)
        return self._json(status, self._named(body, invalid.status), rule)

    def no_such_path(self) -> Answer:
        """Answer for a path that the vendor does not have."""
        return self._told("no_such_path")

    def no_such_method(self, methods: str) -> Answer:
        """Answer for a method that a path does not have; `Allow` tells those that it has."""
        sentence = self.dialect.no_such_method.format(methods=methods)
        answer = self._told("no_such_method", sentence=sentence)
        answer.headers.append(("Allow", methods))
        return answer

    def internal(self) -> Answer:
        """Answer for an error of our own, without its trace."""
        return self._told("internal")

    def _told(
        self, key: str, rule: str | None = None, *, status: str = "", sentence: str = ""
    ) -> Answer:
        told = self.dialect.told(sentence or getattr(self.dialect, key))
        wire = rule and f"{self.vendor.id}.wire.{rule}"
        code = self._refusals.get(wire or "", self._statuses[status or key])
        return self._json(code, self._named(told, key), wire)

    def _named(self, body: object, key: str) -> object:
        """Put in what the contract calls an error of the wire."""
        name = self.vendor.error_types.get(key)
        return self.dialect.typed(body, name) if name else body

    @staticmethod
    def _json(status: int, body: object, rule: str | None) -> Answer:
        rules: Headers = [("Accord-Rule", rule)] if rule else []
        return Answer(status, [JSON_TYPE, *rules], encode(body))


def _body(value: object, media_type: str, headers: Headers) -> tuple[Headers, bytes]:
    if media_type == JSON_TYPE[1]:
        return [JSON_TYPE, *headers], encode(value)
    if value == {}:  # what a view that was left out tells: no file, and no error of ours
        return [("Content-Type", f"{media_type}; charset=utf-8"), *headers], b""
    if not isinstance(value, CsvFile):
        raise TypeError(f"A view of {media_type} tells a file, not {type(value).__name__}.")
    file = ("Content-Disposition", f'attachment; filename="{value.name}"')
    kind = ("Content-Type", f"{media_type}; charset=utf-8")
    return [kind, file, *headers], value.content.encode()


def _told(told: Told, headers: Headers) -> tuple[Headers, bytes]:
    """Write an answer that brings headers of its own, and perhaps a text in a form of its own."""
    own = [*told.headers.items(), *headers]
    if told.media_type is None:
        return [JSON_TYPE, *own], encode(told.value)
    kind = ("Content-Type", f"{told.media_type}; charset=utf-8")
    return [kind, *own], str(told.value).encode()


def error_types(contract: Contract, readings: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """Look up by rule and status what a vendor calls its refusals; a reading may decide it."""
    types = {rule.id: rule.error_types for rule in contract.rules.values() if rule.error_types}
    for rule in contract.rules.values():
        chosen = readings.get(rule.error_type_reading or "")
        if chosen:
            types[rule.id] = {"": chosen}
    return types


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
