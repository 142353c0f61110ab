"""The suite's own score: how many servers that are broken on purpose it catches.

A broken server is the reference with one rule left out, or with one hand-made fault. A story
catches it when it fails there and a failure of it names the broken rule; an error 500 or an answer
of another shape alone catches nothing, and no story counts that fails on the whole reference too.
So only the stories that tell a rule can catch its broken servers, and they are played; where none
does, all others are played as well, to tell whether one at least noticed something.
"""

import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from contract_tests.reference import accord, in_process
from contract_tests.results import Failure, Result
from contract_tests.runner import play
from contract_tests.scenarios import Scenario
from contract_tests.shelf import stories
from contract_tests.stage import Stage
from contract_tests.verdicts import Verdict
from mock_server.app import create_app

JOBS = 2
BROKEN_INSIDE = 500


@dataclass(frozen=True, slots=True)
class BrokenServer:
    """The reference without one rule, or with one fault in it; `id` is the rule's or the fault's.

    `sentence` is what the rule says, or what the fault does instead.
    """

    vendor: str
    rule: str
    id: str
    sentence: str

    @property
    def is_fault(self) -> bool:
        return self.id != self.rule

    def stage(self) -> Stage:
        """Start it in process, under the readings that wake its rule."""
        under = accord().contract.rules[self.rule].under
        if self.is_fault:
            return in_process(
                create_app(seeds=(), fault=self.id, readings=under), self.vendor, under
            )
        app = create_app(seeds=(), without=[self.rule], readings=under)
        return in_process(app, self.vendor, under)


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a broken server: the stories that catch it, the shortest first.

    `noticed` are the stories that fail without naming its rule; they are looked for only where
    none catches it.
    """

    server: BrokenServer
    caught_by: tuple[str, ...]
    noticed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """What came of all broken servers."""

    trials: tuple[Trial, ...]
    seconds: float = 0.0

    @property
    def caught(self) -> int:
        return sum(1 for trial in self.trials if trial.caught_by)

    @property
    def survivors(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if not trial.caught_by)

    @property
    def percent(self) -> float:
        """How many of a hundred are caught, never rounded up to a hundred."""
        return int(1000 * self.caught / len(self.trials)) / 10 if self.trials else 0.0


def broken_servers(vendors: Iterable[str] = ()) -> Iterator[BrokenServer]:
    """Give each broken server of the wished vendors, else of all: rule by rule, then its faults."""
    wished = frozenset(vendors)
    for vendor, wing in accord().wings.items():
        if wished and vendor not in wished:
            continue
        chapters = wing.rulebook.values()
        rules = {rule.rule: rule.sentence for chapter in chapters for rule in chapter.rules}
        for rule, sentence in rules.items():
            yield BrokenServer(vendor, rule, rule, sentence)
            for fault in wing.faults:
                if fault.rule == rule:
                    yield BrokenServer(vendor, rule, fault.id, fault.sentence)


def trials(
    servers: Iterable[BrokenServer], places: Iterable[Path], *, jobs: int = JOBS
) -> Iterator[Trial]:
    """Try every broken server, on several processes, and give what came of each in order."""
    told, every = tuple(places), tuple(servers)
    afresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=afresh, initializer=_quietly) as pool:
        yield from pool.map(_tried, every, [told] * len(every), chunksize=4)


def _quietly() -> None:
    """Drop the traces of a worker: a server without a rule may well meet an error of its own."""
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # as long as the worker


def _tried(server: BrokenServer, places: tuple[Path, ...]) -> Trial:
    return trial(server, _told(places))


@cache
def _told(places: tuple[Path, ...]) -> tuple[Scenario, ...]:
    return tuple(stories(places))


def trial(server: BrokenServer, told: Iterable[Scenario]) -> Trial:
    """Play stories on a broken server."""
    stage = server.stage()
    of_vendor = sorted(
        (story for story in told if story.vendor == server.vendor),
        key=lambda story: (len(story.steps), story.id),
    )
    naming = [story for story in of_vendor if _names(story, server.rule)]
    caught = tuple(
        story.id
        for story in naming
        if catches(play(story, stage), server.rule) and _is_fair(story, stage)
    )
    if caught:
        return Trial(server, caught)
    noticed = tuple(
        story.id
        for story in of_vendor
        if play(story, stage).verdict is Verdict.FAILED and _is_fair(story, stage)
    )
    return Trial(server, (), noticed)


def _names(story: Scenario, rule: str) -> bool:
    return rule in story.rules or any(rule in step.rules for step in story.steps)


def catches(result: Result, rule: str) -> bool:
    """Tell whether a story failed under the name of a rule, by more than an error 500."""
    if result.verdict is not Verdict.FAILED:
        return False
    return any(rule in each.rules and not _is_error(each) for each in result.failures)


def _is_error(failure: Failure) -> bool:
    status = failure.actual.get("status") if isinstance(failure.actual, dict) else None
    return isinstance(status, int) and status >= BROKEN_INSIDE


def _is_fair(story: Scenario, stage: Stage) -> bool:
    """Tell whether the whole reference, under the same readings, does as a story says."""
    return _whole_verdict(story.path, story.vendor, tuple(sorted(stage.readings.items()))).conforms


@cache
def _whole_verdict(path: Path, vendor: str, under: tuple[tuple[str, str], ...]) -> Verdict:
    (story,) = stories([path])
    return play(story, _whole(vendor, under)).verdict


@cache
def _whole(vendor: str, under: tuple[tuple[str, str], ...]) -> Stage:
    return in_process(create_app(seeds=(), readings=dict(under)), vendor, dict(under))
