"""A run of stories with pytest underneath and a face of our own."""

import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress, TaskID, TextColumn

from contract_tests import clock
from contract_tests.plugin import JOBS
from contract_tests.reports.console import progress
from contract_tests.reports.summary import Summary, summarised
from contract_tests.results import Result
from contract_tests.stories import StoryItem
from contract_tests.verdicts import Verdict
from contract_tests.waivers import Waiver, waived

# pytest as a library: none of the caller's configuration, conftest files or other plugins.
ARGUMENTS = (
    "--disable-plugin-autoload",
    *("-p", "contract_tests.plugin"),
    *("-p", "no:terminal"),
    *("-p", "no:cacheprovider"),
    *("-p", "no:unraisableexception"),  # it collects all garbage several times at the end
    *("-c", os.devnull),
    "--noconftest",
    "--capture=no",
    *("-o", "junit_suite_name=accord"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which stories are to be judged, where, what is waived, and what is to be written.

    `whole` says that no story was left out by its file.
    """

    places: Sequence[Path]
    target: Path | None = None
    vendors: Sequence[str] = ()
    rules: Sequence[str] = ()
    junit: Path | None = None
    jobs: int = JOBS
    waivers: Sequence[Waiver] = ()
    today: date = field(default_factory=clock.today)
    whole: bool = True

    def selects(self, item: pytest.Item) -> bool:
        """Tell whether a story is of a wished vendor and tells a wished rule."""
        if not isinstance(item, StoryItem):
            return False
        scenario = item.scenario
        if self.vendors and scenario.vendor not in self.vendors:
            return False
        return not self.rules or any(map(self.names, scenario.rules))

    def names(self, rule: str) -> bool:
        """Tell whether a rule is wished for."""
        return not self.rules or any(fnmatchcase(rule, glob) for glob in self.rules)


@dataclass(slots=True)
class Reporter:
    """A pytest plugin that gathers results, in place of pytest's own terminal."""

    wish: Wish
    out: Console
    results: list[Result] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    ended: Counter[Verdict] = field(default_factory=Counter)
    bar: Progress | None = None
    task: TaskID | None = None
    total: int = 0

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what is wrong with a story file."""
        if report.failed:
            self.faults.append(str(report.longrepr))

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave out what is not wished for."""
        others = [item for item in items if not self.wish.selects(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if self.wish.selects(item)]

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Show the bar, once it is known how many stories there are."""
        self.total = len(session.items)
        if self.total and self.out.is_terminal:
            self.bar = progress(self.out, TextColumn("{task.fields[counts]}", style="dim"))
            self.task = self.bar.add_task("playing stories", total=self.total, counts="")
            self.bar.start()

    def pytest_runtest_logfinish(self) -> None:
        """Move the bar; where there is none, say so four times in all."""
        if self.bar and self.task is not None:
            self.bar.update(self.task, advance=1, counts=self._counts)
        elif len(self.results) in {self.total * part // 4 for part in (1, 2, 3, 4)}:
            self.out.print(f"{len(self.results)} of {self.total} stories played: {self._counts}")

    @property
    def _counts(self) -> str:
        """How many stories ended how so far, the worst first; a waiver is looked at in the end."""
        return ", ".join(f"{self.ended[each]} {each}" for each in sorted(self.ended, reverse=True))

    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        """Keep a story's result."""
        if isinstance(item, StoryItem) and item.result:
            self.results.append(item.result)
            self.ended[item.result.verdict] += 1

    def pytest_sessionfinish(self) -> None:
        """Take the bar away, so that the report begins on a clean line."""
        if self.bar:
            self.bar.stop()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: pytest's word, the summary, and faults of the story files."""

    code: int
    summary: Summary
    faults: tuple[str, ...]


def verified(wish: Wish, target: str, out: Console) -> Outcome:
    """Play the wished stories, and tell the bar and nothing else."""
    os.environ.pop("PYTEST_ADDOPTS", None)
    reporter, started = Reporter(wish, out), time.perf_counter()
    code = pytest.main(_arguments(wish), plugins=[reporter])
    seconds = time.perf_counter() - started
    excused = waived(reporter.results, wish.waivers, wish.today, whole=wish.whole)
    summary = summarised(reporter.results, target, seconds, wished=wish.names, waived=excused)
    return Outcome(int(code), summary, tuple(reporter.faults))


def _arguments(wish: Wish) -> list[str]:
    arguments = [*ARGUMENTS, f"--jobs={wish.jobs}"]
    if wish.target:
        arguments.append(f"--target={wish.target}")
    if wish.junit:
        arguments.append(f"--junitxml={wish.junit}")
    return [*arguments, f"--rootdir={_root(wish.places)}", *map(str, wish.places)]


def _root(places: Sequence[Path]) -> Path:
    """Give the folder above the stories, which JUnit's names are relative to."""
    return Path(os.path.commonpath([place.resolve() for place in places])).parent
