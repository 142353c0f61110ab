"""Servers broken on purpose: a fault is one small, realistic mistake in one rule.

A rule that is left out altogether makes a broken server too (`step.without`); a fault is subtler:
the function is there and does nearly the right thing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from inspect import cleandoc
from typing import Any, TypeVar

from mock_server.domain.outcomes import Outcome, Refused
from mock_server.domain.step import Chapter, Deed, Guard, Rulebook, Sieve, View, step

Playing = Callable[[Any, object, object, Rulebook], tuple[Outcome, Any]]
Breaking = Callable[[Rulebook], Rulebook]
Rule = TypeVar("Rule", Guard[Any, Any, Any], Deed[Any, Any, Any], Sieve[Any, Any, Any])


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake: the rule that it breaks, what is wrong in a sentence, and how it is made.

    The id is the rule's with the mistake behind it. `broken` changes the rulebook, `step` the way
    in which it is played.
    """

    rule: str
    mistake: str
    sentence: str
    broken: Breaking = lambda rulebook: rulebook
    step: Playing = step

    @property
    def id(self) -> str:
        return f"{self.rule}.{self.mistake}"


def mistake(
    rule: str, name: str, *, only_in: type[Any] | None = None
) -> Callable[[Callable[..., object]], Fault]:
    """Make a function a fault: it stands in the rule's place, and its docstring tells how."""

    def made(function: Callable[..., object]) -> Fault:
        put = instead(rule, function) if only_in is None else instead_in(only_in, rule, function)
        return Fault(rule, name, " ".join(cleandoc(function.__doc__ or "").split()), broken=put)

    return made


def gathered(names: Mapping[str, object]) -> tuple[Fault, ...]:
    """Give the faults among a module's names, in the order in which they are told there."""
    return tuple(each for each in names.values() if isinstance(each, Fault))


def instead(rule: str, function: Callable[..., Any]) -> Breaking:
    """Put `function` in the place of a rule's own, in every chapter that has the rule."""
    return lambda rulebook: {
        action: _with_function(chapter, rule, function) for action, chapter in rulebook.items()
    }


def instead_in(action: type[Any], rule: str, function: Callable[..., Any]) -> Breaking:
    """Put `function` in the place of a rule's own in one action's chapter only."""
    return lambda rulebook: {
        **rulebook,
        action: _with_function(rulebook[action], rule, function),
    }


def left_out_in(action: type[Any], rule: str) -> Breaking:
    """Leave a rule out of one action's chapter, while others keep it."""
    return lambda rulebook: {
        **rulebook,
        action: replace(
            rulebook[action],
            guards=tuple(each for each in rulebook[action].guards if each.rule != rule),
            deeds=tuple(each for each in rulebook[action].deeds if each.rule != rule),
            sieves=tuple(each for each in rulebook[action].sieves if each.rule != rule),
        ),
    }


def last(rule: str) -> Breaking:
    """Check a guard after all others of its chapters."""
    return lambda rulebook: {
        action: replace(
            chapter, guards=tuple(sorted(chapter.guards, key=lambda each: each.rule == rule))
        )
        for action, chapter in rulebook.items()
    }


def refused_as(rule: str, other: str) -> Playing:
    """Refuse under another rule's name, and so with another status, what `rule` refuses."""

    def play(world: Any, caller: object, ask: object, rulebook: Rulebook) -> tuple[Outcome, Any]:
        outcome, after = step(world, caller, ask, rulebook)
        if isinstance(outcome, Refused) and outcome.rule == rule:
            return Refused(other, outcome.sentence), after
        return outcome, after

    return play


def half_done(rule: str) -> Playing:
    """Refuse what `rule` refuses, but only after the deeds were done: a refusal that happened."""

    def play(world: Any, caller: object, ask: object, rulebook: Rulebook) -> tuple[Outcome, Any]:
        outcome, after = step(world, caller, ask, rulebook)
        if not isinstance(outcome, Refused) or outcome.rule != rule:
            return outcome, after
        chapter = rulebook[type(ask)]
        for each in chapter.deeds:
            after = each.done(after, caller, ask)
        return outcome, after

    return play


def _with_function(
    chapter: Chapter[Any, Any, Any], rule: str, function: Callable[..., Any]
) -> Chapter[Any, Any, Any]:
    view = chapter.view
    return replace(
        chapter,
        guards=_replaced(chapter.guards, rule, lambda each: replace(each, holds=function)),
        deeds=_replaced(chapter.deeds, rule, lambda each: replace(each, done=function)),
        sieves=_replaced(chapter.sieves, rule, lambda each: replace(each, kept=function)),
        view=View(rule, view.sentence, function) if view.rule == rule else view,
    )


def _replaced(rules: Iterable[Rule], rule: str, change: Callable[[Rule], Rule]) -> tuple[Rule, ...]:
    return tuple(change(each) if each.rule == rule else each for each in rules)
