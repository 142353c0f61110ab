"""What is said of stories that are well-formed and wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from contract_tests.lint import lint
from mock_server.contract import load_contract

Write = Callable[..., Path]
READINGS = {"aegis.unknown-dataset-on-update": ("400", "404")}
STORY = """\
title: A shared collection takes its datasets along
rules: [aegis.update.share-datasets]
given:
  orgs: [acme]
  users: {ann: {org: acme}, bob: {org: acme}}
  data_collections: {bundle: {owner: ann}}
  datasets: {march: {owner: ann, collection: bundle}}
steps:
  - as: ann
    call: PUT /data-collections/$bundle
    body: {org_id: $acme}
    expect: {status: 200, body: {org_id: $acme, datasets: [{id: $march, org_id: $acme}]}}
    save: shared
  - as: bob
    call: GET /datasets/$march
    expect: {status: 200, body: {org_id: $shared.org_id}}
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str, name: str = "a-shared-collection.yaml") -> Path:
        path = tmp_path / "scenarios" / "aegis" / "sharing" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return written


def faults(path: Path) -> list[str]:
    found = lint([path], load_contract(), READINGS)
    return [str(each).removeprefix(f"{path}:") for each in found]


def test_a_good_story_has_no_fault(write: Write) -> None:
    assert faults(write(STORY)) == []


def test_the_readmes_story_has_no_fault(write: Write) -> None:
    readme = Path(__file__).parents[2] / "scenarios" / "README.md"
    story = readme.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    assert faults(write(story)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("takes", "should take", "1:8: A title is a fact in the present tense; write what is, wi"),
        (
            "aegis.update.share-datasets",
            "aegis.update.share-dataset",
            "2:9: There is no rule 'aegis.update.share-dataset'. Did you mean"
            " 'aegis.update.share-datasets'?",
        ),
        (
            "    save: shared",
            "    save: shared\n    rules: [aegis.none]",
            "14:13: There is no rule 'aegis.none'.",
        ),
        ("as: bob", "as: bbo", "14:9: There is no person 'bbo'. Did you mean 'bob'?"),
        ("/$march", "/$mrach", "15:11: There is no $mrach so far. Did you mean 'march'?"),
        ("{id: $march", "{id: $mar", "12:65: There is no $mar so far. Did you mean 'march'?"),
        ("    save: shared\n", "", "15:42: There is no $shared so far."),
        (
            "GET /datasets/",
            "GET /dataset/",
            "15:11: The contract has no operation for GET /dataset/$march. Did you mean"
            " 'GET /datasets'?",
        ),
        ("GET /datasets", "GTE /datasets", "15:11: The contract has no operation for GTE /data"),
        (
            "status: 200, body: {org_id: $s",
            "status: 201, body: {org_id: $s",
            "16:22: getDataset does not document status 201, only 200, ",
        ),
        ("owner: ann,", "owner: an,", "7:29: There is no 'an' among the users. Did you mean 'ann'"),
        ("owner: ann,", "ower: ann,", "7:22: given.datasets.march has no key 'ower'. Did you mean"),
        ("  datasets:", "  dataset:", "7:3: given has no key 'dataset'. Did you mean 'datasets'?"),
        (
            "owner: ann,",
            "owner: 3,",
            "7:29: given.datasets.march.owner is to be of type string or null; found 3 (integer).",
        ),
        (
            "{bundle: {owner: ann}}",
            "{bundle: null}",
            "6:30: given.data_collections.bundle is to be of type object; found null (null).",
        ),
        ("orgs: [acme]", "orgs: 3", "4:9: given.orgs is to be of type array or object; found 3"),
        ("orgs: [acme]", "orgs: [acme, ann]", "5:11: 'ann' names two things, the other in line 4."),
        ("orgs: [acme]", "orgs: [acme, a-b]", "4:16: 'a-b' is no name: a letter, then letters"),
        ("orgs: [acme]", "orgs: [acme, nobody]", "4:16: 'nobody' is who sends no token; give"),
        ("$shared.org_id}", "{$an: integer}}", "16:42: There is no matcher $an. Did you mean"),
        ("$shared.org_id}", "{$any: int}}", "16:42: $any takes one of string, integer, number"),
        ("$shared.org_id}", "{$pattern: '('}}", "16:42: $pattern takes a regular expression"),
        ("$shared.org_id}", "{$not: 1, a: 2}}", "16:42: $not stands alone in its object"),
        ("steps:", "steps:\n" + "\n" * 45, "61:1: A story fits on one screen of 60 lines; this"),
    ],
)
def test_a_fault_is_told_by_place_and_with_what_was_meant(
    write: Write, old: str, new: str, fault: str
) -> None:
    found = faults(write(STORY.replace(old, new, 1)))
    assert any(each.startswith(fault) for each in found), found


@pytest.mark.parametrize(
    ("reading", "options", "fault"),
    [
        ("aegis.none", ("400", "404"), "11:14: There is no reading 'aegis.none'."),
        (
            "aegis.unknown-dataset-on-update",
            ("400", "403"),
            "12:36: aegis.unknown-dataset-on-update has no option '403'. Did you mean '404'?",
        ),
        (
            "aegis.unknown-dataset-on-update",
            ("400", "403"),
            "12:13: aegis.unknown-dataset-on-update has other options too; say what follows",
        ),
    ],
)
def test_a_reading_is_held_against_its_options(
    write: Write, reading: str, options: tuple[str, str], fault: str
) -> None:
    told = ", ".join(f"'{each}': {{status: {each}}}" for each in options)
    old = STORY[STORY.index("    body:") : STORY.index("    save:")]
    found = faults(write(STORY.replace(old, f"    reading: {reading}\n    expect: {{{told}}}\n")))
    assert any(each.startswith(fault) for each in found), found


def test_a_refusal_without_a_twin_is_told(write: Write) -> None:
    found = faults(write(STORY.replace("status: 200", "status: 404")))
    assert found[0].startswith("9:5: Step 1 is refused, and no step of this story succeeds.")


def test_a_refusal_with_a_twin_is_fine(write: Write) -> None:
    assert (
        faults(
            write(
                STORY.replace("{status: 200, body: {org_id: $s", "{status: 404, body: {org_id: $s")
            )
        )
        == []
    )


def test_a_step_about_the_wire_may_call_what_the_contract_lacks(write: Write) -> None:
    rule = next(each for each in load_contract().rules if each.startswith("aegis.wire."))
    step = f"  - {{as: ann, call: GET /nothing, rules: [{rule}], expect: {{status: 404}}}}\n"
    assert faults(write(STORY + step)) == []


@pytest.mark.parametrize("name", ["A-story.yaml", "a_story.yaml", "a--story.yaml", "a-story.yml"])
def test_a_file_is_named_in_lower_case_words_with_dashes(write: Write, name: str) -> None:
    assert faults(write(STORY, name))[0].startswith("1:1: A story's file is named in lower-case")


def test_a_title_is_unique_whatever_its_case(write: Write, tmp_path: Path) -> None:
    first = write(STORY, "a.yaml")
    second = write(STORY.replace("A shared", "a shared"), "b.yaml")
    (found,) = lint([tmp_path], load_contract(), READINGS)
    assert str(found) == f"{second}:1:8: This title is taken by {first}:1:8; a title is unique."


def test_an_unknown_vendor_is_told(tmp_path: Path) -> None:
    path = tmp_path / "scenarios" / "aegsi" / "sharing" / "a-story.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(STORY, encoding="utf-8")
    assert faults(path) == ["1:1: There is no vendor 'aegsi'. Did you mean 'aegis'?"]


def test_the_faults_of_a_malformed_file_do_not_hide_those_of_another(write: Write) -> None:
    broken = write("a: [", "a.yaml")
    wrong = write(STORY.replace("as: bob", "as: bbo"), "b.yaml")
    found = lint([broken, wrong], load_contract(), READINGS)
    assert [each.place.path for each in found] == [str(broken), str(wrong)]
