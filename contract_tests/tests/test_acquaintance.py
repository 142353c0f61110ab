"""Accounts that are not who the target file says: told before anything is played."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from contract_tests.cli import main
from contract_tests.tests.shared_system import TOKENS, System, shared_system


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with shared_system(tmp_path_factory.mktemp("system")) as found:
        yield found


@pytest.fixture
def system(running: System, tmp_path: Path) -> System:
    return System(running.url, tmp_path)


def said(target: Path) -> str:
    result = CliRunner().invoke(main, ["verify", "--target", str(target)])
    assert result.exit_code == 2
    assert not [name for name, token in TOKENS.items() if token in result.output]
    return result.stderr


def test_a_token_of_nobody_is_told(system: System) -> None:
    told = said(system.target("bob", ann="org: acme, token: sk_nobody"))
    assert "ann of setup.accounts cannot be played" in told
    assert "give setup.accounts.ann a good token" in told


def test_one_token_for_two_people_is_told(system: System) -> None:
    told = said(system.target("ann", bob=f"org: acme, token: {TOKENS['ann']}"))
    assert "ann and bob have the same token; give each person their own." in told


def test_tokens_of_two_organisations_that_are_swapped_are_told(system: System) -> None:
    ann, eve = f"org: acme, token: {TOKENS['eve']}", f"org: globex, token: {TOKENS['ann']}"
    assert "are two tokens swapped?" in said(system.target("bob", ann=ann, eve=eve))


def test_a_token_of_somebody_without_an_organisation_is_told(system: System) -> None:
    told = said(system.target("bob", ann=f"org: acme, token: {TOKENS['zed']}"))
    assert "ann is said to be of acme (" in told
    assert "does not let ann share with it" in told


def test_somebody_of_an_organisation_that_is_not_said_is_told(system: System) -> None:
    told = said(system.target("bob", zed=f"token: {TOKENS['ann']}"))
    assert "zed is said to be of no organisation, but the API shows organisation" in told


def test_getting_to_know_each_other_leaves_nothing_behind(system: System) -> None:
    before = system.everything()
    said(system.target("bob", ann=f"org: acme, token: {TOKENS['zed']}"))
    assert system.everything() == before
