"""Stories as pytest's tests: collected, played together, each waiting for its own result.

All selected stories begin to play when the run loop begins; so -k, -x, --junitxml and the rest of
pytest work as usual, and wall time grows with the longest story. Under xdist each worker plays its
own stories as they come.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, cast

import pytest
from rich.text import Text

from contract_tests.playhouse import Playhouse
from contract_tests.plugin import FOLDER
from contract_tests.preflight import Preflight, table_of
from contract_tests.problems import ScenarioError
from contract_tests.reports.console import console
from contract_tests.reports.failures import failure_text
from contract_tests.results import Result
from contract_tests.scenarios import Scenario, load
from contract_tests.stage import NoStage
from contract_tests.target_file import TargetFile, TargetFileError, read_target_file
from contract_tests.venues import ReferenceVenue, TargetVenue, Venue
from contract_tests.verdicts import Verdict
from mock_server.contract import ContractError, load_contract

PLAYHOUSE = pytest.StashKey[Playhouse]()
TARGET_FILE = pytest.StashKey[TargetFile | None]()


class StoryFailed(Exception):
    """The target does otherwise than a story says."""


class StoryErrored(Exception):
    """A story could not be judged: the connection broke, or Accord did."""


def is_story(path: Path) -> bool:
    """Tell whether a file is at scenarios/<vendor>/…, for a vendor of the contract."""
    folders = path.parts[:-1]
    place = len(folders) - 1 - folders[::-1].index(FOLDER)
    return place + 1 < len(folders) and folders[place + 1] in load_contract().vendors


class StoryFile(pytest.File):
    """A file with one story."""

    def collect(self) -> Iterator["StoryItem"]:
        """Read the story; a malformed one is a collection error that says where and what."""
        try:
            scenario = load(self.path)
        except (ScenarioError, ContractError) as error:
            raise self.CollectError(str(error)) from None
        yield StoryItem.from_parent(self, name=scenario.title, scenario=scenario)


class StoryItem(pytest.Item):
    """One story, played on the target."""

    def __init__(self, *, scenario: Scenario, **rest: Any) -> None:
        """A story is found with -k by its title, its id and the rules that it tells."""
        super().__init__(**rest)
        self.scenario = scenario
        self.result: Result | None = None
        self.extra_keyword_matches.update(scenario.rules, [scenario.id])

    def runtest(self) -> None:
        """Wait for the story's result, and turn its verdict into pytest's."""
        self.result = result = _playhouse(self.config).result(self.scenario)
        self.user_properties += [("rule", rule) for rule in self.scenario.rules]
        self.user_properties.append(("verdict", str(result.verdict)))
        if result.verdict in (Verdict.UNSUPPORTED, Verdict.SKIPPED):
            pytest.skip(result.reason or str(result.verdict))
        if result.verdict is Verdict.FAILED:
            raise StoryFailed(failure_text(result))
        if result.verdict is Verdict.ERRORED:
            raise StoryErrored(f"errored: {result.reason}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: object) -> str:
        """Tell a failure as the report does; anything else is a fault of ours, told in full."""
        if isinstance(excinfo.value, StoryFailed | StoryErrored):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Name the story where pytest names a test."""
        return self.path, 0, self.scenario.id


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the stories of vendors that the target is not of."""
    if not any(isinstance(item, StoryItem) for item in items):
        return
    file = _target_file(config)
    if file is None:
        return
    others = [
        item
        for item in items
        if isinstance(item, StoryItem) and item.scenario.vendor != file.vendor
    ]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Iterator[None]:
    """Begin to play every selected story, unless xdist deals them out one by one."""
    stories = [item.scenario for item in session.items if isinstance(item, StoryItem)]
    config = session.config
    if stories and not config.option.collectonly and not hasattr(config, "workerinput"):
        playhouse = _playhouse(config)
        if told := playhouse.preflight(stories):
            _say(config, told)
        playhouse.start(stories)
    return (yield)


def _say(config: pytest.Config, told: Preflight) -> None:
    """Print the preflight past pytest's capture, on the stream for people."""
    capture = config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled() if capture else nullcontext():
        out = console(stderr=True)
        for each in told.leftovers:
            told_of = Text(f"An earlier run, or one that still runs, left things over: {each}")
            out.print(told_of, soft_wrap=True)
        if told.missing:
            out.print(table_of(told))
            out.print()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let the reference go, if one was started."""
    if PLAYHOUSE in session.config.stash:
        session.config.stash[PLAYHOUSE].close()
        del session.config.stash[PLAYHOUSE]


def _playhouse(config: pytest.Config) -> Playhouse:
    if PLAYHOUSE not in config.stash:
        jobs = cast(int, config.getoption("--jobs"))
        config.stash[PLAYHOUSE] = Playhouse(_venue(config, jobs), jobs)
    return config.stash[PLAYHOUSE]


def _venue(config: pytest.Config, jobs: int) -> Venue:
    file = _target_file(config)
    try:
        if file is None:
            return ReferenceVenue(connections=jobs)
        return TargetVenue(file, connections=jobs)
    except NoStage as error:
        raise pytest.UsageError(str(error)) from None


def _target_file(config: pytest.Config) -> TargetFile | None:
    if TARGET_FILE not in config.stash:
        path = config.getoption("--target")
        config.stash[TARGET_FILE] = _read(path) if path else None
    return config.stash[TARGET_FILE]


def _read(path: str) -> TargetFile:
    try:
        return read_target_file(path, vendors=load_contract().vendors)
    except (TargetFileError, ContractError) as error:
        raise pytest.UsageError(str(error)) from None
