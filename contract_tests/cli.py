"""The command `accord`: verify, rules, lint, and serve from the other half of the house."""

import sys
import time
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NoReturn

import click
import pytest

from contract_tests.lint import lint as faults_of
from contract_tests.plugin import JOBS
from contract_tests.reference import reading_options
from contract_tests.reports.as_json import write_json
from contract_tests.reports.console import console, progress, tell
from contract_tests.reports.score import tell_score, write_score
from contract_tests.reports.summary import Summary
from contract_tests.rules_command import rules_command
from contract_tests.scoring import BrokenServer, Score, broken_servers, trials
from contract_tests.shelf import NoStories, shipped_stories
from contract_tests.target_file import TargetFileError, read_target_file
from contract_tests.verdicts import Verdict
from contract_tests.verifying import Outcome, Wish, verified
from mock_server.cli import serve_command
from mock_server.contract import ContractError, load_contract

CONFORMS, DIFFERS, NOTHING_JUDGED = 0, 1, 2
PLACES = click.argument(
    "places", nargs=-1, metavar="[STORIES]...", type=click.Path(exists=True, path_type=Path)
)
VENDOR = click.option("--vendor", "vendors", multiple=True, metavar="V", help="Only this vendor.")
RULE = click.option(
    "--rule", "globs", multiple=True, metavar="GLOB", help="Only rules like 'aegis.update.*'."
)
FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="accord")
def main() -> None:
    """Judge an implementation of the contract, or serve the reference."""


main.add_command(serve_command)
main.add_command(rules_command)


@main.command()
@click.option("--target", type=FILE, help="The target file; without it, the reference itself.")
@VENDOR
@RULE
@click.option("--json", "json_file", type=FILE, help="Write the report as JSON.")
@click.option("--junit", type=FILE, help="Write the report as JUnit XML.")
@click.option(
    "--jobs", type=click.IntRange(1, 1000), default=JOBS, show_default=True, help="Stories at once."
)
@click.option("--strict", is_flag=True, help="A note counts as a failure.")
@click.option(
    "--score", is_flag=True, help="How many servers broken on purpose do the stories catch?"
)
@PLACES
def verify(  # noqa: PLR0913 -- click gives each option as a parameter
    *,
    target: Path | None,
    vendors: tuple[str, ...],
    globs: tuple[str, ...],
    json_file: Path | None,
    junit: Path | None,
    jobs: int,
    strict: bool,
    score: bool,
    places: tuple[Path, ...],
) -> NoReturn:
    """Play stories and say whether the target conforms: 0 it does, 1 it does not, 2 unknown."""
    _known(vendors)
    if score:
        if target or junit:
            _stop("--score plays on the reference broken on purpose: no --target, no --junit.")
        _score(_broken(vendors, globs), places or (_shipped(),), json_file)
    name = _target_name(target)
    wish = Wish(
        places=places or (_shipped(),),
        target=target,
        vendors=vendors,
        rules=globs,
        junit=junit,
        jobs=jobs,
    )
    out = console()
    outcome = verified(wish, name, out)
    _refuse_unplayed(outcome)
    tell(outcome.summary, out)
    if json_file:
        _write(outcome.summary, json_file)
    sys.exit(_exit_code(outcome.summary, strict=strict))


def _broken(vendors: tuple[str, ...], globs: tuple[str, ...]) -> list[BrokenServer]:
    found = [
        each
        for each in broken_servers(vendors)
        if not globs or any(fnmatchcase(each.rule, glob) for glob in globs)
    ]
    return found or _stop("No rule is like that; see `accord rules`.")


def _score(servers: list[BrokenServer], places: Iterable[Path], file: Path | None) -> NoReturn:
    """Try every broken server, tell the kill matrix, and leave: 0 when every one is caught."""
    out, started, told = console(), time.perf_counter(), []
    with progress(out) as bar:
        task = bar.add_task("trying broken servers", total=len(servers))
        for each in trials(servers, places):
            told.append(each)
            bar.advance(task)
    score = Score(tuple(told), time.perf_counter() - started)
    tell_score(score, out)
    if file:
        try:
            write_score(score, file)
        except OSError as error:
            _stop(f"{file} cannot be written: {error.strerror}.")
    sys.exit(DIFFERS if score.survivors else CONFORMS)


@main.command()
@PLACES
def lint(places: tuple[Path, ...]) -> None:
    """Say what is wrong with stories, by file, line and column."""
    faults = faults_of(places or (_shipped(),), load_contract(), reading_options())
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        sys.exit(DIFFERS)
    click.echo("Every story is well-formed.")


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(NOTHING_JUDGED)


def _shipped() -> Path:
    try:
        return shipped_stories()
    except NoStories as error:
        _stop(str(error))


def _known(vendors: tuple[str, ...]) -> None:
    try:
        known = load_contract().vendors
    except ContractError as error:
        _stop(str(error))
    for vendor in vendors:
        if vendor not in known:
            _stop(f"There is no vendor {vendor!r}; the vendors are: {', '.join(sorted(known))}.")


def _target_name(path: Path | None) -> str:
    if path is None:
        return "the reference"
    try:
        return read_target_file(path, vendors=load_contract().vendors).base_url
    except TargetFileError as error:
        _stop(str(error))


def _refuse_unplayed(outcome: Outcome) -> None:
    """Stop where nothing was played: malformed stories, none selected, or pytest refused."""
    if outcome.faults:
        _stop("\n".join(outcome.faults))
    if outcome.code == pytest.ExitCode.USAGE_ERROR:
        sys.exit(NOTHING_JUDGED)
    if not outcome.summary.results:
        _stop("No story was played, for none is like that; `accord rules` lists what there is.")


def _write(summary: Summary, path: Path) -> None:
    try:
        write_json(summary, path)
    except OSError as error:
        _stop(f"{path} cannot be written: {error.strerror}.")


def _exit_code(summary: Summary, *, strict: bool) -> int:
    if not summary.judged:
        return NOTHING_JUDGED
    if strict and summary.verdict is Verdict.NOTED:
        return DIFFERS
    return CONFORMS if summary.verdict.conforms else DIFFERS
