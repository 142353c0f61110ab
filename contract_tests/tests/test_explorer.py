"""The explorer agrees with the reference, and tells short stories about servers that are broken."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from contract_tests.documents import parse
from contract_tests.explore_command import explore_command
from contract_tests.explorer.calibrating import calibrated, readings_of, write_readings
from contract_tests.explorer.draws import Draws, founding, vendors
from contract_tests.explorer.exploring import Bounds, replayed
from contract_tests.explorer.keeping import save, saved
from contract_tests.explorer.model import Life, Probing, asked
from contract_tests.explorer.running import Exploration
from contract_tests.explorer.shell import curl_lines
from contract_tests.explorer.telling import Finding, as_yaml, story
from contract_tests.explorer.variables import Variables
from contract_tests.givens import given_problems
from contract_tests.reference import in_process
from contract_tests.runner import play
from contract_tests.scenarios import load
from contract_tests.stage import Stage
from contract_tests.verdicts import Verdict
from mock_server.app import create_app

FEW = Bounds(examples=12, steps=8, seconds=20, seed=7, hypothesis_seconds=1, shrink_seconds=5)
MANY = Bounds(examples=400, steps=15, seconds=20, seed=7, hypothesis_seconds=1, shrink_seconds=5)
SOME = Bounds(examples=30, steps=10, seconds=20, seed=7, hypothesis_seconds=1)
NAMES = {"dataset_id": "datasets", "org_id": "orgs", "user_id": "users"}
SHARED_LATE = {"aegis.unknown-dataset-on-update": "404", "aegis.member-edits": "403"}
DELETES = "aegis.delete.removes-the-collection"
RENAMES = "aegis.update.renames"


def stage(vendor: str, **options: Any) -> Stage:
    readings = options.get("readings", {})
    return in_process(create_app(seeds=(), **options), vendor, readings)


def explored(vendor: str, bounds: Bounds, **options: Any) -> Exploration:
    readings = options.get("readings", {})
    return Exploration(vendor, stage(vendor, **options), readings, bounds)


@cache
def found(rule: str) -> Finding:
    return next(explored("aegis", MANY, without=[rule]).findings())


def variables() -> Variables:
    return Variables(NAMES, frozenset({"created_at"}))


@pytest.mark.parametrize("vendor", vendors())
def test_the_reference_agrees_with_itself(vendor: str) -> None:
    exploration = explored(vendor, FEW)

    assert list(exploration.findings()) == []
    assert exploration.tally.requests > 500


def test_the_reference_agrees_with_itself_under_other_readings() -> None:
    assert not list(explored("aegis", FEW, readings=SHARED_LATE).findings())


def test_a_target_of_another_reading_is_found() -> None:
    other = stage("aegis", readings={"aegis.unknown-dataset-on-create": "400"})

    assert next(Exploration("aegis", other, {}, MANY).findings())


@pytest.mark.parametrize("rule", [DELETES, RENAMES])
def test_a_server_without_a_rule_is_found_by_a_short_story(rule: str) -> None:
    assert len(found(rule).life.steps) <= 2
    assert found(rule).decision.like == (rule,)


def test_the_same_seed_finds_the_same_story() -> None:
    again = next(explored("aegis", MANY, without=[RENAMES]).findings())

    assert again.life == found(RENAMES).life


def test_two_divergences_are_told_apart() -> None:
    both = explored("aegis", SOME, without=[RENAMES, DELETES])

    told = {rule for finding in both.findings() for rule in finding.decision.rules}

    assert {RENAMES, DELETES} <= told


def test_a_saved_story_fails_on_the_broken_server_only(tmp_path: Path) -> None:
    path = save(found(RENAMES), stage("aegis"), tmp_path)[0]

    broken = play(load(path), stage("aegis", without=[RENAMES]))

    assert broken.verdict is Verdict.FAILED
    assert RENAMES in broken.failures[0].rules
    assert play(load(path), stage("aegis")).verdict is Verdict.PASSED


def test_a_saved_pytest_file_is_python(tmp_path: Path) -> None:
    path = save(found(RENAMES), stage("aegis"), tmp_path)[1]

    compile(path.read_text(), str(path), "exec")


def test_what_was_saved_is_played_first(tmp_path: Path) -> None:
    save(found(RENAMES), stage("aegis"), tmp_path)
    kept = tuple(saved(tmp_path, "aegis"))

    again = Exploration("aegis", stage("aegis", without=[RENAMES]), {}, FEW, kept)

    first = next(again.findings())
    assert first.again
    assert again.tally.examples == 0


def test_a_curl_line_holds_variables_in_place_of_tokens_and_ids() -> None:
    steps = (asked("ann", "PUT", "/datasets/${march}", body={"org_id": "${acme}"}),)
    life = Life("aegis", {"orgs": ["acme"], "users": {"ann": {"org": "acme"}}}, steps)

    (line,) = curl_lines(life, stage("aegis").contract)

    assert '"$BASE_URL/datasets/$MARCH_ID"' in line
    assert '"Authorization: Bearer $ANN_TOKEN"' in line
    assert r"{\"org_id\": $ACME_ID}" in line


def test_a_story_has_the_names_of_things_in_place_of_ids() -> None:
    told = as_yaml(story(found(RENAMES), stage("aegis")))

    assert "$" in told
    assert "${" not in told


def test_a_life_that_asks_for_what_is_not_given_shows_nothing() -> None:
    life = Life("aegis", {"users": {"ann": {}}}, (asked("ann", "GET", "/datasets/${march}"),))

    assert replayed(life, stage("aegis"), stage("aegis"), probing=Probing.ALWAYS) == (None, 0)


@pytest.mark.parametrize("vendor", vendors())
def test_a_founding_is_one_that_a_story_can_have(vendor: str, tmp_path: Path) -> None:
    turns = iter(range(10_000))
    given = founding(Draws(lambda _: next(turns) % 2), vendor)
    path = tmp_path / "scenarios" / vendor / "found" / "one.yaml"

    document = parse(path, as_yaml({"given": given}).encode())

    assert list(given_problems(document, vendor, document.value["given"])) == []


def test_ids_are_variables() -> None:
    assert variables().difference([{"id": 1}], [{"id": 7}], "datasets") is None


def test_an_id_stands_for_one_thing() -> None:
    told = variables()
    told.bind("datasets", 1, 7)

    assert told.difference({"id": 1}, {"id": 8}, "datasets") is not None
    assert told.difference({"id": 2}, {"id": 7}, "datasets") is not None


def test_members_are_paired_by_their_ids_in_any_order() -> None:
    told = variables()
    told.bind("datasets", 1, 7)
    told.bind("datasets", 2, 8)
    ours, theirs = [{"id": 1, "name": "a"}, {"id": 2}], [{"id": 8}, {"id": 7, "name": "a"}]

    assert told.difference(ours, theirs, "datasets") is None


def test_a_missing_member_is_a_difference() -> None:
    difference = variables().difference([{"id": 1}], [], "datasets")

    assert difference is not None
    assert "1 members" in difference.message


@pytest.mark.parametrize(("target", "agrees"), [("2030", True), (None, False)])
def test_a_volatile_field_is_compared_by_its_kind(target: object, agrees: bool) -> None:
    difference = variables().difference({"created_at": "2026"}, {"created_at": target}, "datasets")

    assert (difference is None) is agrees


def test_true_is_not_one() -> None:
    assert variables().difference({"shared": True}, {"shared": 1}, "datasets") is not None


def test_an_option_is_learnt_by_playing_stories() -> None:
    chosen = {"nebius.blank-name": "422", "nebius.content-shape": "array"}

    learnt = readings_of(calibrated("nebius", stage("nebius", readings=chosen)))

    assert learnt.items() >= chosen.items()


def test_the_block_of_readings_replaces_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "target.yaml"
    path.write_text("vendor: aegis\nreadings:\n  a.b: c\nbase_url: http://x.test\n")

    write_readings(path, {"a.b": "404"})

    assert path.read_text() == ('vendor: aegis\nbase_url: http://x.test\nreadings:\n  a.b: "404"\n')


def test_the_command_says_that_the_reference_conforms(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    wish = ["--vendor", "nebius", "--examples", "3", "--steps", "5", "--seed", "1"]

    result = CliRunner().invoke(explore_command, [*wish, "--json", str(report)])

    assert result.exit_code == 0
    assert "nebius: no divergence" in result.output
    assert json.loads(report.read_text())["verdict"] == "passed"


def test_the_command_judges_nothing_for_an_unknown_target(tmp_path: Path) -> None:
    result = CliRunner().invoke(explore_command, ["--target", str(tmp_path / "none.yaml")])

    assert result.exit_code == 2
