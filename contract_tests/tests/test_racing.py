"""A race is noticed, in whichever place a server checks and acts apart; a whole server passes."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from contract_tests.cli import main
from contract_tests.names import Names
from contract_tests.racing.agreeing import Pairs
from contract_tests.racing.contests import arena, drawn, vendors
from contract_tests.racing.racing import Race
from contract_tests.racing.telling import summary_of, violation_lines
from contract_tests.reference import accord, in_process
from contract_tests.stage import NoStage
from contract_tests.verdicts import Verdict
from mock_server.app import RACING_FAULTS, create_app

FAULTS = [fault.id for fault in RACING_FAULTS]
PLENTY = 300
OUT_OF_TURN = "aegis.update.removed-datasets-detached.private-too"


@contextmanager
def race(vendor: str, fault: str | None = None) -> Iterator[Race]:
    app = create_app(seeds=(), fault=fault)
    found = Race(in_process(app, vendor), arena(vendor), enough=1)
    try:
        yield found
    finally:
        found.close()


def pairs(ignored: frozenset[str] = frozenset()) -> Pairs:
    ours, theirs = (
        Names({"march": {"id": 1}, "may": {"id": 2}}),
        Names({"march": {"id": 71}, "may": {"id": 72}}),
    )
    return Pairs.of(ours, theirs, ignored)


def test_every_vendor_has_contests() -> None:
    assert set(vendors()) == set(accord().wings)


@pytest.mark.parametrize("vendor", vendors())
def test_the_reference_ends_every_round_as_in_some_order(vendor: str) -> None:
    with race(vendor) as whole:
        assert whole.run(20, seed=1).violations == ()


@pytest.mark.parametrize("vendor", vendors())
@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_race_is_found(vendor: str, fault: str) -> None:
    with race(vendor, fault) as racing:
        (violation,) = racing.run(PLENTY, seed=1).violations

    assert not violation.in_turn
    assert violation.rules


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_race_shows_in_no_requests_in_turn(fault: str) -> None:
    with race("aegis", fault) as racing:
        for number in range(1, 9):
            assert racing.judged(drawn(arena("aegis"), number, 1), at_once=False) is None


def test_what_differs_in_turn_too_is_told_as_no_race() -> None:
    with race("aegis", OUT_OF_TURN) as racing:
        (violation,) = racing.run(PLENTY, seed=1).violations

    assert violation.in_turn
    assert any("it is no race" in line.text for line in violation_lines("aegis", violation, 1))


def test_a_violation_is_reported_under_rules_of_the_contract() -> None:
    with race("aegis", FAULTS[0]) as racing:
        summary = summary_of([racing.run(PLENTY, seed=1)], "a target", 1)

    assert summary.verdict is Verdict.FAILED
    assert summary.rules.keys() <= accord().contract.rules.keys()


def test_no_token_is_in_what_is_told() -> None:
    with race("aegis", FAULTS[0]) as racing:
        (violation,) = racing.run(PLENTY, seed=1).violations

    told = "\n".join(line.text for line in violation_lines("aegis", violation, 1))
    assert "_TOKEN" in told
    assert "sk_" not in told


def test_a_seed_draws_the_same_round_again() -> None:
    assert drawn(arena("aegis"), 7, 3) == drawn(arena("aegis"), 7, 3)


def test_ids_are_the_same_where_the_founding_named_both() -> None:
    assert pairs().difference({"dataset_ids": [1, 2]}, {"dataset_ids": [72, 71]}) is None
    assert pairs().difference({"id": 1}, {"id": 72}) == "id"


def test_a_new_id_stands_for_the_one_that_was_first_told_in_its_place() -> None:
    known = pairs().told_by("POST /datasets")

    assert known.difference({"id": 3}, {"id": 90}) is None
    assert known.difference({"id": 3}, {"id": 91}) == "id"


def test_an_id_that_is_given_twice_is_another() -> None:
    known = pairs().told_by("POST /datasets")

    assert known.difference({"id": 3}, {"id": 90}) is None
    assert known.difference({"id": 4}, {"id": 90}) == "id"


def test_times_and_ignored_fields_are_left_aside() -> None:
    ours = {"at": "2026-04-01T09:20:00Z", "reads": 1, "alias": "May 2026-04-01T09:20:00Z"}
    theirs = {"at": "2026-04-01T09:20:01.5Z", "reads": 2, "alias": "May 2027-04-01T09:20:00Z"}

    assert pairs(frozenset({"reads"})).difference(ours, theirs) is None


def test_things_of_a_list_are_compared_in_any_order_and_items_in_theirs() -> None:
    assert pairs().difference([{"id": 1}, {"id": 2}], [{"id": 72}, {"id": 71}]) is None
    assert pairs().difference([{"a": 1}, {"a": 2}], [{"a": 2}, {"a": 1}]) == "0.a"


def test_what_the_target_tells_beside_is_no_difference() -> None:
    assert pairs().difference({"name": "May"}, {"name": "May", "colour": "red"}) is None
    assert pairs().difference({"name": "May", "org_id": None}, {"name": "May"}) == "org_id"


def test_the_planted_races_are_listed() -> None:
    told = CliRunner().invoke(main, ["rules", "--faults"]).output

    assert [fault for fault in FAULTS if fault not in told] == []


def test_the_command_races_the_reference_in_a_process_of_its_own() -> None:
    ended = CliRunner().invoke(main, ["race", "--vendor", "nebius", "--rounds", "5"])

    assert ended.exit_code == 0
    assert "5 rounds" in ended.output


def test_a_reading_that_there_is_not_is_refused() -> None:
    with pytest.raises(NoStage, match=r"aegis\.nothing"):
        Race(in_process(create_app(seeds=()), "aegis", {"aegis.nothing": "404"}), arena("aegis"))


def test_a_target_that_is_not_there_is_not_judged() -> None:
    assert CliRunner().invoke(main, ["race", "--target", "nowhere.yaml"]).exit_code == 2
