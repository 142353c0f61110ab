"""Waivers: what they excuse, when they fail a run, and what is wrong with a file of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from contract_tests.problems import Place
from contract_tests.results import Failure, Result, StepResult
from contract_tests.scenarios import Scenario, load
from contract_tests.tests.small_app import write_story
from contract_tests.verdicts import Verdict
from contract_tests.waiver_file import WaiverFileError, read_waivers
from contract_tests.waivers import Waiver, waived

RULE, OTHER = "aegis.visibility.collection-found", "aegis.update.share-runs"
STORY = "aegis/small/a-fact"
TODAY = date(2026, 5, 1)
Read = Callable[[str], tuple[Waiver, ...]]


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    return load(write_story(tmp_path, "a-fact"))


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    monkeypatch.chdir(tmp_path)

    def reading(text: str) -> tuple[Waiver, ...]:
        Path("w.yaml").write_text(text, encoding="utf-8")
        return read_waivers(Path("w.yaml"), rules=[RULE], stories=[STORY])

    return reading


def waiver(kind: str = "story", pattern: str = STORY, expires: date = TODAY) -> Waiver:
    place = Place("w.yaml", 3, 3)
    return Waiver(kind=kind, pattern=pattern, reason="known", link="", expires=expires, place=place)


def failed(scenario: Scenario, *rules: str) -> Result:
    failures = tuple(
        Failure(1, (rule,), "m", 1, 2, "", "ann", "GET /x", Place("a")) for rule in rules
    )
    return Result(scenario, Verdict.FAILED, (StepResult(1, Verdict.FAILED, failures),))


def passed(scenario: Scenario) -> Result:
    steps = (StepResult(1, Verdict.PASSED), StepResult(2, Verdict.PASSED))
    return Result(scenario, Verdict.PASSED, steps)


@pytest.mark.parametrize(
    "by",
    [
        waiver(),
        waiver(pattern="aegis/small/*"),
        waiver("rule", RULE),
        waiver("rule", "aegis.visibility.*"),
    ],
)
def test_a_failure_is_waived_by_its_story_or_rule(scenario: Scenario, by: Waiver) -> None:
    told = waived([failed(scenario, RULE)], [by], TODAY)
    assert (dict(told.stories), told.troubles) == ({STORY: by}, ())


def test_a_story_with_a_failure_of_another_rule_is_not_waived(scenario: Scenario) -> None:
    told = waived([failed(scenario, RULE, OTHER)], [waiver("rule", RULE)], TODAY)
    assert not told.stories


def test_an_errored_story_is_not_waived(scenario: Scenario) -> None:
    assert not waived([Result(scenario, Verdict.ERRORED)], [waiver()], TODAY).stories


def test_an_expired_waiver_excuses_nothing_and_is_told(scenario: Scenario) -> None:
    told = waived([failed(scenario, RULE)], [waiver(expires=date(2026, 4, 30))], TODAY)
    assert not told.stories
    assert told.troubles[0].startswith(f"w.yaml:3:3: the waiver of {STORY} expired on 2026-04-30")


def test_a_waiver_is_good_on_its_last_day(scenario: Scenario) -> None:
    assert waived([failed(scenario, RULE)], [waiver(expires=TODAY)], TODAY).stories


@pytest.mark.parametrize("by", [waiver(), waiver("rule", RULE)])
def test_what_is_waived_and_passes_is_told(scenario: Scenario, by: Waiver) -> None:
    (said,) = waived([passed(scenario)], [by], TODAY).troubles
    assert "is waived, but" in said
    assert "take the waiver out" in said


def test_a_rule_of_which_one_story_fails_keeps_its_waiver(scenario: Scenario) -> None:
    told = [passed(replace(scenario, id="b")), failed(scenario, RULE)]
    assert not waived(told, [waiver("rule", RULE)], TODAY).troubles


def test_a_part_of_the_stories_does_not_show_that_a_rule_is_kept(scenario: Scenario) -> None:
    assert not waived([passed(scenario)], [waiver("rule", RULE)], TODAY, whole=False).troubles


def test_a_story_that_is_not_played_is_no_trouble(scenario: Scenario) -> None:
    unsupported = Result(scenario, Verdict.UNSUPPORTED)
    assert not waived([], [waiver()], TODAY).troubles
    assert not waived([unsupported], [waiver()], TODAY).troubles


def test_a_waiver_file_is_read(read: Read) -> None:
    text = f"- rule: {RULE}\n  reason: known\n  link: https://t.test/1\n  expires: 2026-12-31\n"
    (found,) = read(text)
    assert (found.kind, found.pattern, found.reason) == ("rule", RULE, "known")
    assert (found.link, found.expires) == ("https://t.test/1", date(2026, 12, 31))


def test_an_empty_waiver_file_waives_nothing(read: Read) -> None:
    assert read("# none yet\n") == ()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: 1", "1:1: The file needs a list of {rule or story, reason, link, expires} here."),
        ("- x", "1:3: A waiver has keys with values"),
        (f"- rule: {RULE}\n  reason: r\n", "1:3: A waiver needs expires; this one lacks it."),
        ("- {reason: r, expires: 2026-01-01}", "1:3: A waiver names either a rule or a story"),
        (
            f"- {{rule: {RULE}, story: {STORY}, reason: r, expires: 2026-01-01}}",
            "1:3: A waiver names either a rule or a story",
        ),
        (
            f"- rule: {RULE}\n  reson: r\n  expires: 2026-01-01\n",
            "2:3: A waiver has no key 'reson'. Did you mean 'reason'?",
        ),
        (
            "- {rule: aegis.visibility.colection-found, reason: r, expires: 2026-01-01}",
            f"1:10: There is no rule 'aegis.visibility.colection-found'. Did you mean '{RULE}'?",
        ),
        ("- {story: no/*, reason: r, expires: 2026-01-01}", "1:11: There is no story 'no/*'."),
        (
            f"- {{rule: {RULE}, reason: r, expires: soon}}",
            "expires needs a day like 2026-12-31, not 'soon'.",
        ),
        (
            f"- {{rule: {RULE}, reason: r, expires: 2026-02-30}}",
            "expires needs a day like 2026-12-31, not '2026-02-30'.",
        ),
        (
            f"- {{rule: {RULE}, reason: r, expires: 2026-01-01, link: 'javascript:x'}}",
            "link needs a URL that begins with https://",
        ),
        (f"- {{rule: {RULE}, reason: '', expires: 2026-01-01}}", "reason needs a text here."),
        (f"- rule: {RULE}\n  rule: {RULE}\n", "2:3: 'rule' stands twice in this waiver"),
        ("- [", "The YAML breaks here"),
    ],
)
def test_a_malformed_file_is_told_by_line_and_column(read: Read, text: str, complaint: str) -> None:
    with pytest.raises(WaiverFileError) as caught:
        read(text)
    assert str(caught.value).startswith("w.yaml:")
    assert complaint in str(caught.value)
