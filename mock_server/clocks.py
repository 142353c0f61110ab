"""What time it is for the worlds: the real time, or a time that only changes move on."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

FORM = "%Y-%m-%dT%H:%M:%SZ"


class ClockError(ValueError):
    """A time that is not ISO 8601 in UTC; the message shows one that is."""


class Clock(Protocol):
    """Tells the time as text, and learns of every change that was kept and of a new start."""

    def now(self) -> str: ...

    def moved(self) -> None: ...

    def restarted(self) -> None: ...


class RealClock:
    """The real time in UTC, in whole seconds."""

    def __init__(self) -> None:
        self._told = (0, "")

    def now(self) -> str:
        second = int(time.time())
        told = self._told
        if told[0] != second:
            told = self._told = (second, time.strftime(FORM, time.gmtime(second)))
        return told[1]

    def moved(self) -> None:
        """A change does not move the real time."""

    def restarted(self) -> None:
        """A new start does not move the real time."""


class StoryClock:
    """A time that stands still until a change is kept, and then moves on ten minutes.

    Ten minutes lie between the two documented examples: the collection that is created at 09:20
    is updated at 09:30.
    """

    STRIDE = timedelta(minutes=10)

    def __init__(self, start: str) -> None:
        self._start = self._time = _time(start)

    def now(self) -> str:
        return self._time.strftime(FORM)

    def moved(self) -> None:
        self._time += self.STRIDE

    def restarted(self) -> None:
        self._time = self._start


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise ClockError(_explained(text)) from error
    if time.tzinfo is None:
        raise ClockError(_explained(text))
    return time.astimezone(UTC)


def _explained(text: str) -> str:
    return f"{text!r} is not a time with its zone; write it like 2026-04-01T09:20:00Z."
