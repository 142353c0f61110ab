"""The access matrix as text: for the terminal, and as Markdown for the documentation."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table

from contract_tests.matrix import Row

STYLES = {"2": "green", "s": "green", "4": "red", "u": "red"}


def tell_matrix(rows: Sequence[Row], out: Console) -> None:
    """Print one table for each kind of thing."""
    for kind, group in groupby(rows, key=lambda row: row.probe.kind):
        told = list(group)
        table = Table(title=f"What is answered about one of the {kind}", title_justify="left")
        for column in ("operation", "it is", *told[0].answers):
            table.add_column(column, no_wrap=column == "operation")
        for row in told:
            cells = [_styled(row.cell(caller)) for caller in row.answers]
            table.add_row(_asked(row), row.situation, *cells)
        out.print(table)


def _styled(cell: str) -> str:
    return f"[{STYLES.get(cell[0], 'magenta')}]{cell}[/]"


def matrix_as_markdown(rows: Sequence[Row]) -> Iterator[str]:
    """Give the lines of one Markdown table for each kind of thing."""
    for kind, group in groupby(rows, key=lambda row: row.probe.kind):
        told = list(group)
        callers = list(told[0].answers)
        yield from (f"## About one of the {kind}", "")
        yield f"| operation | it is | {' | '.join(callers)} |"
        yield "|---|---|" + "---|" * len(callers)
        for row in told:
            cells = " | ".join(row.cell(caller) for caller in callers)
            yield f"| {_asked(row)} | {row.situation} | {cells} |"
        yield ""


def _asked(row: Row) -> str:
    """Name the operation, and the field that is sent or that holds the thing."""
    return f"{row.probe.operation.id} {row.probe.field}".strip()
