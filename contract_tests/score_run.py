"""`accord verify --score`: the stories against every server that is broken on purpose."""

import time
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from contract_tests.reports.console import console
from contract_tests.reports.score import tell_score, write_score
from contract_tests.scoring import BrokenServer, Score, broken_servers, trials

ALL_CAUGHT, SOME_SURVIVE, NOTHING_TRIED = 0, 1, 2


def scored(
    places: Sequence[Path], vendors: Sequence[str], globs: Sequence[str], file: Path | None
) -> int:
    """Try broken servers, tell and write the kill matrix, and give the exit code."""
    servers = [each for each in broken_servers(vendors) if _wished(each, globs)]
    if not servers:
        click.echo("No rule is like that; see `accord rules`.", err=True)
        return NOTHING_TRIED
    out, score = console(), _tried(servers, places)
    tell_score(score, out)
    if file and not _written(score, file):
        return NOTHING_TRIED
    return SOME_SURVIVE if score.survivors else ALL_CAUGHT


def _wished(server: BrokenServer, globs: Sequence[str]) -> bool:
    return not globs or any(fnmatchcase(server.rule, glob) for glob in globs)


def _tried(servers: Sequence[BrokenServer], places: Sequence[Path]) -> Score:
    started, told = time.perf_counter(), []
    columns = (TextColumn("  {task.description}"), BarColumn(bar_width=40), MofNCompleteColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("trying broken servers", total=len(servers))
        for each in trials(servers, places):
            told.append(each)
            bar.advance(task)
    return Score(tuple(told), time.perf_counter() - started)


def _written(score: Score, file: Path) -> bool:
    try:
        write_score(score, file)
    except OSError as error:
        click.echo(f"{file} cannot be written: {error.strerror}.", err=True)
        return False
    return True
