"""Generated requests find nothing wrong with the reference, and each broken wire they are about."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from click.testing import CliRunner

from contract_tests.cli import main
from contract_tests.fuzzing.as_sent import query_is_valid
from contract_tests.fuzzing.document import CHECKS, LEFT_OUT, document_of, statuses_of
from contract_tests.fuzzing.fuzzing import Fuzz, Fuzzed
from contract_tests.fuzzing.population import given
from contract_tests.fuzzing.telling import finding_lines, summary_of
from contract_tests.matrix import vendors
from contract_tests.provisioning import ProviderStates
from contract_tests.reference import PROVIDER_STATES, accord
from contract_tests.stage import Stage
from contract_tests.target import HttpTarget
from contract_tests.tests.broken_wires import WIRES, Call, Environ, Told, wired
from contract_tests.tests.small_app import listening
from mock_server.app import create_app

A_FEW = 8
SAMPLES = {
    "aegis": ("updateDataCollection", "deleteDataCollection"),
    "humanloop": ("updateHumanloopVersion", "deleteHumanloopVersion"),
    "apify": ("updateApifyDataset", "getApifyStatistics"),
    "nebius": ("patchNebiusDataset", "listNebiusDatasets"),
}
WRONG = {
    "lets anybody in": ("getDataCollection", "deleteDataCollection"),
    "takes anything": SAMPLES["aegis"],
    "loses a field": SAMPLES["aegis"],
}


def measured_anew(app: Any) -> Any:
    """A broken wire changes a body and leaves its length, which the server then tells anew."""

    def answer(environ: dict[str, Any], start: Any) -> Any:
        def started(status: str, headers: list[tuple[str, str]], _: object = None) -> Any:
            return start(status, [each for each in headers if each[0] != "Content-Length"])

        return app(environ, started)

    return answer


def keeps_what_is_deleted(call: Call, _: list[str]) -> Call:
    """A deletion is answered as if it had been done."""

    def broken(environ: Environ) -> Told:
        if environ["REQUEST_METHOD"] != "DELETE":
            return call(environ)
        found = call({**environ, "REQUEST_METHOD": "GET"})
        return (204, [], b"") if found[0] == 200 else found

    return broken


@contextmanager
def stage(vendor: str, app: Any) -> Iterator[Stage]:
    contract = accord().contract
    with listening(measured_anew(app)) as url:
        prefix = contract.vendors[vendor].prefix
        states = ProviderStates(HttpTarget(url + PROVIDER_STATES))
        yield Stage(HttpTarget(url + prefix), states, contract)


def fuzzed(vendor: str, app: Any, *operations: str) -> Fuzzed:
    with stage(vendor, app) as played:
        return Fuzz(played, vendor, 1, operations).run(A_FEW)


def test_every_check_holds_to_a_rule_of_each_vendor() -> None:
    rules = accord().contract.rules

    assert [
        f"{vendor}.wire.{rule}"
        for vendor in vendors()
        for rule in CHECKS.values()
        if f"{vendor}.wire.{rule}" not in rules
    ] == []


def test_no_check_is_both_made_and_left_out() -> None:
    assert set(CHECKS) & set(LEFT_OUT) == set()


@pytest.mark.parametrize("vendor", vendors())
def test_the_paths_of_a_document_follow_the_targets_base_url(vendor: str) -> None:
    paths = document_of(accord().contract, vendor, "http://target.test/base")["paths"]

    assert sorted(paths) == sorted({each.relative_path for each in accord().contract.of(vendor)})


@pytest.mark.parametrize("vendor", vendors())
def test_a_success_is_no_refusal(vendor: str) -> None:
    assert [status for status in statuses_of(accord().contract, vendor) if status < 400] == []


@pytest.mark.parametrize("vendor", vendors())
def test_a_world_of_things_in_every_state_can_be_founded(vendor: str) -> None:
    assert create_app(seeds=()).extensions["accord"].service.found(vendor, given(vendor))["world"]


@pytest.mark.parametrize("vendor", SAMPLES)
def test_nothing_is_found_in_the_reference(vendor: str) -> None:
    told = fuzzed(vendor, create_app(seeds=()), *SAMPLES[vendor])

    assert told.findings == ()
    assert told.troubles == ()
    assert told.requests > A_FEW


@cache
def fuzzed_with(name: str) -> Fuzzed:
    return fuzzed("aegis", wired(create_app(seeds=()), WIRES[name][1]), *WRONG[name])


@pytest.mark.parametrize("name", WRONG)
def test_a_broken_wire_is_found_under_its_rule(name: str) -> None:
    told = fuzzed_with(name)

    assert f"aegis.wire.{WIRES[name][0]}" in {finding.rule for finding in told.findings}
    assert summary_of([told], "a target", 1).rules.keys() <= accord().contract.rules.keys()


def test_a_thing_that_stays_after_it_was_deleted_is_found() -> None:
    whole = ("createApifyDataset", "getApifyDataset", "deleteApifyDataset")
    with stage("apify", wired(create_app(seeds=()), keeps_what_is_deleted)) as played:
        told = Fuzz(played, "apify", 1, whole).run(60)

    assert "use_after_free" in {finding.check for finding in told.findings}


@pytest.mark.parametrize(
    ("query", "valid"),
    [
        ("", True),
        ("fields=9760&limit=2", True),
        ("fields=a,b&bom=true", True),
        ("limit=a", False),
        ("limit=", False),
        ("desc=perhaps", False),
    ],
)
def test_a_query_is_judged_as_it_is_sent(query: str, valid: bool) -> None:
    (operation,) = (each for each in accord().contract.operations if each.id == "headApifyItems")

    assert query_is_valid(operation, f"http://target.test/datasets/it/items?{query}") is valid


def test_no_token_is_in_what_is_told() -> None:
    found = fuzzed_with("loses a field").findings

    text = "\n".join(line.text for each in found for line in finding_lines(each))
    assert "_TOKEN" in text
    assert "Bearer sk_" not in text


def test_the_command_refuses_an_operation_that_there_is_not() -> None:
    ended = CliRunner().invoke(main, ["fuzz", "--vendor", "nebius", "--operation", "patchNebius"])

    assert ended.exit_code == 2
    assert "patchNebiusDataset" in ended.output


def test_the_command_fuzzes_the_reference_in_a_process_of_its_own() -> None:
    asked = ["fuzz", "--operation", "listNebiusDatasets", "--examples", "5", "--seed", "1"]
    ended = CliRunner().invoke(main, asked)

    assert ended.exit_code == 0
    assert "nebius" in ended.output
