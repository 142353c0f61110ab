"""A story as values: what is given, who asks what, what is expected, and where it is written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from contract_tests.absence import ABSENT
from contract_tests.documents import Document, read
from contract_tests.jsonvalues import pointer_to
from contract_tests.problems import Place, Problem, ScenarioError
from contract_tests.shapes import shape_problems

__all__ = ["ABSENT", "Expectation", "Place", "Problem", "Scenario", "ScenarioError", "Step", "load"]

SCHEMA: Final = Path(__file__).with_name("schemas") / "scenario.schema.json"
DEPTH: Final = 3


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a step's response is held against; `body` is ABSENT when nothing is said of it.

    `others` are statuses that are documented beside `status` and as good.
    """

    status: int
    body: object = ABSENT
    headers: Mapping[str, object] = field(default_factory=dict)
    ordered: bool = False
    others: tuple[int, ...] = ()

    @property
    def statuses(self) -> tuple[int, ...]:
        """Every status that is as expected."""
        return (self.status, *self.others)


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


def load(path: str | Path) -> Scenario:
    """Read a story file; raise ScenarioError, which tells every fault of its form by line."""
    return scenario_of(read(Path(path)))


def scenario_of(document: Document) -> Scenario:
    """Turn a document into a story; raise ScenarioError when its form is not a story's."""
    problems = tuple(shape_problems(document, document.value, story_schema()))
    parts = home(document.path)
    if len(parts) < DEPTH:
        where = "A story lives at scenarios/<vendor>/<topic>/<claim>.yaml."
        problems = (Problem(document.place(""), where), *problems)
    if problems:
        raise ScenarioError(problems)
    story = document.value
    return Scenario(
        id="/".join((*parts[:-1], document.path.stem)),
        path=document.path,
        vendor=parts[0],
        topic=parts[1],
        title=story["title"],
        rules=tuple(story["rules"]),
        given=story["given"],
        steps=tuple(
            _step(document, index, entry, story["rules"])
            for index, entry in enumerate(story["steps"])
        ),
    )


@cache
def story_schema() -> dict[str, Any]:
    """Give the JSON Schema of a story file."""
    schema: dict[str, Any] = json.loads(SCHEMA.read_bytes())
    return schema


def home(path: Path) -> tuple[str, ...]:
    """Give a path's parts below the scenarios folder; where there is none, the last three."""
    parts = path.resolve().parts
    folders = [index for index, part in enumerate(parts[:-1]) if part == "scenarios"]
    return parts[folders[-1] + 1 :] if folders else parts[-DEPTH:]


def _step(document: Document, index: int, entry: Mapping[str, Any], rules: list[str]) -> Step:
    method, _, target = entry["call"].partition(" ")
    path, _, query = target.partition("?")
    reading = entry.get("reading")
    told = entry["expect"] if reading else {"": entry["expect"]}
    expectations = {option: _expectation(each) for option, each in told.items()}
    return Step(
        number=index + 1,
        caller=entry["as"],
        method=method,
        path=path,
        query=_query(query) | entry.get("query", {}),
        headers=entry.get("headers", {}),
        body=entry.get("body", ABSENT),
        form=entry.get("form"),
        raw=entry.get("raw"),
        expect=next(iter(expectations.values())),
        alternatives=expectations if reading else {},
        reading=reading,
        save=entry.get("save"),
        rules=tuple(entry.get("rules", rules)),
        place=document.place(pointer_to("steps", index)),
    )


def _query(text: str) -> dict[str, object]:
    """Read a query string; a parameter that stands several times becomes a list."""
    found: dict[str, list[str]] = parse_qs(text, keep_blank_values=True)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _expectation(entry: Mapping[str, Any]) -> Expectation:
    told = entry["status"]
    status, *others = told if isinstance(told, list) else [told]
    return Expectation(
        status=status,
        others=tuple(others),
        body=entry.get("body", ABSENT),
        headers={name.lower(): value for name, value in entry.get("headers", {}).items()},
        ordered=entry.get("ordered", False),
    )
