"""Broken HTTP is caught, too, and under the wire rule that it breaks."""

import pytest

from contract_tests.reference import accord, in_process
from contract_tests.results import Result
from contract_tests.runner import play
from contract_tests.shelf import shipped_stories, stories
from contract_tests.tests.broken_wires import WIRES, wired
from contract_tests.verdicts import Verdict
from mock_server.app import create_app

TOLD = list(stories([shipped_stories()]))


@pytest.mark.parametrize("vendor", accord().wings)
@pytest.mark.parametrize("name", WIRES)
def test_a_server_with_a_broken_wire_is_caught(vendor: str, name: str) -> None:
    rule, wire = WIRES[name]
    app = create_app(seeds=())
    app.wsgi_app = wired(app.wsgi_app, wire)  # type: ignore[method-assign]
    stage = in_process(app, vendor)
    told = sorted(
        (story for story in TOLD if story.vendor == vendor),
        key=lambda story: f"{vendor}.wire.{rule}" not in story.rules,
    )

    assert any(
        _catches(play(story, stage), f"{vendor}.wire.{rule}" if rule else "") for story in told
    )


def _catches(result: Result, rule: str) -> bool:
    named = {each for failure in result.failures for each in failure.rules}
    return result.verdict is Verdict.FAILED and (not rule or rule in named)
