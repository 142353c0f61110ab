"""The reference agrees with every story, and its every answer has the documented shape."""

from functools import cache

import pytest

from contract_tests.reference import in_process
from contract_tests.runner import play
from contract_tests.scenarios import Scenario
from contract_tests.shelf import shipped_stories, stories
from contract_tests.stage import Stage
from contract_tests.verdicts import Verdict
from mock_server.app import create_app


@cache
def stage(vendor: str) -> Stage:
    return in_process(create_app(seeds=()), vendor)


@pytest.mark.parametrize("story", list(stories([shipped_stories()])), ids=lambda story: story.id)
def test_the_reference_agrees(story: Scenario) -> None:
    result = play(story, stage(story.vendor))

    assert result.verdict is Verdict.PASSED, (result.failures, result.notes, result.reason)
