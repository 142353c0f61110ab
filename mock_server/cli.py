"""accord serve: the command that starts the reference server."""

from collections.abc import Mapping
from typing import Any

import click
from flask import Flask
from rich.console import Console
from rich.table import Table

from mock_server.app import Accord
from mock_server.breaking import UnknownRule
from mock_server.clocks import ClockError
from mock_server.contract import ContractError
from mock_server.domain.founded import GivenError, Unsupported
from mock_server.domain.readings import UnknownReading
from mock_server.seeding import SeedError
from mock_server.serving import Options, PortTaken, free_port, serve

FAULTS_OF_USE = (
    ClockError,
    ContractError,
    GivenError,
    PortTaken,
    SeedError,
    UnknownReading,
    UnknownRule,
    Unsupported,
)


class CannotServe(click.ClickException):
    """The server cannot start as it was told to; nothing was served."""

    exit_code = 2


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port; 0 picks a free one.",
)
@click.option(
    "--seed",
    "seeds",
    multiple=True,
    metavar="FILE",
    help="Start with this world instead; repeatable.",
)
@click.option(
    "--reading",
    "readings",
    multiple=True,
    metavar="ID=OPTION",
    help="Choose another reading of the documents; repeatable.",
)
@click.option("--fault", metavar="ID", help="Serve with this fault, to see who notices.")
@click.option("--clock", metavar="TIME", help="Start at this time; each change takes ten minutes.")
def serve_command(
    host: str,
    port: int,
    seeds: tuple[str, ...],
    readings: tuple[str, ...],
    **rest: str | None,
) -> None:
    """Serve the contract's operations, with people, tokens and a memory."""
    try:
        options = Options(
            host=host,
            port=free_port(host, port),
            seeds=seeds or None,
            readings=tuple(_reading(each) for each in readings),
            **rest,
        )
        serve(options, announced)
    except FAULTS_OF_USE as error:
        raise CannotServe(str(error)) from error


@click.group()
def main() -> None:
    """The reference server of Accord."""


main.add_command(serve_command)


def _reading(text: str) -> tuple[str, str]:
    id, equals, option = text.partition("=")
    if not equals:
        raise CannotServe(f"--reading {text} has no option; write it as ID=OPTION.")
    return id, option


GROUPS: Mapping[str, str] = {"org": "organisation", "project": "project"}


def announced(options: Options, app: Flask) -> None:
    """Tell that the server answers, who lives on it, and what to do next."""
    accord: Accord = app.extensions["accord"]
    console = Console(highlight=False, soft_wrap=True)
    with console.capture() as told:  # one write, so that nobody reads half of it
        console.print(f"Accord is listening on {options.url}")
        for seed, home in accord.service.planted:
            vendor = accord.contract.vendors[seed.vendor]
            users: Mapping[str, Any] = seed.given.get("users", {})
            console.print(_people(f"{vendor.title} ({vendor.prefix})", users, home.tokens))
        console.print(
            f"The contract: {options.url}/openapi.yaml. "
            "Next: ask with the header `Authorization: Bearer TOKEN`; Ctrl-C ends."
        )
    click.echo(told.get(), nl=False)


def _people(title: str, users: Mapping[str, Any], tokens: Mapping[str, str]) -> Table:
    """Lay out who lives on a world, with what each belongs to where the vendor knows of such."""
    groups = [key for key in GROUPS if any(key in user for user in users.values())]
    table = Table(
        "person", *(GROUPS[key] for key in groups), "token", title=title, title_justify="left"
    )
    for name, token in tokens.items():
        user = users.get(name) or {}
        admin = " (administrator)" if user.get("admin") else ""
        table.add_row(name, *(f"{user.get(key) or 'none'}{admin}" for key in groups), token)
    return table
