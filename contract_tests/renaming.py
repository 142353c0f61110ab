"""The names of a story made unique for one run, wherever the story writes them.

A text is a name where it stands under a key that holds names and the story gives or sends it as
one; what the target calls its own (a dataset type, a metric) stays. A very long text
keeps its length, for it may be about a limit.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from contract_tests.scenarios import Expectation, Scenario, Step


class Naming(Protocol):
    """What a vendor's names are like (`contract_tests.making.form.Making`)."""

    @property
    def named(self) -> frozenset[str]: ...

    @property
    def closed(self) -> frozenset[str]: ...

    @property
    def in_path(self) -> str: ...

    @property
    def long(self) -> int: ...

    @property
    def joint(self) -> str: ...

    @property
    def derived(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Renaming:
    """A prefix for the `names` of one story, under the vendor's keys for names."""

    making: Naming
    prefix: str
    names: frozenset[str] = frozenset()

    def name(self, text: str) -> str:
        """Give the unique name that stands for one of the story's."""
        bare, head = text.strip(), self.prefix + self.making.joint
        if len(text) > self.making.long:
            return head + text[len(head) :]
        return text.replace(bare, head + bare, 1) if bare else text

    def step(self, step: Step) -> Step:
        """Give a step with unique names in what it sends and in what it expects."""
        form = self._value(step.form, named=False)
        return replace(
            step,
            path=self._path(step.path),
            query={key: self._entry(key, each, named=False) for key, each in step.query.items()},
            body=self._value(step.body, named=False),
            form=form if isinstance(form, Mapping) else None,
            expect=self._expectation(step.expect),
            alternatives={key: self._expectation(each) for key, each in step.alternatives.items()},
        )

    def _path(self, path: str) -> str:
        if not self.making.in_path:
            return path
        return re.sub(self.making.in_path, self._in_path, path)

    def _in_path(self, hit: re.Match[str]) -> str:
        name = self.name(hit[1]) if self._is_name(hit[1]) else hit[1]
        return hit[0].replace(hit[1], name)

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
        if key in self.making.closed:
            return value
        if key == "$pattern" and named and isinstance(value, str):
            return f"(?:{re.escape(self.prefix + self.making.joint)})?(?:{value})"
        return self._value(value, named=key in self.making.named or (named and key.startswith("$")))

    def _is_name(self, text: str) -> bool:
        if "$" in text or not text.strip()[:1].isalnum():
            return False
        if self.making.derived:
            return True
        return text.strip() in self.names or len(text) > self.making.long


def names_in(scenario: Scenario, keys: frozenset[str], literal: Iterable[str]) -> frozenset[str]:
    """Gather the texts that a story uses as names, but for those that are to stay literal."""
    told = [
        scenario.given,
        *(part for step in scenario.steps for part in (step.body, step.form, step.query)),
    ]
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
