"""The kill matrix: each broken server, the stories that catch it, the score and the survivors."""

import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.rule import Rule as Separator
from rich.table import Table
from rich.text import Text

from contract_tests.scoring import BrokenServer, Score, Trial

LEFT_OUT = "left out"


def tell_score(score: Score, out: Console) -> None:
    """Print the kill matrix, then the survivors, then the score."""
    for rule, told in groupby(score.trials, key=lambda trial: trial.server.rule):
        out.print(Text(rule, "bold"))
        out.print(matrix(told))
    for each in score.survivors:
        _tell_survivor(each, out)
    _tell_conclusion(score, out)


def matrix(trials: Iterable[Trial]) -> Table:
    """Lay out the broken servers of a rule: by how many stories caught, and by which first."""
    table = Table(box=None, expand=True, show_header=False, pad_edge=False, padding=(0, 1))
    table.add_column(no_wrap=True, min_width=32)
    table.add_column(no_wrap=True, min_width=10, justify="right")
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=1, style="dim")
    for each in trials:
        table.add_row(*_cells(each))
    return table


def _cells(trial: Trial) -> tuple[Text, Text, Text]:
    mark = ("✓ ", "green") if trial.caught_by else ("✗ ", "bold red")
    name = Text.assemble("  ", mark, mistake_of(trial.server))
    if not trial.caught_by:
        return name, Text("nobody", "bold red"), Text("")
    shortest = trial.caught_by[0].removeprefix(f"{trial.server.vendor}/")
    return name, Text(_stories(len(trial.caught_by))), Text(shortest)


def _stories(number: int) -> str:
    return f"{number} story" if number == 1 else f"{number} stories"


def mistake_of(server: BrokenServer) -> str:
    """Tell what is wrong with a broken server, its rule being told already."""
    return server.id.removeprefix(f"{server.rule}.") if server.is_fault else LEFT_OUT


def _tell_survivor(trial: Trial, out: Console) -> None:
    server = trial.server
    out.print()
    out.print(Text.assemble(("survives: ", "bold red"), (server.id, "bold")), soft_wrap=True)
    if server.is_fault:
        out.print(Text(f"  {server.sentence}"), soft_wrap=True)
        out.print(Text(f"  accord serve --fault {server.id}", "dim"), soft_wrap=True)
    else:
        out.print(Text(f"  Left out: {server.sentence}"), soft_wrap=True)
    for story in trial.noticed[:3]:
        out.print(Text(f"  fails without naming the rule: {story}", "yellow"), soft_wrap=True)


def _tell_conclusion(score: Score, out: Console) -> None:
    colour = "red" if score.survivors else "green"
    left_out = [each for each in score.trials if not each.server.is_fault]
    out.print()
    out.print(Separator(style=colour))
    out.print(
        Text.assemble(
            (f"{score.percent:g} %", f"bold {colour}"),
            f"  {score.caught} of {len(score.trials)} broken servers are caught: "
            f"{len(left_out)} without a rule, {len(score.trials) - len(left_out)} with a fault",
        )
    )
    out.print(Text(f"  in {score.seconds:.1f} seconds", "dim"))


def write_score(score: Score, path: Path) -> None:
    """Write the kill matrix as JSON; raise OSError when the file cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(as_json(score), indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def as_json(score: Score) -> dict[str, Any]:
    """Give the kill matrix as plain values."""
    return {
        "score": score.percent,
        "caught": score.caught,
        "all": len(score.trials),
        "servers": [_server(each) for each in score.trials],
    }


def _server(trial: Trial) -> dict[str, Any]:
    return {
        "id": trial.server.id,
        "rule": trial.server.rule,
        "kind": "fault" if trial.server.is_fault else LEFT_OUT,
        "sentence": trial.server.sentence,
        "caught_by": list(trial.caught_by),
        "noticed_without_naming_the_rule": list(trial.noticed),
    }
