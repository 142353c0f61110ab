"""A run as Markdown, short enough for the summary of a job."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from contract_tests.absence import ABSENT
from contract_tests.reports.comparing import Comparison
from contract_tests.reports.console import MARKS
from contract_tests.reports.page import HEADLINES, Run, ToldStory, sentence
from contract_tests.reports.side_by_side import side_by_side
from contract_tests.reports.summary import Summary
from contract_tests.reports.writing import write_text
from contract_tests.results import Failure

MOST_STORIES: Final = 20
LONGEST_VALUE: Final = 300
LONGEST_CURL: Final = 2_000


def write_markdown(
    summaries: Sequence[Summary], path: Path, changes: Comparison | None = None
) -> None:
    """Write the summary; raise OSError when the file cannot be written."""
    write_text(path, "\n".join(as_markdown(summaries, changes)))


def as_markdown(summaries: Sequence[Summary], changes: Comparison | None = None) -> Iterator[str]:
    """Give the lines of the summary of one run, or of several side by side."""
    if len(summaries) > 1:
        yield from _matrix(summaries)
    for summary in summaries:
        yield from _run(Run(summary, "", changes))


def _run(run: Run) -> Iterator[str]:
    summary = run.summary
    yield f"## {MARKS[str(summary.verdict)]} {HEADLINES[summary.verdict]}: {text(summary.target)}"
    counts = ", ".join(f"**{count}** {word}" for word, count in summary.words.items())
    yield from ("", f"{counts}; {len(summary.rules)} rules in {summary.seconds:.1f} seconds.", "")
    yield from _listed("Waivers to mend", map(text, summary.waived.troubles))
    if run.comparison:
        yield from _changes(run.comparison)
    yield from _rules(run)
    yield from _inconsistent(summary)
    yield from _failures(run.stories("failed"))
    yield from _listed("Not judged", _reasons(run, "errored"))
    yield from _listed("Waived", map(_waived, run.stories("waived")))
    yield from _listed("Unsupported", _reasons(run, "unsupported"))
    yield from _listed("Notes", map(_notes, run.noted))


def _listed(title: str, lines: Iterator[str]) -> Iterator[str]:
    """Give a heading and a list; neither where there is nothing to list."""
    told = list(lines)
    if not told:
        return
    yield from (f"### {title}", "", *(f"- {line}" for line in told[:MOST_STORIES]))
    if len(told) > MOST_STORIES:
        yield f"- … and {len(told) - MOST_STORIES} more"
    yield ""


def _changes(changes: Comparison) -> Iterator[str]:
    lines = [
        *(f"newly failing: {code(story)}" for story in changes.newly_failing),
        *(f"newly read in different ways: {code(each)}" for each in changes.newly_inconsistent),
        *(f"newly passing: {code(story)}" for story in changes.newly_passing),
        f"{changes.still_failing} failing then and now",
    ]
    yield from _listed(f"Against {text(changes.baseline)}", iter(lines))


def _rules(run: Run) -> Iterator[str]:
    if not run.broken:
        return
    yield from ("### Rules that are broken", "", "| rule | sentence | stories |", "|---|---|---|")
    for rule, told in run.broken[: 2 * MOST_STORIES]:
        counts = ", ".join(f"{count} {word}" for word, count in told.shown.items() if count)
        yield f"| {code(rule)} | {text(sentence(rule))} | {counts} |"
    if len(run.broken) > 2 * MOST_STORIES:
        yield f"| … and {len(run.broken) - 2 * MOST_STORIES} more | | |"
    yield ""


def _inconsistent(summary: Summary) -> Iterator[str]:
    lines = (
        f"{code(reading)}: {code(story)} says {text(' or '.join(options))}"
        for reading, told in summary.inconsistent.items()
        for story, options in told.items()
    )
    yield from _listed("Read in different ways", lines)


def _failures(stories: list[ToldStory]) -> Iterator[str]:
    if stories:
        yield from ("### Failures", "")
    for told in stories[:MOST_STORIES]:
        yield f"**{text(told.result.scenario.title)}** {code(told.result.scenario.id)}"
        yield ""
        for failure in told.result.failures:
            yield from _failure(failure)
        if curl := told.result.failures[0].curl[:LONGEST_CURL]:
            yield from ("", *_fenced(curl))
        yield ""
    if len(stories) > MOST_STORIES:
        yield from (f"… and {len(stories) - MOST_STORIES} more stories.", "")


def _failure(failure: Failure) -> Iterator[str]:
    asked = f"step {failure.step}, {text(failure.who)} asks {code(failure.call)}"
    yield f"- {asked}: {text(failure.message)}"
    for word, value in (("expected", failure.expected), ("found", failure.actual)):
        if value is not ABSENT:
            written = json.dumps(value, ensure_ascii=False, default=repr)
            yield f"  - {word} {code(written[:LONGEST_VALUE])}"


def _reasons(run: Run, word: str) -> Iterator[str]:
    for reason, stories in run.reasons(word):
        yield f"{text(reason)} ({len(stories)}, such as {code(stories[0].result.scenario.id)})"


def _waived(told: ToldStory) -> str:
    waiver = told.waiver
    if waiver is None:
        return code(told.result.scenario.id)
    link = f" <{waiver.link}>" if waiver.link else ""
    story = code(told.result.scenario.id)
    return f"{story} until {waiver.expires}: {text(waiver.reason)}{link}"


def _notes(told: ToldStory) -> str:
    return f"{code(told.result.scenario.id)}: {text(' '.join(told.result.notes))}"


def _matrix(summaries: Sequence[Summary]) -> Iterator[str]:
    rows = [row for row in side_by_side(summaries) if row.unlike]
    names = " | ".join(text(each.target) for each in summaries)
    yield from ("## Side by side", "", f"| rule | {names} |", "|---|" + "---|" * len(summaries))
    for row in rows:
        yield f"| {code(row.rule)} | {' | '.join(row.words)} |"
    yield f"| all | {' | '.join(str(each.verdict) for each in summaries)} |"
    yield ""


def _fenced(body: str) -> Iterator[str]:
    """Fence a text by more backticks than it holds."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", body)), default=0))
    yield from (f"{fence}sh", body, fence)


def text(words: str) -> str:
    """Write words so that Markdown and HTML leave them as they are, on one line."""
    return re.sub(r"([\\`*_\[\]<>|&#~])", r"\\\1", " ".join(words.split()))


def code(words: str) -> str:
    """Write words as code on one line, also in a table."""
    line = " ".join(words.split()).replace("|", "\\|")
    ticks = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    return f"{ticks} {line} {ticks}" if len(ticks) > 1 else f"`{line}`"
