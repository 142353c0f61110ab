"""Results folded and told."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from contract_tests.absence import ABSENT
from contract_tests.problems import Place
from contract_tests.reports.as_json import as_json
from contract_tests.reports.console import tell
from contract_tests.reports.failures import failure_text
from contract_tests.reports.summary import summarised
from contract_tests.results import Failure, Result, StepResult
from contract_tests.scenarios import Scenario, load
from contract_tests.tests.small_app import write_story
from contract_tests.verdicts import Verdict

RULE = "aegis.visibility.collection-found"
FAILURE = Failure(
    step=2,
    rules=(RULE,),
    message="body /name: expected 1, found 2",
    expected=1,
    actual=ABSENT,
    curl="curl http://h.test",
    who="bob",
    call="GET /x",
    place=Place("a.yaml", 3, 5),
)


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    return load(write_story(tmp_path, "a-fact"))


def failed(scenario: Scenario, failure: Failure = FAILURE) -> Result:
    steps = (StepResult(1, Verdict.PASSED), StepResult(2, Verdict.FAILED, (failure,)))
    return Result(scenario, Verdict.FAILED, steps, requests=2)


def told(*results: Result) -> str:
    out = Console(file=StringIO(), width=100, highlight=False)
    tell(summarised(results, "http://h.test", 1.25), out)
    return out.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_the_worst_story_decides_a_rule(scenario: Scenario) -> None:
    good = Result(replace(scenario, id="b"), Verdict.PASSED)
    summary = summarised([good, failed(scenario)], "h", 1)
    assert summary.rules[RULE].verdict is Verdict.FAILED


def test_a_rule_counts_its_stories_by_verdict(scenario: Scenario) -> None:
    good = Result(replace(scenario, id="b"), Verdict.PASSED)
    summary = summarised([good, failed(scenario)], "h", 1)
    assert summary.rules[RULE].counts == {Verdict.FAILED: 1, Verdict.PASSED: 1}


def test_a_rule_that_only_a_failure_names_is_told(scenario: Scenario) -> None:
    shape = replace(FAILURE, rules=("aegis.wire.answer-shape",))
    summary = summarised([failed(scenario, shape)], "h", 1)
    assert summary.rules["aegis.wire.answer-shape"].verdict is Verdict.FAILED


def test_errors_and_skips_alone_judge_nothing(scenario: Scenario) -> None:
    results = [Result(scenario, Verdict.ERRORED), Result(scenario, Verdict.UNSUPPORTED)]
    assert not summarised(results, "h", 1).judged


def understood(scenario: Scenario, story: str, *options: str) -> Result:
    step = StepResult(1, Verdict.PASSED, reading=("r", options))
    return Result(replace(scenario, id=story), Verdict.PASSED, (step,))


def test_the_options_that_explain_every_story_are_told(scenario: Scenario) -> None:
    told = [understood(scenario, "a", "404", "400"), understood(scenario, "b", "404")]
    assert summarised(told, "h", 1).readings == {"r": ["404"]}


def test_a_target_that_reads_one_question_in_two_ways_fails(scenario: Scenario) -> None:
    told = [understood(scenario, "a", "404"), understood(scenario, "b", "400")]
    summary = summarised(told, "h", 1)
    assert summary.verdict is Verdict.FAILED
    assert summary.inconsistent == {"r": {"a": ("404",), "b": ("400",)}}


def test_a_failure_tells_the_sentence_of_its_rule(scenario: Scenario) -> None:
    said = failure_text(failed(scenario))
    assert "bob asks GET /x" in said
    assert "answered as not existing" in said


def test_objects_are_told_as_a_difference(scenario: Scenario) -> None:
    both = replace(FAILURE, expected={"a": 1, "b": "x" * 90}, actual={"a": 2, "b": "x" * 90})
    lines = failure_text(failed(scenario, both)).splitlines()
    assert '      -   "a": 1,' in lines
    assert '      +   "a": 2,' in lines


def test_a_curl_command_stays_on_one_line(scenario: Scenario) -> None:
    long = replace(FAILURE, curl="curl " + "x" * 300)
    assert "curl " + "x" * 300 in told(failed(scenario, long))


def test_a_reason_is_told_once_for_many_stories(scenario: Scenario) -> None:
    results = [Result(scenario, Verdict.ERRORED, reason="It is off.") for _ in range(5)]
    said = told(*results)
    assert said.count("It is off.") == 1
    assert "and 4 more" in said


def test_no_line_of_the_matrix_is_wider_than_a_hundred_columns(scenario: Scenario) -> None:
    assert max(map(len, told(failed(scenario)).splitlines())) <= 100


def test_json_has_an_entry_for_each_rule_of_a_failure(scenario: Scenario) -> None:
    two = replace(FAILURE, rules=(RULE, "aegis.update.share-runs"))
    failures = as_json(summarised([failed(scenario, two)], "h", 1))["scenarios"][0]["failures"]
    assert [each["rule"] for each in failures] == [RULE, "aegis.update.share-runs"]


def test_json_writes_null_for_what_is_not_there(scenario: Scenario) -> None:
    failures = as_json(summarised([failed(scenario)], "h", 1))["scenarios"][0]["failures"]
    assert failures[0]["actual"] is None
