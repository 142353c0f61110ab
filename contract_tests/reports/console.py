"""A run on the terminal: progress, failures, the matrix of rules, counts and time."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.rule import Rule as Separator
from rich.table import Table
from rich.text import Text

from contract_tests.reports.comparing import Comparison
from contract_tests.reports.failures import Line, failure_lines
from contract_tests.reports.summary import WAIVED, RuleSummary, Summary
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
    "errored": "bold magenta",
    "failed": "bold red",
    WAIVED: "yellow",
    "noted": "yellow",
    "passed": "green",
    "skipped": "dim",
    "unsupported": "dim",
}
MARKS = {
    "errored": "!",
    "failed": "✗",
    WAIVED: "○",
    "noted": "~",
    "passed": "✓",
    "skipped": "-",
    "unsupported": "-",
}


def console(*, stderr: bool = False) -> Console:
    """Give a console as wide as the terminal, or of a hundred columns where there is none."""
    found = Console(stderr=stderr, highlight=False, soft_wrap=False)
    return found if found.is_terminal else Console(stderr=stderr, highlight=False, width=WIDTH)


def progress(out: Console, *more: ProgressColumn) -> Progress:
    """Give the bar that runs while stories play, with more columns behind it."""
    return Progress(
        TextColumn("  {task.description}"),
        BarColumn(bar_width=40, complete_style="green", finished_style="green"),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        *more,
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
    for result in summary.of_word("failed"):
        out.print(Separator(style="red dim"))
        _print_lines(failure_lines(result), out)
        out.print()
    _tell_reasons(summary, Verdict.ERRORED, out)
    _tell_reasons(summary, Verdict.UNSUPPORTED, out)
    _tell_notes(summary, out)
    _tell_waived(summary, out)


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
        out.print(Text(f"{verdict}: {stories[0]}{more}", COLOURS[str(verdict)]))
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


def _tell_waived(summary: Summary, out: Console) -> None:
    """Tell what is excused, and for how long; a waiver hides nothing."""
    for story, waiver in summary.waived.stories.items():
        out.print(Text(f"waived: {story}", COLOURS[WAIVED]))
        link = f" {waiver.link}" if waiver.link else ""
        out.print(Text(f"  until {waiver.expires}: {waiver.reason}{link}"), soft_wrap=True)
    if summary.waived.stories:
        out.print()


def matrix(summary: Summary) -> Table:
    """Lay out the rules by topic, and how many stories come to which verdict on each."""
    columns = _columns(summary)
    table = Table(box=None, pad_edge=False, padding=(0, 1), show_header=True, header_style="dim")
    table.add_column("rule", no_wrap=True, min_width=40, overflow="ellipsis")
    for word in columns:
        table.add_column(word, justify="right", no_wrap=True)
    table.add_column("stories", justify="right", no_wrap=True)
    for topic, rules in groupby(summary.rules.items(), key=lambda pair: _topic(pair[0])):
        table.add_row(Text(topic, "bold"))
        for rule, told in rules:
            table.add_row(*_cells(rule, told, columns))
        table.add_row()
    return table


def _columns(summary: Summary) -> list[str]:
    """Give the words that earn a column."""
    shown = [told.shown for told in summary.rules.values()]
    return [word for word in MARKS if word == "passed" or any(each[word] for each in shown)]


def _topic(rule: str) -> str:
    return ".".join(rule.split(".")[:2])


def _cells(rule: str, told: RuleSummary, columns: list[str]) -> Iterator[Text]:
    name = rule.removeprefix(_topic(rule) + ".")
    yield Text.assemble("  ", (MARKS[told.word], COLOURS[told.word]), " ", name)
    for word in columns:
        count = told.shown[word]
        yield Text(str(count), COLOURS[word]) if count else Text("·", "dim")
    yield Text(str(len(told.scenarios)), "dim")


def _tell_readings(summary: Summary, out: Console) -> None:
    """Tell what the target chose, and what it did not decide on."""
    if summary.readings:
        out.print(Text("readings seen", "bold"))
        for reading, options in summary.readings.items():
            out.print(Text(f"  {reading:<52} {' or '.join(options)}"), soft_wrap=True)
        out.print()
    for reading, told in summary.inconsistent.items():
        out.print(Text(f"failed: {reading} is read in different ways", COLOURS["failed"]))
        for story, fits in told.items():
            out.print(Text(f"  {' or '.join(fits):<24} {story}"), soft_wrap=True)
        out.print()


def _tell_conclusion(summary: Summary, out: Console) -> None:
    counts = [Text(f"{count} {word}", COLOURS[word]) for word, count in summary.words.items()]
    for trouble in summary.waived.troubles:
        out.print(Text(f"failed: {trouble}", COLOURS["failed"]), soft_wrap=True)
    if summary.waived.troubles:
        out.print()
    _tell_slowest(summary, out)
    word = str(summary.verdict)
    colour = COLOURS[word]
    out.print(Separator(style=colour))
    out.print(
        Text.assemble(
            (f"{MARKS[word]} {word}", f"bold {colour}"),
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


def _tell_slowest(summary: Summary, out: Console) -> None:
    for place, result in enumerate(summary.slowest):
        begin = "slowest " if place == 0 else " " * len("slowest ")
        line = f"{begin}{result.seconds:6.2f} s  {result.scenario.id}"
        out.print(Text(line, "dim"), no_wrap=True, overflow="ellipsis")


def tell_comparison(changes: Comparison, out: Console) -> None:
    """Print what fails now and did not, and what passes now and did not."""
    out.print()
    told = [("newly failing", "failed", changes.newly_failing)]
    told.append(("newly passing", "passed", changes.newly_passing))
    for words, colour, stories in told:
        for story, rules in stories.items():
            out.print(Text(f"{words}: {story}", COLOURS[colour]), soft_wrap=True)
            out.print(Text(f"  {', '.join(rules)}"), soft_wrap=True)
    for reading in changes.newly_inconsistent:
        out.print(Text(f"newly read in different ways: {reading}", COLOURS["failed"]))
    if changes.not_judged:
        first = changes.not_judged[0]
        out.print(Text(f"not judged now, but in the baseline: {len(changes.not_judged)} ({first})"))
    verdict = (
        f"{len(changes.newly_failing)} newly failing, {len(changes.newly_passing)} newly passing"
    )
    colour = COLOURS["failed" if changes.worse else "passed"]
    out.print(
        Text.assemble(
            (f"against {changes.baseline}: {verdict}", colour),
            (f", {changes.still_failing} failing then and now", "dim"),
        )
    )


def _many(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
