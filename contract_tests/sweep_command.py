"""accord sweep: what an earlier run left over on a target is listed, and removed."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from contract_tests.ledger import Ledger, prefixes, sweep_line
from contract_tests.stage import NoStage
from contract_tests.sweeping import swept
from contract_tests.target_file import TargetFile, TargetFileError, read_target_file
from mock_server.contract import ContractError, load_contract


@click.command("sweep")
@click.option(
    "--target",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The target file of the run.",
)
@click.option("--prefix", help="How the names of the run begin; without it, runs are listed.")
def sweep_command(*, target: Path, prefix: str | None) -> NoReturn:
    """Remove what a run that was killed left over: 0 all is gone, 1 something stays."""
    try:
        file = read_target_file(target, vendors=load_contract().vendors)
        if prefix is None:
            _list(file, target)
        found = swept(file, prefix)
    except (TargetFileError, ContractError, NoStage) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    for each in found.removed:
        click.echo(f"removed: {each}")
    for each in found.left:
        click.echo(f"stays: {each}", err=True)
    click.echo(f"{len(found.removed)} removed, {len(found.left)} left over.")
    sys.exit(1 if found.left else 0)


def _list(file: TargetFile, target: Path) -> NoReturn:
    """Tell which runs left something over, and the command that removes it."""
    found = prefixes(file.path.parent)
    for prefix in found:
        left = Ledger.read(file.path.parent, prefix).left
        click.echo(f"{len(left)} left over: {sweep_line(target, prefix)}")
    if not found:
        click.echo("No run left anything over.")
    sys.exit(1 if found else 0)
