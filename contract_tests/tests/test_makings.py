"""Every vendor's things made both ways: by the hook, and through the public API."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from contract_tests.cli import main
from contract_tests.making.vendors import MAKINGS
from contract_tests.reference import PROVIDER_STATES, Reference
from contract_tests.shelf import shipped_stories
from mock_server.contract import load_contract

PEOPLE = {
    "apify": {"ann": "", "bob": "", "eve": ""},
    "humanloop": {"ann": "org: acme", "bob": "org: acme", "eve": "org: globex"},
    "nebius": {"ann": "project: p1", "bob": "project: p1", "eve": "project: p2"},
}
GROUPS = {"apify": "", "humanloop": "orgs: [acme, globex]", "nebius": "projects: [p1, p2]"}
BEFORE = {
    "apify": "before: {owner: ann, name: before}",
    "humanloop": "before: {org: acme, owner: ann, path: before}",
    "nebius": "before: {owner: ann, name: before}",
}


def accounts(vendor: str) -> str:
    """Write the people of a vendor with their tokens, as a seed and as accounts."""
    prefix = load_contract().vendors[vendor].token_prefix
    people = {
        name: ", ".join(filter(None, (told, f"token: {prefix}{name:0<29}")))
        for name, told in PEOPLE[vendor].items()
    }
    return "".join(f"    {name}: {{{told}}}\n" for name, told in people.items())


def verdicts(folder: Path, vendor: str, url: str, setup: str) -> dict[str, str]:
    target, report = folder / "target.yaml", folder / "report.json"
    base_url = url + load_contract().vendors[vendor].prefix
    target.write_text(f"vendor: {vendor}\nbase_url: {base_url}\nsetup:\n{setup}", encoding="utf-8")
    stories = shipped_stories() / vendor
    arguments = ["verify", "--target", target, "--json", report, stories]
    CliRunner().invoke(main, [str(each) for each in arguments])
    told: dict[str, Any] = json.loads(report.read_text())
    return {each["id"]: each["verdict"] for each in told["scenarios"]}


@pytest.mark.parametrize("vendor", sorted(PEOPLE))
def test_both_ways_of_provisioning_give_the_same_verdicts(tmp_path: Path, vendor: str) -> None:
    seed, people = tmp_path / "seed.yaml", accounts(vendor)
    told = f"vendor: {vendor}\n{GROUPS[vendor]}\nusers:\n{people}datasets: {{{BEFORE[vendor]}}}\n"
    seed.write_text(told, encoding="utf-8")
    reference = Reference("--seed", str(seed))
    try:
        url = reference.start()
        by_states = verdicts(tmp_path, vendor, url, f"  provider_states: {url}{PROVIDER_STATES}\n")
        by_accounts = verdicts(tmp_path, vendor, url, f"  accounts:\n{people}")
    finally:
        reference.stop()
    judged = {id: each for id, each in by_accounts.items() if each != "unsupported"}
    assert len(judged) > len(by_states) / 3
    assert judged == {id: by_states[id] for id in judged}
    assert not (tmp_path / ".accord").exists()


def test_every_vendor_of_the_contract_has_a_making() -> None:
    assert set(MAKINGS) == set(load_contract().vendors)
