"""The model of every vendor: guards, deeds, sieves and views, and the one step that plays them.

An action is a chapter of a rulebook. Its *guards* must all hold, in documented order; the first
that fails refuses, and a refused ask changes nothing. Its *deeds* then make, one after the other,
the world that is kept. Its *sieves* narrow the reader's copy of that world to what the caller is
to be told of; that copy is thrown away. Its *view* is what is told.

All four have one shape, `(world, caller, ask)`, and each carries the id of the one documented
sentence that it is; the sentence itself is the function's docstring. A broken server is a rulebook
with one of them left out (`without`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from inspect import cleandoc
from typing import Any, Generic, TypeVar

from mock_server.domain.outcomes import Done, Outcome, Refused

World = TypeVar("World")
Caller_contra = TypeVar("Caller_contra", contravariant=True)
Ask_contra = TypeVar("Ask_contra", contravariant=True)
Reader_contra = TypeVar("Reader_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Guard(Generic[Reader_contra, Caller_contra, Ask_contra]):
    """What must hold, else the rule refuses; `details` tells more about a refusal."""

    rule: str
    sentence: str
    holds: Callable[[Reader_contra, Caller_contra, Ask_contra], bool]
    details: Callable[..., object] | None = None


@dataclass(frozen=True, slots=True)
class Deed(Generic[World, Caller_contra, Ask_contra]):
    """What is true afterwards; the same world comes back when nothing had to change."""

    rule: str
    sentence: str
    done: Callable[[World, Caller_contra, Ask_contra], World]


@dataclass(frozen=True, slots=True)
class Sieve(Generic[World, Caller_contra, Ask_contra]):
    """What the caller is told of: a narrower or reordered copy of the world, not kept."""

    rule: str
    sentence: str
    kept: Callable[[World, Caller_contra, Ask_contra], World]


@dataclass(frozen=True, slots=True)
class View(Generic[Reader_contra, Caller_contra, Ask_contra]):
    """What the caller is told."""

    rule: str
    sentence: str
    told: Callable[[Reader_contra, Caller_contra, Ask_contra], object]


@dataclass(frozen=True, slots=True)
class Chapter(Generic[World, Caller_contra, Ask_contra]):
    """One action: its guards in documented order, its deeds in order, what is told of it."""

    action: type[Any]
    view: View[World, Caller_contra, Ask_contra]
    guards: tuple[Guard[World, Caller_contra, Ask_contra], ...] = ()
    deeds: tuple[Deed[World, Caller_contra, Ask_contra], ...] = ()
    sieves: tuple[Sieve[World, Caller_contra, Ask_contra], ...] = ()

    @property
    def rules(self) -> tuple["AnyRule", ...]:
        """Every rule of this action, in the order in which it is played."""
        told = () if self.view.rule == NOTHING_TOLD else (self.view,)
        return (*self.guards, *self.deeds, *self.sieves, *told)


AnyRule = Guard[Any, Any, Any] | Deed[Any, Any, Any] | Sieve[Any, Any, Any] | View[Any, Any, Any]
Rulebook = Mapping[type[Any], Chapter[Any, Any, Any]]
NOTHING_TOLD = ""


def guard(
    rule: str, *, details: Callable[..., object] | None = None
) -> Callable[
    [Callable[[Reader_contra, Caller_contra, Ask_contra], bool]],
    Guard[Reader_contra, Caller_contra, Ask_contra],
]:
    """Make a function the guard of `rule`."""
    return lambda function: Guard(rule, _sentence(function), function, details)


def deed(
    rule: str,
) -> Callable[
    [Callable[[World, Caller_contra, Ask_contra], World]], Deed[World, Caller_contra, Ask_contra]
]:
    """Make a function the deed of `rule`."""
    return lambda function: Deed(rule, _sentence(function), function)


def sieve(
    rule: str,
) -> Callable[
    [Callable[[World, Caller_contra, Ask_contra], World]], Sieve[World, Caller_contra, Ask_contra]
]:
    """Make a function the sieve of `rule`."""
    return lambda function: Sieve(rule, _sentence(function), function)


def view(
    rule: str,
) -> Callable[
    [Callable[[Reader_contra, Caller_contra, Ask_contra], object]],
    View[Reader_contra, Caller_contra, Ask_contra],
]:
    """Make a function the view of `rule`."""
    return lambda function: View(rule, _sentence(function), function)


nothing: View[object, object, object] = View(NOTHING_TOLD, "", lambda world, caller, ask: None)


def _sentence(function: Callable[..., object]) -> str:
    return " ".join(cleandoc(function.__doc__ or "").split())


def bind(*chapters: Chapter[Any, Any, Any]) -> Rulebook:
    """Bind chapters to a rulebook, found by the type of the ask."""
    return {chapter.action: chapter for chapter in chapters}


def step(world: World, caller: object, ask: object, rulebook: Rulebook) -> tuple[Outcome, World]:
    """Answer `ask`: the first guard that fails refuses it; a refused ask changes nothing."""
    chapter = rulebook[type(ask)]
    for each in chapter.guards:
        if not each.holds(world, caller, ask):
            details = each.details(world, caller, ask) if each.details else None
            return Refused(each.rule, each.sentence, details), world
    after, changed = _do(world, caller, ask, chapter)
    told = after
    for one in chapter.sieves:
        told = one.kept(told, caller, ask)
    return Done(chapter.view.told(told, caller, ask), changed), after


def _do(
    world: World, caller: object, ask: object, chapter: Chapter[Any, Any, Any]
) -> tuple[World, tuple[str, ...]]:
    changed: list[str] = []
    for each in chapter.deeds:
        after = each.done(world, caller, ask)
        if after is not world:
            changed.append(each.rule)
            world = after
    return world, tuple(changed)


def without(rulebook: Rulebook, rule: str) -> Rulebook:
    """Leave one rule out of every chapter: a broken server.

    A view that is left out tells an empty object.
    """
    return {action: _chapter_without(chapter, rule) for action, chapter in rulebook.items()}


def _chapter_without(chapter: Chapter[Any, Any, Any], rule: str) -> Chapter[Any, Any, Any]:
    told: View[Any, Any, Any] = View(rule, "", lambda world, caller, ask: {})
    return replace(
        chapter,
        guards=tuple(each for each in chapter.guards if each.rule != rule),
        deeds=tuple(each for each in chapter.deeds if each.rule != rule),
        sieves=tuple(each for each in chapter.sieves if each.rule != rule),
        view=told if chapter.view.rule == rule else chapter.view,
    )
