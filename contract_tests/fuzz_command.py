"""The command `accord fuzz`: whether generated requests are answered as the contract says."""

import secrets
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text

from contract_tests.judging_ground import (
    CONFORMS,
    DIFFERS,
    FILE,
    NOTHING_JUDGED,
    ground,
    stop,
    wished,
    write_report,
)
from contract_tests.matrix import vendors as cast_vendors
from contract_tests.reports.console import STYLES, console, progress
from contract_tests.suggestions import suggestion
from contract_tests.venues import Venue
from mock_server.contract import load_contract

if TYPE_CHECKING:
    from contract_tests.fuzzing.fuzzing import Fuzz, Fuzzed

EXAMPLES, SEEDS = 2_000, 1_000_000


@click.command("fuzz")
@click.option("--target", type=FILE, help="The target file; without it, the reference itself.")
@click.option("--vendor", "vendors", multiple=True, metavar="V", help="Only this vendor.")
@click.option("--operation", "operations", multiple=True, metavar="ID", help="Only this operation.")
@click.option(
    "--examples",
    type=click.IntRange(1),
    default=EXAMPLES,
    show_default=True,
    help="About so many requests, beside those that cover the contract.",
)
@click.option("--seed", type=int, help="Generate the same requests again; without it, new ones.")
@click.option("--json", "json_file", type=FILE, help="Write the report as JSON.")
def fuzz_command(  # noqa: PLR0913 -- click gives each option as a parameter
    *,
    target: Path | None,
    vendors: tuple[str, ...],
    operations: tuple[str, ...],
    examples: int,
    seed: int | None,
    json_file: Path | None,
) -> None:
    """Generate requests of the contract and check each answer: errors, shapes, refusals, access."""
    # Only now: Schemathesis takes a second to import.
    from contract_tests.fuzzing.telling import summary_of

    chosen, out = secrets.randbelow(SEEDS) if seed is None else seed, console()
    with ground(target) as venue:
        known = wished(vendors, cast_vendors(), venue)
        fuzzed = [
            _fuzzed(fuzz, venue.name, examples, out)
            for fuzz in _fuzzes(venue, known, operations, chosen)
        ]
        summary = summary_of(fuzzed, venue.name, chosen)
    if not fuzzed:
        stop("No vendor was fuzzed; `accord fuzz --help` says how.")
    if json_file:
        write_report(summary, json_file)
    sys.exit(_exit_code(fuzzed))


def _exit_code(fuzzed: "list[Fuzzed]") -> int:
    if any(each.findings for each in fuzzed):
        return DIFFERS
    return NOTHING_JUDGED if any(each.troubles for each in fuzzed) else CONFORMS


def _fuzzes(
    venue: Venue, vendors: Iterable[str], operations: tuple[str, ...], seed: int
) -> "Iterator[Fuzz]":
    """Prepare each vendor that has one of the operations; stop at one that nobody has."""
    from contract_tests.fuzzing.fuzzing import Fuzz

    known = {each.id: each.vendor.id for each in load_contract().operations}
    for operation in operations:
        if operation not in known:
            stop(f"There is no operation {operation!r}. {suggestion(operation, known)}")
    having = {known[operation] for operation in operations}
    for vendor in vendors:
        if not operations or vendor in having:
            yield Fuzz(venue.stage(vendor), vendor, seed, operations)


def _fuzzed(fuzz: "Fuzz", target: str, examples: int, out: Console) -> "Fuzzed":
    from contract_tests.fuzzing.telling import finding_lines

    with progress(out) as bar:
        task = bar.add_task(f"fuzzing {fuzz.vendor}", total=None)
        fuzzed = fuzz.run(examples, lambda number: bar.advance(task, number))
    for finding in fuzzed.findings:
        for line in finding_lines(finding):
            out.print(Text(line.text, STYLES.get(line.kind, "")), soft_wrap=True)
        out.print()
    for trouble in fuzzed.troubles:
        out.print(Text(f"errored: {trouble}", "bold magenta"), soft_wrap=True)
    _tell_conclusion(fuzzed, target, fuzz.seed, out)
    return fuzzed


def _tell_conclusion(fuzzed: "Fuzzed", target: str, seed: int, out: Console) -> None:
    wrong = len(fuzzed.findings)
    word = (f"✗ failed  {wrong} found", "bold red") if wrong else ("✓ passed", "green")
    out.print(
        Text.assemble(
            word,
            f"  {fuzzed.vendor} at {target}: {fuzzed.requests} requests of seed {seed} "
            f"in {fuzzed.seconds:.1f} seconds",
        ),
        soft_wrap=True,
    )
