"""The pytest plugin: a story file below a folder named `scenarios` is a test.

It does nothing, and imports nothing of weight, in a project that has no story; the first story file
brings in the rest (`contract_tests.stories`).
"""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from contract_tests.stories import StoryFile

JOBS = 16
FOLDER = "scenarios"


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


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise ValueError("--jobs takes a number from 1 to 1000")
    return int(text)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "StoryFile | None":
    """Collect the story files; READMEs and other people's YAML are none."""
    if file_path.suffix != ".yaml" or FOLDER not in file_path.parts[:-2]:
        return None
    # Here and not above, for pytest loads this module in every project where Accord is installed.
    from contract_tests import stories

    if not stories.is_story(file_path):
        return None
    plugins = parent.config.pluginmanager
    if not plugins.is_registered(stories):
        plugins.register(stories, "accord-stories")
    return stories.StoryFile.from_parent(parent, path=file_path)
