"""A run as JSON, for other programs."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from contract_tests.absence import ABSENT
from contract_tests.reports.summary import WAIVED, Summary
from contract_tests.reports.writing import write_text
from contract_tests.results import Failure, Result
from contract_tests.waivers import Waiver


def write_json(summaries: Sequence[Summary], path: Path) -> None:
    """Write the report, of several targets as a list; raise OSError when it cannot be written."""
    told = [as_json(summary) for summary in summaries]
    worst = str(max(summary.verdict for summary in summaries))
    whole = told[0] if len(told) == 1 else {"verdict": worst, "targets": told}
    write_text(path, json.dumps(whole, indent=2, ensure_ascii=False))


def as_json(summary: Summary) -> dict[str, Any]:
    """Give a run as plain values, ready for JSON."""
    return {
        "vendor": summary.vendor,
        "target": summary.target,
        "verdict": str(summary.verdict),
        "rules": {
            rule: {
                "verdict": str(told.verdict),
                "scenarios": list(told.scenarios),
                **({WAIVED: told.waived} if told.waived else {}),
            }
            for rule, told in summary.rules.items()
        },
        "readings": summary.readings,
        "inconsistent": {
            reading: {story: list(options) for story, options in told.items()}
            for reading, told in summary.inconsistent.items()
        },
        "troubles": list(summary.waived.troubles),
        "scenarios": [
            _scenario(result) | _waived(summary.waived.stories.get(result.scenario.id))
            for result in summary.results
        ],
    }


def _waived(by: Waiver | None) -> dict[str, Any]:
    """Tell why a failure is waived; the story's verdict stays what it is."""
    if by is None:
        return {}
    told = {by.kind: by.pattern, "reason": by.reason, "link": by.link, "expires": f"{by.expires}"}
    return {WAIVED: told}


def _scenario(result: Result) -> dict[str, Any]:
    return {
        "id": result.scenario.id,
        "verdict": str(result.verdict),
        "rules": list(result.scenario.rules),
        "seconds": round(result.seconds, 4),
        "failures": [_failure(each, rule) for each in result.failures for rule in each.rules],
        "notes": list(result.notes),
        "reason": result.reason,
    }


def _failure(failure: Failure, rule: str) -> Mapping[str, Any]:
    return {
        "step": failure.step,
        "rule": rule,
        "message": failure.message,
        "expected": _value(failure.expected),
        "actual": _value(failure.actual),
        "curl": failure.curl,
    }


def _value(value: object) -> object:
    """Write what is not there as null; the message says that it is absent."""
    return None if value is ABSENT else value
