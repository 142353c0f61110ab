"""The six words for how a step, a story, a rule or a whole run ended, and how they fold."""

from collections.abc import Iterable
from enum import IntEnum


class Verdict(IntEnum):
    """How something ended, in order: the highest child decides the parent."""

    UNSUPPORTED = 0
    SKIPPED = 1
    PASSED = 2
    NOTED = 3
    FAILED = 4
    ERRORED = 5

    def __str__(self) -> str:
        return self.name.lower()

    @property
    def conforms(self) -> bool:
        """Tell whether nothing is wrong: it passed, or differs in an open reading only."""
        return self in (Verdict.PASSED, Verdict.NOTED)


def fold(children: Iterable[Verdict]) -> Verdict:
    """Give the highest verdict; of nothing, skipped."""
    return max(children, default=Verdict.SKIPPED)
