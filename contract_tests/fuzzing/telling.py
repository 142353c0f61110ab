"""What was found in generated requests, as a report tells a failed story."""

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from contract_tests.fuzzing.fuzzing import Finding, Fuzzed
from contract_tests.problems import Place
from contract_tests.reports.failures import Line
from contract_tests.reports.summary import Summary, summarised
from contract_tests.results import Failure, Result, StepResult
from contract_tests.scenarios import Scenario
from contract_tests.verdicts import Verdict
from mock_server.contract import load_contract

WIDTH: Final = 98


def finding_lines(finding: Finding) -> Iterator[Line]:
    """Tell one finding: who asked what, the rule, what is wrong, curl."""
    yield Line(f"{finding.operation} ({finding.check.replace('_', ' ')})", "title")
    yield Line(f"  {finding.who} is answered {finding.status or 'nothing'}", "step")
    yield Line("")
    yield Line(f"  {finding.rule}", "rule")
    if known := load_contract().rules.get(finding.rule):
        yield Line(f"  {known.sentence}", "sentence")
    yield Line("")
    for line in finding.message.splitlines():
        for part in textwrap.wrap(line, WIDTH - 4):
            yield Line(f"    {part}", "message")
    yield Line("")
    yield Line(f"  {finding.curl}", "curl")


def summary_of(fuzzed: Iterable[Fuzzed], target: str, seed: int) -> Summary:
    """Fold findings as `accord verify` folds stories: one story for each operation and check."""
    told = tuple(fuzzed)
    results = [result for each in told for result in _results(each, seed)]
    return summarised(results, target, sum(each.seconds for each in told))


def _results(fuzzed: Fuzzed, seed: int) -> Iterator[Result]:
    for trouble in fuzzed.troubles:
        scenario = _scenario(fuzzed.vendor, "trouble", "Not everything could be generated", ())
        yield Result(scenario, Verdict.ERRORED, reason=trouble)
    if not fuzzed.findings:
        title = f"{fuzzed.requests} generated requests are answered as the contract says"
        scenario = _scenario(fuzzed.vendor, f"requests-of-seed-{seed}", title, ())
        yield Result(scenario, Verdict.PASSED, seconds=fuzzed.seconds, requests=fuzzed.requests)
    ordered = sorted(fuzzed.findings, key=_claim)
    for claim, findings in groupby(ordered, key=_claim):
        yield _failed(fuzzed.vendor, claim, list(findings))


def _claim(finding: Finding) -> str:
    words = f"{finding.check} {finding.operation}".replace("{", "").replace("}", "")
    return "-".join(words.replace("_", " ").replace("/", " ").split()).lower()


def _failed(vendor: str, claim: str, findings: list[Finding]) -> Result:
    rules = tuple(dict.fromkeys(each.rule for each in findings))
    scenario = _scenario(vendor, claim, f"{findings[0].operation}: {findings[0].check}", rules)
    failures = tuple(
        Failure(
            step=1,
            rules=(each.rule,),
            message=each.message,
            expected=None,
            actual={"status": each.status},
            curl=each.curl,
            who=each.who,
            call=each.operation,
            place=Place(scenario.id),
        )
        for each in findings
    )
    step = StepResult(1, Verdict.FAILED, failures)
    return Result(scenario, Verdict.FAILED, (step,), requests=len(failures))


def _scenario(vendor: str, claim: str, title: str, rules: tuple[str, ...]) -> Scenario:
    id = f"{vendor}/fuzz/{claim}"
    return Scenario(id, Path(id), vendor, "fuzz", title, rules, {}, ())
