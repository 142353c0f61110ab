"""The names of a story made unique for one run, wherever the story writes them.

A text is a name where it stands under a key that holds names and the story gives or sends it as
one; what the target calls its own (a dataset type, a metric) stays. A text of more than a hundred
characters keeps its length, for it may be about a limit.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from contract_tests.scenarios import Expectation, Scenario, Step

LONG = 100


@dataclass(frozen=True, slots=True)
class Renaming:
    """A prefix for the names of one story; `keys` are the ones that hold names."""

    prefix: str
    names: frozenset[str]
    keys: frozenset[str]

    def name(self, text: str) -> str:
        """Give the unique name that stands for one of the story's."""
        bare = text.strip()
        if len(text) > LONG:
            return self.prefix + text[len(self.prefix) :]
        return text.replace(bare, self.prefix + bare, 1) if bare else text

    def step(self, step: Step) -> Step:
        """Give a step with unique names in what it sends and in what it expects."""
        form = self._value(step.form, named=False)
        return replace(
            step,
            body=self._value(step.body, named=False),
            form=form if isinstance(form, Mapping) else None,
            expect=self._expectation(step.expect),
            alternatives={key: self._expectation(each) for key, each in step.alternatives.items()},
        )

    def _expectation(self, expect: Expectation) -> Expectation:
        return replace(expect, body=self._value(expect.body, named=False))

    def _value(self, value: object, *, named: bool) -> object:
        if isinstance(value, str):
            return self.name(value) if named and self._is_name(value) else value
        if isinstance(value, Mapping):
            return {key: self._entry(key, each, named=named) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self._value(each, named=named) for each in value]
        return value

    def _entry(self, key: str, value: object, *, named: bool) -> object:
        if key == "$pattern" and named and isinstance(value, str):
            return f"(?:{re.escape(self.prefix)})?(?:{value})"
        return self._value(value, named=key in self.keys or (named and key.startswith("$")))

    def _is_name(self, text: str) -> bool:
        return "$" not in text and (text.strip() in self.names or len(text) > LONG)


def names_in(scenario: Scenario, keys: frozenset[str], literal: Iterable[str]) -> frozenset[str]:
    """Gather the texts that a story uses as names, but for those that are to stay literal."""
    told = [scenario.given, *(part for step in scenario.steps for part in (step.body, step.form))]
    return frozenset(_names(told, keys, named=False)) - frozenset(literal)


def _names(value: object, keys: frozenset[str], *, named: bool) -> Iterator[str]:
    if isinstance(value, str) and named and value.strip():
        yield value.strip()
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _names(each, keys, named=key in keys)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _names(each, keys, named=named)
