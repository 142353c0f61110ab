"""A target that asks to wait is waited for: 429 and Retry-After are obeyed, within bounds."""

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

from contract_tests.clock import now
from contract_tests.target import Request, Response, Target, TargetUnreachable, origin

TOO_MANY = 429
LONGEST_WAIT, FIRST_WAIT = 120.0, 1.0


class Patient:
    """A target asked again when it has had too many requests; nothing was done by then."""

    def __init__(
        self,
        target: Target,
        *,
        longest: float = LONGEST_WAIT,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        """Wait for `longest` seconds in all for one answer."""
        self.base_url = target.base_url
        self._target, self._longest, self._wait = target, longest, wait

    def send(self, request: Request) -> Response:
        """Ask until the answer is another one; raise TargetUnreachable when that takes too long."""
        waited, usual = 0.0, FIRST_WAIT
        while (response := self._target.send(request)).status == TOO_MANY:
            seconds = _asked_for(response)
            seconds, usual = (usual, usual * 2) if seconds is None else (seconds, usual)
            if waited + seconds > self._longest:
                raise TargetUnreachable(
                    f"{origin(self.base_url)} still answers 429 after {waited:.0f} s and asks for "
                    f"{seconds:.0f} s more; play with a lower --jobs, or raise the rate limit."
                )
            self._wait(seconds)
            waited += seconds
        return response


def _asked_for(response: Response) -> float | None:
    """Read Retry-After, as seconds or as a date; None when there is none."""
    told = response.headers.get("retry-after", "").strip()
    if told.isdecimal():
        return max(float(told), 0.1)
    try:
        return max((parsedate_to_datetime(told) - now()).total_seconds(), 0.1)
    except (TypeError, ValueError):
        return None
