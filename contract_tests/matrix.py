"""The access matrix: what every operation answers to every kind of person about a thing.

It is played, not typed: every probe by every caller in every state of the thing, on the reference
as it is by default and under each other option of each reading. A cell holds the documented answer
and, behind it, the answers that other readings allow.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from contract_tests.conformity import read_json
from contract_tests.probes import IT, LISTED, Probe, probes
from contract_tests.reference import accord, in_process
from contract_tests.stage import Stage
from contract_tests.wire import IMPOSTOR, credentials, forged_token, request_of
from mock_server.app import create_app
from mock_server.contract import load_contract

CASTS = Path(__file__).with_name("casts")
SEEN, UNSEEN = "seen", "unseen"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who asks, in which states the thing can be, and the ways in which a path can name it."""

    callers: Mapping[str, str]
    given: Mapping[str, Any]
    states: Mapping[str, Mapping[str, Mapping[str, Any]]]
    ways: Mapping[str, str] = field(default_factory=lambda: {"": IT})


@dataclass(slots=True)
class Row:
    """One probe in one state: for every caller the status by default, then the others."""

    probe: Probe
    state: str
    answers: dict[str, list[str]] = field(default_factory=dict)
    way: str = ""

    @property
    def situation(self) -> str:
        """Tell the state that the thing is in, and how it is named where there are several ways."""
        return f"{self.state}, {self.way}" if self.way else self.state

    def cell(self, caller: str) -> str:
        first, *others = self.answers[caller]
        return f"{first} ({', '.join(sorted(others))})" if others else first


@cache
def cast(vendor: str) -> Cast:
    """Read the cast of a vendor."""
    return Cast(**yaml.safe_load((CASTS / f"{vendor}.yaml").read_text()))


def vendors() -> tuple[str, ...]:
    """Give the vendors that have a cast."""
    return tuple(sorted(path.stem for path in CASTS.glob("*.yaml")))


def matrix(vendor: str) -> tuple[Row, ...]:
    """Play the whole matrix of a vendor."""
    rows = tuple(_rows(vendor))
    for readings in ({}, *_other_readings(vendor)):
        stage = in_process(create_app(seeds=(), readings=readings), vendor, readings)
        for row in rows:
            _play(row, vendor, stage)
    return tuple(sorted((row for row in rows if _tells(row)), key=lambda row: row.probe.kind))


def _tells(row: Row) -> bool:
    """Tell whether a row is of interest: a list that never lists the thing lists another kind."""
    return row.probe.field != LISTED or any(SEEN in told for told in row.answers.values())


def _rows(vendor: str) -> Iterator[Row]:
    for probe in probes(load_contract(), vendor):
        ways = cast(vendor).ways if probe.field != LISTED else ("",)
        for state in cast(vendor).states.get(probe.kind, {}):
            yield from (Row(probe, state, way=way) for way in ways)


def _other_readings(vendor: str) -> Iterator[dict[str, str]]:
    for reading in accord().wings[vendor].readings:
        for option in reading.options:
            if option != reading.default:
                yield {reading.id: option}


def _play(row: Row, vendor: str, stage: Stage) -> None:
    for name, caller in cast(vendor).callers.items():
        status = _answer(row, caller, vendor, stage)
        seen = row.answers.setdefault(name, [])
        if status not in seen:
            seen.append(status)


def _answer(row: Row, caller: str, vendor: str, stage: Stage) -> str:
    """Found a world with `it` in this state, and ask once."""
    given = dict(cast(vendor).given)
    given[row.probe.kind] = {"it": cast(vendor).states[row.probe.kind][row.state]}
    founding = stage.provisioner.setup(vendor, given)
    token = founding.tokens.get(caller)
    if caller == IMPOSTOR:
        token = forged_token(stage.contract, vendor)
    known = credentials(stage.contract, vendor, token)
    step = row.probe.step(caller)
    step = replace(step, path=step.path.replace(IT, cast(vendor).ways.get(row.way, IT)))
    response = stage.target.send(request_of(step, founding.names, known))
    stage.provisioner.teardown(founding)
    if row.probe.field != LISTED or response.status != row.probe.operation.success:
        return str(response.status)
    return SEEN if _lists(read_json(response.body), founding.names.look_up("it")) else UNSEEN


def _lists(told: object, id: object) -> bool:
    """Tell whether an answer tells of the thing with this id, anywhere in it."""
    if isinstance(told, dict):
        return told.get("id") == id or any(_lists(each, id) for each in told.values())
    return isinstance(told, list) and any(_lists(each, id) for each in told)
