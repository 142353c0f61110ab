"""A story as values: what is given, who asks what, what is expected, and where it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Final


class _Absent(Enum):
    """The type of ABSENT, which is neither null nor empty."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written; lines and columns count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a story, and what was meant."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class ScenarioError(Exception):
    """A story file is malformed; every problem says where and what was expected."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a step's response is held against; `body` is ABSENT when nothing is said of it."""

    status: int
    body: object = ABSENT
    headers: Mapping[str, object] = field(default_factory=dict)
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request and its expectation.

    With a `reading`, `alternatives` holds one expectation an option, in the order of the file, and
    `expect` is the first of them.
    """

    number: int
    caller: str
    method: str
    path: str
    query: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: object = ABSENT
    form: Mapping[str, object] | None = None
    raw: str | None = None
    expect: Expectation
    alternatives: Mapping[str, Expectation] = field(default_factory=dict)
    reading: str | None = None
    save: str | None = None
    rules: tuple[str, ...] = ()
    place: Place


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story of one vendor; its id is its path below the scenarios folder."""

    id: str
    path: Path
    vendor: str
    topic: str
    title: str
    rules: tuple[str, ...]
    given: Mapping[str, Any]
    steps: tuple[Step, ...]
