"""Stories played by accounts that exist, on a system with other people's things."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from click.testing import CliRunner, Result

from contract_tests.cli import main
from contract_tests.ledger import Ledger, prefixes
from contract_tests.shelf import shipped_stories
from contract_tests.tests.shared_system import TOKENS, System, shared_system

AEGIS = shipped_stories() / "aegis"
# Whoever runs the tests in the background has made their children deaf to Ctrl-C.
INTERRUPTIBLE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from contract_tests.cli import main; main()"
)
UNSUPPORTED = "unsupported"


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    with shared_system(tmp_path) as found:
        yield found


def accord(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def verdicts(target: Path, *arguments: object) -> dict[str, str]:
    report = target.with_suffix(".json")
    accord("verify", "--target", target, "--json", report, *arguments, AEGIS)
    told: dict[str, Any] = json.loads(report.read_text())
    return {each["id"]: each["verdict"] for each in told["scenarios"]}


def test_both_ways_of_provisioning_give_the_same_verdicts(system: System) -> None:
    by_accounts, by_states = verdicts(system.target()), verdicts(system.with_states())
    judged = {id: each for id, each in by_accounts.items() if each != UNSUPPORTED}
    assert len(judged) > len(by_states) / 2
    assert judged == {id: by_states[id] for id in judged}


def test_a_run_by_accounts_leaves_nothing_behind(system: System) -> None:
    before = system.everything()
    verdicts(system.target(), "--rule", "aegis.update.*")
    assert system.everything() == before
    assert not prefixes(system.folder)


def test_no_report_of_a_run_by_accounts_holds_a_token(system: System) -> None:
    page, report = system.folder / "r.html", system.folder / "r.json"
    result = accord(
        "verify", "--target", system.target("bob"), "--html", page, "--json", report, AEGIS
    )
    written = result.output + page.read_text() + report.read_text()
    assert not [name for name, token in TOKENS.items() if token in written]


def test_what_is_missing_is_told_before_the_run_with_its_rules(system: System) -> None:
    result = accord("verify", "--target", system.target("ann", "eve"), AEGIS)
    assert "stories cannot be played with these accounts" in result.stderr
    assert "somebody of acme" in result.stderr
    assert "aegis.update.unshare-detaches-foreign-datasets" in result.stderr


def test_an_organisation_only_collection_is_given_by_id(system: System) -> None:
    told = json.loads(system.told("ann", "/data-collections?page_size=100"))
    house = next(each["id"] for each in told["items"] if each["name"] == "House")
    more = f"things: {{house: {{id: {house}, kind: data_collections, org: acme}}}}\n"
    story = AEGIS / "sharing" / "an-organisation-only-collection-is-not-moved.yaml"
    assert accord("verify", "--target", system.target(), story).exit_code == 2
    assert accord("verify", "--target", system.target(more=more), story).exit_code == 0


def started(target: Path) -> "subprocess.Popen[bytes]":
    """Start a run in a process of its own, and wait until it has made a few things."""
    arguments = ["verify", "--target", str(target), "--jobs", "4", str(AEGIS)]
    run = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    tick = Event()
    while run.poll() is None and _lines(target.parent) < 60:
        tick.wait(0.01)
    return run


def _lines(folder: Path) -> int:
    return sum(len(path.read_bytes().splitlines()) for path in _ledgers(folder))


def _ledgers(folder: Path) -> list[Path]:
    return list((folder / ".accord").glob("*.jsonl"))


def test_a_run_that_is_interrupted_removes_what_it_made(system: System) -> None:
    before = system.everything()
    run = started(system.target())
    run.send_signal(signal.SIGINT)
    assert run.wait(120) == 2
    assert system.everything() == before
    assert not prefixes(system.folder)


def test_what_a_killed_run_left_over_is_listed_and_swept(system: System) -> None:
    before, target = system.everything(), system.target()
    run = started(target)
    run.kill()
    run.wait(120)
    (prefix,) = prefixes(system.folder)
    assert Ledger.read(system.folder, prefix).left
    assert (
        f"accord sweep --target {target} --prefix {prefix}"
        in accord("sweep", "--target", target).stdout
    )
    assert accord("sweep", "--target", target, "--prefix", prefix).exit_code == 0
    assert system.everything() == before
    assert not prefixes(system.folder)


def test_a_ledger_holds_no_token(system: System) -> None:
    run = started(system.target())
    run.kill()
    run.wait(120)
    written = "".join(path.read_text() for path in _ledgers(system.folder))
    assert '"by": "' in written
    assert not [name for name, token in TOKENS.items() if token in written]


def test_two_runs_at_once_do_not_see_each_other(system: System) -> None:
    target, report = system.target(), system.folder / "first.json"
    command = [sys.executable, "-m", "contract_tests", "verify", "--target", str(target)]
    first = subprocess.Popen(
        [*command, "--json", str(report), str(AEGIS / "sharing")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    second = verdicts(target, "--rule", "aegis.update.*")
    assert first.wait(120) == 0
    assert {"passed", UNSUPPORTED} == set(second.values())
