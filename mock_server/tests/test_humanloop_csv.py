"""Datapoints from CSV files."""

from typing import Any

import pytest

from mock_server.domain.humanloop.actions import (
    ListHumanloopDatapoints,
    RemoveHumanloopDeployment,
    UploadHumanloopCsv,
)
from mock_server.tests.humanloop_stage import Stage, stage


@pytest.fixture
def world() -> Stage:
    return stage()


def uploaded(world: Stage, file: bytes) -> list[Any]:
    """Upload onto the version without datapoints, and give what is in the new one."""
    made = world.ask("ann", UploadHumanloopCsv(world.ids["other"], file))
    asked = ListHumanloopDatapoints(world.ids["other"], version_id=made["version_id"])
    told = world.ask("ann", asked)["records"]
    return [{key: value for key, value in each.items() if key != "id"} for each in told]


@pytest.mark.parametrize(
    ("file", "datapoints"),
    [
        (b"q\nx\n", [{"inputs": {"q": "x"}}]),
        (b"\xef\xbb\xbfq\r\nx\r\n", [{"inputs": {"q": "x"}}]),
        (b'q,r\n"x, y","a\nb"\n', [{"inputs": {"q": "x, y", "r": "a\nb"}}]),
        (b"q,r\nx\n", [{"inputs": {"q": "x"}}]),
        (b"q\n\nx\n", [{"inputs": {"q": "x"}}]),
        (b"q,target\nx,yes\n", [{"inputs": {"q": "x"}, "target": {"target": "yes"}}]),
        (b"q,target\nx,\n", [{"inputs": {"q": "x"}}]),
        (b"q,target\nx,[[1\n", [{"inputs": {"q": "x"}, "target": {"target": "[[1"}}]),
        (b"q,target\nx,[1]\n", [{"inputs": {"q": "x"}, "target": {"target": "[1]"}}]),
        (
            b'q,target\nx,"{""a"": 1, ""b"": null}"\n',
            [{"inputs": {"q": "x"}, "target": {"a": 1}}],
        ),
    ],
)
def test_a_file_becomes_these_datapoints(world: Stage, file: bytes, datapoints: list[Any]) -> None:
    assert uploaded(world, file) == datapoints


def test_a_target_without_end_stays_a_text(world: Stage) -> None:
    deep = b"[" * 100_000

    assert uploaded(world, b"target\n" + deep) == [{"target": {"target": deep.decode()}}]


def test_a_target_that_hides_nul_stays_a_text(world: Stage) -> None:
    told = uploaded(world, b'target\n"{""a"": ""\\u0000""}"\n')

    assert told == [{"target": {"target": '{"a": "\\u0000"}'}}]


@pytest.mark.parametrize("file", [b"", b"\n\n", b"q\n\xff\n"])
def test_a_file_without_a_header_or_not_in_utf8_is_refused(world: Stage, file: bytes) -> None:
    refused = world.refusal("ann", UploadHumanloopCsv(world.ids["evals"], file))

    assert refused == "humanloop.csv.file-has-a-header"


def test_an_upload_builds_on_the_latest_where_nothing_is_deployed(world: Stage) -> None:
    world.ask("ann", RemoveHumanloopDeployment(world.ids["evals"], world.default))

    made = world.ask("ann", UploadHumanloopCsv(world.ids["evals"], b"q\nx\n"))

    assert made["datapoints_count"] == 3
