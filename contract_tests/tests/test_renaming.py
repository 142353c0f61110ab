"""The names of a story made unique, and nothing else."""

from pathlib import Path

import pytest

from contract_tests.making.aegis import MAKING
from contract_tests.renaming import Renaming, names_in
from contract_tests.scenarios import Scenario, Step, load

STORY = """\
title: A fact
rules: [aegis.update.renames]
given:
  users: {ann: {}}
  data_collections: {bundle: {owner: ann, name: Bundle}}
steps:
  - as: ann
    call: PUT /data-collections/$bundle
    body: BODY
    expect: {status: 200, body: EXPECTED}
"""
KEYS = MAKING.named


def story(folder: Path, body: str, expected: str) -> Scenario:
    path = folder / "scenarios" / "aegis" / "small" / "a-fact.yaml"
    path.parent.mkdir(parents=True)
    text = STORY.replace("BODY", body).replace("EXPECTED", expected)
    path.write_text(text, encoding="utf-8")
    return load(path)


def renamed(folder: Path, body: str, expected: str) -> Step:
    told = story(folder, body, expected)
    return Renaming(MAKING, "p-", names_in(told, KEYS, ())).step(told.steps[0])


@pytest.mark.parametrize(
    ("body", "unique"),
    [
        ("{name: Box}", {"name": "p-Box"}),
        ("{name: ' Box '}", {"name": " p-Box "}),
        ("{name: ' '}", {"name": " "}),
        ("{name: null}", {"name": None}),
        ("{name: $bundle.name}", {"name": "$bundle.name"}),
        ("{colour: Box}", {"colour": "Box"}),
        ("{name: " + "x" * 300 + "}", {"name": "p-" + "x" * 298}),
    ],
)
def test_a_name_that_is_sent_is_unique(
    tmp_path: Path, body: str, unique: dict[str, object]
) -> None:
    assert renamed(tmp_path, body, "{}").body == unique


@pytest.mark.parametrize(
    ("expected", "unique"),
    [
        ("{name: Bundle}", {"name": "p-Bundle"}),
        ("{items: [{name: Box}]}", {"items": [{"name": "p-Box"}]}),
        ("{data_collection: Box}", {"data_collection": "p-Box"}),
        ("{name: {$not: Box}}", {"name": {"$not": "p-Box"}}),
        ("{type: {name: CUSTOM}}", {"type": {"name": "CUSTOM"}}),
        ("{title: Box}", {"title": "Box"}),
        ("{name: {$pattern: '.*x'}}", {"name": {"$pattern": r"(?:p\-)?(?:.*x)"}}),
        ("{name: " + "x" * 255 + "}", {"name": "p-" + "x" * 253}),
    ],
)
def test_an_expected_name_is_the_same_unique_one(
    tmp_path: Path, expected: str, unique: dict[str, object]
) -> None:
    assert renamed(tmp_path, "{name: Box}", expected).expect.body == unique


def test_the_name_of_a_thing_given_by_id_stays(tmp_path: Path) -> None:
    told = story(tmp_path, "{name: Box}", "{name: Bundle}")
    assert names_in(told, KEYS, ["Bundle"]) == {"Box"}
