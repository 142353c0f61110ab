"""The command `accord`: verify, rules, lint, and serve from the other half of the house."""

import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from contract_tests.explore_command import calibrate_command, explore_command
from contract_tests.fuzz_command import fuzz_command
from contract_tests.lint import lint as faults_of
from contract_tests.ordered import Order, ordered
from contract_tests.plugin import JOBS
from contract_tests.race_command import race_command
from contract_tests.reference import reading_options
from contract_tests.rules_command import rules_command
from contract_tests.score_run import scored
from contract_tests.shelf import NoStories, shipped_stories
from contract_tests.sweep_command import sweep_command
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
main.add_command(explore_command)
main.add_command(calibrate_command)
main.add_command(fuzz_command)
main.add_command(race_command)
main.add_command(rules_command)
main.add_command(sweep_command)


@main.command()
@click.option(
    "--target",
    "targets",
    multiple=True,
    type=FILE,
    help="The target file; without it, the reference itself. Several: side by side.",
)
@VENDOR
@RULE
@click.option("--html", type=FILE, help="Write the report as one HTML page.")
@click.option("--markdown", type=FILE, help="Write a summary as Markdown.")
@click.option("--json", "json_file", type=FILE, help="Write the report as JSON.")
@click.option("--junit", type=FILE, help="Write the report as JUnit XML.")
@click.option(
    "--jobs", type=click.IntRange(1, 1000), default=JOBS, show_default=True, help="Stories at once."
)
@click.option("--against", type=FILE, help="An earlier --json report: only new failures count.")
@click.option("--waivers", type=FILE, help="Known failures; accord-waivers.yaml, if it is here.")
@click.option("--strict", is_flag=True, help="A note counts as a failure.")
@click.option(
    "--score", is_flag=True, help="How many servers broken on purpose do the stories catch?"
)
@PLACES
def verify(
    *,
    vendors: tuple[str, ...],
    globs: tuple[str, ...],
    json_file: Path | None,
    score: bool,
    places: tuple[Path, ...],
    **rest: Any,
) -> NoReturn:
    """Play stories and say whether the target conforms: 0 it does, 1 it does not, 2 unknown."""
    _known(vendors)
    if score:
        if rest["targets"] or rest["junit"]:
            _stop("--score plays on the reference broken on purpose: no --target, no --junit.")
        sys.exit(scored(places or (_shipped(),), vendors, globs, json_file))
    order = Order(vendors=vendors, globs=globs, json=json_file, places=places, **rest)
    sys.exit(ordered(order))


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
