"""A target that asks to wait."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from contract_tests.patience import Patient
from contract_tests.target import Request, Response, TargetUnreachable


@dataclass
class Busy:
    """Answers 429 with these headers, one after the other, and then 200."""

    told: Iterator[dict[str, str]]
    base_url: str = "http://busy.test"

    def send(self, _: Request) -> Response:
        headers = next(self.told, None)
        return Response(200, {}, b"") if headers is None else Response(429, headers, b"")


@dataclass
class Clock:
    waited: list[float] = field(default_factory=list)


def asked(*headers: dict[str, str]) -> tuple[int, list[float]]:
    clock = Clock()
    target = Patient(Busy(iter(headers)), longest=60, wait=clock.waited.append)
    return target.send(Request("GET", "/")).status, clock.waited


def test_a_time_to_wait_is_obeyed() -> None:
    assert asked({"retry-after": "3"}) == (200, [3.0])


def test_a_date_to_wait_for_is_obeyed() -> None:
    status, (waited,) = asked({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"})
    assert (status, waited) == (200, 0.1)


def test_without_a_time_the_waits_grow() -> None:
    assert asked({}, {}, {"retry-after": "soon"}) == (200, [1.0, 2.0, 4.0])


def test_a_wait_that_is_too_long_is_told_with_what_to_do() -> None:
    with pytest.raises(TargetUnreachable, match="asks for 3600 s more; play with a lower --jobs"):
        asked({"retry-after": "3600"})


def test_other_answers_are_given_at_once() -> None:
    assert asked() == (200, [])
