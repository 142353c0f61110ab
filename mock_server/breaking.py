"""Servers broken on purpose: a rulebook with rules left out, or with one fault put in."""

from collections.abc import Collection, Iterable
from functools import reduce

from mock_server.domain.faults import Fault, Playing
from mock_server.domain.step import Rulebook, step, without


class UnknownRule(ValueError):
    """A rule or fault that no vendor has; the message says what there is."""


def broken(
    rulebook: Rulebook, faults: Iterable[Fault], left_out: Iterable[str], fault: str | None
) -> tuple[Rulebook, Playing]:
    """Give the rulebook without some rules and with a fault, and the way in which it is played."""
    rulebook = reduce(without, left_out, rulebook)
    for each in faults:
        if each.id == fault:
            return each.broken(rulebook), each.step
    return rulebook, step


def refuse_unknown(
    rulebooks: Iterable[Rulebook],
    faults: Collection[str],
    left_out: Iterable[str],
    fault: str | None,
) -> None:
    """Raise UnknownRule for a rule or fault that is nowhere."""
    rules = {
        rule.rule
        for rulebook in rulebooks
        for chapter in rulebook.values()
        for rule in chapter.rules
    }
    for rule in left_out:
        if rule not in rules:
            raise UnknownRule(f"No rulebook has the rule {rule!r}, so it cannot be left out.")
    if fault is not None and fault not in faults:
        raise UnknownRule(f"There is no fault {fault!r}; `accord rules --faults` lists them all.")
