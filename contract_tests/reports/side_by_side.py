"""Several targets side by side: one row a rule, one column a target."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contract_tests.reports.summary import Summary

UNTOLD = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One rule, and how it ended on each target; an empty word where no story told it."""

    rule: str
    words: tuple[str, ...]

    @property
    def unlike(self) -> bool:
        """Tell whether it is worth a look: the targets differ, or one of them is wrong."""
        return len(set(self.words)) > 1 or not {"failed", "errored"}.isdisjoint(self.words)


def side_by_side(summaries: Sequence[Summary]) -> list[Row]:
    """Give every rule that any of the targets was asked about."""
    rules = sorted({rule for summary in summaries for rule in summary.rules})
    return [Row(rule, tuple(_words(rule, summaries))) for rule in rules]


def _words(rule: str, summaries: Sequence[Summary]) -> Iterator[str]:
    for summary in summaries:
        told = summary.rules.get(rule)
        yield told.word if told else UNTOLD
