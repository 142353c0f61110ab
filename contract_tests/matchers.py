"""The matchers: objects with one `$`-key that stand for what a value is to be like.

All of them are in MATCHERS, and each is told with an example in scenarios/README.md.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from contract_tests.absence import ABSENT
from contract_tests.jsonvalues import is_date_time, kind, moment, shown
from contract_tests.suggestions import suggestion

Fits = Callable[[object, object], bool]


class UnknownMatcher(ValueError):
    """A story holds an object whose key begins with `$` and that is no matcher we have."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """What its operand may be, when a value fits it, and how that is said."""

    operand: str
    accepts: Callable[[Any], bool]
    holds: Callable[[Any, Any, Fits], bool]
    says: str


def matcher_of(expected: object) -> tuple[str, object] | None:
    """Give the matcher's name and operand when a value is one; None when it is plain."""
    if not isinstance(expected, Mapping):
        return None
    names = [key for key in expected if isinstance(key, str) and key.startswith("$")]
    if not names:
        return None
    if len(expected) > 1:
        raise UnknownMatcher(f"{names[0]} stands alone in its object, without other keys.")
    if names[0] not in MATCHERS:
        raise UnknownMatcher(f"There is no matcher {names[0]}. {suggestion(names[0], MATCHERS)}")
    return names[0], expected[names[0]]


def holds(name: str, operand: object, actual: object, fits: Fits) -> bool:
    """Tell whether a value fits a matcher; what is not there fits only `$absent`."""
    if actual is ABSENT and name not in ("$absent", "$one_of"):
        return False
    return MATCHERS[name].holds(operand, actual, fits)


def says(name: str, operand: object) -> str:
    """Say in words what a matcher stands for."""
    return MATCHERS[name].says.format(shown(operand))


def _is_any(operand: str, actual: object, _: Fits) -> bool:
    return ANY[operand](actual)


def _is_absent(_: object, actual: object, __: Fits) -> bool:
    return actual is ABSENT


def _is_not(operand: object, actual: object, fits: Fits) -> bool:
    return not fits(operand, actual)


def _is_one_of(operand: Sequence[object], actual: object, fits: Fits) -> bool:
    return any(fits(each, actual) for each in operand)


def _includes(operand: Sequence[object], actual: object, fits: Fits) -> bool:
    return isinstance(actual, list) and all(
        any(fits(each, member) for member in actual) for each in operand
    )


def _excludes(operand: Sequence[object], actual: object, fits: Fits) -> bool:
    return isinstance(actual, list) and not any(
        fits(each, member) for each in operand for member in actual
    )


def _fits_pattern(operand: str, actual: object, _: Fits) -> bool:
    return isinstance(actual, str) and re.fullmatch(operand, actual) is not None


def _has_length(operand: int, actual: object, _: Fits) -> bool:
    return isinstance(actual, str | list | dict) and len(actual) == operand


def _is_after(operand: object, actual: object, _: Fits) -> bool:
    earlier, later = moment(operand), moment(actual)
    return earlier is not None and later is not None and later > earlier


def _is_not_before(operand: object, actual: object, _: Fits) -> bool:
    earlier, later = moment(operand), moment(actual)
    return earlier is not None and later is not None and later >= earlier


def _is_regular(operand: object) -> bool:
    try:
        return isinstance(operand, str) and re.compile(operand) is not None
    except re.error:
        return False


def _is_list(operand: object) -> bool:
    return isinstance(operand, list) and bool(operand)


def _is_text(operand: object) -> bool:
    return isinstance(operand, str)


ANY: Final[Mapping[str, Callable[[object], bool]]] = {
    "string": lambda value: kind(value) == "string",
    "integer": lambda value: kind(value) == "integer",
    "number": lambda value: kind(value) in ("integer", "number"),
    "boolean": lambda value: kind(value) == "boolean",
    "array": lambda value: kind(value) == "array",
    "object": lambda value: kind(value) == "object",
    "null": lambda value: value is None,
    "date-time": is_date_time,
}

MATCHERS: Final[Mapping[str, Matcher]] = {
    "$any": Matcher(
        f"one of {', '.join(ANY)}", lambda o: _is_text(o) and o in ANY, _is_any, "any {}"
    ),
    "$absent": Matcher("true", lambda operand: operand is True, _is_absent, "nothing there"),
    "$not": Matcher("a value", lambda _: True, _is_not, "anything but {}"),
    "$one_of": Matcher("a list of values", _is_list, _is_one_of, "one of {}"),
    "$includes": Matcher("a list of members", _is_list, _includes, "a list with all of {}"),
    "$excludes": Matcher("a list of members", _is_list, _excludes, "a list with none of {}"),
    "$pattern": Matcher("a regular expression", _is_regular, _fits_pattern, "a text like {}"),
    "$length": Matcher("a number", lambda o: kind(o) == "integer", _has_length, "a length of {}"),
    "$after": Matcher("a time", _is_text, _is_after, "a time after {}"),
    "$not_before": Matcher("a time", _is_text, _is_not_before, "a time not before {}"),
}
