"""The servers that are measured: the reference, plain Flask on waitress, and peers if installed."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.tools import Missing, found, python_with
from contract_tests.lodging import AccordServer
from contract_tests.reference import PROVIDER_STATES
from contract_tests.target import HttpTarget
from mock_server.contract import contract_path, load_contract
from mock_server.serving import free_port

START_SECONDS = 60
PAGE = 20
FLASK_APP = Path(__file__).with_name("flask_app.py")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where, which process, who asks, and about which data collection."""

    url: str
    pid: int
    headers: Mapping[str, str]
    path: str
    id: object


@contextmanager
def _running(command: Sequence[str], port: int, folder: Path) -> Iterator[int]:
    """Run a server until the block ends; give its process, once it listens."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        _wait(process, port)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Missing(f"{process.args!r} does not listen on port {port}")


@contextmanager
def accord(folder: Path) -> Iterator[Server]:
    """Run the reference, with a world of twenty data collections."""
    port = free_port("127.0.0.1", 0)
    command = [sys.executable, "-m", "mock_server", "serve", "--port", str(port)]
    with _running(command, port, folder) as pid:
        url = f"http://127.0.0.1:{port}"
        server = AccordServer(url, load_contract(), HttpTarget(url + PROVIDER_STATES))
        bundles = {f"c{number}": {"owner": "ann"} for number in range(PAGE)}
        world = server.world("aegis", users={"ann": {}}, data_collections=bundles)
        path = "/api/v1/data-collections"
        yield Server(url, pid, world.headers("ann"), path, world.id("c0"))


@contextmanager
def flask(folder: Path) -> Iterator[Server]:
    """Run the plain Flask app, in an environment of its own."""
    python = python_with(folder / "env", "flask", "waitress")
    port = free_port("127.0.0.1", 0)
    with _running([str(python), str(FLASK_APP), str(port)], port, folder) as pid:
        headers = {"Authorization": "Bearer sk_plain"}
        yield Server(f"http://127.0.0.1:{port}", pid, headers, "/api/v1/data-collections", 1)


@contextmanager
def prism(folder: Path) -> Iterator[Server]:
    """Run Prism on the contract: it validates, answers examples and remembers nothing."""
    port, program = free_port("127.0.0.1", 0), found("prism")
    command = [program, "mock", "--port", str(port), str(contract_path())]
    with _running(command, port, folder) as pid:
        headers = {"Authorization": f"Bearer sk_{'0' * 32}"}
        yield Server(f"http://127.0.0.1:{port}", pid, headers, "/api/v1/data-collections", 1)


@contextmanager
def json_server(folder: Path) -> Iterator[Server]:
    """Run json-server on twenty data collections: it remembers, and knows no rights."""
    port, program = free_port("127.0.0.1", 0), found("json-server")
    rows = [{"id": str(number), "name": f"Collection {number}"} for number in range(PAGE)]
    database = folder / "db.json"
    database.write_text(json.dumps({"data-collections": rows}))
    with _running([program, "--port", str(port), str(database)], port, folder) as pid:
        yield Server(f"http://localhost:{port}", pid, {}, "/data-collections", 1)


SERVERS: Mapping[str, Callable[[Path], AbstractContextManager[Server]]] = {
    "Flask on waitress": flask,
    "Accord": accord,
    "Prism": prism,
    "json-server": json_server,
}
