"""Whether a value is what a story expects, and if not, in which place.

An object matches when it contains what is expected. A list holds exactly the expected members, in
any order unless `ordered`. Everything else is equal as JSON is: `true` is never 1, and 1 is 1.0.
An object with one `$`-key is a matcher (`contract_tests.matchers`).

Members of a list that fit are paired first; each one left over is compared with the nearest that
is left over too, so that the message is about one wrong field and not about two whole objects.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contract_tests import matchers
from contract_tests.absence import ABSENT
from contract_tests.jsonvalues import json_equal, kind, pointer_to, shown
from contract_tests.pairing import pairs

# Looking for the nearest member takes the square of the number of those left over.
MOST_LEFT_OVER: Final = 30


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One place where something else was found than expected; ABSENT is what is not there."""

    pointer: str
    expected: object
    actual: object
    message: str

    def __str__(self) -> str:
        return f"{self.pointer}: {self.message}" if self.pointer else self.message


def mismatches(expected: object, actual: object, *, ordered: bool = False) -> tuple[Mismatch, ...]:
    """Give every place where `actual` is not as expected; none when it matches."""
    return tuple(Comparison(ordered=ordered).of(expected, actual, ""))


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two values are compared: whether the order of lists counts."""

    ordered: bool

    def fits(self, expected: object, actual: object) -> bool:
        return next(self.of(expected, actual, ""), None) is None

    def of(self, expected: object, actual: object, pointer: str) -> Iterator[Mismatch]:
        """Yield what differs, from `pointer` on."""
        if matcher := matchers.matcher_of(expected):
            if not matchers.holds(*matcher, actual, self.fits):
                yield _differs(pointer, expected, actual, matchers.says(*matcher))
        elif isinstance(expected, Mapping) and isinstance(actual, Mapping):
            yield from self._of_objects(expected, actual, pointer)
        elif isinstance(expected, list | tuple) and isinstance(actual, list | tuple):
            yield from self._of_lists(expected, actual, pointer)
        elif not json_equal(expected, actual):
            yield _differs(pointer, expected, actual, _kind_too(expected, actual))

    def _of_objects(
        self, expected: Mapping[str, object], actual: Mapping[str, object], pointer: str
    ) -> Iterator[Mismatch]:
        for key, each in expected.items():
            yield from self.of(each, actual.get(key, ABSENT), pointer + pointer_to(key))

    def _of_lists(
        self, expected: Sequence[object], actual: Sequence[object], pointer: str
    ) -> Iterator[Mismatch]:
        partners = self._partners(expected, actual)
        for place, each in enumerate(expected):
            if place not in partners:
                message = f"expected a member {shown(each)}, which is missing"
                yield Mismatch(pointer, each, ABSENT, message)
                continue
            partner = partners[place]
            yield from self.of(each, actual[partner], f"{pointer}/{partner}")
        for place in sorted(set(range(len(actual))) - set(partners.values())):
            found = actual[place]
            message = f"found {shown(found)}, which is not among the expected members"
            yield Mismatch(f"{pointer}/{place}", ABSENT, found, message)

    def _partners(self, expected: Sequence[object], actual: Sequence[object]) -> dict[int, int]:
        if self.ordered:
            return {place: place for place in range(min(len(expected), len(actual)))}
        fitting = pairs(
            len(expected), len(actual), lambda one, other: self.fits(expected[one], actual[other])
        )
        return fitting | self._nearest(expected, actual, fitting)

    def _nearest(
        self, expected: Sequence[object], actual: Sequence[object], fitting: Mapping[int, int]
    ) -> dict[int, int]:
        """Pair what is left over and alike, the most alike first."""
        wanted = [one for one in range(len(expected)) if one not in fitting]
        free = set(range(len(actual))) - set(fitting.values())
        if max(len(wanted), len(free)) > MOST_LEFT_OVER:
            return {}
        alike = sorted(
            (len(list(self.of(expected[one], actual[other], ""))), one, other)
            for one in wanted
            for other in free
            if self._alike(expected[one], actual[other])
        )
        partners: dict[int, int] = {}
        for _, one, other in alike:
            if one not in partners and other not in partners.values():
                partners[one] = other
        return partners

    def _alike(self, expected: object, actual: object) -> bool:
        """Tell whether a member is the expected one with faults: something in it is right."""
        if not isinstance(expected, Mapping) or not isinstance(actual, Mapping):
            return False
        if "id" in expected and "id" in actual:
            return self.fits(expected["id"], actual["id"])
        return any(key in actual and self.fits(expected[key], actual[key]) for key in expected)


def _differs(pointer: str, expected: object, actual: object, wanted: str) -> Mismatch:
    return Mismatch(pointer, expected, actual, f"expected {wanted}, found {shown(actual)}")


def _kind_too(expected: object, actual: object) -> str:
    """Name the kind as well where the two could be taken for the same, as 1 and "1"."""
    alike = str(expected).lower() == str(actual).lower() and kind(expected) != kind(actual)
    return f"the {kind(expected)} {shown(expected)}" if alike else shown(expected)
