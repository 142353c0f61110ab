"""A run beside an earlier one, and targets side by side."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from contract_tests.problems import Place
from contract_tests.reports.as_json import write_json
from contract_tests.reports.comparing import Baseline, BaselineError, compared, read_baseline
from contract_tests.reports.side_by_side import side_by_side
from contract_tests.reports.summary import Summary, summarised
from contract_tests.results import Failure, Result, StepResult
from contract_tests.scenarios import Scenario, load
from contract_tests.tests.small_app import write_story
from contract_tests.verdicts import Verdict
from contract_tests.waivers import Waived

RULE, OTHER = "aegis.visibility.collection-found", "aegis.update.share-runs"


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    return load(write_story(tmp_path, "a-fact"))


def run(*results: Result, waived: Waived | None = None) -> Summary:
    return summarised(results, "h", 1, waived=waived or Waived())


def failed(scenario: Scenario, *rules: str) -> Result:
    failure = Failure(1, rules, "m", 1, 2, "", "ann", "GET /x", Place("a"))
    return Result(scenario, Verdict.FAILED, (StepResult(1, Verdict.FAILED, (failure,)),))


def passed(scenario: Scenario) -> Result:
    return Result(scenario, Verdict.PASSED)


def earlier(tmp_path: Path, *results: Result) -> Baseline:
    write_json([run(*results)], tmp_path / "b.json")
    return read_baseline(tmp_path / "b.json")


def test_what_passed_and_fails_is_newly_failing(scenario: Scenario, tmp_path: Path) -> None:
    told = compared(run(failed(scenario, RULE)), earlier(tmp_path, passed(scenario)))
    assert told.newly_failing == {scenario.id: (RULE,)}
    assert told.worse


def test_what_failed_and_passes_is_newly_passing(scenario: Scenario, tmp_path: Path) -> None:
    told = compared(run(passed(scenario)), earlier(tmp_path, failed(scenario, RULE)))
    assert told.newly_passing == {scenario.id: (RULE,)}
    assert not told.worse


def test_what_failed_then_and_now_is_not_new(scenario: Scenario, tmp_path: Path) -> None:
    told = compared(run(failed(scenario, RULE)), earlier(tmp_path, failed(scenario, RULE)))
    assert (told.worse, told.still_failing) == (False, 1)


def test_a_story_that_fails_by_another_rule_is_new(scenario: Scenario, tmp_path: Path) -> None:
    told = compared(run(failed(scenario, OTHER)), earlier(tmp_path, failed(scenario, RULE)))
    assert told.newly_failing == {scenario.id: (OTHER,)}
    assert not told.newly_passing


def test_a_failing_story_that_the_baseline_lacks_is_new(scenario: Scenario, tmp_path: Path) -> None:
    other = replace(scenario, id="aegis/small/b")
    told = compared(run(failed(scenario, RULE)), earlier(tmp_path, passed(other)))
    assert told.worse
    assert told.not_judged == ("aegis/small/b",)


def test_what_cannot_be_played_any_more_is_new(scenario: Scenario, tmp_path: Path) -> None:
    told = compared(run(Result(scenario, Verdict.ERRORED)), earlier(tmp_path, passed(scenario)))
    assert told.newly_failing == {scenario.id: ("errored",)}


def test_a_new_note_counts_only_when_strict(scenario: Scenario, tmp_path: Path) -> None:
    before, now = earlier(tmp_path, passed(scenario)), run(Result(scenario, Verdict.NOTED))
    assert not compared(now, before).worse
    assert compared(now, before, strict=True).worse


def test_a_reading_that_is_newly_taken_in_two_ways_is_worse(
    scenario: Scenario, tmp_path: Path
) -> None:
    steps = [StepResult(1, Verdict.PASSED, reading=("r", (option,))) for option in ("1", "2")]
    stories = [replace(scenario, id=f"aegis/small/{each.reading}") for each in steps]
    told = [
        Result(story, Verdict.PASSED, (step,)) for story, step in zip(stories, steps, strict=True)
    ]
    assert compared(run(*told), earlier(tmp_path, passed(scenario))).newly_inconsistent == ("r",)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"scenarios": 1}', '{"scenarios": [{}]}'])
def test_what_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "b.json").write_text(text)
    with pytest.raises(BaselineError, match="is not a report of one run; write one with"):
        read_baseline(tmp_path / "b.json")


def test_a_baseline_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="cannot be read"):
        read_baseline(tmp_path / "none.json")


def test_rules_stand_side_by_side(scenario: Scenario) -> None:
    rows = side_by_side([run(passed(scenario)), run(failed(scenario, RULE, OTHER))])
    told = {row.rule: (row.words, row.unlike) for row in rows}
    assert told == {RULE: (("passed", "failed"), True), OTHER: (("", "failed"), True)}


def test_a_rule_that_all_keep_is_alike(scenario: Scenario) -> None:
    (row,) = side_by_side([run(passed(scenario)), run(passed(scenario))])
    assert not row.unlike


def test_several_runs_are_several_targets_in_json(scenario: Scenario, tmp_path: Path) -> None:
    write_json([run(passed(scenario)), run(failed(scenario, RULE))], tmp_path / "r.json")
    told = json.loads((tmp_path / "r.json").read_text())
    assert told["verdict"] == "failed"
    assert [each["verdict"] for each in told["targets"]] == ["passed", "failed"]
