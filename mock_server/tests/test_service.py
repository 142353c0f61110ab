"""One question at a time: changes are kept and move the clock; worlds do not touch each other."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mock_server.breaking import UnknownRule
from mock_server.clocks import ClockError, RealClock, StoryClock
from mock_server.domain.founded import GivenError
from mock_server.domain.readings import UnknownReading
from mock_server.seeding import SeedError, load
from mock_server.tests.small import House, seed_file

COUNTER = "/counters/1"


def test_a_change_is_kept() -> None:
    house = House()
    ann = house.ann()
    house.ask("PUT", COUNTER, ann, json={"by": 2})

    assert house.ask("GET", COUNTER, ann).get_json()["count"] == 2


def test_a_refused_ask_changes_nothing() -> None:
    house = House()
    ann = house.ann()
    house.ask("PUT", COUNTER, ann, json={"by": -2})

    assert house.ask("GET", COUNTER, ann).get_json()["count"] == 0


def test_a_world_does_not_see_another() -> None:
    house = House()
    ann, other = house.ann(), house.ann()
    house.ask("PUT", COUNTER, ann, json={"by": 2})

    assert house.ask("GET", COUNTER, other).get_json()["count"] == 0


def test_only_a_kept_change_moves_the_story_clock() -> None:
    house = House()
    ann = house.ann()
    times = [
        house.ask("PUT", COUNTER, ann, json={"by": by}).get_json()["now"] for by in (2, 0, 2, 2)
    ]

    assert [time[11:16] for time in times] == ["09:20", "09:30", "09:30", "09:40"]


def test_a_hundred_changes_at_once_are_all_kept() -> None:
    house = House()
    ann = house.ann()

    def add(_: int) -> int:
        client = house.app.test_client()
        headers = {"Authorization": f"Bearer {ann}"}
        return client.put("/s/counters/1", json={"by": 2}, headers=headers).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(add, range(100))) == {200}

    assert house.ask("GET", COUNTER, ann).get_json()["count"] == 200


def test_a_reset_plants_the_seeds_anew(tmp_path: Path) -> None:
    given = {"vendor": "small", "users": {"ann": {"token": "sm_ann"}}}
    house = House(seeds=[seed_file(tmp_path, given)])
    house.ask("PUT", COUNTER, "sm_ann", json={"by": 2})
    ann = house.ann()

    house.client.post("/_accord/reset")

    told = house.ask("GET", COUNTER, "sm_ann").get_json()
    assert (told["count"], told["now"]) == (0, "2026-04-01T09:20:00Z")
    assert house.ask("GET", COUNTER, ann).status_code == 401


def test_a_rule_that_is_left_out_does_not_refuse() -> None:
    house = House(without=["small.positive"])

    assert house.ask("PUT", COUNTER, house.ann(), json={"by": -2}).status_code == 200


def test_a_rule_that_nobody_has_is_not_left_out() -> None:
    with pytest.raises(UnknownRule, match=r"small\.none"):
        House(without=["small.none"])


def test_a_fault_that_nobody_has_is_refused() -> None:
    with pytest.raises(UnknownRule, match="accord rules --faults"):
        House(fault="small.none")


def test_a_reading_that_nobody_has_is_refused() -> None:
    with pytest.raises(UnknownReading, match=r"small\.odd"):
        House(readings={"small.none": "x"})


def test_a_malformed_seed_is_told_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(GivenError, match=r"seed\.yaml: users is not"):
        House(seeds=[seed_file(tmp_path, {"vendor": "small"})])


@pytest.mark.parametrize("text", ["[", "users: {}", "vendor: 7", "\t"])
def test_a_seed_that_says_no_vendor_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(text)

    with pytest.raises(SeedError, match=r"broken\.yaml"):
        load([file])


def test_a_seed_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="cannot be read"):
        load([tmp_path / "none.yaml"])


@pytest.mark.parametrize("text", ["noon", "2026-04-01T09:20:00", ""])
def test_a_time_without_its_zone_is_refused(text: str) -> None:
    with pytest.raises(ClockError, match="2026-04-01T09:20:00Z"):
        StoryClock(text)


def test_a_story_clock_tells_utc() -> None:
    assert StoryClock("2026-04-01T11:20:00+02:00").now() == "2026-04-01T09:20:00Z"


def test_the_real_time_is_told_in_whole_seconds() -> None:
    assert len(RealClock().now()) == len("2026-04-01T09:20:00Z")
