"""Plays many stories at once, each on its vendor's stage, and hands out results on demand."""

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from contract_tests.results import Result
from contract_tests.runner import play
from contract_tests.scenarios import Scenario
from contract_tests.venues import Venue


class Playhouse:
    """Stories on a pool of threads: wall time grows with the longest story, not with their sum."""

    def __init__(self, venue: Venue, jobs: int) -> None:
        """Play on `venue`, up to `jobs` stories at once."""
        self._venue = venue
        self._pool = ThreadPoolExecutor(jobs, thread_name_prefix="story")
        self._playing: dict[str, Future[Result]] = {}

    def start(self, scenarios: Iterable[Scenario]) -> None:
        """Begin to play every one of these stories."""
        for each in scenarios:
            self._playing[str(each.path)] = self._pool.submit(self._play, each)

    def result(self, scenario: Scenario) -> Result:
        """Wait for a story's result; one that was not started is played now."""
        playing = self._playing.pop(str(scenario.path), None)
        return playing.result() if playing else self._play(scenario)

    def close(self) -> None:
        """Drop what has not begun, wait for what has, and let the venue go."""
        self._pool.shutdown(cancel_futures=True)
        self._venue.close()

    def _play(self, scenario: Scenario) -> Result:
        return play(scenario, self._venue.stage(scenario.vendor))
