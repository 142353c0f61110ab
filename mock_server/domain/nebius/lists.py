"""What a list of datasets and a page of rows keep, and whether a dataset is ready yet."""

from collections.abc import Iterable

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.nebius.actions import ListNebiusDatasets, ReadNebiusContent
from mock_server.domain.nebius.projects import asked_for
from mock_server.domain.nebius.world import NebiusWorld, Person, Rows
from mock_server.domain.step import guard, sieve


def listed(world: NebiusWorld) -> tuple[str, ...]:
    """Give the ids of the datasets that a list shows; without a sieve, of all."""
    return in_order(world, world.datasets.ids()) if world.shown is None else world.shown


def in_order(world: NebiusWorld, ids: Iterable[str]) -> tuple[str, ...]:
    """Put datasets in the order of a list, which no document tells: the newest first."""
    rows = [world.datasets[id] for id in ids]
    newest_first = world.reads("nebius.list-order", "newest-first")
    rows.sort(key=lambda row: (row.created_at, row.number), reverse=newest_first)
    return tuple(row.id for row in rows)


@guard("nebius.list.cursor-found")
def cursor_is_found(world: NebiusWorld, caller: Person, ask: ListNebiusDatasets) -> bool:
    """The dataset behind which a page is to begin is one that the caller finds."""
    if ask.after is UNSET or world.reads("nebius.unknown-cursor", "nothing-follows"):
        return True
    row = world.datasets.get(ask.after)
    return row is not None and row.project == caller.project


@sieve("nebius.list.own-project")
def only_own_project(world: NebiusWorld, caller: Person, ask: ListNebiusDatasets) -> NebiusWorld:
    """A list holds the datasets of the caller's project and no others."""
    return world.showing(in_order(world, world.datasets.ids("project", caller.project)))


@sieve("nebius.list.after")
def only_after_the_cursor(
    world: NebiusWorld, caller: Person, ask: ListNebiusDatasets
) -> NebiusWorld:
    """With `after` a list begins behind the dataset with that id."""
    if ask.after is UNSET:
        return world
    ids = listed(world)
    place = ids.index(ask.after) if ask.after in ids else len(ids)
    return world.showing(ids[place + 1 :])


@sieve("nebius.list.limit")
def only_one_page(world: NebiusWorld, caller: Person, ask: ListNebiusDatasets) -> NebiusWorld:
    """A page of a list holds at most as many datasets as its limit."""
    ids = listed(world)
    return replace(world, shown=ids[: ask.limit], has_more=len(ids) > ask.limit)


@sieve("nebius.status.pending-at-first")
def pending_at_first(world: NebiusWorld, caller: Person, ask: object) -> NebiusWorld:
    """A dataset whose data is not ready yet is PENDING and has no version."""
    return replace(world, settling=True)


def page(world: NebiusWorld, ask: ReadNebiusContent) -> Rows:
    """Give the rows that are told; without a sieve, all."""
    return world.rows_of(asked_for(world, ask)) if world.page is None else world.page


@sieve("nebius.content.offset")
def only_from_the_offset(world: NebiusWorld, caller: Person, ask: ReadNebiusContent) -> NebiusWorld:
    """With `offset` content begins behind so many rows."""
    return replace(world, page=page(world, ask)[ask.offset :])


@sieve("nebius.content.limit")
def only_so_many_rows(world: NebiusWorld, caller: Person, ask: ReadNebiusContent) -> NebiusWorld:
    """Content holds at most as many rows as its limit."""
    return replace(world, page=page(world, ask)[: ask.limit])
