"""The CSV file of a new dataset: what makes it acceptable, and the records in it.

A file is read leniently once, whatever is wrong with it; each rule then looks at one thing that
may be wrong. A rule thus refuses by itself and never by the failure of another.
"""

import csv
import io
from collections.abc import Iterator
from functools import lru_cache

from msgspec import UNSET, Struct

from mock_server.domain.aegis.actions import CreateDataset, UpdateDataset
from mock_server.domain.aegis.metrics import json_object
from mock_server.domain.aegis.world import FIELDS, AegisWorld, Person, Record
from mock_server.domain.step import guard

# A cell is bounded by the body of its request, not by the reader's own limit of 128 KiB.
csv.field_size_limit(2**31 - 1)


class Sheet(Struct, frozen=True):
    """What a file holds, and what is wrong with it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_utf8: bool
    is_well_formed: bool


@lru_cache(maxsize=4)
def read(file: bytes) -> Sheet:
    """Read a file leniently; every rule about it asks for the same sheet."""
    text, is_utf8 = _text(file)
    lines, is_well_formed = _lines(text)
    columns, rows = (lines[0], lines[1:]) if lines else ((), ())
    fits = all(len(row) <= len(columns) for row in rows)
    return Sheet(columns, rows, is_utf8, is_well_formed and fits)


def _text(file: bytes) -> tuple[str, bool]:
    try:
        return file.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        return file.decode("utf-8-sig", errors="replace"), False


def _lines(text: str) -> tuple[tuple[tuple[str, ...], ...], bool]:
    try:
        return tuple(_cells(text, strict=True)), True
    except csv.Error:
        return tuple(_cells(text, strict=False)), False


def _cells(text: str, *, strict: bool) -> Iterator[tuple[str, ...]]:
    for row in csv.reader(io.StringIO(text, newline=""), strict=strict):
        if row:
            yield tuple(row)


def mappings(ask: CreateDataset | UpdateDataset) -> dict[str, object] | None:
    """Give the column mappings of an ask; None when it has none, or none that can be read."""
    told = ask.column_mappings
    if told is UNSET or not told:
        return None
    return json_object(told) if isinstance(told, str) else dict(told)


def columns_by_field(ask: CreateDataset) -> dict[str, str]:
    """Give the CSV column of each Aegis field that the file has."""
    columns = read(ask.file).columns
    wanted = mappings(ask) or {field: field for field in FIELDS}
    pairs = ((field, wanted.get(field)) for field in FIELDS)
    return {
        field: column for field, column in pairs if isinstance(column, str) and column in columns
    }


def records(ask: CreateDataset, first_id: int) -> tuple[Record, ...]:
    """Give the records in the file, numbered from `first_id`; an empty cell is null."""
    sheet = read(ask.file)
    places = {field: sheet.columns.index(each) for field, each in columns_by_field(ask).items()}
    return tuple(
        Record(id, **{field: _cell(row, place) for field, place in places.items()})
        for id, row in enumerate(sheet.rows, start=first_id)
    )


def _cell(row: tuple[str, ...], place: int) -> str | None:
    return (row[place] or None) if place < len(row) else None


@guard("aegis.datasets.file-is-utf8")
def file_is_utf8(world: AegisWorld, caller: Person, ask: CreateDataset) -> bool:
    """The file is text in UTF-8."""
    return read(ask.file).is_utf8


@guard("aegis.datasets.file-is-csv")
def file_is_well_formed(world: AegisWorld, caller: Person, ask: CreateDataset) -> bool:
    """The file is well-formed CSV in which no row is longer than the header."""
    return read(ask.file).is_well_formed


@guard("aegis.datasets.file-has-rows")
def file_has_rows(world: AegisWorld, caller: Person, ask: CreateDataset) -> bool:
    """The file has at least one row below its header."""
    return bool(read(ask.file).rows)


@guard("aegis.datasets.mappings-are-an-object")
def mappings_are_an_object(world: AegisWorld, caller: Person, ask: CreateDataset) -> bool:
    """Column mappings that are sent are a JSON object of texts."""
    if ask.column_mappings is UNSET or not ask.column_mappings:
        return True
    told = json_object(ask.column_mappings)
    return told is not None and all(isinstance(column, str) for column in told.values())


@guard("aegis.datasets.mappings-name-aegis-fields")
def mappings_name_aegis_fields(
    world: AegisWorld, caller: Person, ask: CreateDataset | UpdateDataset
) -> bool:
    """Column mappings map nothing but the five Aegis fields."""
    return set(mappings(ask) or ()) <= set(FIELDS)


@guard("aegis.datasets.mappings-name-columns")
def mappings_name_columns(world: AegisWorld, caller: Person, ask: CreateDataset) -> bool:
    """Column mappings name columns of the file."""
    columns = read(ask.file).columns
    told = (mappings(ask) or {}).values()
    return all(column in columns for column in told if isinstance(column, str))


@guard("aegis.datasets.file-has-an-aegis-field")
def file_has_an_aegis_field(world: AegisWorld, caller: Person, ask: CreateDataset) -> bool:
    """At least one column of the file is an Aegis field, by its mapping or by its name."""
    return not read(ask.file).rows or bool(columns_by_field(ask))
