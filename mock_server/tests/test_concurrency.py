"""Requests at the same time end as if they had come one after the other, in some order."""

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from threading import Barrier
from typing import Any

import pytest

from mock_server.app import Accord, create_app
from mock_server.domain.aegis.actions import (
    CreateDataCollection,
    DeleteDataCollection,
    DeleteDataset,
    UpdateDataCollection,
    UpdateDataset,
)
from mock_server.domain.aegis.world import AegisWorld
from mock_server.domain.outcomes import Outcome
from mock_server.worlds import Home, Seat

GIVEN = {
    "orgs": ["acme"],
    "users": {"ann": {"org": "acme"}, "bob": {"org": "acme"}, "zed": {}},
    "data_collections": {
        "bundle": {"owner": "ann", "org": "acme"},
        "other": {"owner": "bob", "org": "acme"},
        "own": {"owner": "ann"},
    },
    "datasets": {
        "march": {"owner": "ann"},
        "april": {"owner": "bob", "org": "acme"},
        "may": {"owner": "ann", "collection": "bundle", "org": "acme"},
    },
    "runs": {"r1": {"owner": "ann", "dataset": "march"}, "r2": {"owner": "bob", "dataset": "may"}},
}
ROUNDS = 300
Question = tuple[str, object]
State = tuple[list[Outcome], list[object]]


@pytest.fixture(scope="module")
def accord() -> Accord:
    told: Accord = create_app(seeds=(), clock=StandingClock()).extensions["accord"]
    return told


@pytest.fixture(scope="module", autouse=True)
def threads_take_turns_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def questions(draw: random.Random, id: dict[str, int]) -> list[Question]:
    """Draw two to four requests that get in each other's way."""
    claims = [[id["march"]], [id["march"], id["april"]], [id["april"]], [id["may"], id["april"]]]
    collections = [id["bundle"], id["other"], id["own"]]
    drawn: list[Callable[[], object]] = [
        lambda: CreateDataCollection("Taken", draw.choice(claims)),
        lambda: UpdateDataCollection(draw.choice(collections), dataset_ids=draw.choice(claims)),
        lambda: UpdateDataCollection(draw.choice(collections), name="Taken"),
        lambda: UpdateDataCollection(draw.choice(collections), org_id=id["acme"]),
        lambda: UpdateDataCollection(draw.choice(collections), org_id=None),
        lambda: UpdateDataset(draw.choice(claims)[0], data_collection_id=draw.choice(collections)),
        lambda: UpdateDataset(draw.choice(claims)[0], org_id=id["acme"]),
        lambda: DeleteDataCollection(draw.choice(collections)),
        lambda: DeleteDataset(draw.choice(claims)[0]),
    ]
    return [(draw.choice(["ann", "bob"]), draw.choice(drawn)()) for _ in range(draw.randint(2, 4))]


def founded(accord: Accord) -> tuple[Home, dict[str, int]]:
    told = accord.service.found("aegis", GIVEN)
    seat = accord.service.worlds.seat("aegis", told["users"]["ann"]["token"])
    assert seat is not None
    groups = (told["orgs"], told["users"], told["data_collections"], told["datasets"])
    return seat.home, {name: each["id"] for group in groups for name, each in group.items()}


def at_once(accord: Accord, home: Home, asked: Sequence[Question]) -> State:
    gate = Barrier(len(asked))

    def one(question: Question) -> Outcome:
        name, ask = question
        gate.wait()
        return accord.service.ask(Seat(home, home.people[name]), ask)

    with ThreadPoolExecutor(len(asked)) as pool:
        outcomes = list(pool.map(one, asked))
    return outcomes, rows(home.world)


def check_and_act_apart(accord: Accord, home: Home, asked: Sequence[Question]) -> State:
    """A server that lets everybody decide on the same world, and keeps the last one's."""
    steps = [played(accord, home, home.world, question) for question in asked]
    return [outcome for outcome, _ in steps], rows(steps[-1][1])


def in_turn(accord: Accord, home: Home, world: AegisWorld, asked: Sequence[Question]) -> State:
    outcomes = []
    for question in asked:
        outcome, world = played(accord, home, world, question)
        outcomes.append(outcome)
    return outcomes, rows(world)


def played(accord: Accord, home: Home, world: AegisWorld, question: Question) -> Any:
    book = accord.service.books["aegis"]
    name, ask = question
    return book.play(world.at("2026-04-01T09:20:00Z"), home.people[name], ask, book.rulebook)


def rows(world: AegisWorld) -> list[object]:
    tables: tuple[Any, ...] = (world.collections, world.datasets, world.runs)
    return [sorted(table, key=lambda row: row.id) for table in tables]


def some_order_explains(
    accord: Accord, home: Home, before: AegisWorld, asked: Sequence[Question], end: State
) -> bool:
    outcomes, state = end
    for order in permutations(range(len(asked))):
        told, after = in_turn(accord, home, before, [asked[place] for place in order])
        if after == state and [told[order.index(place)] for place in range(len(asked))] == outcomes:
            return True
    return False


class StandingClock:
    """It is always the same time, so that the orders differ in nothing but order."""

    def now(self) -> str:
        return "2026-04-01T09:20:00Z"

    def moved(self) -> None:
        """A change takes no time."""

    def restarted(self) -> None:
        """There is nothing to begin anew."""


def test_any_interleaving_is_explained_by_some_order(accord: Accord) -> None:
    draw = random.Random(7)
    for _ in range(ROUNDS):
        home, ids = founded(accord)
        before, asked = home.world, questions(draw, ids)

        end = at_once(accord, home, asked)

        assert some_order_explains(accord, home, before, asked, end), asked


def test_a_server_that_checks_and_acts_apart_is_noticed(accord: Accord) -> None:
    home, ids = founded(accord)
    claim = CreateDataCollection("First", [ids["march"]])
    asked = [("ann", claim), ("ann", CreateDataCollection("Second", [ids["march"]]))]

    end = check_and_act_apart(accord, home, asked)

    assert not some_order_explains(accord, home, home.world, asked, end)
