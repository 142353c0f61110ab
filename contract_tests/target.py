"""Where requests go: a URL, or the reference in process; nobody can tell which.

The suite speaks HTTP with its own code, so that one misreading cannot hide on both sides.
"""

import io
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes, urlsplit

import urllib3

CONNECT_SECONDS, READ_SECONDS = 5.0, 30.0
LARGEST_ANSWER = 32 * 1024 * 1024
CHUNK = 64 * 1024

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: `path` follows the base URL and carries the query, both already encoded."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """What was answered; the names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class TargetUnreachable(Exception):
    """No whole answer came: refused, timed out, cut off or endless. Never the target's verdict."""


class Target(Protocol):
    """Whoever answers requests below a base URL."""

    @property
    def base_url(self) -> str: ...

    def send(self, request: Request) -> Response: ...


class HttpTarget:
    """A target behind a URL: one pool of kept connections, no redirects, no retries."""

    def __init__(
        self, base_url: str, *, connections: int = 64, seconds: float = READ_SECONDS
    ) -> None:
        """Keep up to `connections` of them open, one for each story that plays at once.

        An answer has `seconds` to begin, and as many to end.
        """
        self.base_url = base_url
        self._seconds = seconds
        self._pool = urllib3.PoolManager(
            maxsize=connections,
            retries=False,
            timeout=urllib3.Timeout(connect=min(CONNECT_SECONDS, seconds), read=seconds),
        )

    def send(self, request: Request) -> Response:
        """Ask over the network; raise TargetUnreachable when no whole answer comes."""
        try:
            answer = self._pool.urlopen(
                request.method,
                self.base_url + request.path,
                body=request.body or None,
                headers=request.headers,
                redirect=False,
                preload_content=False,
            )
            body = _whole(answer, self._seconds)
            return Response(answer.status, _lowered(answer.headers.items()), body)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            trouble = _trouble(error, self._seconds)
            raise TargetUnreachable(f"{origin(self.base_url)} {trouble}") from error

    def close(self) -> None:
        """Close the connections that are kept."""
        self._pool.clear()


def _whole(answer: urllib3.BaseHTTPResponse, seconds: float) -> bytes:
    """Read all of an answer, and give its connection back; refuse one that does not end."""
    body, deadline = bytearray(), time.monotonic() + seconds
    try:
        while chunk := answer.read1(CHUNK):
            body += chunk
            if len(body) > LARGEST_ANSWER or time.monotonic() > deadline:
                raise TargetUnreachable(
                    f"An answer did not end within {LARGEST_ANSWER >> 20} MB "
                    f"and {seconds:g} seconds; look at what the target sends."
                )
    except BaseException:
        answer.close()
        raise
    answer.release_conn()
    return bytes(body)


TROUBLES: tuple[tuple[type[Exception], str], ...] = (
    # The more special class stands first: urllib3 derives each of these three from the next.
    (urllib3.exceptions.NameResolutionError, "has a host name that cannot be resolved"),
    (urllib3.exceptions.NewConnectionError, "refuses connections"),
    (urllib3.exceptions.ConnectTimeoutError, f"took no connection in {CONNECT_SECONDS:.0f} s"),
    (urllib3.exceptions.ReadTimeoutError, "did not answer within {seconds:g} s"),
    (urllib3.exceptions.SSLError, "has a certificate or TLS setting that was refused"),
)


def _trouble(error: Exception, seconds: float) -> str:
    """Say what went wrong on the network, and what to look at."""
    reason = getattr(error, "reason", None) or error
    found = next((words for kind, words in TROUBLES if isinstance(reason, kind)), None)
    if found:
        return f"{found.format(seconds=seconds)}; look at base_url, and whether the target runs."
    return f"broke off its answer ({type(reason).__name__}); look at the target's log."


class InProcessTarget:
    """A WSGI application called directly, without a socket."""

    def __init__(self, app: WsgiApp, base_url: str = "http://in-process.test") -> None:
        """Answer below the path of `base_url`, whose host is only a name."""
        self.base_url = base_url
        self._app = app
        self._prefix = urlsplit(self.base_url).path

    def send(self, request: Request) -> Response:
        """Ask the application; what it raises goes through, for it is a fault of ours."""
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], _: object = None
        ) -> Callable[[bytes], None]:
            started[:] = [(status, headers)]
            return lambda _: None

        parts = self._app(self._environ(request), start_response)
        try:
            body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        status, headers = started[0]
        return Response(int(status[:3]), _lowered(headers), body)

    def _environ(self, request: Request) -> dict[str, Any]:
        path, _, query = (self._prefix + request.path).partition("?")
        environ = {
            "REQUEST_METHOD": request.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "in-process.test",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(request.body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(request.body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in request.headers.items():
            environ[_cgi(name)] = value
        return environ


def _cgi(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"


def _lowered(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Lower the names; join what came more than once, as HTTP has it."""
    lowered: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        lowered[key] = f"{lowered[key]}, {value}" if key in lowered else value
    return lowered


def origin(url: str) -> str:
    """Give scheme, host and port of a URL, without path, query or credentials."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
