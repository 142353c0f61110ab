"""Items on their way in: what may be pushed, and what a push changes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import jsonschema_rs
from msgspec.structs import replace

from mock_server.domain.apify.actions import PushApifyItems
from mock_server.domain.apify.finding import ReadingItems, asked_for
from mock_server.domain.apify.views import API
from mock_server.domain.apify.world import ApifyWorld, Item, Person
from mock_server.domain.outcomes import Told
from mock_server.domain.step import deed, guard, view


def pushed(ask: PushApifyItems) -> list[Item]:
    """Give the items of a push, be it one or a list."""
    return list(ask.body) if isinstance(ask.body, list) else [ask.body]


def invalid_items(world: ApifyWorld, caller: Person, ask: PushApifyItems) -> dict[str, Any]:
    """Tell which items break the schema, and how, in the form of the validator that Apify uses."""
    told = []
    for position, item in enumerate(pushed(ask)):
        if errors := list(_errors(world, caller, ask, item)):
            told.append({"itemPosition": position, "validationErrors": errors})
    return {"invalidItems": told}


def _errors(
    world: ApifyWorld, caller: Person, ask: PushApifyItems, item: Item
) -> Iterator[dict[str, Any]]:
    validator = _validator_of(world, caller, ask)
    for error in validator.iter_errors(item) if validator else ():
        yield {
            "instancePath": _pointer(error.instance_path),
            "schemaPath": "#" + _pointer(error.schema_path),
            "keyword": str(error.schema_path[-1]),
            "message": error.message,
        }


def _pointer(path: Iterable[str | int]) -> str:
    return "".join(f"/{each}" for each in path)


@guard("apify.items.follow-the-schema", details=invalid_items)
def items_follow_the_schema(world: ApifyWorld, caller: Person, ask: PushApifyItems) -> bool:
    """A push is refused as a whole when one of its items breaks the dataset's schema."""
    validator = _validator_of(world, caller, ask)
    return validator is None or all(validator.is_valid(item) for item in pushed(ask))


def _validator_of(
    world: ApifyWorld, caller: Person, ask: PushApifyItems
) -> jsonschema_rs.Validator | None:
    schema = asked_for(world, caller, ask).schema or {}
    return _validator(schema.get("fields"))


def _validator(fields: Mapping[str, Any] | None) -> jsonschema_rs.Validator | None:
    """Compile the schema of the items; one that is no JSON Schema holds nothing back."""
    if not isinstance(fields, dict):
        return None
    try:
        return jsonschema_rs.Draft7Validator(fields, retriever=_nothing)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError):
        return None


def _nothing(uri: str, /) -> dict[str, Any]:
    """Refuse to fetch what a schema refers to."""
    raise ValueError(f"{uri} is not fetched.")


@deed("apify.items.are-appended")
def items_are_appended(world: ApifyWorld, caller: Person, ask: PushApifyItems) -> ApifyWorld:
    """Pushed items are stored behind those that are there, in their order."""
    row = asked_for(world, caller, ask)
    items = pushed(ask)
    return world.with_items(row, world.items_of(row).and_these(items)) if items else world


@deed("apify.items.modified-at-moves")
def modified_at_moves(world: ApifyWorld, caller: Person, ask: PushApifyItems) -> ApifyWorld:
    """A push sets the dataset's `modifiedAt` to now."""
    return world.with_dataset(replace(asked_for(world, caller, ask), modified_at=world.now))


@deed("apify.items.writes-are-counted")
def writes_are_counted(world: ApifyWorld, caller: Person, ask: PushApifyItems) -> ApifyWorld:
    """Every push is counted in the dataset's statistics."""
    row = asked_for(world, caller, ask)
    return world.with_dataset(replace(row, write_count=row.write_count + 1))


@deed("apify.items.reads-are-counted")
def reads_are_counted(world: ApifyWorld, caller: Person, ask: ReadingItems) -> ApifyWorld:
    """Every reading of items is counted in the dataset's statistics."""
    row = asked_for(world, caller, ask)
    return world.with_dataset(replace(row, read_count=row.read_count + 1))


@view("apify.items.push-tells-nothing")
def empty_answer(world: ApifyWorld, caller: Person, ask: PushApifyItems) -> object:
    """A push answers with an empty object, and with the link to the items."""
    row = asked_for(world, caller, ask)
    return Told({}, headers={"Location": f"{API}/{row.id}/items"})
