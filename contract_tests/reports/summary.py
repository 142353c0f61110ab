"""The results of a run folded by rule: what every report tells."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from contract_tests.results import Result
from contract_tests.verdicts import Verdict, fold
from contract_tests.waivers import NOTHING_WAIVED, Waived

WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class RuleSummary:
    """What all stories of one rule say of it; `waived` of them fail, and are excused."""

    verdict: Verdict
    scenarios: tuple[str, ...]
    counts: Mapping[Verdict, int]
    waived: int = 0

    @property
    def word(self) -> str:
        excused = 0 < self.waived == self.counts.get(Verdict.FAILED)
        return WAIVED if excused and self.verdict is Verdict.FAILED else str(self.verdict)

    @property
    def shown(self) -> Mapping[str, int]:
        """How many of its stories end how, the worst first."""
        counts = {str(verdict): self.counts.get(verdict, 0) for verdict in reversed(Verdict)}
        counts["failed"] -= self.waived
        return {**counts, WAIVED: self.waived}


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a run."""

    target: str
    results: tuple[Result, ...]
    rules: Mapping[str, RuleSummary]
    seconds: float
    waived: Waived = NOTHING_WAIVED

    @property
    def verdict(self) -> Verdict:
        """Fold the verdicts of the stories; one that is waived counts as if it passed."""
        told = [
            Verdict.PASSED if self.waived.excuses(result) else result.verdict
            for result in self.results
        ]
        wrong = self.inconsistent or self.waived.troubles
        return fold([*told, Verdict.FAILED] if wrong else told)

    def word(self, result: Result) -> str:
        """Name a story's verdict, or say that its failure is waived."""
        return WAIVED if self.waived.excuses(result) else str(result.verdict)

    def of_word(self, word: str) -> list[Result]:
        """Give the stories that ended so."""
        return [result for result in self.results if self.word(result) == word]

    @property
    def words(self) -> Mapping[str, int]:
        """How many stories ended how, the worst first; what is waived stands after the failures."""
        order = [str(verdict) for verdict in reversed(Verdict)]
        order.insert(order.index("noted"), WAIVED)
        counts = Counter(map(self.word, self.results))
        return {word: counts[word] for word in order if counts[word]}

    @property
    def slowest(self) -> list[Result]:
        """The three stories that took longest."""
        return sorted(self.results, key=lambda result: -result.seconds)[:3]

    @property
    def vendor(self) -> str:
        return ", ".join(sorted({result.scenario.vendor for result in self.results}))

    @property
    def requests(self) -> int:
        return sum(result.requests for result in self.results)

    @property
    def counts(self) -> Mapping[Verdict, int]:
        return Counter(result.verdict for result in self.results)

    @property
    def judged(self) -> bool:
        """Tell whether anything came of the run that says something of the target."""
        judging = (Verdict.PASSED, Verdict.NOTED, Verdict.FAILED)
        return any(result.verdict in judging for result in self.results)

    @property
    def readings(self) -> dict[str, list[str]]:
        """What the target chose where the documents are silent."""
        return {
            reading: sorted(set.intersection(*map(set, told.values())))
            for reading, told in self._understood.items()
            if reading not in self.inconsistent
        }

    @property
    def inconsistent(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """The readings that no one option explains in all stories: by story, what explains it."""
        return {
            reading: told
            for reading, told in self._understood.items()
            if not set.intersection(*map(set, told.values()))
        }

    @property
    def _understood(self) -> dict[str, dict[str, tuple[str, ...]]]:
        seen: dict[str, dict[str, tuple[str, ...]]] = {}
        for result in self.results:
            for reading, options in result.readings.items():
                seen.setdefault(reading, {})[result.scenario.id] = options
        return dict(sorted(seen.items()))


def summarised(
    results: Iterable[Result],
    target: str,
    seconds: float,
    *,
    wished: Callable[[str], bool] = lambda _: True,
    waived: Waived = NOTHING_WAIVED,
) -> Summary:
    """Fold results by rule, in the order of the rules' ids; keep what is wished, or is wrong."""
    told = tuple(sorted(results, key=lambda result: result.scenario.id))
    of_rule: dict[str, list[Result]] = {}
    for result in told:
        named = (rule for failure in result.failures for rule in failure.rules)
        for rule in dict.fromkeys((*result.scenario.rules, *named)):
            of_rule.setdefault(rule, []).append(result)
    rules = {rule: _of_rule(rule, of_rule[rule], waived) for rule in sorted(of_rule)}
    kept = {id: each for id, each in rules.items() if wished(id) or each.verdict > Verdict.NOTED}
    return Summary(target, told, kept, seconds, waived)


def _of_rule(rule: str, results: list[Result], waived: Waived) -> RuleSummary:
    verdicts = [result.verdict_of(rule) for result in results]
    ids = tuple(result.scenario.id for result in results)
    excused = [
        result
        for result, verdict in zip(results, verdicts, strict=True)
        if verdict is Verdict.FAILED and waived.excuses(result)
    ]
    return RuleSummary(fold(verdicts), ids, Counter(verdicts), len(excused))
