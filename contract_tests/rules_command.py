"""The command `accord rules`: what the contract says, and what is known of each sentence."""

import sys
from collections import Counter
from collections.abc import Sequence
from fnmatch import fnmatchcase

import click

from contract_tests.matrix import matrix
from contract_tests.matrix import vendors as cast_vendors
from contract_tests.reference import accord, functions
from contract_tests.reports.access import matrix_as_markdown, tell_matrix
from contract_tests.reports.console import console
from contract_tests.reports.rules import as_markdown, rows, tell_faults, tell_readings, tell_rules
from contract_tests.shelf import NoStories, shipped_stories, stories
from mock_server.app import RACING_FAULTS
from mock_server.contract import ContractError, Rule, load_contract

NOTHING_TO_TELL = 2


@click.command("rules")
@click.option("--vendor", "vendors", multiple=True, metavar="V", help="Only this vendor.")
@click.option(
    "--rule", "globs", multiple=True, metavar="GLOB", help="Only rules like 'aegis.update.*'."
)
@click.option("--markdown", is_flag=True, help="As a Markdown table.")
@click.option("--matrix", "access", is_flag=True, help="Who is answered what: the access matrix.")
@click.option("--readings", is_flag=True, help="The choices where the documents are silent.")
@click.option("--faults", is_flag=True, help="The servers broken on purpose, by their ids.")
def rules_command(
    *, vendors: tuple[str, ...], globs: tuple[str, ...], markdown: bool, **parts: bool
) -> None:
    """List every rule: id, sentence, basis, status, function, number of stories."""
    try:
        chosen = _known(vendors)
        told = _wished(chosen, globs)
        if parts["access"]:
            _tell_access(chosen, markdown=markdown)
        elif parts["readings"]:
            tell_readings(
                (each for id in chosen for each in accord().wings[id].readings), console()
            )
        elif parts["faults"]:
            faults = (each for id in chosen for each in accord().wings[id].faults)
            tell_faults((*faults, *RACING_FAULTS), console())
        else:
            _tell_rules(told, markdown=markdown)
    except (ContractError, NoStories, LookupError) as error:
        click.echo(str(error.args[0]), err=True)
        sys.exit(NOTHING_TO_TELL)


def _known(vendors: tuple[str, ...]) -> tuple[str, ...]:
    """Give the vendors that are meant; raise LookupError for one that there is not."""
    known = load_contract().vendors
    for vendor in vendors:
        if vendor not in known:
            raise LookupError(
                f"There is no vendor {vendor!r}; the vendors are: {', '.join(sorted(known))}."
            )
    return vendors or tuple(known)


def _wished(vendors: Sequence[str], globs: Sequence[str]) -> list[Rule]:
    """Give the rules that are meant; raise LookupError when there is none."""
    found = [
        rule
        for rule in load_contract().rules.values()
        if rule.id.partition(".")[0] in vendors
        and (not globs or any(fnmatchcase(rule.id, glob) for glob in globs))
    ]
    if not found:
        raise LookupError("No rule is like that; see `accord rules`.")
    return found


def _tell_rules(told: Sequence[Rule], *, markdown: bool) -> None:
    named = Counter(rule for story in stories([shipped_stories()]) for rule in story.rules)
    found = rows(told, functions(), named)
    if markdown:
        click.echo("\n".join(as_markdown(found)))
        return
    tell_rules(found, console())


def _tell_access(vendors: Sequence[str], *, markdown: bool) -> None:
    for vendor in vendors:
        if vendor not in cast_vendors():
            continue
        played = matrix(vendor)
        if markdown:
            click.echo("\n".join(matrix_as_markdown(played)))
        else:
            tell_matrix(played, console())
