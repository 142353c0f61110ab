"""The command `accord race`: whether what several people ask at once ends as in some order."""

import secrets
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from contract_tests.judging_ground import (
    CONFORMS,
    DIFFERS,
    FILE,
    ground,
    stop,
    wished,
    write_report,
)
from contract_tests.racing import contests
from contract_tests.racing.racing import Race, Raced
from contract_tests.racing.telling import summary_of, violation_lines
from contract_tests.reports.console import STYLES, console, progress
from contract_tests.venues import Venue

ROUNDS, SEEDS = 200, 1_000_000


@click.command("race")
@click.option("--target", type=FILE, help="The target file; without it, the reference itself.")
@click.option("--vendor", "vendors", multiple=True, metavar="V", help="Only this vendor.")
@click.option(
    "--rounds",
    type=click.IntRange(1),
    default=ROUNDS,
    show_default=True,
    help="How often people ask at once.",
)
@click.option("--seed", type=int, help="Play the same rounds again; without it, new ones.")
@click.option("--json", "json_file", type=FILE, help="Write the report as JSON.")
def race_command(
    *,
    target: Path | None,
    vendors: tuple[str, ...],
    rounds: int,
    seed: int | None,
    json_file: Path | None,
) -> None:
    """Ask several things at once and say whether some order explains what came of it."""
    chosen, out = secrets.randbelow(SEEDS) if seed is None else seed, console()
    with ground(target) as venue:
        known = wished(vendors, contests.vendors(), venue)
        raced = [_raced(venue, vendor, rounds, chosen, out) for vendor in known]
        summary = summary_of(raced, venue.name, chosen)
    if not raced:
        stop("No vendor was raced; `accord race --help` says how.")
    if json_file:
        write_report(summary, json_file)
    sys.exit(DIFFERS if any(each.violations for each in raced) else CONFORMS)


def _raced(venue: Venue, vendor: str, rounds: int, seed: int, out: Console) -> Raced:
    race = Race(venue.stage(vendor), contests.arena(vendor))
    try:
        with progress(out) as bar:
            task = bar.add_task(f"racing {vendor}", total=rounds)
            raced = race.run(rounds, seed, lambda: bar.advance(task))
    finally:
        race.close()
    for violation in raced.violations:
        for line in violation_lines(vendor, violation, seed):
            out.print(Text(line.text, STYLES.get(line.kind, "")), soft_wrap=True)
        out.print()
    _tell_conclusion(raced, venue.name, seed, out)
    return raced


def _tell_conclusion(raced: Raced, target: str, seed: int, out: Console) -> None:
    wrong = len(raced.violations)
    word = (f"✗ failed  {wrong} without an order", "bold red") if wrong else ("✓ passed", "green")
    out.print(
        Text.assemble(
            word,
            f"  {raced.vendor} at {target}: {raced.rounds} rounds of seed {seed}, "
            f"{raced.requests} requests in {raced.seconds:.1f} seconds",
        ),
        soft_wrap=True,
    )
