"""Mistakes about items: pushed, picked, paged and written."""

from typing import Any

from msgspec.structs import replace

from mock_server.domain.apify import formats, items, pages, statistics
from mock_server.domain.apify.actions import GetApifyStatistics, PushApifyItems
from mock_server.domain.apify.finding import ReadingItems, asked_for
from mock_server.domain.apify.items import pushed
from mock_server.domain.apify.pages import page, positions
from mock_server.domain.apify.world import ApifyWorld, Item, Items, Person, without_hidden
from mock_server.domain.faults import Fault, gathered, half_done, mistake
from mock_server.domain.outcomes import Told


@mistake("apify.items.are-appended", "in-front")
def items_are_put_in_front(world: ApifyWorld, caller: Person, ask: PushApifyItems) -> ApifyWorld:
    """Pushed items stand before those that are there."""
    row = asked_for(world, caller, ask)
    return world.with_items(row, Items().and_these([*pushed(ask), *_stored(world.items_of(row))]))


@mistake("apify.items.are-appended", "replaced")
def items_are_replaced(world: ApifyWorld, caller: Person, ask: PushApifyItems) -> ApifyWorld:
    """A push replaces the items that are there."""
    return world.with_items(asked_for(world, caller, ask), Items().and_these(pushed(ask)))


@mistake("apify.items.are-appended", "first-alone")
def only_the_first_is_kept(world: ApifyWorld, caller: Person, ask: PushApifyItems) -> ApifyWorld:
    """Of a list of items only the first is stored."""
    row = asked_for(world, caller, ask)
    return world.with_items(row, world.items_of(row).and_these(pushed(ask)[:1]))


def _stored(told: Items) -> list[Item]:
    return [told.rows[position] for position in range(told.count)]


@mistake("apify.items.writes-are-counted", "by-items")
def writes_count_items(world: ApifyWorld, caller: Person, ask: PushApifyItems) -> ApifyWorld:
    """A push counts as often as it has items."""
    row = asked_for(world, caller, ask)
    return world.with_dataset(replace(row, write_count=row.write_count + len(pushed(ask))))


@mistake("apify.items.reads-are-counted", "by-items")
def reads_count_items(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """A reading counts as often as the dataset has items."""
    row = asked_for(world, caller, ask)
    count = world.items_of(row).count
    return world.with_dataset(replace(row, read_count=row.read_count + count))


@mistake("apify.items.follow-the-schema", "first-alone")
def only_the_first_is_checked(world: ApifyWorld, caller: Person, ask: PushApifyItems) -> bool:
    """Only the first item of a push is held against the schema."""
    return items.items_follow_the_schema.holds(world, caller, replace(ask, body=pushed(ask)[:1]))


@mistake("apify.items.offset", "before-desc")
def the_offset_counts_from_the_beginning(
    world: ApifyWorld, caller: Person, ask: ReadingItems
) -> ApifyWorld:
    """In descending order the offset leaves out the items that were stored first."""
    at = positions(world, caller, ask)
    return replace(world, positions=at[: len(at) - ask.offset] if ask.desc else at[ask.offset :])


@mistake("apify.items.limit", "one-more")
def one_item_more_is_told(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """One item more than the limit is told."""
    if not isinstance(ask.limit, int):
        return world
    return replace(world, positions=positions(world, caller, ask)[: ask.limit + 1])


@mistake("apify.items.skip-hidden", "clean-keeps-them")
def clean_keeps_hidden_fields(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """Clean items keep their hidden fields."""
    return pages.hidden_fields_are_skipped.kept(world, caller, replace(ask, clean=False))


@mistake("apify.items.skip-hidden", "any-hash")
def any_field_with_a_hash_is_hidden(
    world: ApifyWorld, caller: Person, ask: ReadingItems
) -> ApifyWorld:
    """A field with the hidden mark anywhere in its name is hidden."""
    if not (ask.skipHidden or ask.clean):
        return world
    told = page(world, caller, ask)
    return world.telling({k: v for k, v in each.items() if "#" not in k} for each in told)


@mistake("apify.items.skip-empty", "hidden-is-empty")
def hidden_fields_do_not_count(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """Items that have only hidden fields are skipped as empty, though those are told."""
    if not (ask.skipEmpty or ask.clean):
        return world
    return world.telling(each for each in page(world, caller, ask) if without_hidden(each))


@mistake("apify.items.fields", "in-their-own-order")
def fields_stay_in_their_order(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """Picked fields stand in the order of the item."""
    if not isinstance(ask.fields, list):
        return world
    told, kept = page(world, caller, ask), ask.fields
    return world.telling({k: v for k, v in each.items() if k in kept} for each in told)


@mistake("apify.items.fields", "null-where-missing")
def missing_fields_are_null(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """A picked field that an item lacks is told as null."""
    if not isinstance(ask.fields, list):
        return world
    told, kept = page(world, caller, ask), ask.fields
    return world.telling({name: each.get(name) for name in kept} for each in told)


@mistake("apify.items.omit", "fields-win")
def picked_fields_are_not_omitted(
    world: ApifyWorld, caller: Person, ask: ReadingItems
) -> ApifyWorld:
    """A field that is both picked and omitted is told."""
    if isinstance(ask.fields, list):
        return world
    return pages.omitted_fields_are_left_out.kept(world, caller, ask)


@mistake("apify.items.unwind", "the-rest-is-lost")
def unwinding_loses_the_rest(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """An unwound element stands alone, without the other fields of its item."""
    if not isinstance(ask.unwind, list):
        return world
    told: list[Item] = []
    for each in page(world, caller, ask):
        value = each.get(ask.unwind[0])
        objects = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        told.extend(objects or [each])
    return world.telling(told)


@mistake("apify.items.unwind", "others-are-dropped")
def items_without_the_field_are_dropped(
    world: ApifyWorld, caller: Person, ask: ReadingItems
) -> ApifyWorld:
    """Items that lack the unwound field are dropped."""
    if not isinstance(ask.unwind, list):
        return world
    kept = [each for each in page(world, caller, ask) if ask.unwind[0] in each]
    return pages.fields_are_unwound.kept(world.telling(kept), caller, ask)


@mistake("apify.items.flatten", "everything")
def everything_is_flattened(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """Every object is flattened, also those that were not asked for."""
    if not isinstance(ask.flatten, list):
        return world
    every = [name for each in page(world, caller, ask) for name in each]
    return pages.fields_are_flattened.kept(world, caller, replace(ask, flatten=every))


@mistake("apify.items.tells-a-page", "total-of-the-page")
def the_total_is_of_the_page(world: ApifyWorld, caller: Person, ask: ReadingItems) -> object:
    """The header of the total counts the items of the page."""
    told: Any = formats.page_of_items.told(world, caller, ask)
    count = told.headers["X-Apify-Pagination-Count"]
    return replace(told, headers={**told.headers, "X-Apify-Pagination-Total": count})


@mistake("apify.items.tells-a-page", "no-desc-header")
def the_header_that_clients_need_is_missing(
    world: ApifyWorld, caller: Person, ask: ReadingItems
) -> object:
    """The header lacks that is not documented and that clients cannot do without."""
    told: Any = formats.page_of_items.told(world, caller, ask)
    kept = {k: v for k, v in told.headers.items() if not k.endswith("Desc")}
    return replace(told, headers=kept)


@mistake("apify.items.tells-a-page", "enveloped")
def items_are_enveloped(world: ApifyWorld, caller: Person, ask: ReadingItems) -> object:
    """Items are told within an object, like everything else."""
    told: Any = formats.page_of_items.told(world, caller, ask)
    shown = {"data": list(page(world, caller, ask))}
    return Told(shown, headers=told.headers) if ask.format == "json" else told


@mistake("apify.statistics.tells-fields", "texts-are-empty")
def empty_texts_count_as_gaps(world: ApifyWorld, caller: Person, ask: GetApifyStatistics) -> object:
    """An empty text counts as a field that is not there."""
    row = asked_for(world, caller, ask)
    stored = _stored(world.items_of(row))
    kept = Items().and_these({k: v for k, v in each.items() if v != ""} for each in stored)
    return statistics.statistics.told(world.with_items(row, kept), caller, ask)


stored_though_refused = Fault(
    "apify.items.follow-the-schema",
    "half-done",
    "A push that breaks the schema is refused after it was stored.",
    step=half_done("apify.items.follow-the-schema"),
)
FAULTS = gathered(globals())
