"""A target that shows only after a while what was done: what may be late, and what may never come.

Where a target declares `visible_within`, what is to be there is asked for again until it is there,
and the lag is told. What must not be there is never waited for: it is judged at once, and once more
at the end of the story, when everything that was done has had the time to show.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from contract_tests.absence import ABSENT
from contract_tests.judgement import Answer, Question
from contract_tests.results import Failure, StepResult
from contract_tests.scenarios import Step
from contract_tests.verdicts import Verdict

PAUSE, LONGEST_PAUSE = 0.05, 1.0
NEGATIVE = frozenset({"$absent", "$not", "$excludes", "$length"})
UNSEEN = 404
Played = tuple[StepResult, Answer | None]


def result_in_time(question: Question) -> Played:
    """Ask until what is late is there, or the time that the target declares is over."""
    started, pause = time.monotonic(), PAUSE
    result, answer = question.result()
    while _may_be_late(question.step, result):
        waited = time.monotonic() - started
        if waited + pause > question.stage.visible_within:
            return result, answer
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
        result, answer = question.result()
        if result.verdict is not Verdict.FAILED:
            return _noted(result, f"visible only after {time.monotonic() - started:.1f} s"), answer
    return result, answer


def _noted(result: StepResult, note: str) -> StepResult:
    verdict = max(result.verdict, Verdict.NOTED)
    return replace(result, verdict=verdict, notes=(*result.notes, note))


def _may_be_late(step: Step, result: StepResult) -> bool:
    """Tell whether all that is wrong is that something is not there yet."""
    if result.verdict is not Verdict.FAILED or not result.failures:
        return False
    return all(_is_late(step, failure) for failure in result.failures)


def _is_late(step: Step, failure: Failure) -> bool:
    if failure.part == "status":
        status = failure.actual.get("status") if isinstance(failure.actual, Mapping) else None
        return status == UNSEEN and min(step.expect.statuses) < 300
    negative = failure.expected is ABSENT or _is_negative(failure.expected)
    return failure.part == "body" and step.method == "GET" and not negative


def _is_negative(value: object) -> bool:
    """Tell whether a value says that something must not be there."""
    return isinstance(value, Mapping) and bool(NEGATIVE & value.keys())


@dataclass(slots=True)
class Vigil:
    """The questions whose answer must not change any more, asked once more at the end."""

    within: float
    questions: list[Question] = field(default_factory=list)
    asked_at: float = field(default_factory=time.monotonic)

    def keep(self, question: Question, result: StepResult) -> None:
        """Keep a question of what must not be there, until something is changed again."""
        if question.step.method == "GET":
            if result.verdict.conforms and _forbids(question.step):
                self.questions.append(question)
            return
        self.asked_at = time.monotonic()
        if result.verdict.conforms and min(question.step.expect.statuses) < 300:
            self.questions.clear()

    def due(self) -> list[Question]:
        """Wait until everything has had the time to show; give what is to be asked again."""
        if not self.within or not self.questions:
            return []
        time.sleep(max(0.0, self.asked_at + self.within - time.monotonic()))
        return self.questions


def at_the_end(result: StepResult, seconds: float) -> StepResult:
    """Say of failures that they came when the question was asked again."""
    failures = (
        replace(each, message=f"{each.message} (asked again {seconds:g} s after the last change)")
        for each in result.failures
    )
    return replace(result, failures=tuple(failures))


def _forbids(step: Step) -> bool:
    """Tell whether a step says of something that it must not be there."""
    expectations = (step.expect, *step.alternatives.values())
    refused = all(min(each.statuses) >= 400 for each in expectations)
    return refused or any(_somewhere(each.body) for each in expectations)


def _somewhere(value: object) -> bool:
    """Find a list, which holds nothing but its members, or a negative matcher, at any depth."""
    if isinstance(value, Mapping):
        return _is_negative(value) or any(map(_somewhere, value.values()))
    return isinstance(value, list)
