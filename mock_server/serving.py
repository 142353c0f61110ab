"""The server process: Granian in front of the app, and the moment from which it answers.

The worlds live in the memory of one process, so there is one, with a few threads.
"""

import errno
import gc
import http.client
import signal
import socket
import time
from collections.abc import Callable
from functools import cache, partial
from threading import Thread
from typing import Any

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server
from msgspec import Struct

from mock_server.app import create_app
from mock_server.clocks import StoryClock

THREADS = 8  # as fast as one, measured; a stalled upload holds up one of them, not the server
POLL_SECONDS = 0.02
KILL_SECONDS = 3  # for a server process that does not end when it is told to
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}
LOG_TO_STDERR = {
    "handlers": {
        kind: {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"}
        for kind in ("console", "access")
    }
}


class PortTaken(OSError):
    """The address cannot be had; the message says why and what to do."""


class Options(Struct, frozen=True):
    """What `accord serve` was told, in a form that travels to the server process."""

    host: str = "127.0.0.1"
    port: int = 8000
    seeds: tuple[str, ...] | None = None
    readings: tuple[tuple[str, str], ...] = ()
    fault: str | None = None
    clock: str | None = None

    @property
    def url(self) -> str:
        """Where the server is asked from this machine."""
        host = EVERY_ADDRESS.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


Announce = Callable[[Options, Flask], None]


@cache
def built(options: Options) -> Flask:
    """Build the app once a process; a server process that is forked finds it already built."""
    return create_app(
        readings=dict(options.readings),
        fault=options.fault,
        clock=StoryClock(options.clock) if options.clock else None,
        seeds=options.seeds,
    )


def serve(options: Options, announce: Announce) -> None:
    """Serve until interrupted; `announce` is called when the server really answers."""
    built(options)  # what is wrong with the options comes out here, before a process is started
    server = Server(
        "mock_server.serving",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=1,
        blocking_threads=THREADS,
        workers_kill_timeout=KILL_SECONDS,
        log_level=LogLevels.error,
        log_dictconfig=LOG_TO_STDERR,
    )
    server.serve(target_loader=partial(loaded, options, announce), wrap_loader=False)


def loaded(options: Options, announce: Announce) -> Any:
    """Give the server process its app, and watch for its first answer."""
    _leave_interrupts_to_the_parent()
    app = built(options)
    _settle_memory()
    Thread(target=_announce, args=(options, announce, app), daemon=True).start()
    return app.wsgi_app


def _leave_interrupts_to_the_parent() -> None:
    """Let only the parent end this process: told twice by one Ctrl-C, Granian's does not end."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _settle_memory() -> None:
    """Keep the collector away from what lives as long as the server: it only costs pauses."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _announce(options: Options, announce: Announce, app: Flask) -> None:
    while not answers(options):
        time.sleep(POLL_SECONDS)
    announce(options, app)


def answers(options: Options) -> bool:
    """Tell whether the server answers on its socket."""
    host = EVERY_ADDRESS.get(options.host, options.host)
    connection = http.client.HTTPConnection(host, options.port, timeout=5)
    try:
        connection.request("GET", "/_accord/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def free_port(host: str, port: int) -> int:
    """Make sure of a port, or pick one for 0; Granian itself would share one that is taken."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            number: int = probe.getsockname()[1]
            return number
    except OSError as error:
        raise PortTaken(_explained(error, host, port)) from error


def _explained(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use; choose another with --port, or --port 0 for any."
    return f"{host} port {port} cannot be listened on: {error.strerror or error}."
