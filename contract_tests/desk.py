"""A story's dealings with a target through its public API, as the people who play in it.

What is made here, and what the story's own steps make, is written into the ledger before it is
used, and removed in reverse order when the story is over.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from contract_tests.conformity import NotJson, read_json
from contract_tests.curl import masked
from contract_tests.ledger import Entry, Ledger
from contract_tests.making.form import Making, Refused, at
from contract_tests.renaming import Renaming
from contract_tests.target import Request, Response, Target, TargetUnreachable
from contract_tests.wire import JSON, credentials, form_of
from mock_server.contract import Contract

SHOWN, UNSEEN, PAUSE = 200, 404, 0.1


@dataclass(frozen=True, slots=True)
class Counter:
    """Who asks a target in which vendor's words, and what is known of how things are made there."""

    target: Target
    contract: Contract
    vendor: str
    making: Making
    ledger: Ledger
    visible_within: float = 0.0


@dataclass(slots=True)
class Desk:
    """One story's desk: `tokens` and `accounts` by role, `ids` by name, `own` by kind."""

    counter: Counter
    renaming: Renaming
    tokens: Mapping[str, str] = field(repr=False)
    accounts: Mapping[str, str]
    ids: dict[str, object] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    own: set[tuple[str, str]] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)
    uncertain: set[str] = field(default_factory=set)

    @property
    def prefix(self) -> str:
        return self.renaming.prefix

    def id(self, name: str) -> Any:
        return self.ids[name]

    def known(self, name: str) -> bool:
        return name in self.ids

    def unique(self, name: str) -> str:
        """Give the name that a thing of the story bears on the target."""
        return self.renaming.name(name)

    def name_of(self, name: str) -> str:
        """Give the name that a thing turned out to bear."""
        return self.called.get(name, "")

    def call(self, name: str, called: object) -> None:
        """Keep the name that a thing bears."""
        self.called[name] = str(called)

    def keep(self, name: str, id: object) -> None:
        """Keep the id of a part of a thing."""
        self.ids[name] = id

    def ask(self, who: str, method: str, path: str, **sent: Any) -> Any:
        """Ask as somebody, with `query`, `body` or `form`; raise Refused on any other success."""
        request = self._request(who, method, path, sent)
        response = self._sent_in_time(request)
        if not 200 <= response.status < 300:
            said = masked(response.body[:SHOWN].decode(errors="replace"), self.tokens)
            raise Refused(f"{method} {path.partition('?')[0]}", response.status, said)
        return _value(response)

    def _sent_in_time(self, request: Request) -> Response:
        """Ask again for what is not found, within the time that the target declares."""
        over = time.monotonic() + self.counter.visible_within
        response = self.counter.target.send(request)
        while response.status == UNSEEN and time.monotonic() < over:
            time.sleep(PAUSE)
            response = self.counter.target.send(request)
        return response

    def make(self, who: str, kind: str, name: str, path: str, **sent: Any) -> Any:
        """Make a thing, and write it down before anything else happens."""
        try:
            told = self.ask(who, "POST", path, **sent)
        except TargetUnreachable:
            self.uncertain.add(who)
            raise
        self.ids[name] = self.born(who, kind, told, name)
        return told

    def born(self, who: str, kind: str, told: Any, name: str = "", operation: str = "") -> object:
        """Write a thing down, and give its id; what is there already is no birth."""
        making = self.counter.making
        id = at(told, making.ids.get(operation, making.id))
        if id is None or (kind, str(id)) in self.own:
            return id
        self.own.add((kind, str(id)))
        path = making.places[kind].format(id=quote(str(id), safe=""))
        entry = Entry(kind, path, self.accounts[who], name)
        self.counter.ledger.made(entry)
        self.entries.append(entry)
        return id

    def clear(self) -> tuple[str, ...]:
        """Remove all that was made, the youngest first; give what stays, and why."""
        roles = {account: role for role, account in self.accounts.items()}
        for who in self.uncertain:
            self._look_for_more(who)
        return tuple(
            told for each in reversed(self.entries) if (told := self._removed(each, roles[each.by]))
        )

    def _removed(self, entry: Entry, who: str) -> str:
        try:
            response = self.counter.target.send(self._request(who, "DELETE", entry.path, {}))
        except TargetUnreachable as error:
            return f"{entry.path}: {error}"
        if response.status >= 300 and response.status not in (404, 410):
            return f"{entry.path} (DELETE was answered {response.status})"
        self.counter.ledger.gone(entry.path)
        return ""

    def _look_for_more(self, who: str) -> None:
        """Find by its name what came to be although no answer said so."""
        making = self.counter.making
        for listing in making.listings.values():
            try:
                told = self.ask(who, "GET", listing.path, query=listing.own)
            except (Refused, TargetUnreachable):
                continue
            for row in at(told, listing.rows) or ():
                if is_named(row, making, self.prefix):
                    self.born(who, listing.kind, _nested(making.id, at(row, making.id[-1:])))

    def _request(self, who: str, method: str, path: str, sent: Mapping[str, Any]) -> Request:
        counter = self.counter
        headers = {
            "Accept": JSON,
            **credentials(counter.contract, counter.vendor, self.tokens[who]),
        }
        if sent.get("query"):
            path = f"{path}?{urlencode(sent['query'])}"
        if "form" in sent:
            kind, body = form_of(sent["form"])
            return Request(method, path, headers | {"Content-Type": kind}, body)
        if "body" in sent:
            body = json.dumps(sent["body"]).encode()
            return Request(method, path, headers | {"Content-Type": JSON}, body)
        return Request(method, path, headers)


def _nested(path: tuple[str, ...], value: object) -> object:
    """Put a value where an answer has it."""
    for key in reversed(path):
        value = {key: value}
    return value


def is_named(row: Any, making: Making, prefix: str) -> bool:
    """Tell whether a row of a list bears a name that begins so."""
    if not isinstance(row, Mapping):
        return False
    return any(str(row.get(key) or "").startswith(prefix) for key in making.named)


def _value(response: Response) -> Any:
    try:
        return read_json(response.body) if response.body else None
    except NotJson:
        return None
