"""Plays many stories at once, each on its vendor's stage, and hands out results on demand."""

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Event

from contract_tests.preflight import Preflight
from contract_tests.results import Result
from contract_tests.runner import play
from contract_tests.scenarios import Scenario
from contract_tests.target import Request, Response, Target, TargetUnreachable
from contract_tests.venues import Venue


class Interruptible:
    """A target for steps that asks nothing more once the run is over; clean-up goes past it."""

    def __init__(self, target: Target, over: Event) -> None:
        """Ask `target` until `over`."""
        self.base_url = target.base_url
        self._target, self._over = target, over

    def send(self, request: Request) -> Response:
        """Ask; raise TargetUnreachable when the run was interrupted."""
        if self._over.is_set():
            raise TargetUnreachable("The run was interrupted before this was asked.")
        return self._target.send(request)


class Playhouse:
    """Stories on a pool of threads: wall time grows with the longest story, not with their sum."""

    def __init__(self, venue: Venue, jobs: int) -> None:
        """Play on `venue`, up to `jobs` stories at once."""
        self._venue = venue
        self._pool = ThreadPoolExecutor(jobs, thread_name_prefix="story")
        self._over = Event()
        self._playing: dict[str, Future[Result]] = {}

    def preflight(self, scenarios: Iterable[Scenario]) -> Preflight | None:
        """Tell what will not be judged, and why; nothing where everything can be."""
        return self._venue.preflight(scenarios)

    def start(self, scenarios: Iterable[Scenario]) -> None:
        """Begin to play every one of these stories."""
        for each in scenarios:
            self._playing[str(each.path)] = self._pool.submit(self._play, each)

    def result(self, scenario: Scenario) -> Result:
        """Wait for a story's result; one that was not started is played now."""
        playing = self._playing.pop(str(scenario.path), None)
        return playing.result() if playing else self._play(scenario)

    def close(self) -> None:
        """Drop what has not begun, end and clean up what has, and let the venue go."""
        self._over.set()
        self._pool.shutdown(cancel_futures=True)
        self._venue.close()

    def _play(self, scenario: Scenario) -> Result:
        stage = self._venue.stage(scenario.vendor)
        return play(scenario, replace(stage, target=Interruptible(stage.target, self._over)))
