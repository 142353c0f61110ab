"""Servers whose rules are whole and whose HTTP is not: one mistake each, between app and client."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Environ = dict[str, Any]
Told = tuple[int, list[tuple[str, str]], bytes]
Call = Callable[[Environ], Told]
Wire = Callable[[Call, list[str]], Call]
KEYS = ("HTTP_AUTHORIZATION", "HTTP_X_API_KEY", "QUERY_STRING")
UNAUTHENTICATED, INVALID = 401, (400, 422)


def lets_anybody_in(call: Call, tokens: list[str]) -> Call:
    """Whoever has no valid token is taken for the first person of the newest world."""

    def broken(environ: Environ) -> Told:
        told = call(environ)
        if told[0] != UNAUTHENTICATED or not tokens:
            return told
        known = {"HTTP_AUTHORIZATION": f"Bearer {tokens[0]}", "HTTP_X_API_KEY": tokens[0]}
        return call({**environ, **known})

    return broken


def another_status(statuses: Iterable[int], instead: int) -> Wire:
    """One status is answered in the place of another."""
    return lambda call, _: lambda environ: _with_status(call(environ), statuses, instead)


def _with_status(told: Told, statuses: Iterable[int], instead: int) -> Told:
    return (instead, *told[1:]) if told[0] in statuses else told


def takes_anything(call: Call, _: list[str]) -> Call:
    """What is invalid is answered as if it had been done."""
    return lambda environ: _done(call(environ))


def _done(told: Told) -> Told:
    return (200, told[1], b"{}") if told[0] in INVALID else told


def another_body(change: Callable[[Any], Any], *, failed: bool = False) -> Wire:
    """The body of every JSON answer, or of every error, is another one."""
    return lambda call, _: lambda environ: _with_body(call(environ), change, failed=failed)


def _with_body(told: Told, change: Callable[[Any], Any], *, failed: bool) -> Told:
    status, headers, body = told
    if not body or (status >= 400) is not failed or "json" not in dict(headers)["Content-Type"]:
        return told
    return status, headers, json.dumps(change(json.loads(body))).encode()


def without_last_field(value: Any) -> Any:
    return dict(list(value.items())[:-1]) if isinstance(value, dict) else value


def stale(call: Call, _: list[str]) -> Call:
    """Whatever was read once is read again for ever."""
    read: dict[tuple[object, ...], Told] = {}

    def broken(environ: Environ) -> Told:
        asked = tuple(environ.get(key) for key in ("REQUEST_METHOD", "PATH_INFO", *KEYS))
        if environ["REQUEST_METHOD"] != "GET":
            return call(environ)
        if asked not in read:
            read[asked] = call(environ)
        return read[asked]

    return broken


# The wire rule that is broken (None: some rule or other), and how.
WIRES: Mapping[str, tuple[str | None, Wire]] = {
    "lets anybody in": ("token-required", lets_anybody_in),
    "meets strangers with a conflict": ("token-required", another_status([401], 409)),
    "takes anything": ("request-valid", takes_anything),
    "refuses the invalid as a conflict": ("request-valid", another_status(INVALID, 409)),
    "loses a field": ("answer-shape", another_body(without_last_field)),
    "wraps every answer": ("answer-shape", another_body(lambda value: {"result": value})),
    "tells errors its own way": (
        "answer-shape",
        another_body(lambda _: {"fault": "no"}, failed=True),
    ),
    "tells that the invisible exists": (None, another_status([404], 403)),
    "shows old answers": (None, stale),
}


def wired(app: Callable[..., Iterable[bytes]], wire: Wire) -> Callable[..., Iterable[bytes]]:
    """Put a broken wire in front of a WSGI application; its own paths stay whole."""

    def call(environ: Environ) -> Told:
        started: list[Any] = []
        body = b"".join(
            app(environ, lambda status, headers, _=None: started.extend((status, headers)))
        )
        return int(started[0][:3]), started[1], body

    tokens: list[str] = []
    broken = wire(call, tokens)

    def answer(environ: Environ, start_response: Callable[..., object]) -> Iterable[bytes]:
        own = environ["PATH_INFO"].startswith("/_accord/")
        status, headers, body = call(environ) if own else broken(environ)
        if own and body:
            tokens[:] = [each["token"] for each in json.loads(body).get("users", {}).values()]
        start_response(f"{status} Told", headers)
        return [body]

    return answer
