"""accord serve: it says when it answers, ends cleanly, and explains why it cannot start."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

from mock_server.cli import serve_command
from mock_server.serving import PortTaken, free_port

LISTENING = "Accord is listening on http://127.0.0.1:"
KEY = "sk_00000000000000000000000000000000"


class Served(NamedTuple):
    process: "subprocess.Popen[str]"
    port: int
    said: str


@contextmanager
def served(*options: str) -> Iterator[Served]:
    command = [sys.executable, "-m", "mock_server", "serve", "--port", "0", *options]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True)
    try:
        said = banner(process)
        first = said.partition("\n")[0]
        assert first.startswith(LISTENING)
        yield Served(process, int(first.removeprefix(LISTENING)), said)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=20)


def banner(process: "subprocess.Popen[str]") -> str:
    """Read what is said up to its last line."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("The contract: "):
            break
    return said


def test_a_server_that_answers_names_its_people() -> None:
    with served() as server:
        assert KEY in server.said


def test_a_server_answers_once_it_says_so() -> None:
    with served() as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        headers = {"Authorization": f"Bearer {KEY}"}
        connection.request("GET", "/api/v1/data-collections", headers=headers)
        assert connection.getresponse().status == 200
        connection.close()


def test_ctrl_c_ends_the_server_without_a_word() -> None:
    with served() as server:
        os.killpg(server.process.pid, signal.SIGINT)
        said, complained = server.process.communicate(timeout=20)

    assert (server.process.returncode, said, complained) == (0, "", "")


def test_a_client_that_sends_ten_megabytes_reads_its_answer() -> None:
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    with served() as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
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
        (["--fault", "none"], "There is no fault 'none';"),
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
