"""The page that a list answers with, and where it stands in the whole."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Paged(Protocol):
    """An ask for one page: numbers count from 1."""

    @property
    def page(self) -> int: ...

    @property
    def page_size(self) -> int: ...


def page_of(
    found: Sequence[Item], ask: Paged, tell: Callable[[Item], dict[str, object]]
) -> dict[str, object]:
    """Tell one page of what was found, with the `meta` of the introduction's paging section."""
    start = (ask.page - 1) * ask.page_size
    items = [tell(item) for item in found[start : start + ask.page_size]]
    return {"items": items, "meta": _meta(ask, len(found), len(items))}


def _meta(ask: Paged, total: int, on_page: int) -> dict[str, object]:
    pages = -(-total // ask.page_size)
    return {
        "current_page": ask.page,
        "page_size": ask.page_size,
        "total_items": total,
        "items_on_page": on_page,
        "total_pages": pages,
        "has_next": ask.page < pages,
        "has_previous": ask.page > 1,
        "next_page": ask.page + 1 if ask.page < pages else None,
        "previous_page": ask.page - 1 if ask.page > 1 else None,
    }
