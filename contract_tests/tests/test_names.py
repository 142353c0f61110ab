"""What `$name` stands for."""

import pytest

from contract_tests.names import Names, UnknownName, references

NAMES = Names.of_setup(
    {
        "world": "w_1",
        "orgs": {"acme": {"id": 3}},
        "users": {"ann": {"id": 7, "email": "ann@acme.test"}},
        "datasets": {"march": {"id": 12}, "evals": {"id": "ds_1"}},
        "versions": {"evals.v1": {"id": "dsv_1"}},
    }
)


@pytest.mark.parametrize(
    ("value", "resolved"),
    [
        ("$march", 12),
        ("${march}", 12),
        ("$ann.email", "ann@acme.test"),
        ("/datasets/$march", "/datasets/12"),
        ("/datasets/$march/rows", "/datasets/12/rows"),
        ("${march}.csv", "12.csv"),
        ("$evals.v1", "dsv_1"),
        ("$evals.id", "ds_1"),
        ("$$march", "$march"),
        ("$$$march", "$12"),
        ("$$", "$"),
        ("costs 5 $", "costs 5 $"),
        (5, 5),
        (True, True),
        (None, None),
        ({"ids": ["$march", {"org": "$acme"}]}, {"ids": [12, {"org": 3}]}),
    ],
)
def test_a_value_has_the_names_put_in(value: object, resolved: object) -> None:
    found = NAMES.resolve(value)
    assert found == resolved
    assert type(found) is type(resolved)


def test_keys_stay_as_they_are() -> None:
    assert NAMES.resolve({"$not": "$march"}) == {"$not": 12}


def test_a_saved_response_has_places() -> None:
    names = NAMES.saved("made", {"id": 9, "datasets": [{"name": "March"}]})
    assert names.resolve("$made.datasets.0.name") == "March"


def test_saving_leaves_the_names_before_as_they_were() -> None:
    NAMES.saved("made", {"id": 9})
    with pytest.raises(UnknownName):
        NAMES.resolve("$made")


def test_a_value_that_is_no_text_is_written_as_json_inside_a_text() -> None:
    assert Names({"made": {"on": True}}).resolve("is ${made.on}") == "is true"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("$mrach", r"There is no \$mrach\. Did you mean 'march'\?"),
        ("/x/$nothing", r"There is no \$nothing\. There is: acme, ann"),
        ("$ann.mail", r"\$ann has no 'mail'\. Did you mean 'email'\?"),
        ("$ann.email.size", r"\$ann\.email has no 'size'"),
    ],
)
def test_an_unknown_name_tells_what_there_is(text: str, message: str) -> None:
    with pytest.raises(UnknownName, match=message):
        NAMES.resolve(text)


def test_references_are_found_at_any_depth() -> None:
    value = {"a": ["$march", "x/${ann.email}/y"], "b": {"$not": "$$no"}}
    assert list(references(value)) == ["march", "ann.email"]
