"""The reference as a target: spawned as a server of its own, or called in process."""

import re
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import fields
from functools import cache
from typing import Any

from flask import Flask

from contract_tests.provisioning import ProviderStates
from contract_tests.stage import NoStage, Stage
from contract_tests.target import InProcessTarget
from mock_server.app import WINGS, WIRE_RULES, Accord, create_app
from mock_server.contract import load_contract

PROVIDER_STATES = "/_accord/provider-states"
START_SECONDS, STOP_SECONDS = 30.0, 5.0
HOST = "http://in-process.test"
LISTENING = re.compile(r"Accord is listening on (http://\S+)")


def in_process(
    app: Flask, vendor: str = "aegis", readings: Mapping[str, str] | None = None
) -> Stage:
    """Give the stage of one vendor on an app of the reference, broken or whole.

    `readings` is what the app is known to choose.
    """
    contract = load_contract()
    return Stage(
        InProcessTarget(app, HOST + contract.vendors[vendor].prefix),
        ProviderStates(InProcessTarget(app, HOST + PROVIDER_STATES)),
        contract,
        readings=readings or {},
        defaults=default_readings(),
    )


@cache
def accord() -> Accord:
    """Give what the reference tells of itself: its rulebooks and readings."""
    told: Accord = create_app(seeds=()).extensions["accord"]
    return told


def default_readings() -> Mapping[str, str]:
    """Tell what the reference chooses where the documents are silent."""
    return {each.id: each.default for wing in WINGS.values() for each in wing.readings}


def reading_options() -> dict[str, tuple[str, ...]]:
    """Tell which answers to each open question the documents allow."""
    return {each.id: each.options for wing in WINGS.values() for each in wing.readings}


def functions() -> dict[str, str]:
    """Tell which function of the reference is which rule, as module.function."""
    chapters = [chapter for wing in WINGS.values() for chapter in wing.rulebook.values()]
    told = {each.rule: _place(each) for chapter in chapters for each in chapter.rules}
    wires = {name: _named(function) for name, function in WIRE_RULES.items()}
    return told | {f"{id}.wire.{name}": place for id in WINGS for name, place in wires.items()}


def _place(rule: Any) -> str:
    """Name the one function that a guard, deed, sieve or view holds besides its texts."""
    values = (getattr(rule, each.name) for each in fields(rule))
    return _named(next(value for value in values if callable(value)))


def _named(function: Any) -> str:
    return f"{function.__module__}.{function.__qualname__}"


class Reference:
    """A reference server in a process of its own, on a free port of this machine."""

    def __init__(self, *arguments: str) -> None:
        """Take more arguments of `accord serve`; nothing runs before `start`."""
        self._arguments = arguments
        self._process: subprocess.Popen[str] | None = None
        self._listening = threading.Event()
        self._url = ""
        self._said: deque[str] = deque(maxlen=5)

    def start(self) -> str:
        """Start the server and give its URL; raise NoStage when it does not come up."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "mock_server", "serve", "--port", "0", *self._arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        self._listener = threading.Thread(target=self._listen, args=[self._process], daemon=True)
        self._listener.start()
        self._listening.wait(START_SECONDS)
        if not self._url:
            self.stop()
            said = " ".join(self._said) or "it said nothing."
            raise NoStage(f"The reference server did not start: {said}")
        return self._url

    def _listen(self, process: subprocess.Popen[str]) -> None:
        """Read all that the server says, so that it never waits for a reader."""
        with process.stdout or nullcontext(()) as lines:
            for line in lines:
                self._said.append(line.strip())
                if not self._url and (hit := LISTENING.search(line)):
                    self._url = hit[1].rstrip("/.,")
                    self._listening.set()
        self._listening.set()

    def stop(self) -> None:
        """End the server; one that was never started is ended already."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(STOP_SECONDS)
        self._process = None
