"""What `accord verify` was asked for: stories on one target or several, and their reports."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

import click
import pytest

from contract_tests import clock
from contract_tests.reports.as_html import write_html
from contract_tests.reports.as_json import write_json
from contract_tests.reports.as_markdown import write_markdown
from contract_tests.reports.comparing import (
    BaselineError,
    Comparison,
    compared,
    read_baseline,
)
from contract_tests.reports.console import console, tell, tell_comparison
from contract_tests.reports.side_by_side import tell_side_by_side
from contract_tests.reports.summary import Summary
from contract_tests.shelf import NoStories, shipped_stories, story_ids
from contract_tests.target_file import TargetFileError, read_target_file
from contract_tests.verdicts import Verdict
from contract_tests.verifying import Outcome, Wish, verified
from contract_tests.waiver_file import NAME, WaiverFileError, read_waivers
from contract_tests.waivers import Waiver
from mock_server.contract import ContractError, load_contract

CONFORMS, DIFFERS, NOTHING_JUDGED = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the command line asks for."""

    targets: tuple[Path, ...]
    vendors: tuple[str, ...]
    globs: tuple[str, ...]
    html: Path | None
    markdown: Path | None
    json: Path | None
    junit: Path | None
    against: Path | None
    waivers: Path | None
    jobs: int
    strict: bool
    places: tuple[Path, ...]


def ordered(order: Order) -> int:
    """Play, tell and write what is asked for; give the exit code, the worst of several."""
    try:
        return _ordered(order)
    except (BaselineError, ContractError, NoStories, TargetFileError, WaiverFileError) as error:
        _stop(str(error))


def _ordered(order: Order) -> int:
    _refuse_what_takes_one_target(order)
    targets = order.targets or (None,)
    wish, names = _wish(order), _names(targets)
    baseline = read_baseline(order.against) if order.against else None
    out, summaries = console(), list[Summary]()
    for target, name in zip(targets, names, strict=True):
        outcome = verified(wish(target=target), name, out)
        _refuse_unplayed(outcome)
        tell(outcome.summary, out)
        summaries.append(outcome.summary)
    if len(summaries) > 1:
        tell_side_by_side(summaries, out)
    changes = compared(summaries[0], baseline, strict=order.strict) if baseline else None
    if changes:
        tell_comparison(changes, out)
    _write(order, summaries, changes)
    return max(_exit_code(each, changes, strict=order.strict) for each in summaries)


def _refuse_what_takes_one_target(order: Order) -> None:
    for option, given in (("--junit", order.junit), ("--against", order.against)):
        if given and len(order.targets) > 1:
            _stop(f"{option} takes one --target; run `accord verify` once for each of them.")


def _wish(order: Order) -> Callable[..., Wish]:
    """Give what is wished for of each target."""
    known = load_contract().vendors
    for vendor in order.vendors:
        if vendor not in known:
            _stop(f"There is no vendor {vendor!r}; the vendors are: {', '.join(sorted(known))}.")
    return partial(
        Wish,
        places=order.places or (shipped_stories(),),
        vendors=order.vendors,
        rules=order.globs,
        junit=order.junit,
        jobs=order.jobs,
        waivers=_waivers(order),
        today=clock.today(),
        whole=not order.places,
    )


def _waivers(order: Order) -> tuple[Waiver, ...]:
    path = order.waivers or Path(NAME)
    if not order.waivers and not path.exists():
        return ()
    known = story_ids([shipped_stories(), *order.places])
    return read_waivers(path, rules=load_contract().rules, stories=known)


def _names(targets: tuple[Path | None, ...]) -> list[str]:
    """Name each target by its URL; several also by their files, which tell them apart."""
    urls = [_url(target) for target in targets]
    if len(targets) == 1:
        return urls
    return [f"{target} {url}" for target, url in zip(targets, urls, strict=True)]


def _url(target: Path | None) -> str:
    if target is None:
        return "the reference"
    return read_target_file(target, vendors=load_contract().vendors).base_url


def _refuse_unplayed(outcome: Outcome) -> None:
    """Stop where nothing was played: malformed stories, none selected, or pytest refused."""
    if outcome.faults:
        _stop("\n".join(outcome.faults))
    if outcome.code == pytest.ExitCode.INTERRUPTED:
        _stop("The run was interrupted, so that nothing is judged by it.")
    if outcome.code == pytest.ExitCode.USAGE_ERROR:
        sys.exit(NOTHING_JUDGED)
    if not outcome.summary.results:
        _stop("No story was played, for none is like that; `accord rules` lists what there is.")


def _write(order: Order, summaries: list[Summary], changes: Comparison | None) -> None:
    when = clock.now()
    writers: tuple[tuple[Path | None, Callable[[Path], None]], ...] = (
        (order.html, lambda path: write_html(summaries, path, when, changes)),
        (order.markdown, lambda path: write_markdown(summaries, path, changes)),
        (order.json, lambda path: write_json(summaries, path)),
    )
    for path, write in writers:
        try:
            if path:
                write(path)
        except OSError as error:
            _stop(f"{path} cannot be written: {error.strerror}.")


def _exit_code(summary: Summary, changes: Comparison | None, *, strict: bool) -> int:
    if not summary.judged:
        return NOTHING_JUDGED
    if changes:
        return DIFFERS if changes.worse or summary.waived.troubles else CONFORMS
    if strict and summary.verdict is Verdict.NOTED:
        return DIFFERS
    return CONFORMS if summary.verdict.conforms else DIFFERS


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(NOTHING_JUDGED)
