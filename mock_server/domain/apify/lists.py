"""What a list of datasets keeps, in which order, and how a page of it is told."""

from collections.abc import Iterable

from msgspec import UNSET

from mock_server.domain.apify.actions import ListApifyDatasets
from mock_server.domain.apify.views import list_item
from mock_server.domain.apify.world import ApifyWorld, Person
from mock_server.domain.step import guard, sieve, view

MOST = 1000
OWN, SHARED = "ownedByMe", "sharedWithMe"


@guard("apify.list.limit-is-positive")
def limit_is_positive(world: ApifyWorld, caller: Person, ask: ListApifyDatasets) -> bool:
    """A limit of 0 is refused."""
    return ask.limit != 0 or world.reads("apify.limit-zero", "not-given")


@sieve("apify.list.only-accessible")
def only_accessible(world: ApifyWorld, caller: Person, ask: ListApifyDatasets) -> ApifyWorld:
    """A list holds the caller's own datasets and those that somebody granted to the caller."""
    own = world.datasets.ids("owner", caller.id)
    granted = world.granted.get(caller.id, ())
    return world.showing(sorted(own.union(id for id in granted if world.datasets.get(id))))


@sieve("apify.list.only-named")
def only_named(world: ApifyWorld, caller: Person, ask: ListApifyDatasets) -> ApifyWorld:
    """A list holds unnamed datasets only when `unnamed` is true."""
    if ask.unnamed:
        return world
    return world.showing(id for id in listed(world) if world.datasets[id].name is not None)


@sieve("apify.list.owned-by-me")
def only_own(world: ApifyWorld, caller: Person, ask: ListApifyDatasets) -> ApifyWorld:
    """With `ownership=ownedByMe` a list holds only the caller's own datasets."""
    if ask.ownership != OWN:
        return world
    return world.showing(id for id in listed(world) if world.datasets[id].owner == caller.id)


@sieve("apify.list.shared-with-me")
def only_shared(world: ApifyWorld, caller: Person, ask: ListApifyDatasets) -> ApifyWorld:
    """With `ownership=sharedWithMe` a list holds only the datasets of others."""
    if ask.ownership != SHARED:
        return world
    return world.showing(id for id in listed(world) if world.datasets[id].owner != caller.id)


@sieve("apify.list.oldest-first")
def oldest_first(world: ApifyWorld, caller: Person, ask: ListApifyDatasets) -> ApifyWorld:
    """A list begins with the dataset that was created first."""
    return world.showing(sorted(listed(world), key=lambda id: world.datasets[id].created_at))


@sieve("apify.list.desc-turns-it-round")
def desc_turns_it_round(world: ApifyWorld, caller: Person, ask: ListApifyDatasets) -> ApifyWorld:
    """With `desc` a list begins with the dataset that was created last."""
    return world.showing(reversed(listed(world))) if ask.desc else world


@view("apify.list.tells-a-page")
def page_of_datasets(world: ApifyWorld, caller: Person, ask: ListApifyDatasets) -> object:
    """A list answers with one page of datasets and says where that page stands."""
    limit = MOST if ask.limit is UNSET or ask.limit == 0 else min(ask.limit, MOST)
    found = listed(world)
    on_page = found[ask.offset : ask.offset + limit]
    return {
        "data": {
            "total": len(found),
            "offset": ask.offset,
            "limit": limit,
            "desc": ask.desc,
            "count": len(on_page),
            "unnamed": ask.unnamed,
            "items": _items(world, on_page),
        }
    }


def _items(world: ApifyWorld, ids: Iterable[str]) -> list[dict[str, object]]:
    return [list_item(world, world.datasets[id]) for id in ids]


def listed(world: ApifyWorld) -> tuple[str, ...]:
    """Give the ids of the datasets that a list shows; without a sieve, of all."""
    return tuple(sorted(world.datasets.ids())) if world.shown is None else world.shown
