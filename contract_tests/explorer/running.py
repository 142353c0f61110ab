"""One run of the explorer on one vendor: what was saved first, then new lives until time is up."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from contract_tests.explorer.deciding import decision
from contract_tests.explorer.exploring import Bounds, Explorer, Tally, replayed
from contract_tests.explorer.model import Divergence, Life, Probing
from contract_tests.explorer.shrinking import Shrinker
from contract_tests.explorer.telling import Finding
from contract_tests.reference import in_process
from contract_tests.stage import Stage
from mock_server.app import create_app

MOST_FINDINGS = 25


@dataclass(slots=True)
class Exploration:
    """Yields each divergence once, told apart by the rules that decided."""

    vendor: str
    target: Stage
    readings: Mapping[str, str]
    bounds: Bounds
    saved: Sequence[Life] = ()
    model: Stage = field(init=False)
    tally: Tally = field(default_factory=Tally)
    _told: set[tuple[str, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        app = create_app(seeds=(), readings=self.readings)
        self.model = in_process(app, self.vendor, self.readings)

    def findings(self) -> Iterator[Finding]:
        """Play what was saved, then explore; go on after every divergence."""
        until = time.monotonic() + self.bounds.seconds
        explorer = Explorer(self.vendor, self.model, self.target, self.bounds, self.tally)
        for life in self.saved:
            divergence, _ = replayed(life, self.model, self.target, probing=Probing.NEVER)
            if divergence and (finding := self._told_once(explorer, life, divergence, again=True)):
                yield finding
        while len(self._told) < MOST_FINDINGS and (found := explorer.search(until)):
            if finding := self._told_once(explorer, *self._shrunk(explorer, *found)):
                yield finding
            explorer.ignore(found[1].signature)

    def _shrunk(
        self, explorer: Explorer, life: Life, divergence: Divergence
    ) -> tuple[Life, Divergence]:
        seconds = self.bounds.shrink_seconds
        shrinker = Shrinker(self.model, self.target, known=explorer.ignores, seconds=seconds)
        return shrinker.shrunk(life, divergence)

    def _told_once(
        self, explorer: Explorer, life: Life, divergence: Divergence, *, again: bool = False
    ) -> Finding | None:
        decided = decision(life, divergence, self.target, self.readings)
        explorer.ignore(divergence.signature, decided.like)
        if decided.rules in self._told:
            return None
        self._told.add(decided.rules)
        return Finding(life, divergence, decided, self.bounds.seed, again)
