"""What a list of datasets keeps, and in which order; and which version tells its datapoints."""

from collections.abc import Callable, Mapping

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.humanloop.actions import ListHumanloopDatasets, ListHumanloopVersions
from mock_server.domain.humanloop.choosing import version_by_default
from mock_server.domain.humanloop.world import Dataset, HumanloopWorld, Person, Version
from mock_server.domain.step import sieve

Listed = tuple[Dataset, Version]


def listed(world: HumanloopWorld) -> tuple[str, ...]:
    """Give the ids of the datasets that a list shows; without a sieve, of all."""
    return tuple(world.datasets.ids()) if world.shown is None else world.shown


def updated_at(dataset: Dataset, version: Version) -> str:
    """Tell when a dataset, as this version of it, was last changed."""
    return max(version.updated_at, dataset.moved_at or "")


SORTS: Mapping[str, Callable[[Listed], object]] = {
    "created_at": lambda each: each[1].created_at,
    "updated_at": lambda each: updated_at(*each),
    "name": lambda each: each[0].name.casefold(),
}


def holds(text: str, part: str) -> bool:
    """Tell whether a text has a part, whatever its case."""
    return part.casefold() in text.casefold()


@sieve("humanloop.list.own-organisation")
def only_own_datasets(
    world: HumanloopWorld, caller: Person, ask: ListHumanloopDatasets
) -> HumanloopWorld:
    """A list holds the datasets of the caller's organisation and no others."""
    return world.showing(each.id for each in world.datasets.having("org", caller.org))


@sieve("humanloop.list.name-filter")
def only_datasets_with_the_name(
    world: HumanloopWorld, caller: Person, ask: ListHumanloopDatasets
) -> HumanloopWorld:
    """With `name` a list holds the datasets whose name has that text, whatever its case."""
    if ask.name is UNSET:
        return world
    name = ask.name
    return world.showing(id for id in listed(world) if holds(world.datasets[id].name, name))


@sieve("humanloop.list.user-filter")
def only_datasets_of_the_user(
    world: HumanloopWorld, caller: Person, ask: ListHumanloopDatasets
) -> HumanloopWorld:
    """With `user_filter` a list holds the datasets of those whose name or e-mail has that text."""
    if ask.user_filter is UNSET:
        return world
    text = ask.user_filter
    return world.showing(id for id in listed(world) if _is_by(world, id, text))


def _is_by(world: HumanloopWorld, id: str, text: str) -> bool:
    user = world.people[world.datasets[id].created_by]
    return holds(user.email, text) or holds(user.full_name, text)


@sieve("humanloop.list.sorted")
def datasets_are_sorted(
    world: HumanloopWorld, caller: Person, ask: ListHumanloopDatasets
) -> HumanloopWorld:
    """A list is sorted by `sort_by`: by the time of creation, of the last update, or by name."""
    rows = [world.datasets[id] for id in listed(world)]
    pairs = [(dataset, version_by_default(world, dataset)) for dataset in rows]
    pairs.sort(key=lambda pair: pair[1].number)
    pairs.sort(key=SORTS[ask.sort_by])  # type: ignore[arg-type]  # a text, whichever it is
    return world.showing(dataset.id for dataset, _ in pairs)


@sieve("humanloop.list.descending")
def datasets_descend(
    world: HumanloopWorld, caller: Person, ask: ListHumanloopDatasets
) -> HumanloopWorld:
    """A list descends, so that the newest comes first, unless `order` is `asc`."""
    return world if ask.order == "asc" else world.showing(reversed(listed(world)))


@sieve("humanloop.versions.latest-in-full")
def latest_version_is_told_in_full(
    world: HumanloopWorld, caller: Person, ask: ListHumanloopVersions
) -> HumanloopWorld:
    """With `include_datapoints` only the latest version in the list is told with its datapoints."""
    if ask.include_datapoints is UNSET:
        return world
    return replace(world, in_full=tuple(each.id for each in world.versions_of(ask.id)[:1]))
