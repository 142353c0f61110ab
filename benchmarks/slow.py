"""The reference behind a long line: every answer comes a while later; it prints its URL."""

import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from contract_tests.lodging import listening
from contract_tests.target import WsgiApp
from mock_server.app import create_app


class Delayed:
    """A WSGI application that answers `seconds` later than the one that it wraps."""

    def __init__(self, app: WsgiApp, seconds: float) -> None:
        self._app, self._seconds = app, seconds

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        time.sleep(self._seconds)
        return self._app(environ, start)


def main() -> None:
    """Serve until the standard input ends."""
    with listening(Delayed(create_app(), float(sys.argv[1]))) as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
