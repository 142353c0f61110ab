"""What an Apify world is made of: people, datasets, and the items that were pushed into them.

A dataset is owned by a person, named by id; its `name` is None while it is unnamed. Times are
ISO 8601 text in UTC with milliseconds. Ids begin with the mark of their world, by which whoever
asks without a token is led to it; the world counts what it makes, so that nothing here needs a
random source.
"""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Iterable, Mapping
from hashlib import sha256
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Any, Final, TypeAlias

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap

from mock_server.domain.table import Table

RESTRICTED: Final = "RESTRICTED"
WITH_ID: Final = "ANYONE_WITH_ID_CAN_READ"
WITH_NAME: Final = "ANYONE_WITH_NAME_CAN_READ"
FOLLOW: Final = "FOLLOW_USER_SETTING"
READ, WRITE, MANAGE = 1, 2, 3

ORDERED = digits + ascii_uppercase + ascii_lowercase
Item: TypeAlias = Mapping[str, Any]


class Person(Struct, frozen=True):
    """Somebody with an account; `access` is the account-wide level that a dataset may follow."""

    name: str
    id: str = ""
    username: str = ""
    email: str = ""
    access: str = RESTRICTED
    created_at: str = ""

    @property
    def is_nobody(self) -> bool:
        """Whether it is whoever asks without a token."""
        return self.id == ""


NOBODY = Person("nobody")


class Dataset(Struct, frozen=True):
    id: str
    owner: str
    created_at: str
    modified_at: str
    accessed_at: str
    name: str | None = None
    general_access: str = FOLLOW
    secret: str | None = None
    grants: Mapping[str, int] = {}
    schema: Mapping[str, Any] | None = None
    read_count: int = 0
    write_count: int = 0


def closed_to_all(id: str) -> Dataset:
    """Make a dataset that is not there: nobody's, and closed to everybody."""
    return Dataset(id, "", "", "", "", general_access=RESTRICTED)


class Items(Struct, frozen=True):
    """The items of a dataset by their position, and what is counted of them."""

    rows: HashTrieMap[int, Item] = field(default_factory=HashTrieMap)
    count: int = 0
    clean_count: int = 0
    bytes: int = 0

    def and_these(self, items: Iterable[Item]) -> Items:
        """Give these items with others behind them."""
        rows, count, clean, size = self.rows, self.count, self.clean_count, self.bytes
        for item in items:
            rows = rows.insert(count, item)
            count += 1
            clean += bool(without_hidden(item))
            size += len(msgspec.json.encode(item))
        return Items(rows, count, clean, size)


NO_ITEMS = Items()
DATASET_KEYS = {
    "owner": lambda row: row.owner,
    "owner+name": lambda row: None if row.name is None else (row.owner, row.name),
    "owner+folded": lambda row: None if row.name is None else (row.owner, row.name.casefold()),
}


class ApifyWorld(Struct, frozen=True):
    """Everything that one group of Apify users can see.

    `made` is the dataset that this ask has made or renamed. In the reader's copy `shown` are the
    datasets of a list, `positions` the items of a page, and `page` those items as they are told.
    """

    mark: str = ""
    people: Mapping[str, Person] = {}
    usernames: Mapping[str, str] = {}
    datasets: Table[str, Dataset] = field(default_factory=lambda: Table(DATASET_KEYS))
    items: HashTrieMap[str, Items] = field(default_factory=HashTrieMap)
    granted: Mapping[str, tuple[str, ...]] = {}
    also_known_as: Mapping[str, str] = {}
    last_number: int = 0
    now: str = ""
    readings: Mapping[str, str] = {}
    made: str | None = None
    shown: tuple[str, ...] | None = None
    positions: range | None = None
    page: tuple[Item, ...] | None = None

    def at(self, now: str) -> ApifyWorld:
        """Give this world at another time."""
        return replace(self, now=stamp(now), made=None)

    def reads(self, reading: str, option: str) -> bool:
        """Tell whether this world takes `option` of a reading."""
        return self.readings[reading] == option

    def named(self, owner: str, name: str) -> Dataset | None:
        """Give the dataset of this name that a person owns."""
        if self.reads("apify.name-case", "ignored"):
            found = self.datasets.having("owner+folded", (owner, name.casefold()))
        else:
            found = self.datasets.having("owner+name", (owner, name))
        return found[0] if found else None

    def items_of(self, dataset: Dataset) -> Items:
        return self.items.get(dataset.id) or NO_ITEMS

    def with_dataset(self, row: Dataset) -> ApifyWorld:
        table = self.datasets.put(row)
        return self if table is self.datasets else replace(self, datasets=table)

    def with_items(self, dataset: Dataset, items: Items) -> ApifyWorld:
        return replace(self, items=self.items.insert(dataset.id, items))

    def showing(self, ids: Iterable[str]) -> ApifyWorld:
        """Give the reader's copy of this world in which a list shows just these, in order."""
        return replace(self, shown=tuple(ids))

    def telling(self, page: Iterable[Item]) -> ApifyWorld:
        """Give the reader's copy of this world in which a page tells just these items."""
        return replace(self, page=tuple(page))


def without_hidden(item: Item) -> Item:
    """Give an item without its hidden fields, which begin with `#`."""
    return {key: value for key, value in item.items() if not key.startswith("#")}


def id_of(mark: str, number: int) -> str:
    """Make the id of the thing with this number: ids of one world stand in order of birth."""
    return mark + in_62(number, ORDERED).rjust(4, "0") + hashed(mark, number, 5)


def hashed(mark: str, number: int | str, length: int) -> str:
    """Make a text that looks random of a world's mark and a number."""
    digest = sha256(f"{mark}/{number}".encode()).digest()
    return in_62(int.from_bytes(digest, "big"), ORDERED)[-length:]


def in_62(number: int, alphabet: str) -> str:
    """Write a number in base 62."""
    text = ""
    while number:
        number, rest = divmod(number, 62)
        text = alphabet[rest] + text
    return text or alphabet[0]


def stamp(time: str) -> str:
    """Write a time in UTC with its milliseconds, as Apify does."""
    seconds, _, fraction = time.removesuffix("Z").partition(".")
    return f"{seconds}.{fraction[:3]:0<3}Z"


def milliseconds(time: str) -> int:
    """Count the milliseconds from 1970 to a time in UTC."""
    parts = [int(each) for each in re.findall(r"[0-9]+", stamp(time))]
    return timegm((*parts[:6], 0, 0, 0)) * 1000 + parts[6]
