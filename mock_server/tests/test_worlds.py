"""A token leads to one world; worlds are found, forked, evicted and forgotten."""

from typing import Any

import pytest

from mock_server.domain.founded import GivenError
from mock_server.tests.small import Somebody
from mock_server.worlds import Home, Worlds, minted

PEOPLE = {"ann": Somebody("ann")}


def home(token: str) -> Home:
    return Home("small", object(), PEOPLE, {"ann": token})


def visited(token: str) -> Home:
    new = home(token)
    new.nobody, new.handles = PEOPLE["ann"], ("handle",)
    return new


def settled(worlds: Worlds, token: str, **options: Any) -> Home:
    new = home(token)
    worlds.settle(new, **options)
    return new


def test_a_token_leads_to_its_home_and_person() -> None:
    worlds = Worlds(limit=2)
    new = settled(worlds, "a")

    assert worlds.seat("small", "a") == (new, PEOPLE["ann"])


def test_the_oldest_home_leaves_when_there_are_too_many() -> None:
    worlds = Worlds(limit=2)
    for token in "abc":
        settled(worlds, token)

    assert [worlds.seat("small", token) is None for token in "abc"] == [True, False, False]
    assert worlds.is_gone("a")


def test_a_seed_never_leaves() -> None:
    worlds = Worlds(limit=1)
    settled(worlds, "seed", seed=True)
    for token in "abc":
        settled(worlds, token)

    assert worlds.seat("small", "seed") is not None


def test_a_home_that_is_torn_down_is_gone() -> None:
    worlds = Worlds(limit=2)
    new = settled(worlds, "a")

    assert worlds.tear_down(new.id)
    assert worlds.seat("small", "a") is None
    assert not worlds.tear_down(new.id)


def test_a_fork_has_the_same_world_and_other_tokens() -> None:
    worlds = Worlds(limit=2)
    new = settled(worlds, "a")

    fork = worlds.fork(new.id, "sm_")

    assert fork is not None
    assert fork.world is new.world
    assert fork.tokens["ann"].startswith("sm_")


def test_an_unknown_world_has_no_fork() -> None:
    assert Worlds(limit=2).fork("w_none", "sm_") is None


def test_a_token_that_lives_elsewhere_is_refused_without_being_told() -> None:
    worlds = Worlds(limit=2)
    settled(worlds, "secret")

    with pytest.raises(GivenError) as refusal:
        settled(worlds, "secret")

    assert "secret" not in str(refusal.value)


def test_two_people_do_not_share_a_token() -> None:
    people = {"ann": Somebody("ann"), "bob": Somebody("bob")}

    with pytest.raises(GivenError):
        minted(people, "sm_", {"ann": "x", "bob": "x"})


def test_a_minted_token_is_the_prefix_and_32_digits() -> None:
    assert len(minted(PEOPLE, "sm_")["ann"]) == 3 + 32


def test_clearing_takes_every_world_away() -> None:
    worlds = Worlds(limit=2)
    settled(worlds, "a")
    settled(worlds, "b", seed=True)

    worlds.clear()

    assert (len(worlds), worlds.seat("small", "a"), worlds.seat("small", "b")) == (0, None, None)


def test_two_vendors_may_have_the_same_token() -> None:
    worlds = Worlds(limit=2)
    mine = settled(worlds, "a")
    worlds.settle(Home("large", object(), PEOPLE, {"ann": "a"}))

    assert worlds.seat("small", "a") == (mine, PEOPLE["ann"])


def test_somebody_without_a_token_is_led_by_a_handle_to_the_newest_home() -> None:
    worlds = Worlds(limit=3)
    first, second = visited("a"), visited("b")
    worlds.settle(first)
    worlds.settle(second)

    assert worlds.visited(["other", "handle"]) == (second, PEOPLE["ann"])


def test_a_handle_leads_on_to_the_older_home_when_the_newest_is_gone() -> None:
    worlds = Worlds(limit=3)
    first, second = visited("a"), visited("b")
    worlds.settle(first)
    worlds.settle(second)
    worlds.tear_down(second.id)

    assert worlds.visited(["handle"]) == (first, PEOPLE["ann"])


def test_a_handle_of_no_home_leads_nowhere() -> None:
    assert Worlds(limit=1).visited(["handle"]) is None
