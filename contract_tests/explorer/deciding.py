"""Which rules decided where model and target part: found by leaving each one out of the model."""

import time
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO

from contract_tests.explorer.exploring import replayed
from contract_tests.explorer.model import Divergence, Life, Probing
from contract_tests.explorer.places import operation_of
from contract_tests.reference import in_process
from contract_tests.stage import Stage
from mock_server.app import WINGS, create_app

SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Decision:
    """The rules that decided in the model; `like` are those without which it does as the target."""

    rules: tuple[str, ...]
    like: tuple[str, ...] = ()


def decision(
    life: Life, divergence: Divergence, target: Stage, readings: Mapping[str, str]
) -> Decision:
    """Leave each rule of the life's operations out of the model, and see which one it is.

    Without one of them the model may answer exactly as the target does. Where none fits so well,
    the rules that the model named decided; where it named none, those that change its answer.
    """
    whole = in_process(create_app(seeds=(), readings=readings), life.vendor)
    like, changing, until = [], [], time.monotonic() + SECONDS
    for rule in _rules(life, divergence):
        if time.monotonic() > until:
            break
        lacking = in_process(create_app(seeds=(), readings=readings, without=[rule]), life.vendor)
        if not _parts(life, whole, lacking):
            continue
        changing.append(rule)
        # The model's fields are looked for in the target's answer; here each side has to hold all.
        if not _parts(life, lacking, target) and not _parts(life, target, lacking):
            like.append(rule)
    views = {chapter.view.rule for chapter in WINGS[life.vendor].rulebook.values()}
    # A view that is left out tells nothing, which always changes an answer.
    others = tuple(rule for rule in changing if rule not in views)
    named = divergence.rules or others or tuple(changing) or _told(life)
    return Decision(tuple(like) or named, tuple(like))


def _parts(life: Life, model: Stage, target: Stage) -> bool:
    # A model without a guard may stumble, and says so; nobody wants to hear of it.
    with redirect_stderr(StringIO()):
        return replayed(life, model, target, probing=Probing.NEVER)[0] is not None


def _rules(life: Life, divergence: Divergence) -> Iterator[str]:
    """Give the rules to try: those that were named first, then all of the last operations."""
    rulebook = WINGS[life.vendor].rulebook
    bound = {rule.rule for chapter in rulebook.values() for rule in chapter.rules}
    seen: set[str] = set()
    for rule in (*divergence.rules, *_told(life)):
        if rule in bound and rule not in seen:
            seen.add(rule)
            yield rule


def _told(life: Life) -> tuple[str, ...]:
    """Give the rules that the contract tells at the operations of a life, the last first."""
    operations = [operation_of(life.vendor, step) for step in reversed(life.steps)]
    return tuple(rule for each in operations if each for rule in each.rules)
