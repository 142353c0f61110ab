"""Apify datasets: names, access, lists and changes, through the step."""

import json
from typing import Any

import pytest

from mock_server.domain.apify.actions import (
    CreateApifyDataset,
    DeleteApifyDataset,
    GetApifyDataset,
    GetApifyStatistics,
    GetApifyUser,
    ListApifyDatasets,
    PushApifyItems,
    ReadApifyItems,
    UpdateApifyDataset,
)
from mock_server.domain.apify.finding import asked_for, handles_in
from mock_server.domain.apify.rulebook import RULEBOOK
from mock_server.domain.apify.world import NOBODY, stamp
from mock_server.domain.outcomes import Done
from mock_server.domain.step import step, without
from mock_server.tests.apify_stage import BIRTH, NOW, Stage

ID, NAME = "ANYONE_WITH_ID_CAN_READ", "ANYONE_WITH_NAME_CAN_READ"
RESTRICTED, FOLLOW = "RESTRICTED", "FOLLOW_USER_SETTING"


def stage(level: str = FOLLOW, access: str = RESTRICTED, **readings: str) -> Stage:
    given = {
        "users": {"ann": {"username": "ann", "access": access}, "bob": {}, "cat": {}},
        "datasets": {
            "it": {"owner": "ann", "name": "prices", "general_access": level,
                   "grants": {"cat": "WRITE"}, "items": [{"a": 1}]},
            "other": {"owner": "ann", "name": "costs", "created_at": "2026-03-01T00:00:00Z"},
            "draft": {"owner": "ann"},
        },
    }  # fmt: skip
    return Stage(given, **readings)


@pytest.mark.parametrize(
    ("level", "access", "by_id", "by_name"),
    [
        (RESTRICTED, ID, False, False),
        (ID, RESTRICTED, True, False),
        (NAME, RESTRICTED, True, True),
        (FOLLOW, RESTRICTED, False, False),
        (FOLLOW, ID, True, False),
    ],
)
@pytest.mark.parametrize("who", ["nobody", "bob"])
def test_a_level_opens_reading(
    who: str, level: str, access: str, *, by_id: bool, by_name: bool
) -> None:
    here = stage(level, access)

    opened = [
        not here.refusal(who, GetApifyDataset(path)) for path in (here.id("it"), "ann~prices")
    ]

    assert opened == [by_id, by_name]


@pytest.mark.parametrize("path", ["~prices", "ann~prices"])
def test_a_grant_opens_what_is_restricted(path: str) -> None:
    who = "ann" if path.startswith("~") else "cat"

    assert not stage(RESTRICTED).refusal(who, GetApifyDataset(path))


def test_the_owners_tilde_is_nobodys_without_a_token() -> None:
    refused = stage(NAME).refusal("nobody", GetApifyDataset("~prices"))

    assert refused == "apify.ids.own-name-needs-a-token"


def test_a_path_of_no_dataset_is_like_a_closed_one() -> None:
    assert asked_for(stage().world, NOBODY, GetApifyDataset("nothing")).general_access == RESTRICTED


def test_an_unknown_username_has_no_datasets() -> None:
    assert stage().refusal("ann", GetApifyDataset("eve~prices")) == "apify.ids.dataset-found"


@pytest.mark.parametrize("reading", ["exact", "ignored"])
def test_the_case_of_a_name_is_a_reading(reading: str) -> None:
    refused = stage(name_case=reading).refusal("ann", GetApifyDataset("~PRICES"))

    assert bool(refused) is (reading == "exact")


def test_a_rename_by_the_old_name_answers_with_the_new_one() -> None:
    here = stage()

    told = here.told("ann", UpdateApifyDataset("~prices", name="sums"))

    assert (told["data"]["name"], here.dataset("it").modified_at) == ("sums", NOW)


def test_a_name_that_stays_the_same_changes_nothing_else() -> None:
    here = stage(modified_at_on_update="stays")

    outcome = here.ask("ann", UpdateApifyDataset(here.id("it"), name="prices"))

    assert isinstance(outcome, Done)
    assert outcome.rules == ()


def test_null_takes_the_name_away() -> None:
    here = stage()

    here.ask("ann", UpdateApifyDataset("~prices", name=None))

    assert here.dataset("it").name is None


@pytest.mark.parametrize(("reading", "refused"), [("manage", True), ("write", False)])
def test_who_changes_the_level_is_a_reading(reading: str, *, refused: bool) -> None:
    here = stage(who_changes_general_access=reading)

    rule = here.refusal("cat", UpdateApifyDataset(here.id("it"), generalAccess=ID))

    assert (rule == "apify.access.level-needs-management") is refused


def test_a_level_that_is_sent_is_set() -> None:
    here = stage()

    here.ask("ann", UpdateApifyDataset(here.id("it"), generalAccess=NAME))

    assert here.dataset("it").general_access == NAME


def test_a_name_that_is_taken_is_refused() -> None:
    refused = stage().refusal("ann", UpdateApifyDataset("~prices", name="costs"))

    assert refused == "apify.names.unique-for-their-owner"


@pytest.mark.parametrize("name", ["a_b", "-a", "a-", "é", "a b"])
def test_a_name_of_other_characters_is_refused(name: str) -> None:
    refused = stage().refusal("ann", CreateApifyDataset(name=name))

    assert refused == "apify.names.characters"


@pytest.mark.parametrize("name", ["", "a" * 64])
def test_a_name_of_another_length_is_refused(name: str) -> None:
    refused = stage().refusal("ann", CreateApifyDataset(name=name))

    assert refused == "apify.names.length"


def test_a_create_by_a_name_that_is_there_changes_nothing() -> None:
    here = stage()

    outcome = here.ask("ann", CreateApifyDataset(name="prices", schema={}))

    assert isinstance(outcome, Done)
    assert outcome.rules == ()


def test_a_create_takes_name_and_schema() -> None:
    told = stage().told("bob", CreateApifyDataset(name="prices", schema={"title": "P"}))

    assert (told["data"]["name"], told["data"]["schema"]) == ("prices", {"title": "P"})


def test_a_create_without_its_deed_tells_nothing() -> None:
    here = stage()
    broken = without(RULEBOOK, "apify.create.makes-a-dataset")

    outcome, _ = step(here.world, here.founded.people["ann"], CreateApifyDataset(), broken)

    assert outcome == Done({"data": None})


def test_a_deleted_dataset_leaves_the_list_of_those_it_was_granted_to() -> None:
    here = stage()
    here.ask("ann", DeleteApifyDataset(here.id("it")))

    assert here.told("cat", ListApifyDatasets())["data"]["items"] == []


@pytest.mark.parametrize(
    ("ask", "names"),
    [
        (ListApifyDatasets(), ["costs", "prices"]),
        (ListApifyDatasets(desc=True), ["prices", "costs"]),
        (ListApifyDatasets(limit=1), ["costs"]),
        (ListApifyDatasets(limit=0, offset=1), ["prices"]),
        (ListApifyDatasets(ownership="ownedByMe"), ["costs", "prices"]),
        (ListApifyDatasets(ownership="sharedWithMe"), []),
    ],
)
def test_a_list_keeps_order_and_page(ask: ListApifyDatasets, names: list[str]) -> None:
    told = stage().told("ann", ask)

    assert [each["name"] for each in told["data"]["items"]] == names


def test_a_list_tells_an_unnamed_dataset_by_its_id() -> None:
    here = stage()
    told = here.told("ann", ListApifyDatasets(unnamed=True))

    assert here.id("draft") in [each["name"] for each in told["data"]["items"]]


def test_a_limit_of_zero_is_refused_under_that_reading() -> None:
    refused = stage(limit_zero="400").refusal("ann", ListApifyDatasets(limit=0))

    assert refused == "apify.list.limit-is-positive"


def test_the_key_is_told_to_writers_only() -> None:
    here = stage(ID)
    ask = GetApifyDataset(here.id("it"))

    told = {who: here.told(who, ask)["data"]["urlSigningSecretKey"] for who in ("cat", "bob")}

    assert (told["cat"] is None, told["bob"]) == (False, None)


def test_reading_moves_the_time_of_access_alone() -> None:
    here = stage()
    here.ask("ann", GetApifyDataset("~prices"))

    assert (here.dataset("it").accessed_at, here.dataset("it").modified_at) == (NOW, BIRTH)


def test_the_caller_is_told() -> None:
    assert stage().told("ann", GetApifyUser())["data"]["username"] == "ann"


def signed(here: Stage, signature: str) -> str:
    return here.refusal("nobody", ReadApifyItems(here.id("it"), signature=signature))


def test_a_signature_opens_the_items() -> None:
    here = stage(RESTRICTED)

    assert not signed(here, here.founded.answer["datasets"]["it"]["signature"])


@pytest.mark.parametrize("signature", ["", "nonsense", "é", "MC54LmE=", "MA=="])
def test_what_is_no_signature_opens_nothing(signature: str) -> None:
    assert signed(stage(RESTRICTED), signature) == "apify.access.anybody-by-id"


def test_a_signature_that_expired_opens_nothing() -> None:
    here = stage(RESTRICTED)

    assert signed(here, here.founded.answer["datasets"]["it"]["expired_signature"])


def test_the_link_that_a_dataset_tells_opens_its_items() -> None:
    here = stage(RESTRICTED)
    link: str = here.told("ann", GetApifyDataset("~prices"))["data"]["itemsPublicUrl"]

    assert not signed(here, link.partition("signature=")[2])


@pytest.mark.parametrize(
    ("value", "handles"),
    [
        ("AbCdEfGh0001xxxxx", ("AbCdEfGh0001xxxxx", "AbCdEfGh")),
        ("ann~prices", ("ann",)),
        ("~prices", ("",)),
    ],
)
def test_a_path_value_leads_to_a_world(value: str, handles: tuple[str, ...]) -> None:
    assert handles_in(value) == handles


@pytest.mark.parametrize(
    ("told", "stamped"),
    [
        ("2026-04-01T09:20:00Z", "2026-04-01T09:20:00.000Z"),
        ("2026-04-01T09:20:00.123456Z", "2026-04-01T09:20:00.123Z"),
    ],
)
def test_a_time_has_milliseconds(told: str, stamped: str) -> None:
    assert stamp(told) == stamped


def items(ask: dict[str, Any], *pushed: Any) -> Any:
    """Push items into a new dataset, and read them as text."""
    here = Stage({"users": {"ann": {}}, "datasets": {"it": {"owner": "ann"}}})
    for each in pushed:
        here.ask("ann", PushApifyItems(here.id("it"), each))
    return here.told("ann", ReadApifyItems(here.id("it"), **ask))


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        ({}, [{"a": 1, "#h": 0}, {"a": [{"b": 1}, 2]}, {}, {"o": {"x": {"y": 1}, "z": {}}}]),
        ({"desc": True, "limit": 1}, [{"o": {"x": {"y": 1}, "z": {}}}]),
        ({"offset": 2, "limit": 0}, [{}, {"o": {"x": {"y": 1}, "z": {}}}]),
        ({"clean": True, "limit": 3}, [{"a": 1}, {"a": [{"b": 1}, 2]}]),
        ({"fields": ["a"], "limit": 1}, [{"a": 1}]),
        ({"fields": ["a"], "outputFields": ["n"], "limit": 1}, [{"n": 1}]),
        ({"omit": ["a"], "limit": 1}, [{"#h": 0}]),
        ({"unwind": ["a"], "offset": 1, "limit": 1}, [{"b": 1}, {"a": 2}]),
        ({"unwind": ["o"], "offset": 3}, [{"x": {"y": 1}, "z": {}}]),
        ({"unwind": ["no"], "limit": 1}, [{"a": 1, "#h": 0}]),
        ({"flatten": ["o"], "offset": 3}, [{"o.x.y": 1, "o.z": {}}]),
    ],
)
def test_items_are_told_as_they_are_asked_for(ask: dict[str, Any], told: object) -> None:
    pushed = [{"a": 1, "#h": 0}, {"a": [{"b": 1}, 2]}, {}]

    assert json.loads(items(ask, pushed, {"o": {"x": {"y": 1}, "z": {}}})) == told


def test_a_push_of_nothing_stores_nothing() -> None:
    assert items({}, []) == "[]"


def test_csv_has_a_column_for_each_leaf() -> None:
    text = items({"format": "csv"}, {"a": [1, {"b": None}], "c": {"d": "x,y", "e": {}}, "f": True})

    assert text == '\ufeffa/0,a/1/b,c/d,c/e,f\n1,,"x,y",,true\n'


def test_csv_may_do_without_its_names() -> None:
    ask = {"format": "csv", "bom": False, "skipHeaderRow": True, "attachment": True}

    assert items(ask, {"a": 'say "hi"'}) == '"say ""hi"""\n'


def test_lines_may_begin_with_a_mark() -> None:
    assert items({"format": "jsonl", "bom": True}, [{"a": 1}, {}]) == '\ufeff{"a":1}\n{}\n'


VIEWS = {"views": {"one": {"transformation": {"fields": ["a"]}}, "bare": {}, "odd": 1}}


@pytest.mark.parametrize(
    ("schema", "view", "rule"),
    [
        (None, "one", "apify.items.view-needs-a-schema"),
        (VIEWS, "two", "apify.items.view-is-defined"),
        (VIEWS, "odd", "apify.items.view-is-defined"),
        ({"views": []}, "one", "apify.items.view-is-defined"),
        (VIEWS, "one", ""),
        (VIEWS, "bare", ""),
    ],
)
def test_a_view_is_one_of_the_schema(schema: Any, view: str, rule: str) -> None:
    here = Stage({"users": {"ann": {}}, "datasets": {"it": {"owner": "ann", "schema": schema}}})

    assert here.refusal("ann", ReadApifyItems(here.id("it"), view=view)) == rule


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"required": ["a"]}, True),
        ({"type": "nonsense"}, False),
        ({"$ref": "https://example.com/schema.json"}, False),
        ({}, False),
    ],
)
def test_items_follow_the_schema(fields: Any, *, refused: bool) -> None:
    given = {"owner": "ann", "schema": {"fields": fields}}
    here = Stage({"users": {"ann": {}}, "datasets": {"it": given}})

    rule = here.refusal("ann", PushApifyItems(here.id("it"), [{"b": 1}]))

    assert bool(rule) is refused


def test_statistics_tell_sizes_and_gaps() -> None:
    here = Stage({"users": {"ann": {}}, "datasets": {"it": {"owner": "ann", "items": [
        {"n": 2.5}, {"n": "four"}, {"n": None}, {"n": True}, {},
    ]}}})  # fmt: skip

    told = here.told("ann", GetApifyStatistics(here.id("it")))

    assert told["data"]["fieldStatistics"] == {
        "n": {"min": 2.5, "max": 4, "nullCount": 1, "emptyCount": 1}
    }
