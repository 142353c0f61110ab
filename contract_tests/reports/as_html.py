"""A run as one HTML file that needs nothing else: no network, no script, no font."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from contract_tests.exchange import pretty
from contract_tests.reports.comparing import Comparison
from contract_tests.reports.console import MARKS
from contract_tests.reports.page import MOST_OPEN, Page, Run, difference, sentence
from contract_tests.reports.side_by_side import side_by_side
from contract_tests.reports.summary import Summary
from contract_tests.reports.writing import write_text

HERE: Final = Path(__file__).with_name("html")


def write_html(
    summaries: Sequence[Summary], path: Path, when: datetime, comparison: Comparison | None = None
) -> None:
    """Write the report; raise OSError when the file cannot be written."""
    write_text(path, as_html(summaries, when, comparison))


def as_html(
    summaries: Sequence[Summary], when: datetime, comparison: Comparison | None = None
) -> str:
    """Give the report of one run, or of several side by side."""
    runs = [Run(each, f"r{place}", comparison) for place, each in enumerate(summaries)]
    template = _environment().get_template("report.html.jinja")
    return template.render(page=Page(runs, when), matrix=side_by_side(summaries))


@cache
def _environment() -> Environment:
    found = Environment(
        autoescape=True,
        loader=FileSystemLoader(HERE),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(
        sentence=sentence,
        difference=difference,
        pretty=pretty,
        anchor=_anchor,
        many=_many,
        phrase=_phrase,
    )
    # The one text that is not escaped: it is our own, and has no part that anybody else wrote.
    found.globals.update(
        css=Markup((HERE / "report.css").read_text(encoding="utf-8")),
        marks=MARKS,
        most_open=MOST_OPEN,
    )
    return found


def _anchor(story: str) -> str:
    return story.replace("/", "--")


def _many(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _phrase(status: int) -> str:
    """Write a status with its name, where it has one."""
    return f"{status} {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else str(status)
