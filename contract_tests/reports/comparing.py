"""A run beside an earlier one: what fails now and did not, what passes now and did not."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from contract_tests.reports.summary import Summary
from contract_tests.results import Result
from contract_tests.verdicts import Verdict

WRONG: Final = frozenset({"failed", "errored"})
# What is wrong with a story: each rule that it shows broken, or that it could not be played.
Wrongs = Mapping[str, frozenset[str]]


class BaselineError(Exception):
    """A baseline is missing or is no report of `accord verify --json`; the message says which."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier run: its stories, what was wrong with each, and the readings taken in two ways."""

    name: str
    stories: Mapping[str, str]
    wrongs: Wrongs
    inconsistent: frozenset[str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is new since the baseline: by story the rules that are newly broken or newly kept."""

    baseline: str
    newly_failing: Mapping[str, tuple[str, ...]]
    newly_passing: Mapping[str, tuple[str, ...]]
    newly_inconsistent: tuple[str, ...]
    still_failing: int
    not_judged: tuple[str, ...]

    @property
    def worse(self) -> bool:
        return bool(self.newly_failing or self.newly_inconsistent)


def read_baseline(path: Path) -> Baseline:
    """Read the JSON report of an earlier run; raise BaselineError when it is none."""
    try:
        told = json.loads(path.read_bytes())
        stories = {each["id"]: each["verdict"] for each in told["scenarios"]}
        wrongs = {each["id"]: _told_wrongs(each) for each in told["scenarios"]}
        return Baseline(path.name, stories, wrongs, frozenset(told.get("inconsistent", ())))
    except OSError as error:
        raise BaselineError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BaselineError(
            f"{path} is not a report of one run; write one with `accord verify --json {path}`."
        ) from error


def _told_wrongs(story: Mapping[str, Any]) -> frozenset[str]:
    if story["verdict"] == "errored":
        return frozenset({"errored"})
    return frozenset(each["rule"] for each in story["failures"])


def _wrongs(result: Result, *, strict: bool) -> frozenset[str]:
    if result.verdict is Verdict.ERRORED:
        return frozenset({"errored"})
    if strict and result.verdict is Verdict.NOTED:
        return frozenset({"noted"})
    return frozenset(rule for failure in result.failures for rule in failure.rules)


def compared(summary: Summary, baseline: Baseline, *, strict: bool = False) -> Comparison:
    """Hold a run against a baseline; a waived failure is none, and with `strict` a note is one."""
    judged = {each.scenario.id: each for each in summary.results if each.verdict > Verdict.SKIPPED}
    now = {
        id: frozenset() if summary.waived.excuses(each) else _wrongs(each, strict=strict)
        for id, each in judged.items()
    }
    before = {id: _before(baseline, id, strict=strict) for id in baseline.stories}
    none: frozenset[str] = frozenset()
    failing = {id: now[id] - before.get(id, none) for id in now}
    passing = {id: before.get(id, none) - now[id] for id in now if judged[id].verdict.conforms}
    unplayed = [id for id, verdict in baseline.stories.items() if _judging(verdict)]
    return Comparison(
        baseline=baseline.name,
        newly_failing=_named(failing),
        newly_passing=_named(passing),
        newly_inconsistent=tuple(sorted({*summary.inconsistent} - baseline.inconsistent)),
        still_failing=sum(1 for id in now if now[id] & before.get(id, none)),
        not_judged=tuple(sorted({*unplayed} - {*judged})),
    )


def _before(baseline: Baseline, story: str, *, strict: bool) -> frozenset[str]:
    if strict and baseline.stories[story] == "noted":
        return frozenset({"noted"})
    return baseline.wrongs[story]


def _judging(verdict: str) -> bool:
    return verdict not in ("unsupported", "skipped")


def _named(changes: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {id: tuple(sorted(rules)) for id, rules in sorted(changes.items()) if rules}
