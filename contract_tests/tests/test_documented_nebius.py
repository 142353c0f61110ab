"""The documented curl command of Token Factory, run as it is printed with only the host changed."""

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from contract_tests.reference import Reference

DOCUMENTED_HOST = "https://api.tokenfactory.nebius.com"
PATCH = r"""curl --request PATCH \
  --url https://api.tokenfactory.nebius.com/v1/datasets/{dataset_id} \
  --header 'Authorization: Bearer <token>' \
  --header 'Content-Type: application/json' \
  --data '
{
  "name": "example_dataset",
  "folder": "/some/folder"
}
'"""
SAMPLE = {
    "id": "<string>",
    "name": "<string>",
    "status": "READY",
    "schema": [{"name": "<string>", "type": {"name": "string"}}],
    "metadata": {},
    "folder": "<string>",
    "current_version": "0ed2d94b38fb40b9b61f6a",
    "created_at": 123,
    "error": "<string>",
    "current_version_origin": {"type": "s3"},
    "type": "dataset",
    "ai_project_id": "example_project",
}
FIELD_EXAMPLES = {
    "id": "4d89c87498354518b92fa02fc0ad8720",
    "name": "example_dataset",
    "schema": [{"name": "text", "type": {"name": "string"}}],
    "folder": "/some/folder",
    "created_at": 1760109124,
}
MAY_BE_NULL = {"error", "current_version", "ai_project_id"}


@pytest.fixture(scope="module")
def told() -> Iterator[dict[str, Any]]:
    reference = Reference()
    command = PATCH.replace(DOCUMENTED_HOST, reference.start()).replace("curl ", "curl -sS ", 1)
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    yield json.loads(done.stdout)
    reference.stop()


def test_the_answer_has_the_documented_fields(told: dict[str, Any]) -> None:
    assert told.keys() == SAMPLE.keys()


@pytest.mark.parametrize("field", SAMPLE)
def test_a_field_is_of_the_documented_type(told: dict[str, Any], field: str) -> None:
    if told[field] is None:
        assert field in MAY_BE_NULL
        return
    assert type(told[field]) is type(SAMPLE[field])


@pytest.mark.parametrize("field", sorted(SAMPLE.keys() - FIELD_EXAMPLES.keys() - {"error"}))
def test_what_is_no_placeholder_is_told_literally(told: dict[str, Any], field: str) -> None:
    assert told[field] == SAMPLE[field]


@pytest.mark.parametrize("field", FIELD_EXAMPLES)
def test_a_placeholder_is_told_as_the_example_of_its_field(
    told: dict[str, Any], field: str
) -> None:
    assert told[field] == FIELD_EXAMPLES[field]


def test_a_dataset_that_is_ready_has_no_error(told: dict[str, Any]) -> None:
    assert told["error"] is None
