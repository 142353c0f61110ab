"""One step: asked, and its answer held against the story and against the contract."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from contract_tests.absence import ABSENT
from contract_tests.conformity import NotJson, conformity, find_operation, read_json
from contract_tests.curl import curl, masked
from contract_tests.exchange import exchange_of
from contract_tests.matching import Mismatch, mismatches
from contract_tests.names import Names, UnknownName, references
from contract_tests.provisioning import Founding
from contract_tests.results import Failure, StepResult
from contract_tests.scenarios import Expectation, Scenario, Step
from contract_tests.stage import Stage
from contract_tests.target import Request, Response
from contract_tests.verdicts import Verdict
from contract_tests.wire import IMPOSTOR, credentials, forged_token, request_of


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, and its body as JSON: ABSENT when there is none, its text when it is no JSON."""

    response: Response
    value: object

    @classmethod
    def of(cls, response: Response) -> "Answer":
        if not response.body:
            return cls(response, ABSENT)
        try:
            return cls(response, read_json(response.body))
        except NotJson:
            return cls(response, response.body.decode(errors="replace"))


@dataclass(frozen=True, slots=True)
class _Found:
    """One thing that is wrong with an answer."""

    part: str
    mismatch: Mismatch


@dataclass(frozen=True, slots=True)
class Question:
    """One step on its stage, with the names that are known when it is played.

    `taken` holds, by reading, the options that fit every earlier answer of the story: a target
    chooses once.
    """

    scenario: Scenario
    step: Step
    stage: Stage
    founding: Founding
    names: Names
    taken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def result(self) -> tuple[StepResult, Answer | None]:
        """Ask, judge, and keep what was asked and answered; None ends the story."""
        try:
            request = self._request()
        except UnknownName as error:
            return self._lacking(error), None
        response = self.founding.manners.send(self.stage.target, self.step.caller, request)
        result, answer = self._held(request, Answer.of(response))
        base_url, tokens = self.stage.target.base_url, self.founding.tokens
        return replace(result, exchange=exchange_of(base_url, request, response, tokens)), answer

    def _held(self, request: Request, answer: Answer) -> tuple[StepResult, Answer | None]:
        """Hold an answer against the story and the contract; None ends the story."""
        try:
            options, wrong = self._judged(answer)
        except UnknownName as error:
            return self._lacking(error), None
        if ended := any(each.part == "status" for each in wrong):
            undocumented: tuple[_Found, ...] = ()
            notes = self._noted(options)
        else:
            undocumented, told = self._conformity(request, answer)
            notes = (*self._noted(options), *told)
        notes = tuple(masked(note, self.founding.tokens) for note in notes)
        failures = tuple(self._failure(each, request) for each in (*wrong, *undocumented))
        reading = (self.step.reading, options) if self.step.reading and options else None
        verdict = _verdict(failures, notes)
        result = StepResult(self.step.number, verdict, failures, notes, reading)
        return result, None if ended else answer

    def _noted(self, options: tuple[str, ...]) -> tuple[str, ...]:
        """Note that the target took another documented option than the expected one."""
        expected = self._expected_option()
        if not options or expected in options:
            return ()
        taken = " or ".join(options)
        return (f"{self.step.reading} is {taken} here, where {expected} is expected.",)

    def _request(self) -> Request:
        vendor, caller = self.scenario.vendor, self.step.caller
        impostor = forged_token(self.stage.contract, vendor) if caller == IMPOSTOR else None
        token = self.founding.tokens.get(caller, impostor)
        known = credentials(self.stage.contract, vendor, token)
        return request_of(self.step, self.names, known)

    def _lacking(self, error: UnknownName) -> StepResult:
        """A saved answer lacks a field: the target's fault. The setup's answer does: not its."""
        step = self.step
        told = [each.body for each in (step.expect, *step.alternatives.values())]
        used = references([step.path, step.query, step.body, step.form, *told])
        given = self.founding.names.answers
        if all(name in given or name.partition(".")[0] in given for name in used):
            return StepResult(self.step.number, Verdict.ERRORED, reason=str(error))
        failure = self._failure_of("saved answer", Mismatch("", ABSENT, ABSENT, str(error)), "")
        return StepResult(self.step.number, Verdict.FAILED, (failure,))

    def _expected_option(self) -> str:
        """Tell which option of the step's reading needs no note."""
        options = tuple(self.step.alternatives)
        reading = self.step.reading or ""
        known = (self.stage.readings.get(reading), self.stage.defaults.get(reading))
        return next((each for each in known if each in options and each), (*options, "")[0])

    def _judged(self, answer: Answer) -> tuple[tuple[str, ...], tuple[_Found, ...]]:
        """Find the options that the answer fits, the expected one first; else what is wrong."""
        if not self.step.alternatives:
            return (), tuple(self._wrong(self.step.expect, answer))
        options = self._open_options()
        wrong = {each: tuple(self._wrong(self.step.alternatives[each], answer)) for each in options}
        fits = tuple(option for option in options if not wrong[option])
        return fits, () if fits else wrong[options[0]]

    def _open_options(self) -> tuple[str, ...]:
        """Give the options that the target is still free to take, the expected one first.

        What a target declares is what it is held to.
        """
        reading, expected = self.step.reading or "", self._expected_option()
        if self.stage.readings.get(reading) == expected:
            return (expected,)
        options = self.taken.get(reading) or tuple(self.step.alternatives)
        return tuple(sorted(options, key=lambda option: option != expected))

    def _wrong(self, expect: Expectation, answer: Answer) -> Iterator[_Found]:
        """Yield what is not as expected; after a wrong status nothing else is worth telling."""
        if answer.response.status not in expect.statuses:
            wanted = " or ".join(str(each) for each in expect.statuses)
            message = f"expected status {wanted}, found {answer.response.status}"
            actual = _at_a_glance(answer)
            yield _Found("status", Mismatch("", {"status": expect.status}, actual, message))
            return
        headers = {name.lower(): value for name, value in expect.headers.items()}
        for each in mismatches(self.names.resolve(headers), answer.response.headers):
            yield _Found("header", each)
        if expect.body is not ABSENT:
            body = self.names.resolve(expect.body)
            for each in mismatches(body, answer.value, ordered=expect.ordered):
                yield _Found("body", each)

    def _conformity(
        self, request: Request, answer: Answer
    ) -> tuple[tuple[_Found, ...], tuple[str, ...]]:
        operation = find_operation(
            self.stage.contract, self.scenario.vendor, request.method, request.path
        )
        if operation is None:
            return (), ()
        wrong, notes = conformity(operation, answer.response)
        return tuple(_Found("contract", each) for each in wrong), notes

    def _failure(self, found: _Found, request: Request) -> Failure:
        command = curl(self.stage.target.base_url, request, self.founding.tokens)
        return self._failure_of(found.part, found.mismatch, command)

    def _rules(self, part: str) -> tuple[str, ...]:
        """Name the rules that are broken: an answer of another shape breaks one of its own."""
        shape = f"{self.scenario.vendor}.wire.answer-shape"
        if part == "contract" and shape in self.stage.contract.rules:
            return (shape,)
        return self.step.rules

    def _failure_of(self, part: str, mismatch: Mismatch, command: str) -> Failure:
        tokens = self.founding.tokens
        where = f"{part} {mismatch.pointer}".strip() + ": " if part != "status" else ""
        return Failure(
            step=self.step.number,
            rules=self._rules(part),
            message=masked(where + mismatch.message, tokens),
            expected=_hidden(mismatch.expected, tokens),
            actual=_hidden(mismatch.actual, tokens),
            curl=command,
            who=self.step.caller,
            call=f"{self.step.method} {self.step.path}",
            place=self.step.place,
            part=part,
        )


def _verdict(failures: tuple[Failure, ...], notes: tuple[str, ...]) -> Verdict:
    if failures:
        return Verdict.FAILED
    return Verdict.NOTED if notes else Verdict.PASSED


def _at_a_glance(answer: Answer) -> dict[str, object]:
    """Give a status with the body beside it, for the body says why."""
    glance: dict[str, object] = {"status": answer.response.status}
    if answer.value is not ABSENT:
        glance["body"] = answer.value
    return glance


def _hidden(value: object, tokens: Mapping[str, str]) -> object:
    """Put the names of people where their tokens stand, at any depth."""
    if isinstance(value, str):
        return masked(value, tokens)
    if isinstance(value, Mapping):
        return {key: _hidden(each, tokens) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_hidden(each, tokens) for each in value]
    return value
