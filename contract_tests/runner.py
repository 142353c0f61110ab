"""Plays a story on a target and tells what came of it; prints nothing.

Each story founds its own world, asks its steps in order, and leaves nothing behind. An unexpected
status ends the story, for what follows depends on it. What went wrong with the connection, or in
here, is *errored*: never the target's fault.
"""

import time
from collections.abc import Iterator
from dataclasses import replace

from contract_tests.curl import masked
from contract_tests.judgement import Answer, Question
from contract_tests.lag import Vigil, at_the_end, result_in_time
from contract_tests.provisioning import Founding, ProvisioningError, Unsupported
from contract_tests.results import Result, StepResult
from contract_tests.scenarios import Scenario
from contract_tests.stage import Stage
from contract_tests.target import TargetUnreachable
from contract_tests.verdicts import Verdict, fold


def play(scenario: Scenario, stage: Stage) -> Result:
    """Play one story, and take its world down whatever happens."""
    started = time.perf_counter()
    result = _founded(scenario, stage)
    return replace(result, seconds=time.perf_counter() - started)


def _founded(scenario: Scenario, stage: Stage) -> Result:
    try:
        founding = stage.provisioner.found(scenario)
    except Unsupported as error:
        return Result(scenario, Verdict.UNSUPPORTED, reason=str(error))
    except (ProvisioningError, TargetUnreachable) as error:
        return Result(scenario, Verdict.ERRORED, reason=str(error))
    notes: tuple[str, ...] = ()
    try:
        steps = tuple(_steps(scenario, stage, founding))
    finally:
        notes = _taken_down(stage, founding)
    return _result(scenario, steps, notes)


def _taken_down(stage: Stage, founding: Founding) -> tuple[str, ...]:
    """Remove a story's world; that it stays is worth a note and no verdict."""
    try:
        stage.provisioner.teardown(founding)
    except (ProvisioningError, TargetUnreachable) as error:
        return (f"The story's world {founding.world} stays: {error}",)
    return ()


def _result(scenario: Scenario, steps: tuple[StepResult, ...], left: tuple[str, ...]) -> Result:
    return Result(
        scenario,
        fold(step.verdict for step in steps),
        steps,
        notes=(*(f"step {step.number}: {note}" for step in steps for note in step.notes), *left),
        reason=next((f"Step {step.number}: {step.reason}" for step in steps if step.reason), ""),
        requests=len(steps),
    )


def _steps(scenario: Scenario, stage: Stage, founding: Founding) -> Iterator[StepResult]:
    """Play the steps one after the other, until one of them makes the rest meaningless."""
    names, taken = founding.names, dict[str, tuple[str, ...]]()
    vigil = Vigil(stage.visible_within)
    for step in scenario.steps:
        told = founding.manners.step(step)
        question = Question(scenario, told, stage, founding, names, taken)
        result, answer = _attempted(question)
        vigil.keep(question, result)
        yield result
        if result.reading:
            taken |= [result.reading]
        if answer is None:
            return
        if step.save:
            names = names.saved(step.save, answer.value)
    yield from (each for each in map(_asked_again, vigil.due()) if not each.verdict.conforms)


def _asked_again(question: Question) -> StepResult:
    """Ask once more what must not have changed."""
    return at_the_end(_attempted(question)[0], question.stage.visible_within)


def _attempted(played: Question) -> tuple[StepResult, Answer | None]:
    """Play a step; what breaks in here becomes the verdict *errored*, with its reason."""
    number = played.step.number
    try:
        return result_in_time(played)
    except TargetUnreachable as error:
        return StepResult(number, Verdict.ERRORED, reason=str(error)), None
    except Exception as error:  # the one place where a broken step becomes a verdict
        told = masked(f"{type(error).__name__}: {error}", played.founding.tokens)
        reason = f"Accord broke at {played.step.place}: {told}"
        return StepResult(number, Verdict.ERRORED, reason=reason), None
