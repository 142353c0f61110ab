"""How fast the reference serves: python -m benchmarks.serving (how to read it: README.md here)."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from benchmarks.load import NUMBER, Ask, WrongAnswer, cpu_seconds, rate
from benchmarks.servers import PAGE, SERVERS, Server
from benchmarks.tools import Missing

MEASURE = "Flask on waitress"
Speed = tuple[float, float]


@click.command()
@click.option("--smoke", is_flag=True, help="Only see that everything starts.")
@click.option("--rounds", default=3, show_default=True, help="In turns; the best is told.")
@click.option("--seconds", default=2.0, show_default=True, help="How long each is kept busy.")
def main(*, smoke: bool, rounds: int, seconds: float) -> None:
    """Measure the requests a second of each server, beside a plain Flask app."""
    out = Console(highlight=False)
    skipped: dict[str, str] = {}
    with _running(skipped) as servers:
        turns = [_turn(servers, 0.1 if smoke else seconds) for _ in range(1 if smoke else rounds)]
    for title, place, best in (("requests/s", 0, max), ("processor µs a request", 1, min)):
        table = Table("server", *ASKS, title=f"{title} (ratio to {MEASURE})", title_justify="left")
        for name in servers:
            cells = []
            for what in ASKS:
                own = best(turn[name, what][place] for turn in turns)
                plain = best(turn[MEASURE, what][place] for turn in turns)
                cells.append(f"{own:,.0f} ({own / plain:.2f})" if own and plain else "-")
            table.add_row(name, *cells)
        out.print(table)
    for name, reason in skipped.items():
        out.print(f"{name} is skipped: {reason}.")


@contextmanager
def _running(skipped: dict[str, str]) -> Iterator[dict[str, Server]]:
    """Run every server that can be had; write down why another cannot."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers: dict[str, Server] = {}
        for name, start in SERVERS.items():
            folder = place / name.replace(" ", "-")
            folder.mkdir()
            try:
                servers[name] = stack.enter_context(start(folder))
            except Missing as reason:
                skipped[name] = str(reason)
        yield servers


def _turn(servers: dict[str, Server], seconds: float) -> dict[tuple[str, str], Speed]:
    """Keep each server busy with each question, one server after the other."""
    return {
        (name, what): _speed(server, ask(server), seconds)
        for what, ask in ASKS.items()
        for name, server in servers.items()
    }


def _speed(server: Server, ask: Ask, seconds: float) -> Speed:
    before = cpu_seconds(server.pid)
    try:
        a_second, answered = rate(server.url, ask, seconds)
    except (OSError, WrongAnswer) as error:
        click.echo(f"not measured: {error}", err=True)
        return 0.0, 0.0
    return a_second, (cpu_seconds(server.pid) - before) / max(answered, 1) * 1e6


def _get(server: Server) -> Ask:
    return Ask("GET", f"{server.path}/{server.id}", 200, headers=server.headers)


def _list(server: Server) -> Ask:
    return Ask("GET", f"{server.path}?limit={PAGE}", 200, headers=server.headers)


def _put(server: Server) -> Ask:
    body = b'{"name": "Renamed ' + NUMBER + b'"}'
    return Ask("PUT", f"{server.path}/{server.id}", 200, body, server.headers)


def _post(server: Server) -> Ask:
    turn = secrets.token_hex(4)  # no two collections of an account have one name
    body = b'{"name": "New ' + turn.encode() + b" " + NUMBER + b'"}'
    return Ask("POST", server.path, 201, body, server.headers)


ASKS = {"get one": _get, f"list of {PAGE}": _list, "put": _put, "post": _post}

if __name__ == "__main__":
    main()
