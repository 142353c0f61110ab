"""The score: what counts as caught, what does not, and what is told of it."""

import json
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from contract_tests.cli import main
from contract_tests.problems import Place
from contract_tests.reports.score import as_json, tell_score
from contract_tests.results import Failure, Result, StepResult
from contract_tests.scenarios import Scenario, load
from contract_tests.scoring import BrokenServer, Score, Trial, broken_servers, catches, trial
from contract_tests.verdicts import Verdict

RULE = "aegis.visibility.collection-found"
OTHER = "aegis.update.renames"
LEFT_OUT = BrokenServer("aegis", RULE, RULE, "Nobody finds what is not theirs.")
FAULT = BrokenServer("aegis", RULE, f"{RULE}.owner-only", "Only the owner finds it.")
HIDDEN = {"as": "bob", "call": "GET /data-collections/$bundle", "expect": {"status": 404}}
SEEN = {"as": "ann", "call": "GET /data-collections/$bundle", "expect": {"status": 200}}
SHARED = {"as": "bob", "call": "GET /data-collections/$shared", "expect": {"status": 200}}


def story(
    folder: Path, *steps: Mapping[str, object], name: str = "a", rule: str = RULE
) -> Scenario:
    path = folder / "scenarios" / "aegis" / "small" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    given = {
        "orgs": ["acme"],
        "users": {"ann": {"org": "acme"}, "bob": {"org": "acme"}},
        "data_collections": {"bundle": {"owner": "ann"}, "shared": {"owner": "ann", "org": "acme"}},
    }
    told = {"title": f"A story {name}", "rules": [rule], "given": given, "steps": list(steps)}
    path.write_text(json.dumps(told), encoding="utf-8")
    return load(path)


def failing(scenario: Scenario, actual: object, rule: str = RULE) -> Result:
    failure = Failure(1, (rule,), "it differs", 404, actual, "curl", "bob", "GET /", Place("a", 1))
    return Result(scenario, Verdict.FAILED, (StepResult(1, Verdict.FAILED, (failure,)),))


def said(score: Score) -> str:
    out = Console(file=StringIO(), width=100, highlight=False)
    tell_score(score, out)
    return out.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def verify(*arguments: object) -> int:
    return CliRunner().invoke(main, ["verify", "--score", *map(str, arguments)]).exit_code


def test_a_rule_that_is_left_out_is_caught(tmp_path: Path) -> None:
    assert trial(LEFT_OUT, [story(tmp_path, HIDDEN, SEEN)]).caught_by == ("aegis/small/a",)


def test_a_fault_that_nobody_looks_at_survives(tmp_path: Path) -> None:
    assert trial(FAULT, [story(tmp_path, HIDDEN, SEEN)]) == Trial(FAULT, ())


def test_a_fault_is_caught_by_the_story_that_looks(tmp_path: Path) -> None:
    assert trial(FAULT, [story(tmp_path, SHARED)]).caught_by == ("aegis/small/a",)


def test_the_shortest_story_is_told_first(tmp_path: Path) -> None:
    told = [story(tmp_path, SEEN, HIDDEN), story(tmp_path, HIDDEN, name="b")]
    assert trial(LEFT_OUT, told).caught_by == ("aegis/small/b", "aegis/small/a")


def test_a_story_of_another_rule_notices_and_does_not_catch(tmp_path: Path) -> None:
    told = [story(tmp_path, HIDDEN, rule=OTHER)]
    assert trial(LEFT_OUT, told) == Trial(LEFT_OUT, (), ("aegis/small/a",))


def test_a_story_that_fails_on_the_whole_reference_catches_nothing(tmp_path: Path) -> None:
    wrong = {**SEEN, "expect": {"status": 418}}
    assert trial(LEFT_OUT, [story(tmp_path, wrong)]) == Trial(LEFT_OUT, ())


def test_a_failure_under_the_name_of_the_rule_catches(tmp_path: Path) -> None:
    assert catches(failing(story(tmp_path, SEEN), {"status": 200}), RULE)


def test_a_failure_under_another_name_catches_nothing(tmp_path: Path) -> None:
    assert not catches(failing(story(tmp_path, SEEN), {"status": 200}, OTHER), RULE)


def test_an_error_500_catches_nothing(tmp_path: Path) -> None:
    assert not catches(failing(story(tmp_path, SEEN), {"status": 500}), RULE)


def test_what_errored_catches_nothing(tmp_path: Path) -> None:
    assert not catches(Result(story(tmp_path, SEEN), Verdict.ERRORED), RULE)


def test_every_rule_and_every_fault_makes_a_broken_server() -> None:
    told = {server.id for server in broken_servers(["aegis"])}
    assert {RULE, f"{RULE}.owner-only"} <= told


def test_only_the_wished_vendor_is_broken() -> None:
    assert {server.vendor for server in broken_servers(["aegis"])} == {"aegis"}


def test_a_score_is_never_rounded_up_to_a_hundred() -> None:
    trials = (*(Trial(LEFT_OUT, ("a",)) for _ in range(1999)), Trial(FAULT, ()))
    assert Score(trials).percent == pytest.approx(99.9)


def test_a_score_of_nothing_is_nothing() -> None:
    assert Score(()).percent == 0


def test_a_survivor_is_told_with_its_sentence_and_how_to_serve_it() -> None:
    told = said(Score((Trial(LEFT_OUT, ("aegis/small/a",)), Trial(FAULT, (), ("aegis/small/b",)))))
    assert f"survives: {FAULT.id}" in told
    assert FAULT.sentence in told
    assert f"accord serve --fault {FAULT.id}" in told
    assert "fails without naming the rule: aegis/small/b" in told
    assert "50 %  1 of 2 broken servers are caught" in told


def test_the_matrix_is_told_as_plain_values() -> None:
    told = as_json(Score((Trial(FAULT, ("aegis/small/a",)),)))
    assert (told["score"], told["servers"][0]["caught_by"]) == (100.0, ["aegis/small/a"])


def test_everything_caught_gives_0_and_a_kill_matrix(tmp_path: Path) -> None:
    place = story(tmp_path, HIDDEN, SEEN, SHARED).path
    rule = "aegis.list.shared-needs-organisation"
    assert verify("--rule", rule, "--json", tmp_path / "deep" / "kills.json") == 0
    told = json.loads((tmp_path / "deep" / "kills.json").read_text())
    assert {each["rule"] for each in told["servers"]} == {rule}
    assert verify("--rule", rule, place) == 1


@pytest.mark.parametrize(
    "arguments",
    [("--rule", "nothing.*"), ("--vendor", "nobody"), ("--junit", "a.xml")],
    ids=["no rule", "no vendor", "junit"],
)
def test_bad_usage_gives_2(arguments: tuple[str, ...]) -> None:
    assert verify(*arguments) == 2
