"""A target that shows only after a while what was done."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from contract_tests.results import Result
from contract_tests.runner import play
from contract_tests.target import Request, Response
from contract_tests.tests.small_app import COLLECTION, SmallApp
from contract_tests.tests.test_runner import HIDDEN, SEES, expecting, stage, story
from contract_tests.verdicts import Verdict

LEAK = (200, COLLECTION)
ABSENT = (404, {"detail": "Not found."})


@dataclass
class Late:
    """Gives each person these answers in turn, and the last one for ever after."""

    ann: list[tuple[int, object]] = field(default_factory=lambda: [LEAK])
    bob: list[tuple[int, object]] = field(default_factory=lambda: [ABSENT])
    base_url: str = "http://late.test"

    def send(self, request: Request) -> Response:
        told = self.ann if "ann" in request.headers["Authorization"] else self.bob
        status, body = told.pop(0) if len(told) > 1 else told[0]
        headers = {"content-type": "application/json"}
        return Response(status, headers, json.dumps(body).encode())


def played(folder: Path, late: Late, *steps: Mapping[str, object], within: float = 0.2) -> Result:
    told = replace(stage(SmallApp(), target=late), visible_within=within)
    return play(story(folder, *steps), told)


def test_what_is_to_be_there_is_waited_for_and_the_lag_is_noted(tmp_path: Path) -> None:
    result = played(tmp_path, Late(ann=[ABSENT, LEAK]), SEES)
    assert result.verdict is Verdict.NOTED
    assert result.notes[0].startswith("step 1: visible only after 0.")


def test_a_value_that_is_old_at_first_is_waited_for(tmp_path: Path) -> None:
    old = (200, {**COLLECTION, "name": "Old"})
    step = expecting(body={"name": "Bundle"})
    assert played(tmp_path, Late(ann=[old, LEAK]), step).verdict is Verdict.NOTED


def test_what_never_comes_fails(tmp_path: Path) -> None:
    assert played(tmp_path, Late(ann=[ABSENT]), SEES).verdict is Verdict.FAILED


def test_without_the_declaration_nothing_is_waited_for(tmp_path: Path) -> None:
    assert played(tmp_path, Late(ann=[ABSENT, LEAK]), SEES, within=0).verdict is Verdict.FAILED


def test_what_must_not_be_there_is_not_waited_out(tmp_path: Path) -> None:
    assert played(tmp_path, Late(bob=[LEAK, ABSENT]), HIDDEN).verdict is Verdict.FAILED


def test_a_member_too_many_is_not_waited_out(tmp_path: Path) -> None:
    more = (200, {**COLLECTION, "datasets": [{"id": 9}]})
    step = expecting(body={"datasets": []})
    assert played(tmp_path, Late(ann=[more, LEAK]), step).verdict is Verdict.FAILED


def test_a_refused_matcher_of_absence_is_not_waited_out(tmp_path: Path) -> None:
    step = expecting(body={"name": {"$not": "Bundle"}})
    other = (200, {**COLLECTION, "name": "Other"})
    assert played(tmp_path, Late(ann=[LEAK, other]), step).verdict is Verdict.FAILED


def test_what_must_not_be_there_is_asked_again_at_the_end(tmp_path: Path) -> None:
    result = played(tmp_path, Late(bob=[ABSENT, LEAK]), HIDDEN, SEES)
    assert result.verdict is Verdict.FAILED
    assert "(asked again 0.2 s after the last change)" in result.failures[0].message


def test_what_was_hidden_before_a_change_is_not_asked_again(tmp_path: Path) -> None:
    change = {**SEES, "call": "PUT /data-collections/$bundle", "body": {"name": "Bundle"}}
    assert played(tmp_path, Late(bob=[ABSENT, LEAK]), HIDDEN, change).verdict is Verdict.PASSED
