"""What is counted of the fields of a dataset's items."""

from collections.abc import Sequence

from mock_server.domain.apify.actions import GetApifyStatistics
from mock_server.domain.apify.finding import asked_for
from mock_server.domain.apify.world import ApifyWorld, Item, Person
from mock_server.domain.step import view


@view("apify.statistics.tells-fields")
def statistics(world: ApifyWorld, caller: Person, ask: GetApifyStatistics) -> object:
    """Statistics tell for each field its bounds, and how many items have it null or not at all."""
    items = list(world.items_of(asked_for(world, caller, ask)).rows.values())
    names = sorted({name for item in items for name in item})
    return {"data": {"fieldStatistics": {name: _of_field(items, name) for name in names}}}


def _of_field(items: Sequence[Item], name: str) -> dict[str, object]:
    values = [item[name] for item in items if name in item]
    sizes = [size for value in values if (size := _size(value)) is not None]
    return {
        "min": min(sizes, default=None),
        "max": max(sizes, default=None),
        "nullCount": sum(value is None for value in values),
        "emptyCount": len(items) - len(values),
    }


def _size(value: object) -> int | float | None:
    """Give what is compared: a number itself, the length of a text, list or object."""
    if isinstance(value, str | list | dict):
        return len(value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
