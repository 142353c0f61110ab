"""A server that takes another documented option is judged by that option."""

import pytest

from contract_tests.reference import accord, in_process
from contract_tests.runner import play
from contract_tests.scenarios import Scenario
from contract_tests.shelf import shipped_stories, stories
from contract_tests.verdicts import Verdict
from mock_server.app import create_app

TOLD = list(stories([shipped_stories()]))
OPTIONS = [
    (vendor, reading.id, option)
    for vendor, wing in accord().wings.items()
    for reading in wing.readings
    for option in reading.options
    if option != reading.default
]


def stories_on(vendor: str, reading: str) -> list[Scenario]:
    """Give the stories that rest on a reading; where none tells it, all: none may depend on it."""
    resting = [story for story in TOLD if reading in {step.reading for step in story.steps}]
    return resting or [story for story in TOLD if story.vendor == vendor]


@pytest.mark.parametrize(("vendor", "reading", "option"), OPTIONS)
def test_an_option_that_is_declared_is_kept(vendor: str, reading: str, option: str) -> None:
    chosen = {reading: option}
    stage = in_process(create_app(seeds=(), readings=chosen), vendor, chosen)

    told = [play(story, stage).verdict for story in stories_on(vendor, reading)]

    assert max(told) is Verdict.PASSED


@pytest.mark.parametrize(("vendor", "reading", "option"), OPTIONS)
def test_an_option_that_is_not_declared_is_no_failure(
    vendor: str, reading: str, option: str
) -> None:
    stage = in_process(create_app(seeds=(), readings={reading: option}), vendor)
    told = stories_on(vendor, reading)
    rests = any(step.reading == reading for story in told for step in story.steps)

    verdict = max(play(story, stage).verdict for story in told)

    assert verdict is (Verdict.NOTED if rests else Verdict.PASSED)
