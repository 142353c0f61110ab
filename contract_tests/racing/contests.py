"""What people get in each other's way about, by vendor, and the rounds that are drawn of it.

A contest is a table of moves in the words of a story's steps; `$any` holds what is drawn from.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from contract_tests.absence import ABSENT
from contract_tests.problems import Place
from contract_tests.scenarios import Expectation, Step

FOLDER: Final = Path(__file__).with_name("contests")
ANY: Final = "$any"
FEWEST, MOST = 2, 4
UNKNOWN: Final = Expectation(0)


@dataclass(frozen=True, slots=True)
class Contest:
    """One thing to quarrel about: what it is called, and the moves."""

    title: str
    moves: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Arena:
    """All contests of a vendor, the people and things they are about, and what tells nothing.

    `ignored` are fields that differ between two servers that do the same.
    """

    vendor: str
    given: Mapping[str, Any]
    contests: tuple[Contest, ...]
    ignored: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Round:
    """Two to four requests that are asked at once; `number` and the seed draw them again."""

    number: int
    title: str
    steps: tuple[Step, ...]


def vendors() -> tuple[str, ...]:
    """Give the vendors that have contests."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def arena(vendor: str) -> Arena:
    """Read the contests of a vendor."""
    told = yaml.safe_load((FOLDER / f"{vendor}.yaml").read_text(encoding="utf-8"))
    return Arena(
        vendor,
        told["given"],
        tuple(Contest(each["title"], tuple(each["moves"])) for each in told["contests"]),
        frozenset(told.get("ignored", ())),
    )


def drawn(arena: Arena, number: int, seed: int) -> Round:
    """Draw a round; the same number and seed draw the same."""
    draw = random.Random(f"{seed}/{number}")
    contest = draw.choice(arena.contests)
    moves = [draw.choice(contest.moves) for _ in range(draw.randint(FEWEST, MOST))]
    steps = tuple(_step(at, _chosen(move, draw)) for at, move in enumerate(moves, 1))
    return Round(number, contest.title, steps)


def _chosen(value: Any, draw: random.Random) -> Any:
    """Choose one of every `$any`, at any depth."""
    if isinstance(value, Mapping):
        if ANY in value:
            return _chosen(draw.choice(value[ANY]), draw)
        return {key: _chosen(each, draw) for key, each in value.items()}
    return [_chosen(each, draw) for each in value] if isinstance(value, list) else value


def _step(number: int, move: Mapping[str, Any]) -> Step:
    method, _, path = move["call"].partition(" ")
    return Step(
        number=number,
        caller=move["as"],
        method=method,
        path=path,
        query=move.get("query", {}),
        body=move.get("body", ABSENT),
        form=move.get("form"),
        expect=UNKNOWN,
        place=Place("a race", number),
    )
