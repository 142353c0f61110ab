"""Which member of a list stands for which: as many pairs that fit as can be made."""

from collections import deque
from collections.abc import Callable

NOBODY = -1


def pairs(expected: int, actual: int, fits: Callable[[int, int], bool]) -> dict[int, int]:
    """Pair as many of the expected as possible with one actual member each that fits.

    Members in the same place are tried first, so that lists in the same order pair at once;
    what then still lacks a partner looks for an alternating path (Kuhn's method).
    """
    memo: dict[tuple[int, int], bool] = {}

    def fit(one: int, other: int) -> bool:
        if (one, other) not in memo:
            memo[one, other] = fits(one, other)
        return memo[one, other]

    paired = {one: one for one in range(min(expected, actual)) if fit(one, one)}
    taken = {other: one for one, other in paired.items()}
    for one in range(expected):
        if one not in paired:
            _find_partner(one, actual, fit, paired, taken)
    return paired


def _find_partner(
    start: int,
    actual: int,
    fit: Callable[[int, int], bool],
    paired: dict[int, int],
    taken: dict[int, int],
) -> None:
    came_from: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        one = waiting.popleft()
        for other in range(actual):
            if other in came_from or not fit(one, other):
                continue
            came_from[other] = one
            if other not in taken:
                _exchange(other, came_from, paired, taken)
                return
            waiting.append(taken[other])


def _exchange(
    free: int, came_from: dict[int, int], paired: dict[int, int], taken: dict[int, int]
) -> None:
    other = free
    while other != NOBODY:
        one = came_from[other]
        before = paired.get(one, NOBODY)
        paired[one], taken[other] = other, one
        other = before
