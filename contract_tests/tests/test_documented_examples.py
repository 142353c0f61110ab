"""The documented curl commands of Aegis, run as they are printed with only the host changed."""

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from contract_tests.reference import Reference
from mock_server.contract import load_contract

DOCUMENTED_HOST = "https://api.aegisevals.ai"
CREATE = r"""curl -X POST "https://api.aegisevals.ai/api/v1/data-collections" \
-H "Authorization: Bearer sk_00000000000000000000000000000000" \
-H "Content-Type: application/json" \
-d '{"name":"My bundle","dataset_ids":[1,2]}'"""
UPDATE = r"""curl -X PUT "https://api.aegisevals.ai/api/v1/data-collections/1" \
-H "Authorization: Bearer sk_00000000000000000000000000000000" \
-H "Content-Type: application/json" \
-d '{"name":"Renamed bundle","dataset_ids":[1,2,3]}'"""


def documented(path: str, method: str, status: str) -> Any:
    """Give the documented example answer, as the contract carries it."""
    entry = load_contract().document["paths"][f"/api/v1{path}"][method]["responses"][status]
    return entry["content"]["application/json"]["examples"]["documented"]["value"]


CREATED = documented("/data-collections", "post", "201")
UPDATED = documented("/data-collections/{data_collection_id}", "put", "200")


@pytest.fixture
def served(request: pytest.FixtureRequest) -> Iterator[str]:
    reference = Reference(*request.param)
    yield reference.start()
    reference.stop()


def curled(command: str, url: str) -> Any:
    command = command.replace(DOCUMENTED_HOST, url).replace("curl ", "curl -sS ", 1)
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("served", [("--clock", "2026-04-01T09:20:00Z")], indirect=True)
def test_the_two_commands_give_the_documented_answers_to_the_second(served: str) -> None:
    assert curled(CREATE, served) == CREATED
    assert curled(UPDATE, served) == UPDATED


@pytest.mark.parametrize("served", [()], indirect=True)
def test_without_a_clock_all_but_the_times_is_as_documented(served: str) -> None:
    created, updated = curled(CREATE, served), curled(UPDATE, served)

    for told, example in ((created, CREATED), (updated, UPDATED)):
        times = {"created_at": example["created_at"], "updated_at": example["updated_at"]}
        assert {**told, **times} == example
