"""A race as it is told: the requests, their answers, every order tried, the rules, curl lines."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from contract_tests.absence import ABSENT
from contract_tests.problems import Place
from contract_tests.racing.contests import arena
from contract_tests.racing.orders import Order
from contract_tests.racing.racing import Raced, Violation
from contract_tests.reports.failures import Line
from contract_tests.reports.summary import Summary, summarised
from contract_tests.results import Failure, Result, StepResult
from contract_tests.scenarios import Scenario, Step
from contract_tests.verdicts import Verdict
from mock_server.contract import load_contract

LONGEST = 600


def violation_lines(vendor: str, violation: Violation, seed: int) -> Iterator[Line]:
    """Tell a round that no order explains."""
    number = violation.round.number
    yield Line(violation.round.title, "title")
    yield Line(f"{vendor}, round {number} of seed {seed}", "quiet")
    yield Line("")
    yield Line("  One after the other" if violation.in_turn else "  At once", "step")
    for step, told in zip(violation.round.steps, violation.answers, strict=True):
        sent = f" {_short(_sent(step))}" if _sent(step) is not None else ""
        call = f"{step.caller} asks {step.method} {step.path}{sent}"
        yield Line(f"    {step.number}  {call}: answered {told.status}")
    yield Line("")
    yield Line(_verdict(violation), "message")
    for order in violation.orders:
        yield Line(f"    {_order(order):<12} {order.parting}")
    yield from _nearest(violation)
    for curl in violation.curls:
        yield Line(f"  {curl} &", "curl")


def _verdict(violation: Violation) -> str:
    if violation.in_turn:
        return (
            "  They end so in no order even when asked one after the other, so it is no race; name "
            "the target's readings in its file, and let `accord verify` look into the rest:"
        )
    return "  The answers and what everybody sees then come of no order of them:"


def _order(order: Order) -> str:
    return ", ".join(str(step.number) for step in order.steps)


def _sent(step: Step) -> object:
    if step.form is not None:
        return step.form
    return step.query or None if step.body is ABSENT else step.body


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _nearest(violation: Violation) -> Iterator[Line]:
    nearest = violation.nearest
    yield Line("")
    yield Line(f"  Nearest is {_order(nearest)}: {nearest.parting}")
    yield Line(f"      expected  {_short(nearest.expected)}", "expected")
    yield Line(f"      found     {_short(nearest.actual)}", "actual")
    for rule in violation.rules:
        yield Line("")
        yield Line(f"  {rule}", "rule")
        if known := load_contract().rules.get(rule):
            yield Line(f"  {known.sentence}", "sentence")
    yield Line("")


def summary_of(raced: Iterable[Raced], target: str, seed: int) -> Summary:
    """Fold rounds as `accord verify` folds stories: one for each violation, else one for all."""
    told = tuple(raced)
    results = [result for each in told for result in _results(each, seed)]
    return summarised(results, target, sum(each.seconds for each in told))


def _results(raced: Raced, seed: int) -> Iterator[Result]:
    title = f"{raced.rounds} rounds of seed {seed} end as in some order"
    whole = _scenario(raced.vendor, f"rounds-of-seed-{seed}", title, (), ())
    if not raced.violations:
        yield Result(whole, Verdict.PASSED, seconds=raced.seconds, requests=raced.requests)
    for violation in raced.violations:
        yield _result(raced.vendor, violation, seed)


def _result(vendor: str, violation: Violation, seed: int) -> Result:
    round = violation.round
    rules = violation.rules or (f"{vendor}.wire.answer-shape",)
    claim = f"round-{round.number}-of-seed-{seed}"
    nearest = violation.nearest
    failure = Failure(
        step=nearest.steps[-1].number,
        rules=rules,
        message=f"No order explains it; nearest is {_order(nearest)}: {nearest.parting}",
        expected=nearest.expected,
        actual=nearest.actual,
        curl=" & ".join(violation.curls),
        who=nearest.steps[-1].caller,
        call=f"{nearest.steps[-1].method} {nearest.steps[-1].path}",
        place=Place(f"{vendor}/race/{claim}"),
    )
    step = StepResult(failure.step, Verdict.FAILED, (failure,))
    scenario = _scenario(vendor, claim, round.title, rules, round.steps)
    return Result(scenario, Verdict.FAILED, (step,), requests=len(round.steps))


def _scenario(
    vendor: str, claim: str, title: str, rules: tuple[str, ...], steps: tuple[Step, ...]
) -> Scenario:
    id = f"{vendor}/race/{claim}"
    return Scenario(id, Path(id), vendor, "race", title, rules, arena(vendor).given, steps)
