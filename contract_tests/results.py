"""What came of a story: its verdict, and each failure with all that is needed to look into it."""

from dataclasses import dataclass

from contract_tests.exchange import Exchange
from contract_tests.problems import Place
from contract_tests.scenarios import Scenario
from contract_tests.verdicts import Verdict, fold


@dataclass(frozen=True, slots=True)
class Failure:
    """One place in which an answer is not as the contract has it.

    `who` asked `call`, as the story writes it; `curl` asks it again. No token is in any of them.
    `part` is what is wrong: the status, a header, the body, or what the contract has of them.
    """

    step: int
    rules: tuple[str, ...]
    message: str
    expected: object
    actual: object
    curl: str
    who: str
    call: str
    place: Place
    part: str = ""


@dataclass(frozen=True, slots=True)
class StepResult:
    """What came of one step; `reason` says why it errored.

    `reading` names a reading and its options that fit this answer and the story's earlier ones;
    `exchange` is what was asked and answered, where anything was.
    """

    number: int
    verdict: Verdict
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()
    reading: tuple[str, tuple[str, ...]] | None = None
    reason: str = ""
    exchange: Exchange | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a story; `reason` says why it could not be judged."""

    scenario: Scenario
    verdict: Verdict
    steps: tuple[StepResult, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str = ""
    seconds: float = 0.0
    requests: int = 0

    @property
    def failures(self) -> tuple[Failure, ...]:
        return tuple(failure for step in self.steps for failure in step.failures)

    @property
    def readings(self) -> dict[str, tuple[str, ...]]:
        """The options by which the target can be understood where the documents are silent."""
        return dict(step.reading for step in self.steps if step.reading)

    def verdict_of(self, rule: str) -> Verdict:
        """Give this story's verdict on one of its rules; skipped when it ended too early."""
        if self.verdict is not Verdict.FAILED:
            return self.verdict
        if any(rule in failure.rules for failure in self.failures):
            return Verdict.FAILED
        told = [each.number for each in self.scenario.steps if rule in each.rules]
        played = [step.verdict for step in self.steps if step.number in told]
        return fold(played) if len(played) == len(told) else Verdict.SKIPPED
