"""The commands `accord explore` and `accord calibrate`: what no story tells, and which readings."""

import json
import secrets
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from contract_tests.explorer.calibrating import Learnt, calibrated, readings_of, write_readings
from contract_tests.explorer.draws import vendors as known_vendors
from contract_tests.explorer.exploring import Bounds, Tally
from contract_tests.explorer.keeping import save, saved
from contract_tests.explorer.model import Probing
from contract_tests.explorer.running import Exploration
from contract_tests.explorer.shell import told_lines
from contract_tests.explorer.telling import Finding, as_yaml, both_answers, sentences, story
from contract_tests.judging_ground import CONFORMS, DIFFERS, FILE, ground, stop, wished
from contract_tests.reports.console import STYLES, console
from contract_tests.reports.writing import write_text
from contract_tests.stage import Stage
from contract_tests.target_file import read_target_file
from contract_tests.venues import Venue
from mock_server.contract import load_contract

SEEDS = 1_000_000
TARGET = click.option(
    "--target", type=FILE, help="The target file; without it, the reference itself."
)
FOLDER = click.Path(file_okay=False, path_type=Path)


@dataclass(slots=True)
class Explored:
    """What came of exploring one vendor."""

    vendor: str
    tally: Tally
    readings: Mapping[str, str]
    findings: list[dict[str, Any]] = field(default_factory=list)
    refuted: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        return not self.findings and not self.refuted


@click.command("explore")
@TARGET
@click.option("--vendor", "vendors", multiple=True, metavar="V", help="Only this vendor.")
@click.option("--examples", type=click.IntRange(1), default=100_000, help="At most so many lives.")
@click.option(
    "--steps", type=click.IntRange(1, 100), default=20, show_default=True, help="Steps in a life."
)
@click.option(
    "--seconds", type=click.FloatRange(0.1), default=60.0, show_default=True, help="Time a vendor."
)
@click.option("--seed", type=int, help="Draw the same lives again; without it, new ones.")
@click.option("--save", "folder", type=FOLDER, help="Keep divergences here; play kept ones first.")
@click.option("--json", "json_file", type=FILE, help="Write the report as JSON.")
@click.option("--no-probing", is_flag=True, help="Look at what people see only at a life's end.")
def explore_command(  # noqa: PLR0913 -- click gives each option as a parameter
    *,
    target: Path | None,
    vendors: tuple[str, ...],
    examples: int,
    steps: int,
    seconds: float,
    seed: int | None,
    folder: Path | None,
    json_file: Path | None,
    no_probing: bool,
) -> None:
    """Play random lives against the reference and the target, and tell where they part."""
    bounds = Bounds(
        examples=examples,
        steps=steps,
        seconds=seconds,
        seed=secrets.randbelow(SEEDS) if seed is None else seed,
        probing=Probing.NEVER if no_probing else Probing.CHANGES,
    )
    out = console()
    with ground(target) as venue:
        chosen = wished(vendors, known_vendors(), venue)
        explored = [_explored(each, venue, target, bounds, folder, out) for each in chosen]
    if not explored or not any(each.tally.requests for each in explored):
        stop("Nothing was explored; `accord explore --help` says how.")
    if json_file:
        _write(json_file, explored, venue.name, bounds)
    sys.exit(CONFORMS if all(each.conforms for each in explored) else DIFFERS)


@click.command("calibrate")
@TARGET
@click.option("--vendor", "vendors", multiple=True, metavar="V", help="Only this vendor.")
def calibrate_command(*, target: Path | None, vendors: tuple[str, ...]) -> None:
    """Learn which option of each open question a target takes, and write it into its file."""
    out = console()
    with ground(target) as venue:
        learnt: list[Learnt] = []
        for vendor in wished(vendors, known_vendors(), venue):
            learnt += _calibrated(vendor, venue.stage(vendor), target, out)
    if not any(each.stories for each in learnt):
        stop("No open question could be asked; `accord verify` says what the target lacks.")
    sys.exit(DIFFERS if any(each.refuted for each in learnt) else CONFORMS)


def _calibrated(vendor: str, stage: Stage, target: Path | None, out: Console) -> tuple[Learnt, ...]:
    learnt = calibrated(vendor, stage)
    for each in learnt:
        out.print(Text(str(each), "bold red" if each.refuted else ""))
    if target is not None and (known := readings_of(learnt)):
        write_readings(target, known)
        out.print(Text(f"The readings stand in {target}.", STYLES["quiet"]))
    return learnt


def _explored(  # noqa: PLR0913, PLR0917 -- what is explored, how much, and where it is told
    vendor: str,
    venue: Venue,
    target: Path | None,
    bounds: Bounds,
    folder: Path | None,
    out: Console,
) -> Explored:
    stage = venue.stage(vendor)
    readings, refuted = stage.readings, tuple[str, ...]()
    if target is not None and not read_target_file(target, vendors=venue.vendors).readings:
        learnt = _calibrated(vendor, stage, target, out)
        readings = readings_of(learnt)
        refuted = tuple(each.reading for each in learnt if each.refuted)
    kept = tuple(saved(folder, vendor)) if folder else ()
    run = Exploration(vendor, stage, readings, bounds, kept)
    explored = Explored(vendor, run.tally, readings, refuted=refuted)
    for finding in run.findings():
        for line, style in _lines(finding, run.model, stage.target.base_url):
            out.print(Text(line, STYLES.get(style, "")), soft_wrap=True)
        files = () if folder is None or finding.again else save(finding, run.model, folder)
        for path in files:
            out.print(Text(f"  saved as {path}", STYLES["quiet"]), soft_wrap=True)
        explored.findings.append(_as_json(finding, run.model, files))
    _sum_up(explored, bounds, out)
    return explored


def _sum_up(explored: Explored, bounds: Bounds, out: Console) -> None:
    tally, count = explored.tally, len(explored.findings)
    parts = "no divergence" if not count else f"{count} divergence{'s' if count > 1 else ''}"
    told = f"{tally.requests:,} requests in {tally.examples:,} lives, seed {bounds.seed}"
    out.print(Text(f"{explored.vendor}: {parts} in {told}", "bold red" if count else "green"))


def _lines(finding: Finding, model: Stage, base_url: str) -> Iterator[tuple[str, str]]:
    """Tell a divergence: the story, both answers, the rules with their sentences, curl lines."""
    again = ", as it was saved" if finding.again else ""
    yield f"{finding.title}{again}", "title"
    for line in as_yaml(story(finding, model)).splitlines()[1:]:
        yield f"  {line}", ""
    yield f"  {finding.divergence.difference.message}", "message"
    expected, found = both_answers(finding)
    yield f"    the model   {expected}", "expected"
    yield f"    the target  {found}", "actual"
    for sentence in sentences(finding, model.contract):
        yield f"  {sentence}", "rule"
    if finding.decision.like:
        yield "  The target answers as the reference does without this rule.", "quiet"
    for line in told_lines(finding.life, model.contract, base_url):
        yield f"  {line}", "curl"
    yield f"  seed {finding.seed}", "quiet"
    yield "", ""


def _as_json(finding: Finding, model: Stage, files: Iterable[Path]) -> dict[str, Any]:
    expected, found = both_answers(finding)
    return {
        "title": finding.title,
        "rules": finding.decision.rules,
        "as_without": finding.decision.like,
        "operation": finding.divergence.operation,
        "pointer": finding.divergence.difference.pointer,
        "message": finding.divergence.difference.message,
        "expected": expected,
        "actual": found,
        "steps": len(finding.life.steps),
        "story": story(finding, model),
        "curl": told_lines(finding.life, model.contract, "$BASE_URL"),
        "files": [str(each) for each in files],
    }


def _write(path: Path, explored: list[Explored], target: str, bounds: Bounds) -> None:
    told = {
        "target": target,
        "verdict": "passed" if all(each.conforms for each in explored) else "failed",
        "seed": bounds.seed,
        "vendors": {
            each.vendor: {
                **asdict(each.tally),
                "readings": dict(each.readings),
                "refuted": each.refuted,
                "divergences": each.findings,
            }
            for each in explored
        },
        "contract": load_contract().document["info"]["version"],
    }
    try:
        write_text(path, json.dumps(told, indent=2, ensure_ascii=False, default=str))
    except OSError as error:
        stop(f"{path} cannot be written: {error.strerror}.")
