"""Rows found by id and by index, never by scanning; a change shares what did not change.

The maps are persistent (hash array mapped tries), so that a change costs the same in a table of
ten rows and of a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from rpds import HashTrieMap, HashTrieSet


class Identified(Protocol):
    """A row knows its own id, a number or a text as its vendor has it."""

    @property
    def id(self) -> Any: ...


Id = TypeVar("Id", int, str)
Row = TypeVar("Row", bound=Identified)
Index: TypeAlias = "HashTrieMap[Hashable, HashTrieSet[Id]]"


class Table(Generic[Id, Row]):
    """An immutable table; `keys` says by index name what a row is found by, None by nothing."""

    __slots__ = ("_indexes", "_keys", "_rows")

    def __init__(self, keys: Mapping[str, Callable[[Row], Hashable]]) -> None:
        self._keys = keys
        self._rows: HashTrieMap[Id, Row] = HashTrieMap()
        self._indexes: dict[str, Index[Id]] = {name: HashTrieMap() for name in keys}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows.values())

    def get(self, id: Id) -> Row | None:
        """Give the row with this id, or None."""
        return self._rows.get(id)

    def __getitem__(self, id: Id) -> Row:
        return self._rows[id]

    def ids(self, index: str | None = None, key: Hashable = None) -> frozenset[Id]:
        """Give the ids found under `key` in an index; without an index, all ids."""
        if index is None:
            return frozenset(self._rows)
        return frozenset(self._indexes[index].get(key) or ())

    def having(self, index: str, key: Hashable) -> list[Row]:
        """Give the rows found under `key` in an index, in order of their ids."""
        found = self._indexes[index].get(key)
        return [] if found is None else [self._rows[id] for id in sorted(found)]

    def put(self, row: Row) -> Table[Id, Row]:
        """Add a row or take its place; the same table when nothing changes."""
        old = self._rows.get(row.id)
        if old == row:
            return self
        return self._with(self._rows.insert(row.id, row), old, row)

    def put_all(self, rows: Iterable[Row]) -> Table[Id, Row]:
        """Put several rows."""
        table = self
        for row in rows:
            table = table.put(row)
        return table

    def drop(self, id: Id) -> Table[Id, Row]:
        """Take a row away; the same table when there is none."""
        old = self._rows.get(id)
        return self if old is None else self._with(self._rows.remove(id), old, None)

    def _with(self, rows: HashTrieMap[Id, Row], old: Row | None, new: Row | None) -> Table[Id, Row]:
        table: Table[Id, Row] = Table.__new__(Table)
        table._keys = self._keys
        table._rows = rows
        table._indexes = {
            name: _moved(index, self._keys[name], old, new) for name, index in self._indexes.items()
        }
        return table


def _moved(
    index: Index[Id], key_of: Callable[[Row], Hashable], old: Row | None, new: Row | None
) -> Index[Id]:
    """Take `old` out of an index and put `new` in; the same index when the key stays."""
    before = None if old is None else key_of(old)
    after = None if new is None else key_of(new)
    if before == after:
        return index
    if before is not None and old is not None:
        left = index[before].remove(old.id)
        index = index.insert(before, left) if left else index.remove(before)
    if after is not None and new is not None:
        beside: HashTrieSet[Id] = index.get(after) or HashTrieSet()
        index = index.insert(after, beside.insert(new.id))
    return index
