"""A failed story in words: who asked what, the rule's sentence, expected beside found, curl."""

import difflib
import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from contract_tests.problems import Place
from contract_tests.results import Failure, Result
from mock_server.contract import load_contract

LONGEST = 16
WIDEST = 160
WIDTH = 98


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a report, and what it is: a report in colour picks its colour by that."""

    text: str
    kind: str = "plain"


def failure_lines(result: Result) -> Iterator[Line]:
    """Tell a failed story, step by step."""
    yield Line(result.scenario.title, "title")
    yield Line(f"{result.scenario.id}", "quiet")
    for _, failures in groupby(result.failures, key=lambda failure: failure.step):
        yield Line("")
        yield from _step_lines(list(failures))


def _step_lines(failures: list[Failure]) -> Iterator[Line]:
    first = failures[0]
    yield Line(f"  Step {first.step}: {first.who} asks {first.call}", "step")
    yield Line(f"  {_near(first.place)}", "quiet")
    for rules, several in groupby(failures, key=lambda failure: failure.rules):
        for rule in rules:
            yield from _rule_lines(rule)
        for failure in several:
            yield Line("")
            yield from _difference(failure)
    if first.curl:
        yield Line("")
        yield Line(f"  {first.curl}", "curl")


def _near(place: Place) -> str:
    """Write a place from where the reader stands, when it is below."""
    path, here = Path(place.path), Path.cwd()
    near = path.relative_to(here) if path.is_relative_to(here) else path
    return f"{near}:{place.line}:{place.column}"


def _rule_lines(rule: str) -> Iterator[Line]:
    yield Line("")
    yield Line(f"  {rule}", "rule")
    if known := load_contract().rules.get(rule):
        yield Line(f"  {known.sentence}", "sentence")


def _difference(failure: Failure) -> Iterator[Line]:
    """Tell a mismatch; below it the two values, when they are more than the message says."""
    yield from _wrapped(failure.message, "    ", "message")
    expected, actual = failure.expected, failure.actual
    if not isinstance(expected, Mapping) or not isinstance(actual, Mapping):
        return
    if expected.keys() == {"status"}:
        said = json.dumps(actual.get("body", "(no body)"), ensure_ascii=False, default=repr)
        yield from _wrapped(f"it says  {said[: 3 * WIDTH]}", "      ", "actual")
        return
    yield from _diff(_lines(expected), _lines(actual))


def _diff(expected: list[str], actual: list[str]) -> Iterator[Line]:
    """Lay two values side by side, or line by line where they are long."""
    if len(expected) == len(actual) == 1:
        yield from _wrapped(f"expected  {expected[0]}", "      ", "expected")
        yield from _wrapped(f"found     {actual[0]}", "      ", "actual")
        return
    told = [line for line in difflib.ndiff(expected, actual) if not line.startswith("?")]
    for line in told[:LONGEST]:
        yield Line(f"      {line}", {"-": "expected", "+": "actual"}.get(line[0], "quiet"))
    if len(told) > LONGEST:
        yield Line(f"        … {len(told) - LONGEST} more lines", "quiet")


def _wrapped(text: str, indent: str, kind: str) -> Iterator[Line]:
    for line in textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  "):
        yield Line(line, kind)


def _lines(value: object) -> list[str]:
    text = json.dumps(value, ensure_ascii=False, default=repr)
    if len(text) > WIDEST // 2:
        text = json.dumps(value, ensure_ascii=False, indent=2, default=repr)
    return [line if len(line) <= WIDEST else f"{line[:WIDEST]}…" for line in text.splitlines()]


def failure_text(result: Result) -> str:
    """Tell a failed story as plain text."""
    return "\n".join(line.text for line in failure_lines(result))
