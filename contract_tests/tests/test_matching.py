"""When a value is as expected, and what is said when it is not."""

import re
from pathlib import Path
from typing import Final

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_tests.absence import ABSENT
from contract_tests.matchers import ANY, MATCHERS, UnknownMatcher
from contract_tests.matching import mismatches

README: Final = Path(__file__).parents[2] / "scenarios" / "README.md"
ROW = re.compile(r"^\| `(\$\w+)` \| [^|]+ \| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE)
EXAMPLES = ROW.findall(README.read_text(encoding="utf-8"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=12,
)


def told(expected: object, actual: object, *, ordered: bool = False) -> list[str]:
    return [str(each) for each in mismatches(expected, actual, ordered=ordered)]


def test_every_matcher_has_an_example_in_the_readme() -> None:
    assert [name for name, *_ in EXAMPLES] == list(MATCHERS)


@pytest.mark.parametrize(("name", "matcher", "fitting", "other"), EXAMPLES)
def test_the_readmes_examples_are_true(name: str, matcher: str, fitting: str, other: str) -> None:
    expected = yaml.safe_load(matcher)
    assert told(expected, yaml.safe_load(fitting)) == []
    assert told(expected, yaml.safe_load(other)) != []


def test_the_readme_names_every_kind_of_any() -> None:
    row = next(line for line in README.read_text(encoding="utf-8").splitlines() if "`$any`" in line)
    assert all(kind in row for kind in ANY)


@settings(deadline=None)
@given(JSON)
def test_every_value_matches_itself(value: object) -> None:
    assert mismatches(value, value) == ()


@settings(deadline=None)
@given(st.lists(JSON, max_size=6).flatmap(lambda x: st.tuples(st.just(x), st.permutations(x))))
def test_a_list_matches_in_any_order(both: tuple[list[object], list[object]]) -> None:
    expected, actual = both
    assert mismatches(expected, actual) == ()


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        (1, 1.0),
        ({"a": 1}, {"a": 1, "b": 2}),
        ([], []),
        ([1, 1, 2], [2, 1, 1]),
        # The first expected member fits both, the second only one of them: both find a partner.
        ([{"a": 1}, {"a": 1, "b": 2}], [{"a": 1, "b": 2}, {"a": 1}]),
        ([{"$any": "integer"}, {"$any": "number"}, 3], [3, 4, 1.5]),
        ({"gone": {"$absent": True}}, {}),
        ({"a": {"$one_of": [{"$absent": True}, 3]}}, {}),
        ({"$any": "number"}, 3),
        ({"$any": "integer"}, 3.0),
        ({"$any": "null"}, None),
    ],
)
def test_it_matches(expected: object, actual: object) -> None:
    assert told(expected, actual) == []


@pytest.mark.parametrize(
    ("expected", "actual", "message"),
    [
        (True, 1, "expected true, found 1"),
        (0, False, "expected 0, found false"),
        (1, "1", 'expected the integer 1, found "1"'),
        (None, ABSENT, "expected null, found nothing"),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, "/a/b: expected 1, found 2"),
        ({"a": None}, {}, "/a: expected null, found nothing"),
        ({"a/b": 1}, {"a/b": 2}, "/a~1b: expected 1, found 2"),
        ({"a": 1}, [], 'expected {"a": 1}, found []'),
        ([1], {"0": 1}, 'expected [1], found {"0": 1}'),
        ([1], [], "expected a member 1, which is missing"),
        ([], [1], "/0: found 1, which is not among the expected members"),
        ({"a": {"$absent": True}}, {"a": None}, "/a: expected nothing there, found null"),
        ({"a": {"$not": 3}}, {}, "/a: expected anything but 3, found nothing"),
        ({"$any": "integer"}, True, "expected any “integer”, found true"),
        ({"$includes": [1]}, "1", 'expected a list with all of [1], found "1"'),
        ({"$after": "2026-04-01T00:00:00Z"}, "soon", "expected a time after"),
        ({"$after": "never"}, "2026-04-01T00:00:00Z", "expected a time after"),
    ],
)
def test_a_mismatch_says_where_and_what(expected: object, actual: object, message: str) -> None:
    (found,) = told(expected, actual)
    assert found.startswith(message.replace("“", '"').replace("”", '"'))


def test_a_faulty_member_is_compared_with_the_nearest() -> None:
    expected = [{"id": 1, "org": 3, "name": "a"}, {"id": 2, "org": 3}]
    actual = [{"id": 2, "org": None}, {"id": 1, "org": 3, "name": "a"}]
    assert told(expected, actual) == ["/0/org: expected 3, found null"]


def test_the_nearest_member_is_the_one_with_the_fewest_faults() -> None:
    expected = [{"a": 1, "b": 2, "c": 3}]
    actual = [{"a": 1, "b": 0, "c": 0}, {"a": 1, "b": 2, "c": 0}]
    assert "/1/c: expected 3, found 0" in told(expected, actual)


def test_members_with_other_ids_are_not_taken_for_one_another() -> None:
    messages = told([{"id": 1, "org": 3}], [{"id": 2, "org": 3}])
    assert [each.partition(":")[0] for each in messages] == [
        'expected a member {"id"',
        "/0",
    ]


def test_in_order_a_list_is_compared_place_by_place() -> None:
    assert told([1, 2], [2, 1], ordered=True) == [
        "/0: expected 1, found 2",
        "/1: expected 2, found 1",
    ]


def test_a_long_list_of_strangers_is_told_member_by_member() -> None:
    assert len(told([{"id": n} for n in range(40)], [{"id": n + 40} for n in range(40)])) == 80


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ({"$an": "string"}, r"There is no matcher \$an\. Did you mean '\$any'\?"),
        ({"$not": 1, "id": 2}, r"\$not stands alone"),
    ],
)
def test_an_unknown_matcher_is_a_fault_of_the_story(expected: object, message: str) -> None:
    with pytest.raises(UnknownMatcher, match=message):
        mismatches(expected, 1)
