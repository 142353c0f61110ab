"""From datapoints as they are sent, in JSON or as CSV, to datapoints as they are kept."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from mock_server.domain.humanloop.actions import SentDatapoint, UploadHumanloopCsv
from mock_server.domain.humanloop.world import Datapoint, HumanloopWorld, Person, digest
from mock_server.domain.step import guard

# A cell is bounded by the body of its request, not by the reader's own limit of 128 KiB.
csv.field_size_limit(2**31 - 1)

TARGET = "target"


def identified(
    dataset: str,
    inputs: Mapping[str, str],
    messages: Iterable[Mapping[str, object]],
    target: Mapping[str, object],
) -> Datapoint:
    """Make a datapoint of a dataset; the same content has the same id."""
    messages = tuple(messages)
    return Datapoint(f"dp_{digest(dataset, inputs, messages, target)}", inputs, messages, target)


def read_datapoint(dataset: str, sent: SentDatapoint) -> Datapoint:
    """Read a datapoint that was sent as JSON; a number among the inputs is taken as its text."""
    whole: Mapping[str, Any] = sent
    inputs = {name: str(value) for name, value in (whole.get("inputs") or {}).items()}
    return identified(dataset, inputs, whole.get("messages") or (), whole.get("target") or {})


def read_rows(dataset: str, file: bytes) -> tuple[Datapoint, ...]:
    """Read the rows of a CSV file: each cell is an input that its column names."""
    columns, *rows = _lines(file) or [[]]
    return tuple(identified(dataset, dict(zip(columns, row, strict=False)), (), {}) for row in rows)


def with_target(dataset: str, row: Datapoint) -> Datapoint:
    """Turn the input `target` of a row into its target: a JSON object, or a text by that name."""
    if TARGET not in row.inputs:
        return row
    inputs = {name: text for name, text in row.inputs.items() if name != TARGET}
    return identified(dataset, inputs, (), _target(row.inputs[TARGET]))


def _target(text: str) -> dict[str, object]:
    told = None if "\\u0000" in text else _json(text)
    if isinstance(told, dict):
        return {name: value for name, value in told.items() if value is not None}
    return {TARGET: text} if text else {}


def _json(text: str) -> object:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None


def _lines(file: bytes) -> list[list[str]]:
    text = file.decode("utf-8-sig", errors="replace").replace("\0", "")
    return [row for row in csv.reader(io.StringIO(text, newline="")) if row]


def without_doubles(datapoints: Iterable[Datapoint]) -> Iterator[Datapoint]:
    """Give each datapoint once, in the order in which they first come."""
    seen: set[str] = set()
    for each in datapoints:
        if each.id not in seen:
            seen.add(each.id)
            yield each


@guard("humanloop.csv.file-has-a-header")
def file_has_a_header(world: HumanloopWorld, caller: Person, ask: UploadHumanloopCsv) -> bool:
    """A CSV file is text in UTF-8 whose first row names its columns."""
    return _is_utf8(ask.file) and bool(_lines(ask.file))


def _is_utf8(file: bytes) -> bool:
    try:
        file.decode()
    except UnicodeDecodeError:
        return False
    return True
