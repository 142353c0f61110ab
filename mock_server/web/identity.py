"""Who asks: the token in a request, as the contract's security schemes place it, and its seat."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from mock_server.contract import Operation, Schema
from mock_server.worlds import Seat, Worlds

Environ = Mapping[str, Any]


def identified(environ: Environ, operation: Operation, worlds: Worlds) -> Seat | None:
    """A request without a valid API key is refused."""
    token = token_in(environ, operation)
    return None if token is None else worlds.seat(operation.vendor.id, token)


def token_in(environ: Environ, operation: Operation) -> str | None:
    """Find the token of a request in the first place that has one."""
    for scheme in operation.security:
        token = FINDERS[scheme["type"], scheme.get("scheme") or scheme["in"]](scheme, environ)
        if token:
            return token
    return None


def _bearer(_: Schema, environ: Environ) -> str | None:
    scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _header(scheme: Schema, environ: Environ) -> str | None:
    token: str | None = environ.get("HTTP_" + scheme["name"].upper().replace("-", "_"))
    return token


def _query(scheme: Schema, environ: Environ) -> str | None:
    found = parse_qs(environ.get("QUERY_STRING", ""), errors="replace").get(scheme["name"])
    return found[0] if found else None


FINDERS: Mapping[tuple[str, str], Callable[[Schema, Environ], str | None]] = {
    ("http", "bearer"): _bearer,
    ("apiKey", "header"): _header,
    ("apiKey", "query"): _query,
}
