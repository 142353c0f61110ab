"""How a story file becomes a story, and what is said of a malformed one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from contract_tests.scenarios import ABSENT, Expectation, ScenarioError, load

Write = Callable[[str], Path]
HEAD = """\
title: A fact
rules: [aegis.update.share-datasets]
given: {}
"""
STEP = """\
steps:
  - as: ann
    call: GET /datasets
    expect: {status: 200}
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        path = tmp_path / "scenarios" / "aegis" / "sharing" / "a-fact.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return path

    return written


def faults(path: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert str(caught.value)
    return [str(each).removeprefix(f"{path}:") for each in caught.value.problems]


def test_a_storys_id_is_its_path_below_the_scenarios(write: Write) -> None:
    assert load(write(HEAD + STEP)).id == "aegis/sharing/a-fact"


def test_a_story_knows_its_vendor_and_topic(write: Write) -> None:
    story = load(write(HEAD + STEP))
    assert (story.vendor, story.topic) == ("aegis", "sharing")


def test_a_step_has_the_rules_of_its_story(write: Write) -> None:
    assert load(write(HEAD + STEP)).steps[0].rules == ("aegis.update.share-datasets",)


def test_a_step_may_have_rules_of_its_own(write: Write) -> None:
    assert load(write(HEAD + STEP + "    rules: [aegis.a]\n")).steps[0].rules == ("aegis.a",)


def test_a_step_knows_its_place(write: Write) -> None:
    place = load(write(HEAD + STEP)).steps[0].place
    assert (place.line, place.column) == (5, 5)


def test_a_call_is_a_method_a_path_and_a_query(write: Write) -> None:
    text = STEP.replace("GET /datasets", "GET /datasets?shared=true&ids=1&ids=2&search=")
    step = load(write(HEAD + text + "    query: {page: 2}\n")).steps[0]
    query = {"shared": "true", "ids": ["1", "2"], "search": "", "page": 2}
    assert (step.method, step.path, step.query) == ("GET", "/datasets", query)


def test_a_body_that_is_null_is_not_absent(write: Write) -> None:
    steps = load(write(HEAD + STEP + "    body: null\n")).steps
    assert (steps[0].body, steps[0].expect.body) == (None, ABSENT)


def test_a_reading_has_an_expectation_for_each_option(write: Write) -> None:
    text = STEP.replace("{status: 200}", '{"400": {status: 400}, 404: {status: 404}}')
    step = load(write(HEAD + text + "    reading: aegis.unknown-dataset-on-update\n")).steps[0]
    assert step.alternatives == {"400": Expectation(400), "404": Expectation(404)}
    assert step.expect == Expectation(400)


def test_an_expectation_may_list_the_documented_statuses(write: Write) -> None:
    text = STEP.replace("{status: 200}", "{status: [400, 404]}")
    assert load(write(HEAD + text)).steps[0].expect.statuses == (400, 404)


def test_the_names_of_expected_headers_are_in_lower_case(write: Write) -> None:
    text = STEP.replace("200}", "200, headers: {Content-Type: text/csv}}")
    assert load(write(HEAD + text)).steps[0].expect.headers == {"content-type": "text/csv"}


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("null", None),
        ("~", None),
        ("", None),
        ("2026-04-01", "2026-04-01"),
        ("2026-04-01T09:20:00Z", "2026-04-01T09:20:00Z"),
        ("12:30", "12:30"),
        ("010", "010"),
        ("10", 10),
        ("-1.5e3", -1500.0),
        ("'10'", "10"),
        (".inf", ".inf"),
        ("{'1': 2, 3: 4}", {"1": 2, "3": 4}),
    ],
)
def test_scalars_are_read_as_json_reads_them(write: Write, scalar: str, value: object) -> None:
    found = load(write(f"{HEAD}{STEP}    body: {scalar}\n")).steps[0].body
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1:1: The story is to be a story: an object with title"),
        ("title: A\n  b: c\n", "2:4: The YAML breaks here: mapping values are not allowed"),
        ("a: [\n", "2:1: The YAML breaks here: while parsing a flow node"),
        ("a: 1\nb: 2\na: 3\n", "3:1: 'a' stands here twice, first in line 1."),
        ("a: &x 1\nb: *x\n", "1:4: Aliases of this value are not understood"),
        ("a: !!python/object:os.system 1\n", "1:4: The tag tag:yaml.org,2002:python/object:os"),
        ("a: !!int x\n", "1:4: 'x' is not a int that JSON has."),
        ("a: 1e999\n", "1:4: '1e999' is not a float that JSON has."),
        ("? [1]\n: 2\n", "1:3: A key is a plain text, not a list or an object."),
        ("a: 1\n---\nb: 2\n", "2:1: The YAML breaks here: expected a single document"),
        ("a: \udcff\n", "1:1: This is not YAML in UTF-8:"),
        ("a: \x00\n", "1:1: This is not YAML in UTF-8:"),
        ("[" * 100_000, "1:1: A story has at most 20000 bytes; this one has 100000."),
        ("[" * 9_000 + "]" * 9_000, "1:1: It is nested too deeply."),
    ],
)
def test_what_is_no_plain_yaml_is_told_by_place(write: Write, text: str, fault: str) -> None:
    assert faults(write(text))[0].startswith(fault)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("rules:", "rulez:", "1:1: The story lacks the key 'rules'."),
        ("rules:", "rulez:", "2:1: The story has no key 'rulez'. Did you mean 'rules'?"),
        ("    expect", "    expects", "7:5: Step 1 has no key 'expects'. Did you mean 'expect'?"),
        ("status:", "statuz:", "7:14: Step 1: expect has no key 'statuz'."),
        ("200", "'200'", '7:22: Step 1: expect.status is to be a status, as 200; found "200"'),
        ("200", "true", "7:22: Step 1: expect.status is to be a status, as 200; found true"),
        ("GET /datasets", "GET datasets", "6:11: Step 1: call is to be METHOD /path below"),
        ("[aegis.update.share-datasets]", "[]", "2:8: rules is to be a list of at least one rule"),
        ("A fact", "A fact.", "1:8: title is to be one fact in the present tense"),
        ("A fact", "A" * 101, "1:8: title is to be one fact in the present tense"),
        ("given: {}", "given: []", "3:8: given is to be an object of the people and things"),
        ("{status: 200}", "{body: {}}", "7:13: Step 1: expect lacks the key 'status'."),
        (
            "    expect",
            "    body: {}\n    raw: x\n    expect",
            "8:10: Step 1: raw is to be nothing here",
        ),
        ("    expect", "    reading: aegis.a\n    expect", "8:13: Step 1: expect is to be an"),
        (
            "    expect",
            "    form: {file: 3}\n    expect",
            "7:18: Step 1: form.file is to be a",
        ),
        ("    expect", "    save: a.b\n    expect", "7:11: Step 1: save is to be a name:"),
    ],
)
def test_a_wrong_form_is_told_by_place(write: Write, old: str, new: str, fault: str) -> None:
    text = (HEAD + STEP).replace(old, new)
    assert any(each.startswith(fault) for each in faults(write(text))), faults(write(text))


def test_a_story_without_steps_is_no_story(write: Write) -> None:
    assert faults(write(f"{HEAD}steps: []\n")) == [
        "4:8: steps is to be a list of at least one step; found [] (array)."
    ]


def test_a_story_lives_below_a_vendor_and_a_topic(tmp_path: Path) -> None:
    path = tmp_path / "scenarios" / "a-fact.yaml"
    path.parent.mkdir()
    path.write_text(HEAD + STEP, encoding="utf-8")
    where = "1:1: A story lives at scenarios/<vendor>/<topic>/<claim>.yaml."
    assert faults(path) == [where]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "none.yaml"
    assert faults(path) == ["1:1: The file cannot be read: No such file or directory."]
