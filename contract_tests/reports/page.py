"""What the HTML report shows, put in order: failures first, then rules, then every story."""

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from contract_tests.exchange import pretty
from contract_tests.reports.comparing import Comparison
from contract_tests.reports.failures import Line
from contract_tests.reports.summary import RuleSummary, Summary
from contract_tests.results import Failure, Result, StepResult
from contract_tests.scenarios import Step
from contract_tests.verdicts import Verdict
from contract_tests.waivers import Waiver
from mock_server.contract import load_contract

HEADLINES: Final[Mapping[Verdict, str]] = {
    Verdict.ERRORED: "Could not be judged in full",
    Verdict.FAILED: "Does not conform",
    Verdict.NOTED: "Conforms, with notes",
    Verdict.PASSED: "Conforms",
    Verdict.SKIPPED: "Nothing was judged",
    Verdict.UNSUPPORTED: "Nothing was judged",
}
LONGEST_DIFFERENCE: Final = 40
MOST_OPEN: Final = 12


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A step of a story, and what came of it: nothing, where the story ended before."""

    step: Step
    result: StepResult | None

    @property
    def word(self) -> str:
        return str(self.result.verdict) if self.result else "skipped"

    @property
    def expected(self) -> str:
        """What the story expects of the body, as the story names things."""
        return pretty(self.step.expect.body)

    @property
    def status(self) -> str:
        return " or ".join(map(str, self.step.expect.statuses))


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story with its steps, its verdict's word, and the waiver that excuses it."""

    result: Result
    word: str
    waiver: Waiver | None

    @property
    def steps(self) -> list[ToldStep]:
        played = {each.number: each for each in self.result.steps}
        return [ToldStep(each, played.get(each.number)) for each in self.result.scenario.steps]

    @property
    def broken(self) -> list[str]:
        named = (rule for failure in self.result.failures for rule in failure.rules)
        return list(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class Topic:
    """Rules or stories of one kind, and how many of them ended how."""

    name: str
    counts: Mapping[str, int]
    rules: Sequence[tuple[str, RuleSummary]] = ()
    stories: Sequence[ToldStory] = ()

    @property
    def wrong(self) -> bool:
        return bool(self.counts.get("failed") or self.counts.get("errored"))


@dataclass(frozen=True, slots=True)
class Run:
    """One run of stories against one target, ready for the template."""

    summary: Summary
    prefix: str
    comparison: Comparison | None = None

    @property
    def headline(self) -> str:
        return HEADLINES[self.summary.verdict]

    @property
    def broken(self) -> list[tuple[str, RuleSummary]]:
        return [each for each in self.summary.rules.items() if each[1].word == "failed"]

    def stories(self, word: str) -> list[ToldStory]:
        return [self._told(result) for result in self.summary.of_word(word)]

    def reasons(self, word: str) -> list[tuple[str, list[ToldStory]]]:
        """Give the stories that ended so, by their reason."""
        told = sorted(self.stories(word), key=lambda each: each.result.reason)
        return [(why, list(some)) for why, some in groupby(told, lambda each: each.result.reason)]

    @property
    def noted(self) -> list[ToldStory]:
        return [self._told(result) for result in self.summary.results if result.notes]

    @property
    def rule_topics(self) -> list[Topic]:
        pairs = groupby(self.summary.rules.items(), lambda pair: _topic(pair[0]))
        return [_of_rules(name, list(rules)) for name, rules in pairs]

    @property
    def story_topics(self) -> list[Topic]:
        told = map(self._told, self.summary.results)
        by_topic = groupby(told, lambda each: each.result.scenario.id.rpartition("/")[0])
        return [_of_stories(name, list(some)) for name, some in by_topic]

    def _told(self, result: Result) -> ToldStory:
        waiver = self.summary.waived.stories.get(result.scenario.id)
        return ToldStory(result, self.summary.word(result), waiver)


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report: one run, or several side by side."""

    runs: Sequence[Run]
    when: datetime

    @property
    def verdict(self) -> Verdict:
        return max(run.summary.verdict for run in self.runs)


def _topic(rule: str) -> str:
    return ".".join(rule.split(".")[:2])


def _of_rules(name: str, rules: list[tuple[str, RuleSummary]]) -> Topic:
    return Topic(name, Counter(told.word for _, told in rules), rules=rules)


def _of_stories(name: str, stories: list[ToldStory]) -> Topic:
    return Topic(name, Counter(each.word for each in stories), stories=stories)


def sentence(rule: str) -> str:
    """Give a rule's sentence; nothing for a rule that is not of the contract."""
    known = load_contract().rules.get(rule)
    return known.sentence if known else ""


def difference(failure: Failure) -> list[Line]:
    """Lay expected and found beside each other, line by line, where the message cannot say it."""
    expected, actual = failure.expected, failure.actual
    if not isinstance(expected, Mapping) or not isinstance(actual, Mapping):
        return []
    if expected.keys() == {"status"}:
        return []
    lines = list(_lines(pretty(expected).splitlines(), pretty(actual).splitlines()))
    if len(lines) <= LONGEST_DIFFERENCE:
        return lines
    left = len(lines) - LONGEST_DIFFERENCE
    return [*lines[:LONGEST_DIFFERENCE], Line(f"… {left} more lines", "quiet")]


def _lines(expected: list[str], actual: list[str]) -> Iterator[Line]:
    kinds = {"-": "expected", "+": "actual", " ": "quiet"}
    for line in difflib.ndiff(expected, actual):
        if line[0] in kinds:
            yield Line(line, kinds[line[0]])
