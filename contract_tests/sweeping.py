"""Removing what an earlier run left over: by its ledger, and by the names that begin like it.

The names find what was made while the run was being killed; only what bears the prefix of that run
is ever touched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contract_tests.desk import Counter, Desk, is_named
from contract_tests.ledger import Entry, Ledger
from contract_tests.making.form import Refused, at
from contract_tests.making.vendors import MAKINGS
from contract_tests.patience import Patient
from contract_tests.renaming import Renaming
from contract_tests.stage import NoStage
from contract_tests.target import HttpTarget, TargetUnreachable
from contract_tests.target_file import Accounts, TargetFile
from mock_server.contract import load_contract

PREFIX = re.compile(r"accord-[0-9a-f]{4}-")


@dataclass(frozen=True, slots=True)
class Swept:
    """What was removed, and what stays and why."""

    removed: tuple[str, ...]
    left: tuple[str, ...]


def swept(file: TargetFile, prefix: str) -> Swept:
    """Remove what a run left over; raise NoStage when that cannot even be tried."""
    if not PREFIX.fullmatch(prefix):
        raise NoStage(f"{prefix!r} is no prefix of a run; it looks like accord-3f2a-.")
    if not isinstance(file.setup, Accounts) or file.vendor not in MAKINGS:
        raise NoStage("Only what accounts made is swept; a hook takes its own worlds down.")
    ledger = Ledger.read(file.path.parent, prefix)
    target = Patient(HttpTarget(file.base_url, seconds=file.timeout))
    counter = Counter(target, load_contract(), file.vendor, MAKINGS[file.vendor], ledger)
    desk = _desk(counter, file.setup, prefix)
    known = tuple(each for each in ledger.left if each.by in desk.tokens)
    strangers = tuple(each for each in ledger.left if each.by not in desk.tokens)
    try:
        more = tuple(_named_so(desk, {each.path for each in known}))
    except TargetUnreachable as error:
        raise NoStage(str(error)) from error
    desk.entries = [*more, *reversed(known)]
    left = desk.clear()
    ledger.close()
    gone = {each.path for each in desk.entries} - {told.partition(" ")[0] for told in left}
    stay = (f"{each.path} (its maker {each.by} is none of setup.accounts)" for each in strangers)
    return Swept(tuple(sorted(gone)), (*left, *stay))


def _desk(counter: Counter, setup: Accounts, prefix: str) -> Desk:
    tokens = {name: each.token for name, each in setup.people.items()}
    renaming = Renaming(counter.making, prefix)
    return Desk(counter, renaming, tokens, {name: name for name in tokens})


def _named_so(desk: Desk, known: set[str]) -> Iterator[Entry]:
    """Find what the people of the target own whose name begins with the prefix."""
    making = desk.counter.making
    for who in desk.tokens:
        for listing in making.listings.values():
            try:
                rows = at(desk.ask(who, "GET", listing.path, query=listing.own), listing.rows)
            except Refused as error:
                raise NoStage(f"{who} of setup.accounts cannot look: {error}.") from error
            for row in rows or ():
                path = making.places[listing.kind].format(id=at(row, making.id[-1:]))
                if is_named(row, making, desk.prefix) and path not in known:
                    known.add(path)
                    yield Entry(listing.kind, path, who)
