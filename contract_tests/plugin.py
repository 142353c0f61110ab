"""The pytest plugin: a story file below a folder named `scenarios` is a test.

It does nothing, and imports nothing of weight, in a project that has no story and does not use the
fixture `accord_server`: the rest comes in where it is first needed, which is why imports stand
inside functions here.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from contract_tests.lodging import AccordServer
    from contract_tests.stories import StoryFile

JOBS = 16
FOLDER = "scenarios"
SUITE = "contract_tests"
IN_PROCESS, SPAWNED = "in-process", "spawned"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the options of a run of stories."""
    group = parser.getgroup("accord", "contract tests")
    group.addoption(
        "--target",
        metavar="FILE",
        help="the target file of the implementation under test (default: the reference itself)",
    )
    group.addoption(
        "--jobs",
        type=_jobs,
        default=JOBS,
        metavar="N",
        help=f"how many stories play at once (default: {JOBS})",
    )
    group.addoption(
        "--accord-server",
        choices=(IN_PROCESS, SPAWNED),
        default=IN_PROCESS,
        help="where the fixture accord_server runs: in a thread of this process, so that a "
        f"debugger sees it, or spawned as a process of its own (default: {IN_PROCESS})",
    )
    group.addoption(
        "--accord-fault",
        metavar="ID",
        help="break the server of accord_server on purpose: do your tests notice?",
    )


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise ValueError("--jobs takes a number from 1 to 1000")
    return int(text)


def pytest_configure(config: pytest.Config) -> None:
    """Take `--pyargs contract_tests` for the shipped stories: its own tests are nobody else's."""
    if not config.option.pyargs or SUITE not in config.args:
        return
    from contract_tests.shelf import NoStories, shipped_stories

    try:
        stories = str(shipped_stories())
    except NoStories as error:
        raise pytest.UsageError(str(error)) from None
    config.args[:] = [stories if each == SUITE else each for each in config.args]


@pytest.fixture(scope="session")
def accord_server(pytestconfig: pytest.Config) -> "Iterator[AccordServer]":
    """Give a reference server for the session, where each test founds worlds of its own.

    `world = accord_server.world("aegis", orgs=["acme"], users={"ann": {"org": "acme"}})`, then
    `world.base_url`, `world.headers("ann")`, `world.token("ann")`, `world.id("ann")`.
    """
    from contract_tests.lodging import lodging

    kind, fault = (
        pytestconfig.getoption("--accord-server"),
        pytestconfig.getoption("--accord-fault"),
    )
    with lodging(spawned=kind == SPAWNED, fault=fault) as server:
        yield server


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "StoryFile | None":
    """Collect the story files; READMEs and other people's YAML are none."""
    if file_path.suffix != ".yaml" or FOLDER not in file_path.parts[:-2]:
        return None
    from contract_tests import stories

    if not stories.is_story(file_path):
        return None
    plugins = parent.config.pluginmanager
    if not plugins.is_registered(stories):
        plugins.register(stories, "accord-stories")
    return stories.StoryFile.from_parent(parent, path=file_path)
