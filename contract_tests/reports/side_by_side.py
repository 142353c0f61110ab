"""Several targets side by side: one row a rule, one column a target."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from contract_tests.reports.console import COLOURS, MARKS
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


def tell_side_by_side(summaries: Sequence[Summary], out: Console) -> None:
    """Print the rules on which targets differ or are wrong, then how each target ended."""
    rows = side_by_side(summaries)
    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="dim")
    table.add_column("rule", no_wrap=True, overflow="ellipsis", ratio=2)
    for summary in summaries:
        table.add_column(summary.target, no_wrap=True, overflow="ellipsis", ratio=1)
    for row in rows:
        if row.unlike:
            table.add_row(row.rule, *map(_cell, row.words))
    table.add_row("all", *(_cell(str(summary.verdict)) for summary in summaries))
    out.print()
    out.print(table)
    same = sum(1 for row in rows if not row.unlike)
    out.print(Text(f"  {same} of {len(rows)} rules are the same everywhere, and kept", "dim"))


def _cell(word: str) -> Text:
    return Text(f"{MARKS[word]} {word}", COLOURS[word]) if word else Text("·", "dim")
