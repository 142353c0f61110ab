"""How a page of items is written: as JSON, as a line of JSON each, or as CSV."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from mock_server.domain.apify.finding import ReadingItems, asked_for
from mock_server.domain.apify.pages import leaves, page, positions
from mock_server.domain.apify.world import ApifyWorld, Item, Person
from mock_server.domain.outcomes import Told
from mock_server.domain.step import view

NO_LIMIT = 999_999_999_999
BOM = "\ufeff"
Written = Callable[[tuple[Item, ...], ReadingItems], str]


def _json(items: tuple[Item, ...], ask: ReadingItems) -> str:
    return _bom(ask, default=False) + _encoded(items)


def _lines(items: tuple[Item, ...], ask: ReadingItems) -> str:
    return _bom(ask, default=False) + "".join(_encoded(item) + "\n" for item in items)


def _csv(items: tuple[Item, ...], ask: ReadingItems) -> str:
    rows = [_cells(item) for item in items]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [[row.get(name, "") for name in columns] for row in rows]
    if not ask.skipHeaderRow:
        lines.insert(0, columns)
    text = "".join(_line(line, ask.delimiter) for line in lines)
    return _bom(ask, default=True) + text


def _line(cells: Iterable[str], delimiter: str) -> str:
    return delimiter.join(_quoted(cell, delimiter) for cell in cells) + "\n"


def _quoted(cell: str, delimiter: str) -> str:
    if any(mark in cell for mark in (delimiter, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _cells(item: Item) -> dict[str, str]:
    """Give the cells of an item; what is nested has slashes in its column's name."""
    flat: dict[str, object] = {}
    for key, value in item.items():
        flat.update(leaves(_as_object(value), key, "/"))
    return {name: _cell(value) for name, value in flat.items()}


def _as_object(value: object) -> object:
    if isinstance(value, list):
        return {str(place): _as_object(each) for place, each in enumerate(value)}
    if isinstance(value, dict):
        return {key: _as_object(each) for key, each in value.items()}
    return value


def _cell(value: object) -> str:
    if value is None or value == {}:
        return ""
    return value if isinstance(value, str) else _encoded(value)


def _encoded(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _bom(ask: ReadingItems, *, default: bool) -> str:
    return BOM if (default if ask.bom is UNSET else ask.bom) else ""


FORMATS: Mapping[str, tuple[str, Written]] = {
    "json": ("application/json", _json),
    "jsonl": ("application/jsonl", _lines),
    "csv": ("text/csv", _csv),
}


@view("apify.items.tells-a-page")
def page_of_items(world: ApifyWorld, caller: Person, ask: ReadingItems) -> object:
    """Items are told as a bare list in the format asked for, and the headers tell their page."""
    media_type, written = FORMATS[ask.format]
    text = written(page(world, caller, ask), ask)
    return Told(text, media_type=media_type, headers=_headers(world, caller, ask))


def _headers(world: ApifyWorld, caller: Person, ask: ReadingItems) -> dict[str, str]:
    row = asked_for(world, caller, ask)
    told: dict[str, Any] = {
        "Offset": ask.offset,
        "Limit": NO_LIMIT if ask.limit is UNSET or ask.limit == 0 else ask.limit,
        "Count": len(positions(world, caller, ask)),
        "Total": world.items_of(row).count,
        "Desc": "true" if ask.desc else "false",
    }
    headers = {f"X-Apify-Pagination-{name}": str(value) for name, value in told.items()}
    if ask.attachment:
        headers["Content-Disposition"] = f'attachment; filename="{row.id}.{ask.format}"'
    return headers
