"""accord serve: it says when it answers, ends cleanly, and explains why it cannot start."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner, Result

from mock_server.cli import serve_command
from mock_server.serving import PortTaken, free_port

LISTENING = "Accord is listening on http://127.0.0.1:"
KEY = "sk_00000000000000000000000000000000"


@contextmanager
def served(*options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    command = [sys.executable, "-m", "mock_server", "serve", "--port", "0", *options]
    server = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert server.stdout is not None
    try:
        line = server.stdout.readline()
        assert line.startswith(LISTENING)
        yield server, int(line.removeprefix(LISTENING))
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGINT)
        server.communicate(timeout=20)


def test_a_server_answers_once_it_says_so_and_ends_cleanly() -> None:
    with served() as (server, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(
            "GET", "/api/v1/data-collections", headers={"Authorization": f"Bearer {KEY}"}
        )
        assert connection.getresponse().status == 200
        connection.close()
        os.killpg(server.pid, signal.SIGINT)
        said, complained = server.communicate(timeout=20)

    assert (server.returncode, complained) == (0, "")
    assert KEY in said


def test_a_client_that_sends_ten_megabytes_reads_its_answer() -> None:
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    with served() as (_, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("POST", "/api/v1/data-collections", b"a" * 10_000_000, headers)
        assert connection.getresponse().status == 422
        connection.close()


def started_with(*options: str) -> Result:
    return CliRunner().invoke(serve_command, ["--port", "0", *options])


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--reading", "aegis.none=1"], "There is no reading 'aegis.none'."),
        (["--reading", "aegis.none"], "has no option; write it as ID=OPTION."),
        (["--fault", "none"], "There is no fault 'none'."),
        (["--clock", "noon"], "'noon' is not a time with its zone"),
        (["--seed", "/none/such.yaml"], "/none/such.yaml cannot be read"),
        (["--host", "192.0.2.1"], "cannot be listened on"),
    ],
)
def test_what_cannot_be_served_is_one_sentence(options: list[str], sentence: str) -> None:
    result = started_with(*options)

    assert result.exit_code == 2
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} on 127.0.0.1 is in use"):
            free_port("127.0.0.1", port)


def test_port_0_picks_a_free_one() -> None:
    assert free_port("127.0.0.1", 0) > 0
