"""A run on the terminal: progress, failures, the matrix of rules, counts and time."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.rule import Rule as Separator
from rich.table import Table
from rich.text import Text

from contract_tests.reports.failures import Line, failure_lines
from contract_tests.reports.summary import RuleSummary, Summary
from contract_tests.verdicts import Verdict

WIDTH = 100
STYLES = {
    "title": "bold red",
    "step": "bold",
    "rule": "bold cyan",
    "quiet": "dim",
    "message": "yellow",
    "expected": "green",
    "actual": "red",
    "curl": "dim",
}
COLOURS = {
    Verdict.UNSUPPORTED: "dim",
    Verdict.SKIPPED: "dim",
    Verdict.PASSED: "green",
    Verdict.NOTED: "yellow",
    Verdict.FAILED: "bold red",
    Verdict.ERRORED: "bold magenta",
}
MARKS = {
    Verdict.UNSUPPORTED: "-",
    Verdict.SKIPPED: "-",
    Verdict.PASSED: "✓",
    Verdict.NOTED: "~",
    Verdict.FAILED: "✗",
    Verdict.ERRORED: "!",
}
SHOWN = tuple(reversed(Verdict))


def console(*, stderr: bool = False) -> Console:
    """Give a console as wide as the terminal, or of a hundred columns where there is none."""
    found = Console(stderr=stderr, highlight=False, soft_wrap=False)
    return found if found.is_terminal else Console(stderr=stderr, highlight=False, width=WIDTH)


def progress(out: Console) -> Progress:
    """Give the bar that runs while stories play."""
    return Progress(
        TextColumn("  {task.description}"),
        BarColumn(bar_width=40, complete_style="green", finished_style="green"),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=out,
        transient=True,
    )


def tell(summary: Summary, out: Console) -> None:
    """Print all that a reader wants to know of a run, the conclusion last."""
    _tell_troubles(summary, out)
    out.print(matrix(summary))
    _tell_readings(summary, out)
    _tell_conclusion(summary, out)


def _tell_troubles(summary: Summary, out: Console) -> None:
    for result in summary.results:
        if result.verdict is Verdict.FAILED:
            out.print(Separator(style="red dim"))
            _print_lines(failure_lines(result), out)
            out.print()
    _tell_reasons(summary, Verdict.ERRORED, out)
    _tell_reasons(summary, Verdict.UNSUPPORTED, out)
    _tell_notes(summary, out)


def _print_lines(lines: Iterable[Line], out: Console) -> None:
    """Print lines as they are: a curl command that is broken in two cannot be pasted."""
    for line in lines:
        out.print(Text(line.text, STYLES.get(line.kind, "")), soft_wrap=True)


def _tell_reasons(summary: Summary, verdict: Verdict, out: Console) -> None:
    """Tell each reason once, with the number of its stories and the first of them."""
    told = [each for each in summary.results if each.verdict is verdict]
    for reason, group in groupby(sorted(told, key=lambda r: r.reason), key=lambda r: r.reason):
        stories = [each.scenario.id for each in group]
        more = f" and {len(stories) - 1} more" if len(stories) > 1 else ""
        out.print(Text(f"{verdict}: {stories[0]}{more}", COLOURS[verdict]))
        out.print(Text(f"  {reason}"), soft_wrap=True)
        out.print()


def _tell_notes(summary: Summary, out: Console) -> None:
    noted = [result for result in summary.results if result.notes]
    for result in noted:
        out.print(Text(f"noted: {result.scenario.id}", "yellow"))
        for note in result.notes:
            out.print(Text(f"  {note}"), soft_wrap=True)
    if noted:
        out.print()


def matrix(summary: Summary) -> Table:
    """Lay out the rules by topic, and how many stories come to which verdict on each."""
    columns = [verdict for verdict in SHOWN if _occurs(verdict, summary)]
    table = Table(box=None, pad_edge=False, padding=(0, 1), show_header=True, header_style="dim")
    table.add_column("rule", no_wrap=True, min_width=40, overflow="ellipsis")
    for verdict in columns:
        table.add_column(str(verdict), justify="right", no_wrap=True)
    table.add_column("stories", justify="right", no_wrap=True)
    for topic, rules in groupby(summary.rules.items(), key=lambda pair: _topic(pair[0])):
        table.add_row(Text(topic, "bold"))
        for rule, told in rules:
            table.add_row(*_cells(rule, told, columns))
        table.add_row()
    return table


def _occurs(verdict: Verdict, summary: Summary) -> bool:
    """Tell whether a verdict earns a column."""
    told = summary.rules.values()
    return verdict is Verdict.PASSED or any(rule.counts.get(verdict) for rule in told)


def _topic(rule: str) -> str:
    return ".".join(rule.split(".")[:2])


def _cells(rule: str, told: RuleSummary, columns: list[Verdict]) -> Iterator[Text]:
    name = rule.removeprefix(_topic(rule) + ".")
    yield Text.assemble("  ", (MARKS[told.verdict], COLOURS[told.verdict]), " ", name)
    for verdict in columns:
        count = told.counts.get(verdict, 0)
        yield Text(str(count), COLOURS[verdict]) if count else Text("·", "dim")
    yield Text(str(len(told.scenarios)), "dim")


def _tell_readings(summary: Summary, out: Console) -> None:
    """Tell what the target chose, and what it did not decide on."""
    if summary.readings:
        out.print(Text("readings seen", "bold"))
        for reading, options in summary.readings.items():
            out.print(Text(f"  {reading:<52} {' or '.join(options)}"), soft_wrap=True)
        out.print()
    for reading, told in summary.inconsistent.items():
        out.print(Text(f"failed: {reading} is read in different ways", COLOURS[Verdict.FAILED]))
        for story, fits in told.items():
            out.print(Text(f"  {' or '.join(fits):<24} {story}"), soft_wrap=True)
        out.print()


def _tell_conclusion(summary: Summary, out: Console) -> None:
    counts = [
        Text(f"{summary.counts[verdict]} {verdict}", COLOURS[verdict])
        for verdict in SHOWN
        if summary.counts.get(verdict)
    ]
    colour = COLOURS[summary.verdict]
    out.print(Separator(style=colour))
    out.print(
        Text.assemble(
            (f"{MARKS[summary.verdict]} {summary.verdict}", f"bold {colour}"),
            f"  {summary.target}   ",
            Text(", ").join(counts),
        )
    )
    out.print(
        Text(
            f"  {_many(len(summary.rules), 'rule', 'rules')}, "
            f"{_many(len(summary.results), 'story', 'stories')}, "
            f"{_many(summary.requests, 'request', 'requests')} in {summary.seconds:.1f} seconds",
            "dim",
        )
    )


def _many(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
