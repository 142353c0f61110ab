"""Explores: draws lives and lives them on both sides, until time or examples are used up."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException

from contract_tests.explorer.draws import Asking, Draws, drawn, founding
from contract_tests.explorer.lockstep import Lockstep
from contract_tests.explorer.model import Divergence, Life, Probing
from contract_tests.names import UnknownName
from contract_tests.provisioning import ProvisioningError, Unsupported
from contract_tests.stage import Stage

Signature = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much is explored, and from which seed."""

    examples: int = 200
    steps: int = 15
    seconds: float = 60.0
    seed: int = 0
    probing: Probing = Probing.CHANGES
    hypothesis_seconds: float = 1.0
    shrink_seconds: float = 10.0


@dataclass(slots=True)
class Tally:
    """What was done so far."""

    examples: int = 0
    requests: int = 0
    unfounded: int = 0


class Parted(Exception):
    """Model and target part; raised to Hypothesis, which then looks for a smaller life."""


class TimeIsUp(BaseException):
    """Ends a run of Hypothesis, which lets nothing through that is an Exception."""


@dataclass(slots=True)
class Explorer:
    """Draws lives of one vendor on two stages."""

    vendor: str
    model: Stage
    target: Stage
    bounds: Bounds
    tally: Tally = field(default_factory=Tally)
    _known: set[Signature] = field(default_factory=set)
    _broken: set[str] = field(default_factory=set)
    _smallest: tuple[Life, Divergence] | None = None
    _until: float = 0.0

    def ignore(self, signature: Signature, rules: Iterable[str] = ()) -> None:
        """Tell no more of divergences like this one, or of those that these rules decide."""
        self._known.add(signature)
        self._broken.update(rules)

    def ignores(self, divergence: Divergence) -> bool:
        """Tell whether a divergence is known already."""
        known = divergence.signature in self._known
        return known or not self._broken.isdisjoint(divergence.rules)

    def search(self, until: float) -> tuple[Life, Divergence] | None:
        """Give the smallest life that Hypothesis finds on which both part; None at the end."""
        self._smallest, self._until = None, until
        left = self.bounds.examples - self.tally.examples
        if left <= 0 or time.monotonic() > until:
            return None
        try:
            self._run(left)
        except (Parted, TimeIsUp):
            pass
        except HypothesisException:
            # Hypothesis complains of what behaves otherwise the second time, as an end does too.
            if self._smallest is None and time.monotonic() < self._until:
                raise
        return self._smallest

    def _run(self, examples: int) -> None:
        @settings(
            max_examples=examples,
            phases=[Phase.generate, Phase.shrink],
            database=None,
            deadline=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.composite(lambda draw: self._lived(self._draws(draw)))())
        def explore(parted: bool) -> None:  # noqa: FBT001 -- Hypothesis calls it
            if parted:
                raise Parted

        seed(self.bounds.seed + self.tally.examples)(explore)()

    def _draws(self, draw: Callable[[st.SearchStrategy[int]], int]) -> Draws:
        # While Hypothesis shrinks, the count stands still, so that a life can be lived again.
        self.tally.examples += self._smallest is None
        return drawn(draw, self.tally.examples)

    def _lived(self, draws: Draws) -> bool:
        """Draw and live one life; tell whether it ends where both part."""
        if time.monotonic() > self._until:
            raise TimeIsUp
        given = founding(draws, self.vendor)
        try:
            life = Life(self.vendor, given)
            pair = Lockstep(life, self.model, self.target, probing=self.bounds.probing)
        except (ProvisioningError, Unsupported):
            self.tally.unfounded += 1
            return False
        try:
            return self._played(draws, pair, given)
        finally:
            self.tally.requests += pair.requests
            pair.leave()

    def _played(self, draws: Draws, pair: Lockstep, given: dict[str, object]) -> bool:
        asking, steps = Asking(draws, self.vendor, given, pair.things), []
        parted = pair.look()
        for number in range(1, self.bounds.steps - draws.below(self.bounds.steps) + 1):
            if parted:
                break
            steps.append(asking.step(number))
            parted = pair.play(steps[-1])
        parted = parted or pair.look()
        if parted is None or self.ignores(parted):
            return False
        self._keep(Life(self.vendor, given, tuple(steps)), parted)
        return True

    def _keep(self, life: Life, parted: Divergence) -> None:
        if self._smallest is None:
            self._until = min(self._until, time.monotonic() + self.bounds.hypothesis_seconds)
        if self._smallest is None or size(life) <= size(self._smallest[0]):
            self._smallest = (life, parted)


def size(life: Life) -> tuple[int, int]:
    """Measure a life: its steps, then everything that is given."""
    return len(life.steps), len(repr(life.given))


def replayed(
    life: Life, model: Stage, target: Stage, *, probing: Probing
) -> tuple[Divergence | None, int]:
    """Live a life again; give where both part and after how many steps."""
    try:
        pair = Lockstep(life, model, target, probing=probing)
    except (ProvisioningError, Unsupported):
        return None, 0
    try:
        for count, divergence in enumerate(_played(pair, life)):
            if divergence:
                return divergence, count
    except (UnknownName, KeyError):
        # What is left of a shrunk life asks for something, or as somebody, that is gone.
        return None, 0
    finally:
        pair.leave()
    return None, 0


def _played(pair: Lockstep, life: Life) -> Iterator[Divergence | None]:
    yield pair.look() if pair.probing is not Probing.NEVER else None
    for step in life.steps:
        yield pair.play(step)
