"""Items on their way out: which of them a page tells, and what of each.

The sieves work one after the other on the reader's copy: first on the positions of the items, so
that a page of a large dataset is cheap, then on the items themselves. A page holds at most as many
rows as the limit says; unwinding may make more of them, and skipping fewer.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.apify.finding import ReadingItems, asked_for
from mock_server.domain.apify.world import ApifyWorld, Item, Person, without_hidden
from mock_server.domain.step import guard, sieve


def positions(world: ApifyWorld, caller: Person, ask: ReadingItems) -> range:
    """Give the positions of the items on the page; without a sieve, of all."""
    if world.positions is not None:
        return world.positions
    return range(world.items_of(asked_for(world, caller, ask)).count)


def page(world: ApifyWorld, caller: Person, ask: ReadingItems) -> tuple[Item, ...]:
    """Give the items of the page as far as the sieves have made them."""
    if world.page is not None:
        return world.page
    rows = world.items_of(asked_for(world, caller, ask)).rows
    return tuple(rows[position] for position in positions(world, caller, ask))


def view_named(world: ApifyWorld, caller: Person, ask: ReadingItems) -> Mapping[str, Any] | None:
    """Give the view of the dataset's schema that an ask names."""
    schema = asked_for(world, caller, ask).schema or {}
    views = schema.get("views")
    found = views.get(ask.view) if isinstance(views, dict) and ask.view is not UNSET else None
    return found if isinstance(found, dict) else None


@guard("apify.items.view-needs-a-schema")
def view_is_of_a_schema(world: ApifyWorld, caller: Person, ask: ReadingItems) -> bool:
    """A view is asked only of a dataset that has a schema."""
    return ask.view is UNSET or asked_for(world, caller, ask).schema is not None


@guard("apify.items.view-is-defined")
def view_is_defined(world: ApifyWorld, caller: Person, ask: ReadingItems) -> bool:
    """A view is asked only by a name that the schema of the dataset defines."""
    if ask.view is UNSET or asked_for(world, caller, ask).schema is None:
        return True
    return view_named(world, caller, ask) is not None


@sieve("apify.items.desc")
def desc_turns_it_round(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """With `desc` the item that was stored last comes first."""
    return _at(world, positions(world, caller, ask)[::-1]) if ask.desc else world


@sieve("apify.items.offset")
def offset_is_skipped(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """As many items as `offset` says are left out at the beginning."""
    return _at(world, positions(world, caller, ask)[ask.offset :])


@sieve("apify.items.limit")
def limit_is_kept(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """At most as many items as `limit` says are told."""
    if ask.limit is UNSET or ask.limit == 0:
        return world
    return _at(world, positions(world, caller, ask)[: ask.limit])


def _at(world: ApifyWorld, at: range) -> ApifyWorld:
    return replace(world, positions=at)


@sieve("apify.items.skip-hidden")
def hidden_fields_are_skipped(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """With `skipHidden` or `clean` fields that begin with `#` are left out."""
    if not (ask.skipHidden or ask.clean):
        return world
    return world.telling(without_hidden(item) for item in page(world, caller, ask))


@sieve("apify.items.view-picks-fields")
def view_picks_fields(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """With `view` the fields remain that the view's transformation names."""
    transformation = (view_named(world, caller, ask) or {}).get("transformation", {})
    fields = transformation.get("fields") if isinstance(transformation, dict) else None
    if not isinstance(fields, list):
        return world
    return world.telling(_picked(page(world, caller, ask), fields))


@sieve("apify.items.unwind")
def fields_are_unwound(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """With `unwind` every element of a list, or an object, is merged into its item."""
    if ask.unwind is UNSET:
        return world
    items: Iterable[Item] = page(world, caller, ask)
    for name in ask.unwind:
        items = [each for item in items for each in _unwound(item, name)]
    return world.telling(items)


def _unwound(item: Item, name: str) -> Iterator[Item]:
    """Merge a field into its item; one that cannot be merged leaves the item as it is."""
    value = item.get(name)
    rest = {key: each for key, each in item.items() if key != name}
    if isinstance(value, dict):
        yield {**rest, **value}
    elif isinstance(value, list):
        for each in value:
            yield {**rest, **each} if isinstance(each, dict) else {**rest, name: each}
    else:
        yield item


@sieve("apify.items.flatten")
def fields_are_flattened(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """With `flatten` an object in a field becomes fields with dotted names."""
    if ask.flatten is UNSET:
        return world
    names = frozenset(ask.flatten)
    return world.telling(_flattened(item, names) for item in page(world, caller, ask))


def _flattened(item: Item, names: frozenset[str]) -> Item:
    flat: dict[str, Any] = {}
    for key, value in item.items():
        flat.update(leaves(value, key) if key in names else {key: value})
    return flat


def leaves(value: object, name: str, joint: str = ".") -> dict[str, object]:
    """Give what is not an object below a value, by the names that lead there."""
    if not isinstance(value, dict) or not value:
        return {name: value}
    found: dict[str, object] = {}
    for key, each in value.items():
        found.update(leaves(each, f"{name}{joint}{key}", joint))
    return found


@sieve("apify.items.fields")
def only_asked_fields(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """With `fields` only these fields remain, in this order."""
    if ask.fields is UNSET:
        return world
    return world.telling(_picked(page(world, caller, ask), ask.fields))


def _picked(items: Iterable[Item], fields: Iterable[str]) -> Iterator[Item]:
    return ({name: item[name] for name in fields if name in item} for item in items)


@sieve("apify.items.omit")
def omitted_fields_are_left_out(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """With `omit` these fields are left out, also those that `fields` picks."""
    if ask.omit is UNSET:
        return world
    gone = frozenset(ask.omit)
    items = page(world, caller, ask)
    return world.telling({k: v for k, v in item.items() if k not in gone} for item in items)


@sieve("apify.items.output-fields")
def fields_are_renamed(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """With `outputFields` the fields that `fields` picks are told under these names."""
    if ask.outputFields is UNSET or ask.fields is UNSET:
        return world
    names = dict(zip(ask.fields, ask.outputFields, strict=False))
    items = page(world, caller, ask)
    return world.telling({names.get(k, k): v for k, v in item.items()} for item in items)


@sieve("apify.items.skip-empty")
def empty_items_are_skipped(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """With `skipEmpty` or `clean` items without fields are left out."""
    if not (ask.skipEmpty or ask.clean):
        return world
    return world.telling(item for item in page(world, caller, ask) if item)
