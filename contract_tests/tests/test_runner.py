"""Stories played on a stage."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from contract_tests.provisioning import ProviderStates
from contract_tests.results import Result
from contract_tests.runner import play
from contract_tests.scenarios import Scenario, load
from contract_tests.stage import Stage
from contract_tests.target import InProcessTarget, Request, Response, Target, TargetUnreachable
from contract_tests.tests.small_app import COLLECTION, SmallApp
from contract_tests.verdicts import Verdict
from mock_server.contract import load_contract

RULE = "aegis.update.share-datasets"
READING = "aegis.unknown-dataset-on-update"
SEES = {"as": "ann", "call": "GET /data-collections/$bundle", "expect": {"status": 200}}
HIDDEN = {"as": "bob", "call": "GET /data-collections/$bundle", "expect": {"status": 404}}


def story(folder: Path, *steps: Mapping[str, Any]) -> Scenario:
    path = folder / "scenarios" / "aegis" / "small" / "a-story.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    given = {"users": {"ann": {}, "bob": {}}, "data_collections": {"bundle": {"owner": "ann"}}}
    told = {"title": "A story", "rules": [RULE], "given": given, "steps": list(steps)}
    path.write_text(json.dumps(told), encoding="utf-8")
    return load(path)


def stage(app: SmallApp, target: Target | None = None, readings: Mapping[str, str] = {}) -> Stage:
    return Stage(
        target or InProcessTarget(app, "http://small.test"),
        ProviderStates(InProcessTarget(app, "http://small.test/states")),
        load_contract(),
        readings=readings,
        defaults={READING: "400"},
    )


def played(folder: Path, *steps: Mapping[str, Any], **answers: tuple[int, object]) -> Result:
    return play(story(folder, *steps), stage(SmallApp(**answers)))


def expecting(**expect: object) -> dict[str, object]:
    return {**SEES, "expect": {"status": 200, **expect}}


def test_a_story_that_is_as_told_passes(tmp_path: Path) -> None:
    assert played(tmp_path, SEES, HIDDEN).verdict is Verdict.PASSED


def test_one_of_several_documented_statuses_passes(tmp_path: Path) -> None:
    assert played(tmp_path, expecting(status=[404, 200])).verdict is Verdict.PASSED


def test_none_of_several_documented_statuses_fails(tmp_path: Path) -> None:
    result = played(tmp_path, expecting(status=[400, 404]))
    assert "expected status 400 or 404" in result.failures[0].message


def test_a_wrong_field_fails(tmp_path: Path) -> None:
    assert played(tmp_path, expecting(body={"name": "Box"})).verdict is Verdict.FAILED


def test_a_failure_names_its_rule(tmp_path: Path) -> None:
    assert played(tmp_path, expecting(body={"name": "Box"})).failures[0].rules == (RULE,)


def test_a_failure_holds_both_values(tmp_path: Path) -> None:
    failure = played(tmp_path, expecting(body={"name": "Box"})).failures[0]
    assert (failure.expected, failure.actual) == ("Box", "Bundle")


def test_a_failure_says_who_asked_what(tmp_path: Path) -> None:
    failure = played(tmp_path, expecting(body={"name": "Box"})).failures[0]
    assert (failure.who, failure.call) == ("ann", "GET /data-collections/$bundle")


def test_a_failure_hides_the_token(tmp_path: Path) -> None:
    told = {**COLLECTION, "name": "sk_ann_secret"}
    result = played(tmp_path, expecting(body={"name": "Box"}), get=(200, told))
    assert "sk_ann_secret" not in repr(result)


def test_a_wrong_status_ends_the_story(tmp_path: Path) -> None:
    result = played(tmp_path, {**SEES, "expect": {"status": 204}}, HIDDEN)
    assert len(result.steps) == 1


def test_a_wrong_field_does_not_end_the_story(tmp_path: Path) -> None:
    assert len(played(tmp_path, expecting(body={"name": "Box"}), HIDDEN).steps) == 2


def test_a_wrong_header_fails(tmp_path: Path) -> None:
    result = played(tmp_path, expecting(headers={"Content-Type": "text/csv"}))
    assert result.failures[0].message.startswith("header /content-type")


def test_an_answer_of_another_shape_breaks_the_rule_of_shapes(tmp_path: Path) -> None:
    result = played(tmp_path, SEES, get=(200, {**COLLECTION, "id": "8"}))
    assert result.failures[0].rules == ("aegis.wire.answer-shape",)


def test_an_undocumented_field_is_noted(tmp_path: Path) -> None:
    result = played(tmp_path, SEES, get=(200, {**COLLECTION, "colour": "red"}))
    assert result.verdict is Verdict.NOTED


def test_nobody_sends_no_token(tmp_path: Path) -> None:
    assert played(tmp_path, {**SEES, "as": "nobody", "expect": {"status": 401}}).verdict is (
        Verdict.PASSED
    )


def test_an_impostor_is_not_known(tmp_path: Path) -> None:
    assert played(tmp_path, {**SEES, "as": "impostor", "expect": {"status": 401}}).verdict is (
        Verdict.PASSED
    )


def test_a_saved_answer_is_used_later(tmp_path: Path) -> None:
    later = {**SEES, "call": "GET /data-collections/$kept", "expect": {"status": 200}}
    result = played(tmp_path, {**SEES, "save": "kept"}, later)
    assert result.verdict is Verdict.PASSED


def test_a_field_that_a_saved_answer_lacks_fails(tmp_path: Path) -> None:
    later = {**SEES, "call": "GET /data-collections/$kept.colour"}
    assert played(tmp_path, {**SEES, "save": "kept"}, later).verdict is Verdict.FAILED


def test_a_world_is_taken_down_after_a_failure(tmp_path: Path) -> None:
    app = SmallApp()
    play(story(tmp_path, {**SEES, "expect": {"status": 204}}), stage(app))
    assert (app.founded, app.taken_down) == (1, 1)


def test_a_world_that_stays_is_said_in_a_note(tmp_path: Path) -> None:
    result = played(tmp_path, SEES, teardown=(500, None))
    assert "world w_1 stays" in result.notes[0]


def test_what_cannot_be_made_is_unsupported(tmp_path: Path) -> None:
    result = played(tmp_path, SEES, setup=(422, {"unsupported": ["datasets.prop"]}))
    assert result.verdict is Verdict.UNSUPPORTED


def test_a_failed_setup_is_an_error(tmp_path: Path) -> None:
    assert played(tmp_path, SEES, setup=(500, None)).verdict is Verdict.ERRORED


class Broken:
    """A target that raises."""

    base_url = "http://broken.test"

    def __init__(self, error: Exception) -> None:
        self.error = error

    def send(self, _: Request) -> Response:
        raise self.error


@pytest.mark.parametrize("error", [TargetUnreachable("gone"), KeyError("sk_ann_secret")])
def test_what_breaks_in_a_step_is_an_error(tmp_path: Path, error: Exception) -> None:
    result = play(story(tmp_path, SEES), stage(SmallApp(), Broken(error)))
    assert result.verdict is Verdict.ERRORED


def test_what_breaks_in_a_step_tells_no_token(tmp_path: Path) -> None:
    broken = Broken(KeyError("sk_ann_secret"))
    result = play(story(tmp_path, SEES), stage(SmallApp(), broken))
    assert "$ANN_TOKEN" in result.reason


def test_a_world_is_taken_down_after_an_error(tmp_path: Path) -> None:
    app = SmallApp()
    play(story(tmp_path, SEES), stage(app, Broken(KeyError())))
    assert app.taken_down == 1


def reading(**options: int) -> dict[str, object]:
    expect = {option.strip("_"): {"status": status} for option, status in options.items()}
    return {**SEES, "reading": READING, "expect": expect}


def test_the_default_of_a_reading_passes(tmp_path: Path) -> None:
    assert played(tmp_path, reading(_404=404, _400=200)).verdict is Verdict.PASSED


def test_another_option_of_a_reading_is_noted(tmp_path: Path) -> None:
    assert played(tmp_path, reading(_400=400, _404=200)).verdict is Verdict.NOTED


def test_an_option_that_the_target_is_known_for_passes(tmp_path: Path) -> None:
    known = stage(SmallApp(), readings={READING: "404"})
    assert play(story(tmp_path, reading(_400=400, _404=200)), known).verdict is Verdict.PASSED


def test_no_option_of_a_reading_fails(tmp_path: Path) -> None:
    assert played(tmp_path, reading(_400=400, _404=404)).verdict is Verdict.FAILED


def test_the_option_that_was_seen_is_told(tmp_path: Path) -> None:
    assert played(tmp_path, reading(_400=400, _404=200)).readings == {READING: ("404",)}


def test_a_target_takes_one_option_throughout_a_story(tmp_path: Path) -> None:
    steps = reading(_400=200, _404=404), reading(_400=404, _404=200)
    assert played(tmp_path, *steps).verdict is Verdict.FAILED


def test_a_step_that_fits_two_options_leaves_both_open(tmp_path: Path) -> None:
    steps = reading(_400=200, _404=200), reading(_400=404, _404=200)
    assert played(tmp_path, *steps).readings == {READING: ("404",)}


def test_a_rule_whose_steps_were_not_reached_is_skipped(tmp_path: Path) -> None:
    first = {**SEES, "rules": ["aegis.update.other"], "expect": {"status": 204}}
    assert played(tmp_path, first, HIDDEN).verdict_of(RULE) is Verdict.SKIPPED
