"""A life as curl lines: `$ANN_TOKEN` for a token, `$BUNDLE_ID` for an id, never either itself."""

import re
from collections.abc import Mapping
from typing import Any, Final

from contract_tests.curl import curl, variable
from contract_tests.explorer.model import Life
from contract_tests.names import Names, references
from contract_tests.scenarios import Step
from contract_tests.wire import IMPOSTOR, credentials, forged_token, request_of
from mock_server.contract import Contract, resolved

# A stand-in looks like an id of its kind and like nothing else: as text, or as a whole number.
NUMBER, TEXT = 7_700_000_001, "stand-in-{}-for-an-id"
BASE: Final = "http://base-url.invalid"
SHOWN: Final = re.compile(r"\$(\w+?)(?: |_)AS_IS_TOKEN")


def curl_lines(life: Life, contract: Contract) -> list[str]:
    """Give one command a step."""
    numbers = _has_numbers(life.vendor, contract)
    used = sorted({each for step in life.steps for each in references(_asked(step))})
    ids: dict[str, Any] = {
        name: NUMBER + place if numbers else TEXT.format(place) for place, name in enumerate(used)
    }
    hidden = {f"{_shell_name(name)} as is": str(id) for name, id in ids.items()}
    hidden["BASE_URL as is"] = BASE
    tokens = {name: f"token-of-{name}" for name in life.given.get("users", {})}
    return [_line(step, life, contract, {**hidden, **tokens}, _names(ids)) for step in life.steps]


def told_lines(life: Life, contract: Contract, base_url: str) -> list[str]:
    """Give the lines with the base URL in its place, for a reader of the terminal."""
    return [each.replace("$BASE_URL", base_url) for each in curl_lines(life, contract)]


def _has_numbers(vendor: str, contract: Contract) -> bool:
    """Tell whether the ids of a vendor are numbers, as the contract has them in paths."""
    placed = (each for operation in contract.of(vendor) for each in operation.placed("path"))
    return any(resolved(each.schema, each.document).get("type") == "integer" for each in placed)


def _line(
    step: Step, life: Life, contract: Contract, hidden: Mapping[str, str], names: Names
) -> str:
    token = hidden.get(step.caller)
    if step.caller == IMPOSTOR:
        token = forged_token(contract, life.vendor)
    request = request_of(step, names, credentials(contract, life.vendor, token))
    line = SHOWN.sub(r"$\1", curl(BASE, request, hidden))
    if step.save is None or not any(step.save in each for each in _later(life, step)):
        return line
    saved = sorted({each for each in _later(life, step) if each.partition(".")[0] == step.save})
    told = f"{step.save.upper()}=$({line})"
    for each in saved:
        path = each.partition(".")[2] or "id"
        told += (
            f"\n{_shell_name(each)}=$(printf '%s' \"${step.save.upper()}\""
            f" | sed '1,/^\\r*$/d' | jq -r '.{path}')"
        )
    return told


def _later(life: Life, step: Step) -> list[str]:
    place = life.steps.index(step)
    return [each for later in life.steps[place + 1 :] for each in references(_asked(later))]


def _asked(step: Step) -> list[object]:
    return [step.path, step.query, step.body, step.form]


def _names(ids: Mapping[str, Any]) -> Names:
    """Let each reference, whole as it is written, lead to its stand-in."""
    return _Whole(ids)


class _Whole(Names):
    """Names that are looked up as they are written, dots and all."""

    __slots__ = ()

    def look_up(self, dotted: str) -> object:
        return self.answers[dotted]


def _shell_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "_", name).upper() + "_ID"


def script(life: Life, lines: list[str], title: str, given: str) -> str:
    """Give a shell script of the lines, which says first what it needs."""
    made = {f"{_shell_name(step.save)}" for step in life.steps if step.save}
    needed = {
        _shell_name(each)
        for step in life.steps
        for each in references(_asked(step))
        if not any(_shell_name(each).startswith(one.removesuffix("_ID")) for one in made)
    }
    needed |= {variable(step.caller) for step in life.steps if step.caller in life.given["users"]}
    head = [f"# {line}" for line in (title, "Make these people and things first:")]
    head += [f"#   {line}" for line in given.splitlines()]
    asks = [f': "${{{each}?set it first}}"' for each in ("BASE_URL", *sorted(needed))]
    return "\n".join(["#!/bin/sh", *head, "set -u", *asks, "", *lines, ""])
