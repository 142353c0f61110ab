"""YAML documents whose every key and value knows the line and column at which it is written.

The YAML of a story is JSON with less punctuation: scalars are read as JSON reads them, so that
`no` is a text and a time stays one; there are no anchors, aliases, merges or tags; a key stands
once in its object.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any, Final

import yaml

from contract_tests.jsonvalues import pointer_to
from contract_tests.problems import Place, Problem, ScenarioError

# Far above the size of any story; the C parser has no bound of its own on how deep a text nests.
MOST_BYTES: Final = 20_000
TAG: Final = "tag:yaml.org,2002:"
NUMBER = r"-?(?:0|[1-9][0-9]*)"
BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """A document's value, and where its values and keys stand, by JSON pointer."""

    path: Path
    value: Any
    lines: int
    values: Mapping[str, Place]
    keys: Mapping[str, Place]

    def place(self, pointer: str) -> Place:
        """Tell where a value stands; of one that is missing, what it is missing from."""
        while pointer and pointer not in self.values:
            pointer = pointer.rpartition("/")[0]
        return self.values.get(pointer) or Place(shown_path(self.path))

    def key_place(self, pointer: str) -> Place:
        """Tell where the key of a value stands."""
        return self.keys.get(pointer) or self.place(pointer)


class Scalars(BASE):  # type: ignore[misc]
    """A YAML loader that tells apart the scalars that JSON has, and no others."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 -- the name and form are PyYAML's


for name, form, firsts in (
    ("null", r"(?:null|~)?", [*"n~", ""]),
    ("bool", r"true|false", [*"tf"]),
    ("int", NUMBER, [*"-0123456789"]),
    ("float", rf"{NUMBER}(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", [*"-0123456789"]),
):
    Scalars.add_implicit_resolver(TAG + name, re.compile(rf"^(?:{form})$"), firsts)


def read(path: Path) -> Document:
    """Read a file; raise ScenarioError with every problem that is found."""
    return parse(path, _bytes(path))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        problem = Problem(Place(shown_path(path)), f"The file cannot be read: {reason}.")
        raise ScenarioError((problem,)) from error


def shown_path(path: Path) -> str:
    """Write a path as it is seen from here, when it is below here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def parse(path: Path, text: bytes) -> Document:
    """Read what a file holds; raise ScenarioError with every problem that is found."""
    reader = _Reader(shown_path(path))
    start = Place(reader.path)
    if len(text) > MOST_BYTES:
        message = f"A story has at most {MOST_BYTES} bytes; this one has {len(text)}."
        raise ScenarioError((Problem(start, message),))
    try:
        node = yaml.compose(text, Loader=Scalars)
        value = reader.value(node, "")
    except yaml.MarkedYAMLError as error:
        raise ScenarioError((_syntax_problem(start, error),)) from error
    except yaml.YAMLError as error:
        problem = Problem(start, f"This is not YAML in UTF-8: {_first_line(error)}.")
        raise ScenarioError((problem,)) from error
    except RecursionError as error:
        raise ScenarioError((Problem(start, "It is nested too deeply."),)) from error
    if reader.problems:
        raise ScenarioError(tuple(reader.problems))
    return Document(path, value, len(text.splitlines()), reader.values, reader.keys)


def _syntax_problem(start: Place, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(start.path, mark.line + 1, mark.column + 1) if mark else start
    said = ", ".join(each for each in (error.context, error.problem) if each)
    return Problem(place, f"The YAML breaks here: {said}.")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


@dataclass(slots=True)
class _Reader:
    """Turns nodes into values and notes where they stand."""

    path: str
    values: dict[str, Place] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def value(self, node: yaml.Node | None, pointer: str) -> Any:
        if node is None:
            return None
        place = self.values[pointer] = self._place(node)
        if id(node) in self.seen:
            # An anchor and its aliases are one node, which stands where the anchor does.
            self._complain(place, "Aliases of this value are not understood; write them out.")
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return dict(self._members(node, pointer))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(each, f"{pointer}/{index}") for index, each in enumerate(node.value)]
        return self._scalar(node, place)

    def _members(self, node: yaml.MappingNode, pointer: str) -> Iterator[tuple[str, Any]]:
        for key, each in node.value:
            place = self._place(key)
            if not isinstance(key, yaml.ScalarNode):
                self._complain(place, "A key is a plain text, not a list or an object.")
                continue
            below = pointer + pointer_to(key.value)
            if below in self.keys:
                first = self.keys[below].line
                self._complain(place, f"{key.value!r} stands here twice, first in line {first}.")
                continue
            self.keys[below] = place
            yield key.value, self.value(each, below)

    def _scalar(self, node: yaml.Node, place: Place) -> Any:
        read = _SCALARS.get(node.tag)
        if read is None:
            self._complain(place, f"The tag {node.tag} is not understood; write a plain value.")
            return None
        try:
            return read(node.value)
        except ValueError:
            message = f"{node.value[:40]!r} is not a {node.tag.removeprefix(TAG)} that JSON has."
            self._complain(place, message)
            return None

    def _place(self, node: yaml.Node) -> Place:
        return Place(self.path, node.start_mark.line + 1, node.start_mark.column + 1)

    def _complain(self, place: Place, message: str) -> None:
        self.problems.append(Problem(place, message))


def _number(text: str) -> Any:
    value = json.loads(text)
    if not isfinite(value):
        raise ValueError(text)
    return value


_SCALARS: Final[Mapping[str, Any]] = {
    f"{TAG}null": lambda _: None,
    f"{TAG}bool": json.loads,
    f"{TAG}int": _number,
    f"{TAG}float": _number,
    f"{TAG}str": str,
}
