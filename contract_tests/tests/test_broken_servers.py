"""Every rule is caught: the reference without its function turns a story red that names it."""

from collections.abc import Iterator
from functools import cache

import pytest

from contract_tests.reference import accord, in_process
from contract_tests.results import Result
from contract_tests.runner import play
from contract_tests.scenarios import Scenario
from contract_tests.shelf import shipped_stories, stories
from contract_tests.verdicts import Verdict
from mock_server.app import create_app

RULES = [
    (vendor, rule.rule)
    for vendor, wing in accord().wings.items()
    for rule in {
        rule.rule: rule for chapter in wing.rulebook.values() for rule in chapter.rules
    }.values()
]


@cache
def told() -> tuple[Scenario, ...]:
    return tuple(stories([shipped_stories()]))


def played_without(vendor: str, rule: str) -> Iterator[Result]:
    """Play the stories of a rule on a server without it, under the readings that wake it."""
    under = accord().contract.rules[rule].under
    stage = in_process(create_app(seeds=(), without=[rule], readings=under), vendor, under)
    return (play(story, stage) for story in told() if rule in story.rules)


@pytest.mark.parametrize(("vendor", "rule"), RULES, ids=[rule for _, rule in RULES])
def test_a_server_without_the_rule_is_caught(vendor: str, rule: str) -> None:
    caught = [
        failure
        for result in played_without(vendor, rule)
        if result.verdict is Verdict.FAILED
        for failure in result.failures
        if rule in failure.rules
    ]

    assert caught
    assert not all(_is_broken(failure.actual) for failure in caught)


def _is_broken(actual: object) -> bool:
    """Tell whether what was found is no more than an error 500."""
    status = actual.get("status") if isinstance(actual, dict) else None
    return isinstance(status, int) and status >= 500
