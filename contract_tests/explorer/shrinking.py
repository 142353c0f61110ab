"""Makes a life shorter that parts model and target: steps, people, things and fields, one by one.

Hypothesis has been here before; it leaves what it cannot take out without changing what follows.
Here a life is a value, so that any part of it can be taken out and the rest lived again.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from contract_tests.absence import ABSENT
from contract_tests.explorer.exploring import replayed
from contract_tests.explorer.model import Divergence, Life, Probing
from contract_tests.scenarios import Step
from contract_tests.stage import Stage

Smaller = Callable[[Life], Iterator[Life]]
Found = tuple[Life, Divergence]


class Shrinker:
    """Tries smaller lives on both sides, for a limited time."""

    def __init__(
        self, model: Stage, target: Stage, *, known: Callable[[Divergence], bool], seconds: float
    ) -> None:
        """A life that ends in a divergence that is `known` already is no smaller one."""
        self._model, self._target, self._known = model, target, known
        self._until = time.monotonic() + seconds

    def shrunk(self, life: Life, divergence: Divergence) -> Found:
        """Give the smallest life found whose last step shows the divergence."""
        found = self._smaller((life, divergence), (_without_steps,), probing=Probing.ALWAYS)
        told = self._told(found)
        if told is None:
            return self._smaller(found, PASSES, probing=Probing.ALWAYS)
        return self._smaller(told, PASSES, probing=Probing.NEVER)

    def _told(self, found: Found) -> Found | None:
        """Make the look that showed it a step of its own, so that no more looks are needed."""
        life, divergence = found
        steps = life.steps
        if divergence.looked:
            steps = (*steps, replace(divergence.step, number=len(steps) + 1))
        return self._parts(replace(life, steps=steps), probing=Probing.NEVER)

    def _smaller(self, found: Found, passes: tuple[Smaller, ...], *, probing: Probing) -> Found:
        """Take away what can be taken away, until nothing can or time is up."""
        changed = True
        while changed:
            changed = False
            for each in passes:
                while (smaller := self._first(each(found[0]), probing=probing)) is not None:
                    found, changed = smaller, True
        return found

    def _first(self, lives: Iterator[Life], *, probing: Probing) -> Found | None:
        for life in lives:
            if time.monotonic() > self._until:
                return None
            if parted := self._parts(life, probing=probing):
                return parted
        return None

    def _parts(self, life: Life, *, probing: Probing) -> Found | None:
        divergence, count = replayed(life, self._model, self._target, probing=probing)
        if divergence is None or self._known(divergence):
            return None
        return replace(life, steps=life.steps[:count]), divergence


def _without_steps(life: Life) -> Iterator[Life]:
    """Leave steps out: halves, quarters and so on, then each alone, the last first."""
    size = len(life.steps) // 2
    while size >= 1:
        for start in range(len(life.steps) - size, -1, -size):
            yield replace(life, steps=life.steps[:start] + life.steps[start + size :])
        size //= 2
    if len(life.steps) == 1:
        yield replace(life, steps=())


def _without_given(life: Life) -> Iterator[Life]:
    """Leave things, people and organisations out, the things first."""
    for kind, things in reversed(tuple(life.given.items())):
        for name in reversed(tuple(things)):
            yield replace(life, given=_without(life.given, kind, name))


def _without_fields(life: Life) -> Iterator[Life]:
    """Leave fields of things and people out."""
    for kind, things in life.given.items():
        for name, fields in things.items() if isinstance(things, Mapping) else ():
            for smaller in _smaller_values(fields):
                yield replace(life, given={**life.given, kind: {**things, name: smaller}})


def _with_less_asked(life: Life) -> Iterator[Life]:
    """Leave parts of bodies, forms and queries out."""
    for place, step in enumerate(life.steps):
        for smaller in _smaller_steps(step):
            yield replace(life, steps=(*life.steps[:place], smaller, *life.steps[place + 1 :]))


def _smaller_steps(step: Step) -> Iterator[Step]:
    for query in _smaller_values(step.query):
        yield replace(step, query=query)
    if step.body is not ABSENT:
        for body in _smaller_values(step.body):
            yield replace(step, body=body)
    if step.form is not None:
        for form in _smaller_values(step.form):
            yield replace(step, form=form)


def _smaller_values(value: Any) -> Iterator[Any]:
    """Leave one member out, at any depth."""
    if isinstance(value, Mapping):
        yield from _smaller_objects(value)
    elif isinstance(value, list):
        for place in reversed(range(len(value))):
            yield value[:place] + value[place + 1 :]
        for place, each in enumerate(value):
            for smaller in _smaller_values(each):
                yield [*value[:place], smaller, *value[place + 1 :]]


def _smaller_objects(value: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for key in reversed(tuple(value)):
        yield {name: each for name, each in value.items() if name != key}
    for key, each in value.items():
        for smaller in _smaller_values(each):
            yield {**value, key: smaller}


def _without(given: Mapping[str, Any], kind: str, name: str) -> dict[str, Any]:
    """Leave one name out of a founding, with all that refers to it."""
    left: dict[str, Any] = {}
    for each, things in given.items():
        if isinstance(things, Mapping):
            left[each] = {
                key: _unreferring(told, name)
                for key, told in things.items()
                if (each, key) != (kind, name)
            }
        else:
            left[each] = [key for key in things if (each, key) != (kind, name)]
    return {each: things for each, things in left.items() if things}


def _unreferring(told: Any, name: str) -> Any:
    if not isinstance(told, Mapping):
        return told
    return {key: value for key, value in told.items() if value != name}


PASSES: tuple[Smaller, ...] = (
    _without_steps,
    _without_given,
    _with_less_asked,
    _without_fields,
)
