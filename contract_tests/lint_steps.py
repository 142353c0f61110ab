"""Faults of a story's steps: people, names, operations, statuses, readings and matchers unknown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contract_tests.absence import ABSENT
from contract_tests.conformity import find_operation
from contract_tests.documents import Document
from contract_tests.givens import given_names, names_of
from contract_tests.jsonvalues import pointer_to
from contract_tests.matchers import MATCHERS, UnknownMatcher, matcher_of
from contract_tests.names import references
from contract_tests.problems import Place, Problem
from contract_tests.scenarios import Expectation, Scenario, Step
from contract_tests.suggestions import suggestion
from mock_server.contract import Contract, Operation

STRANGERS: Final = ("impostor", "nobody")
SENT: Final = ("call", "query", "headers", "body", "form", "raw", "expect")


@dataclass(frozen=True, slots=True)
class Facts:
    """What stories are held against: the contract, and the options of each reading."""

    contract: Contract
    readings: Mapping[str, Sequence[str]]


def step_problems(scenario: Scenario, document: Document, facts: Facts) -> Iterator[Problem]:
    """Yield the faults of all steps, in their order."""
    names = given_names(scenario.vendor, scenario.given)
    for step in scenario.steps:
        linter = _Linter(scenario, document, facts, step, pointer_to("steps", step.number - 1))
        yield from linter.of_caller()
        yield from linter.of_names(names)
        yield from linter.of_reading()
        yield from linter.of_operation()
        yield from linter.of_matchers()
        if step.save:
            names |= {step.save}


@dataclass(frozen=True, slots=True)
class _Linter:
    """One step and what it is held against."""

    scenario: Scenario
    document: Document
    facts: Facts
    step: Step
    at: str

    def problem(self, message: str, *under: str | int) -> Problem:
        return Problem(self.document.place(self.at + pointer_to(*under)), message)

    def of_caller(self) -> Iterator[Problem]:
        known = [*names_of(self.scenario.given, "users"), *STRANGERS]
        if self.step.caller not in known:
            message = f"There is no person {self.step.caller!r}."
            yield self.problem(f"{message} {suggestion(self.step.caller, known)}", "as")

    def of_names(self, known: frozenset[str]) -> Iterator[Problem]:
        entry = self.document.value["steps"][self.step.number - 1]
        for key in SENT:
            if key in entry:
                yield from self._unknown_names(entry[key], known, self.at + pointer_to(key))

    def _unknown_names(
        self, value: object, known: frozenset[str], pointer: str
    ) -> Iterator[Problem]:
        """Yield unknown names where they stand, which may be deep in a body."""
        if isinstance(value, Mapping):
            for key, each in value.items():
                yield from self._unknown_names(each, known, pointer + pointer_to(key))
        elif isinstance(value, list):
            for place, each in enumerate(value):
                yield from self._unknown_names(each, known, f"{pointer}/{place}")
        else:
            for dotted in references(value):
                name = dotted.partition(".")[0]
                if name not in known:
                    message = f"There is no ${name} so far. {suggestion(name, known)}"
                    yield Problem(self.document.place(pointer), message)

    def of_reading(self) -> Iterator[Problem]:
        reading = self.step.reading
        if reading is None:
            return
        if reading not in self.facts.readings:
            message = f"There is no reading {reading!r}. {suggestion(reading, self.facts.readings)}"
            yield self.problem(message, "reading")
            return
        options = self.facts.readings[reading]
        for option in self.step.alternatives:
            if option not in options:
                message = f"{reading} has no option {option!r}. {suggestion(option, options)}"
                yield Problem(self._key_place(option), message)
        if lacking := [each for each in options if each not in self.step.alternatives]:
            message = (
                f"{reading} has other options too; say what follows from {', '.join(lacking)}."
            )
            yield self.problem(message, "expect")

    def _key_place(self, option: str) -> Place:
        return self.document.key_place(self.at + pointer_to("expect", option))

    def of_operation(self) -> Iterator[Problem]:
        contract, vendor = self.facts.contract, self.scenario.vendor
        if vendor not in contract.vendors or self._is_about_the_wire():
            return
        operation = find_operation(contract, vendor, self.step.method, self.step.path)
        if operation is None:
            yield self.problem(self._no_operation(), "call")
            return
        for under, each in self._expectations():
            for status in each.statuses:
                if status not in operation.responses:
                    yield self.problem(_undocumented(operation, status), *under, "status")

    def _is_about_the_wire(self) -> bool:
        """Tell whether the step is about unknown paths and the like, which no operation tells."""
        return any(rule.startswith(f"{self.scenario.vendor}.wire.") for rule in self.step.rules)

    def _no_operation(self) -> str:
        operations = self.facts.contract.of(self.scenario.vendor)
        called = f"{self.step.method} {self.step.path}"
        known = [f"{each.method} {each.relative_path}" for each in operations]
        return f"The contract has no operation for {called}. {suggestion(called, known)}"

    def _expectations(self) -> Iterator[tuple[tuple[str, ...], Expectation]]:
        if not self.step.alternatives:
            yield ("expect",), self.step.expect
        for option, each in self.step.alternatives.items():
            yield ("expect", option), each

    def of_matchers(self) -> Iterator[Problem]:
        for under, each in self._expectations():
            pointer = self.at + pointer_to(*under)
            yield from self._matchers_in(each.headers, pointer + "/headers")
            if each.body is not ABSENT:
                yield from self._matchers_in(each.body, pointer + "/body")

    def _matchers_in(self, value: object, pointer: str) -> Iterator[Problem]:
        if isinstance(value, Mapping):
            yield from self._of_matcher(value, pointer)
            for key, each in value.items():
                yield from self._matchers_in(each, pointer + pointer_to(key))
        elif isinstance(value, list):
            for place, each in enumerate(value):
                yield from self._matchers_in(each, f"{pointer}/{place}")

    def _of_matcher(self, value: Mapping[str, object], pointer: str) -> Iterator[Problem]:
        try:
            found = matcher_of(value)
        except UnknownMatcher as error:
            yield Problem(self.document.place(pointer), str(error))
            return
        if found and not MATCHERS[found[0]].accepts(found[1]):
            message = f"{found[0]} takes {MATCHERS[found[0]].operand}; found {found[1]!r}."
            yield Problem(self.document.place(pointer), message)


def _undocumented(operation: Operation, status: int) -> str:
    known = ", ".join(str(each) for each in sorted(operation.responses))
    return f"{operation.id} does not document status {status}, only {known}."
