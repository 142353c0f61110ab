"""The road of a question: match, identify, validate, ask, answer, in front of Flask's dispatch.

Nothing is decided here. The contract says what is asked and what is valid, the service what comes
of it, and the contract again which status that is.
"""

import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mock_server.contract import Contract, Operation
from mock_server.service import Service
from mock_server.web.bodies import TooLarge, drain
from mock_server.web.complaints import Invalid
from mock_server.web.cors import ANY_ORIGIN, preflight
from mock_server.web.identity import identified, token_in
from mock_server.web.requests import Reader
from mock_server.web.responses import LINES, Answer, Headers, Voice, request_id
from mock_server.web.routes import Place, Routes
from mock_server.worlds import Seat

Environ = dict[str, Any]
StartResponse = Callable[[str, Headers], Any]
Wsgi = Callable[[Any, Any], Iterable[bytes]]

WIRE_RULES: Mapping[str, Callable[..., Any]] = {
    "token-required": identified,
    "request-valid": Reader.read,
    "answer-shape": Voice.answer,
}


class Door:
    """One operation, ready to be asked: how its requests are read, and which ask they become."""

    __slots__ = ("action", "operation", "reader", "voice")

    def __init__(self, operation: Operation, action: type[Any] | None, voice: Voice) -> None:
        self.operation = operation
        self.action: Callable[..., object] = action or _unwritten
        self.voice = voice
        self.reader = Reader(operation, action.__struct_fields__ if action else ())


class Road:
    """The WSGI callable that answers the contract's operations and leaves the rest to Flask."""

    def __init__(
        self, contract: Contract, service: Service, voices: Mapping[str, Voice], rest: Wsgi
    ) -> None:
        self._service = service
        self._worlds = service.worlds
        self._rest = rest
        self._prefixes = tuple((voice.vendor.prefix, voice) for voice in voices.values())
        operations = [each for each in contract.operations if each.vendor.id in voices]
        self._routes = Routes(operations)
        self._doors = {
            each.id: Door(each, service.action(each.vendor.id, each.id), voices[each.vendor.id])
            for each in operations
        }

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        place = self._routes.place(environ["PATH_INFO"])
        if place is None:
            voice = self._voice_of(environ["PATH_INFO"])
            if voice is None:
                return self._rest(environ, start_response)
            return _written(environ, start_response, voice.no_such_path())
        return _written(environ, start_response, self._answer(environ, place))

    def _voice_of(self, path: str) -> Voice | None:
        for prefix, voice in self._prefixes:
            if path == prefix or path.startswith(prefix + "/"):
                return voice
        return None

    def _answer(self, environ: Environ, place: Place) -> Answer:
        method = environ["REQUEST_METHOD"]
        operation = place.operations.get(method)
        if operation is None and method == "HEAD":
            operation = place.operations.get("GET")
        if operation is not None:
            return self._asked(environ, self._doors[operation.id], place.values)
        if method == "OPTIONS":
            return Answer(204, [*preflight(environ, place.methods), ("Allow", place.methods)])
        any_door = self._doors[next(iter(place.operations.values())).id]
        return any_door.voice.no_such_method(place.methods)

    def _asked(self, environ: Environ, door: Door, segments: tuple[str, ...]) -> Answer:
        try:
            seat = identified(environ, door.operation, self._worlds)
            if seat is None and door.operation.open:
                seat = self._visitor(environ, door.operation, segments)
            if seat is None:
                return self._turned_away(environ, door)
            ask = door.action(**door.reader.read(environ, segments))
            return door.voice.answer(door.operation, self._service.ask(seat, ask))
        except TooLarge as invalid:
            drain(environ)
            return door.voice.invalid(invalid)
        except Invalid as invalid:
            return door.voice.invalid(invalid)
        except Exception:  # the one place where an error of ours becomes the vendor's 500
            return _stumbled(environ, door)

    def _visitor(
        self, environ: Environ, operation: Operation, segments: tuple[str, ...]
    ) -> Seat | None:
        """Seat somebody without a token, where the contract lets nobody in particular ask."""
        if token_in(environ, operation) is not None:
            return None
        return self._service.visitor(operation.vendor.id, segments)

    def _turned_away(self, environ: Environ, door: Door) -> Answer:
        drain(environ)
        token = token_in(environ, door.operation)
        gone = token is not None and self._worlds.is_gone(token)
        return door.voice.unauthenticated(told=token is not None, gone=gone)


def _unwritten(**_: object) -> object:
    raise NotImplementedError("The rulebook has no chapter for this operation of the contract.")


def _stumbled(environ: Environ, door: Door) -> Answer:
    """Log an error of our own where the developer sees it; tokens are not part of a trace."""
    log = environ.get("wsgi.errors") or sys.stderr
    log.write(f"Accord met an error of its own in {door.operation.id}:\n")
    traceback.print_exc(file=log)
    return door.voice.internal()


def _written(environ: Environ, start_response: StartResponse, answer: Answer) -> Iterable[bytes]:
    """Write the answer in one piece; a HEAD is told the length of what it is not given."""
    status, headers, body = answer
    headers = [*headers, ("Accord-Request", request_id())]
    if status != 204:
        headers.append(("Content-Length", str(len(body))))
    if "HTTP_ORIGIN" in environ and environ["REQUEST_METHOD"] != "OPTIONS":
        headers.extend(ANY_ORIGIN)
    start_response(LINES[status], headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
