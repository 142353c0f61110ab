"""Every hand-made fault is caught by a story that names its rule, and is told in a sentence."""

import re
from collections import Counter
from functools import cache

import pytest

from contract_tests.reference import accord
from contract_tests.scenarios import Scenario
from contract_tests.scoring import BrokenServer, broken_servers, trial
from contract_tests.shelf import shipped_stories, stories
from mock_server.domain.faults import Fault

FAULTS = [fault for wing in accord().wings.values() for fault in wing.faults]
BROKEN = [server for server in broken_servers() if server.is_fault]
ENOUGH_FOR_AEGIS = 60
LONGEST_SENTENCE = 120


@cache
def told() -> tuple[Scenario, ...]:
    return tuple(stories([shipped_stories()]))


@pytest.mark.parametrize("server", BROKEN, ids=[server.id for server in BROKEN])
def test_a_fault_is_caught_under_the_name_of_its_rule(server: BrokenServer) -> None:
    assert trial(server, told()).caught_by


def test_every_fault_is_tried() -> None:
    assert [server.id for server in BROKEN if server.id not in {each.id for each in FAULTS}] == []
    assert len(BROKEN) == len(FAULTS)


def test_aegis_has_faults_enough() -> None:
    assert len(accord().wings["aegis"].faults) >= ENOUGH_FOR_AEGIS


def test_no_two_faults_have_one_id() -> None:
    assert [id for id, number in Counter(each.id for each in FAULTS).items() if number > 1] == []


def test_no_two_faults_are_told_alike() -> None:
    told_twice = Counter((each.rule.partition(".")[0], each.sentence) for each in FAULTS)

    assert [sentence for sentence, number in told_twice.items() if number > 1] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.id)
def test_a_fault_is_told_in_a_sentence(fault: Fault) -> None:
    assert re.fullmatch(r"[A-Z0-9][^\n]*\.", fault.sentence)
    assert "should" not in fault.sentence
    assert len(fault.sentence) <= LONGEST_SENTENCE


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.id)
def test_a_mistake_is_named_in_words(fault: Fault) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", fault.mistake)
