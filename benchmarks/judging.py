"""How fast stories are judged: python -m benchmarks.judging (how to read it: README.md here)."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from benchmarks.peers import STEPS, Command, respect, tavern, write_accord
from benchmarks.tools import Missing, accord, seconds
from contract_tests.lodging import World, lodging
from contract_tests.playhouse import Playhouse
from contract_tests.plugin import JOBS
from contract_tests.reference import PROVIDER_STATES
from contract_tests.results import Result
from contract_tests.scenarios import Scenario
from contract_tests.shelf import shipped_stories, stories
from contract_tests.target_file import StatesAt, TargetFile
from contract_tests.venues import ReferenceVenue, TargetVenue, Venue

CHECKS = 1000
ROUND_TRIP = 0.2
Writer = Callable[[Path, int, World], Command]


@click.command()
@click.option("--smoke", is_flag=True, help="Only see that everything starts; no peers.")
@click.option("--rounds", default=3, show_default=True, help="The best of so many is told.")
def main(*, smoke: bool, rounds: int) -> None:
    """Measure how fast Accord judges."""
    out = Console(highlight=False)
    told = [each for each in stories([shipped_stories()]) if each.vendor == "aegis"]
    rounds = 1 if smoke else rounds
    out.print(_loopback(told, 20 if smoke else CHECKS, rounds))
    out.print(_long_line(told, (2, 4) if smoke else (5, 20, 80)))
    if not smoke:
        out.print(_peers(100, rounds))


def _loopback(told: Sequence[Scenario], checks: int, rounds: int) -> Table:
    """Play stories on the reference over loopback, until so many answers are judged."""
    table = Table(
        "on a fast loopback target", "checks", "seconds", "checks/s", title_justify="left"
    )
    chosen = list(_enough(told, checks))
    steps = sum(len(each.steps) for each in chosen)
    for jobs in (1, JOBS):
        taken = min(
            _played(ReferenceVenue(connections=jobs), chosen, jobs)[0] for _ in range(rounds)
        )
        row = f"{len(chosen)} stories, {jobs} at once"
        table.add_row(row, str(steps), f"{taken:.2f}", f"{steps / taken:.0f}")
    whole = [*accord(), "verify", *(str(each.path) for each in chosen)]
    taken = min(seconds(whole, Path.cwd()) for _ in range(rounds))
    table.add_row(
        "the same by accord verify, from its start to its end, with its own server",
        str(steps),
        f"{taken:.2f}",
        f"{steps / taken:.0f}",
    )
    return table


def _enough(told: Sequence[Scenario], checks: int) -> Iterator[Scenario]:
    count = 0
    for each in told:
        if count >= checks:
            return
        count += len(each.steps)
        yield each


def _played(venue: Venue, chosen: Sequence[Scenario], jobs: int) -> tuple[float, list[Result]]:
    """Play stories, and tell how long it took; the venue is let go afterwards."""
    playhouse = Playhouse(venue, jobs)
    try:
        started = time.perf_counter()
        playhouse.start(chosen)
        results = [playhouse.result(each) for each in chosen]
        return time.perf_counter() - started, results
    finally:
        playhouse.close()


def _long_line(told: Sequence[Scenario], counts: Sequence[int]) -> Table:
    """Play more and more stories, all at once, on a target with a long round trip."""
    table = Table(
        f"round trip {ROUND_TRIP * 1000:.0f} ms", "stories' sum s", "longest s", "wall s", "ratio"
    )
    with _slow() as url:
        file = TargetFile("aegis", f"{url}/api/v1", StatesAt(url + PROVIDER_STATES))
        for count in counts:
            venue = TargetVenue(file, connections=count)
            wall, results = _played(venue, told[:count], count)
            each = [result.seconds for result in results]
            cells = (sum(each), max(each), wall, wall / max(each))
            table.add_row(f"{count} stories at once", *(f"{cell:.2f}" for cell in cells))
    return table


@contextmanager
def _slow() -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.slow", str(ROUND_TRIP)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        yield process.stdout.readline().strip() if process.stdout else ""


def _peers(count: int, rounds: int) -> Table:
    """Let each suite play the same story once and many times; start-up falls out."""
    table = Table(
        f"three steps, {count} times", "once s", f"{count} times s", "ms a step", "ratio to Accord"
    )
    with tempfile.TemporaryDirectory() as name, lodging(spawned=True, fault=None) as server:
        people: dict[str, object] = {"ann": {}, "bob": {}}
        world = server.world("aegis", users=people, data_collections=BUNDLE)
        told: dict[str, tuple[float, float]] = {}
        for suite, prepare in SUITES.items():
            try:
                commands = _commands(Path(name) / suite, prepare, world, count)
                told[suite] = _best(commands, rounds)
            except Missing as reason:
                table.add_row(suite, "skipped:", str(reason))
                continue
            once, often = told[suite]
            step, own = _a_step(told[suite], count), _a_step(told["Accord"], count)
            table.add_row(
                suite, f"{once:.2f}", f"{often:.2f}", f"{step * 1000:.2f}", f"{step / own:.1f}"
            )
    return table


def _a_step(told: tuple[float, float], count: int) -> float:
    once, often = told
    return max(often - once, 0.001) / (STEPS * (count - 1))


def _commands(
    place: Path, prepare: Callable[[Path], Writer], world: World, count: int
) -> list[tuple[Command, Path]]:
    write = prepare(place / "program")
    folders = [place / "once", place / "often"]
    for each in folders:
        each.mkdir(parents=True)
    return [
        (write(each, number, world), each) for each, number in zip(folders, (1, count), strict=True)
    ]


def _best(commands: Sequence[tuple[Command, Path]], rounds: int) -> tuple[float, float]:
    """Run both commands in turns; give the best of each."""
    taken = [[seconds(command, folder) for command, folder in commands] for _ in range(rounds)]
    once, often = (min(each) for each in zip(*taken, strict=True))
    return once, often


BUNDLE = {"bundle": {"owner": "ann"}}
SUITES: dict[str, Callable[[Path], Writer]] = {
    "Accord": lambda _: write_accord,
    "Tavern": tavern,
    "Redocly Respect": respect,
}

if __name__ == "__main__":
    main()
