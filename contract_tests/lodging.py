"""A reference server for other people's tests: each founds worlds of its own, in one line."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any, Final

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from contract_tests.names import Names
from contract_tests.reference import PROVIDER_STATES, Reference
from contract_tests.stage import NoStage
from contract_tests.suggestions import suggestion
from contract_tests.target import HttpTarget, Request, WsgiApp
from contract_tests.wire import JSON, credentials
from mock_server.app import create_app
from mock_server.contract import Contract, load_contract

POLL_SECONDS: Final = 0.02
# Whoever is of an organisation or a project says by it that there is one.
GROUPS: Final = {"org": "orgs", "project": "projects"}


class WorldRefused(ValueError):
    """The server founds no such world; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class World:
    """One test's own people and things; nobody of another world sees them.

    `url` is the server, `base_url` what stands before the vendor's paths.
    """

    vendor: str
    url: str
    base_url: str
    names: Names = field(repr=False)

    def id(self, name: str) -> Any:
        """Give the server's id of somebody or something, a number or a text as the vendor has."""
        return self.told(name)

    def told(self, dotted: str) -> Any:
        """Give what the server said of somebody or something: `ann.email`, `evals.v1.id`."""
        __tracebackhide__ = True
        return self.names.look_up(dotted)

    def token(self, person: str) -> str:
        """Give a person's token."""
        return str(self.told(f"{person}.token"))

    def headers(self, person: str) -> dict[str, str]:
        """Give the headers by which the vendor knows a person."""
        return credentials(load_contract(), self.vendor, self.token(person))


@dataclass(frozen=True, slots=True)
class AccordServer:
    """A running reference server; any number of tests and workers found worlds on it."""

    url: str
    contract: Contract = field(repr=False)
    states: HttpTarget = field(repr=False)

    def world(self, vendor: str, **given: Any) -> World:
        """Found a world of what a story's `given` may hold; raise WorldRefused when it cannot be.

        Organisations and projects that somebody is of need no line of their own.
        """
        __tracebackhide__ = True
        known = self.contract.vendors
        if vendor not in known:
            raise WorldRefused(f"There is no vendor {vendor!r}. {suggestion(vendor, known)}")
        params = {"vendor": vendor, **_groups(given), **given}
        question = {"action": "setup", "state": "world", "params": params}
        body, kind = json.dumps(question).encode(), {"Content-Type": JSON}
        response = self.states.send(Request("POST", "", kind, body))
        answer = json.loads(response.body)
        if response.status != 200:
            raise WorldRefused(_complaint(answer))
        base_url = self.url + known[vendor].prefix
        return World(vendor, self.url, base_url, Names.of_setup(answer))


def _groups(given: Mapping[str, Any]) -> dict[str, list[str]]:
    """Gather the organisations and projects that the given things are of."""
    kinds = [kind for kind in given.values() if isinstance(kind, Mapping)]
    things = [each for kind in kinds for each in kind.values() if isinstance(each, Mapping)]
    found = {
        group: sorted({str(each[word]) for each in things if each.get(word)})
        for word, group in GROUPS.items()
    }
    return {group: names for group, names in found.items() if names}


def _complaint(answer: Mapping[str, Any]) -> str:
    unsupported = ", ".join(map(str, answer.get("unsupported", ())))
    return str(answer.get("error") or f"The server cannot make {unsupported}.")


@contextmanager
def lodging(*, spawned: bool, fault: str | None) -> Iterator[AccordServer]:
    """Run a server while the block runs."""
    try:
        with (
            (_spawned if spawned else _in_process)(fault) as url,
            closing(HttpTarget(url + PROVIDER_STATES)) as states,
        ):
            yield AccordServer(url, load_contract(), states)
    except NoStage as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None


@contextmanager
def _spawned(fault: str | None) -> Iterator[str]:
    reference = Reference(*(("--fault", fault) if fault else ()))
    url = reference.start()
    try:
        yield url
    finally:
        reference.stop()


class _Quiet(WSGIRequestHandler):
    """Keeps connections open, answers without delay, and says nothing on the terminal."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log(self, *_: object) -> None:
        pass


@contextmanager
def _in_process(fault: str | None) -> Iterator[str]:
    try:
        app = create_app(fault=fault)
    except ValueError as error:
        raise NoStage(str(error)) from error
    with listening(app) as url:
        yield url


@contextmanager
def listening(app: WsgiApp) -> Iterator[str]:
    """Serve from threads of this process, over a real socket of this machine only."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever, args=[POLL_SECONDS], name="accord-server")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
