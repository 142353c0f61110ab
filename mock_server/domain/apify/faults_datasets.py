"""Mistakes about datasets: their names, birth, changes, lists and how they are told."""

import re
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.apify import datasets, lists, names, views
from mock_server.domain.apify.actions import (
    CreateApifyDataset,
    DeleteApifyDataset,
    GetApifyDataset,
    ListApifyDatasets,
    UpdateApifyDataset,
)
from mock_server.domain.apify.datasets import a_dataset_is_made, newborn
from mock_server.domain.apify.finding import asked_for
from mock_server.domain.apify.names import Naming
from mock_server.domain.apify.world import FOLLOW, RESTRICTED, ApifyWorld, Person
from mock_server.domain.faults import Fault, gathered, half_done, left_out_in, mistake


@mistake("apify.create.makes-a-dataset", "always-a-new-one")
def a_create_always_makes(world: ApifyWorld, caller: Person, ask: CreateApifyDataset) -> ApifyWorld:
    """A create with a name that is there makes a second dataset."""
    return a_dataset_is_made.done(world, caller, replace(ask, name=UNSET))


@mistake("apify.create.makes-a-dataset", "unnamed-once")
def the_unnamed_one_is_made_once(
    world: ApifyWorld, caller: Person, ask: CreateApifyDataset
) -> ApifyWorld:
    """A create without a name answers with the unnamed dataset that is there."""
    own = world.datasets.having("owner", caller.id)
    unnamed = next((row for row in own if row.name is None), None)
    if ask.name is UNSET and unnamed is not None:
        return replace(world, made=unnamed.id)
    return a_dataset_is_made.done(world, caller, ask)


@mistake("apify.create.makes-a-dataset", "restricted-by-default")
def a_new_one_is_restricted(
    world: ApifyWorld, caller: Person, ask: CreateApifyDataset
) -> ApifyWorld:
    """A new dataset is restricted instead of following its owner's account."""
    after = a_dataset_is_made.done(world, caller, ask)
    row = newborn(after)
    return after if row is None else after.with_dataset(replace(row, general_access=RESTRICTED))


@mistake("apify.create.makes-a-dataset", "name-of-anybody")
def a_name_of_anybody_is_taken(
    world: ApifyWorld, caller: Person, ask: CreateApifyDataset
) -> ApifyWorld:
    """A name that somebody else uses makes no new dataset."""
    taken = isinstance(ask.name, str) and any(world.named(id, ask.name) for id in world.people)
    return world if taken else a_dataset_is_made.done(world, caller, ask)


@mistake("apify.names.length", "sixty-four")
def sixty_four_pass(world: ApifyWorld, caller: Person, ask: Naming) -> bool:
    """A name may have 64 characters."""
    return not isinstance(ask.name, str) or 1 <= len(ask.name) <= names.LONGEST + 1


@mistake("apify.names.length", "empty-passes")
def an_empty_name_passes(world: ApifyWorld, caller: Person, ask: Naming) -> bool:
    """An empty name is taken."""
    return not isinstance(ask.name, str) or len(ask.name) <= names.LONGEST


@mistake("apify.names.length", "sixty-two")
def sixty_three_are_refused(world: ApifyWorld, caller: Person, ask: Naming) -> bool:
    """A name has at most 62 characters."""
    return not isinstance(ask.name, str) or 1 <= len(ask.name) < names.LONGEST


@mistake("apify.names.characters", "hyphen-anywhere")
def a_hyphen_may_stand_anywhere(world: ApifyWorld, caller: Person, ask: Naming) -> bool:
    """A name may begin and end with a hyphen."""
    return not isinstance(ask.name, str) or re.fullmatch("[A-Za-z0-9-]*", ask.name) is not None


@mistake("apify.names.characters", "lower-case-only")
def only_lower_case_passes(world: ApifyWorld, caller: Person, ask: Naming) -> bool:
    """A name with a capital letter is refused."""
    lower = not isinstance(ask.name, str) or ask.name == ask.name.lower()
    return lower and names.name_has_fit_characters.holds(world, caller, ask)


@mistake("apify.names.unique-for-their-owner", "own-name-is-taken")
def the_own_name_is_taken(world: ApifyWorld, caller: Person, ask: UpdateApifyDataset) -> bool:
    """An update that repeats the dataset's own name is refused."""
    owner = asked_for(world, caller, ask).owner
    return not isinstance(ask.name, str) or world.named(owner, ask.name) is None


@mistake("apify.names.unique-for-their-owner", "unique-for-everybody")
def names_are_unique_for_everybody(
    world: ApifyWorld, caller: Person, ask: UpdateApifyDataset
) -> bool:
    """A name that a dataset of anybody has is taken."""
    others = isinstance(ask.name, str) and any(
        world.named(id, ask.name) for id in world.people if id != caller.id
    )
    return not others and names.name_is_free.holds(world, caller, ask)


@mistake("apify.update.null-takes-the-name-away", "id-for-a-name")
def null_renames_to_the_id(
    world: ApifyWorld, caller: Person, ask: UpdateApifyDataset
) -> ApifyWorld:
    """A name of null makes the id the name."""
    row = asked_for(world, caller, ask)
    return world if ask.name is not None else world.with_dataset(replace(row, name=row.id))


@mistake("apify.update.renames", "absent-is-null")
def an_absent_name_is_null(
    world: ApifyWorld, caller: Person, ask: UpdateApifyDataset
) -> ApifyWorld:
    """An update that sends no name takes the name away."""
    if ask.name is not UNSET:
        return datasets.dataset_is_renamed.done(world, caller, ask)
    return world.with_dataset(replace(asked_for(world, caller, ask), name=None))


@mistake("apify.update.sets-general-access", "absent-is-default")
def an_absent_level_is_the_default(
    world: ApifyWorld, caller: Person, ask: UpdateApifyDataset
) -> ApifyWorld:
    """An update that sends no general access sets it to the default."""
    row = asked_for(world, caller, ask)
    level = FOLLOW if ask.generalAccess is UNSET else ask.generalAccess
    return world.with_dataset(replace(row, general_access=level))


@mistake("apify.update.modified-at-moves", "created-at-too")
def created_at_moves_too(world: ApifyWorld, caller: Person, ask: UpdateApifyDataset) -> ApifyWorld:
    """An update moves the time of the birth too."""
    after = datasets.modified_at_moves.done(world, caller, ask)
    return after.with_dataset(replace(asked_for(after, caller, ask), created_at=world.now))


@mistake("apify.update.modified-at-moves", "empty-update-too")
def an_empty_update_moves_it(
    world: ApifyWorld, caller: Person, ask: UpdateApifyDataset
) -> ApifyWorld:
    """An update that sends nothing moves the time of the last change."""
    return world.with_dataset(replace(asked_for(world, caller, ask), modified_at=world.now))


@mistake("apify.update.tells-the-dataset", "before-the-change")
def the_old_name_is_told(world: ApifyWorld, caller: Person, ask: UpdateApifyDataset) -> object:
    """An update answers without the name."""
    told: Any = views.updated_dataset.told(world, caller, ask)
    return {"data": {key: value for key, value in told["data"].items() if key != "name"}}


@mistake("apify.delete.removes-the-dataset", "items-stay")
def only_the_name_goes(world: ApifyWorld, caller: Person, ask: DeleteApifyDataset) -> ApifyWorld:
    """A deleted dataset loses its name and stays there by its id."""
    return world.with_dataset(replace(asked_for(world, caller, ask), name=None))


@mistake("apify.dataset.key-is-for-writers", "readers-with-a-grant-too")
def readers_with_a_grant_are_told_the_key(
    world: ApifyWorld, caller: Person, ask: GetApifyDataset
) -> ApifyWorld:
    """The key is told to those who hold any grant."""
    if caller.id in asked_for(world, caller, ask).grants:
        return world
    return views.key_is_for_writers.kept(world, caller, ask)


@mistake("apify.list.only-accessible", "grants-are-forgotten")
def granted_ones_are_missing(
    world: ApifyWorld, caller: Person, ask: ListApifyDatasets
) -> ApifyWorld:
    """A list lacks what others granted to the caller."""
    return world.showing(sorted(world.datasets.ids("owner", caller.id)))


@mistake("apify.list.only-accessible", "open-ones-too")
def open_ones_are_listed(world: ApifyWorld, caller: Person, ask: ListApifyDatasets) -> ApifyWorld:
    """A list holds every dataset that is open to anybody."""
    own = lists.only_accessible.kept(world, caller, ask)
    opened = (row.id for row in world.datasets if row.general_access not in (RESTRICTED, FOLLOW))
    return world.showing(sorted({*lists.listed(own), *opened}))


@mistake("apify.list.only-named", "unnamed-alone")
def unnamed_are_listed_alone(
    world: ApifyWorld, caller: Person, ask: ListApifyDatasets
) -> ApifyWorld:
    """Asked for unnamed datasets, a list lacks the named ones."""
    if not ask.unnamed:
        return lists.only_named.kept(world, caller, ask)
    return world.showing(id for id in lists.listed(world) if world.datasets[id].name is None)


@mistake("apify.list.oldest-first", "by-name")
def a_list_goes_by_name(world: ApifyWorld, caller: Person, ask: ListApifyDatasets) -> ApifyWorld:
    """A list is in the order of the names."""
    ids = lists.listed(world)
    return world.showing(sorted(ids, key=lambda id: world.datasets[id].name or ""))


@mistake("apify.list.tells-a-page", "total-of-the-page")
def the_total_is_of_the_page(world: ApifyWorld, caller: Person, ask: ListApifyDatasets) -> object:
    """The total counts what is on the page."""
    told: Any = lists.page_of_datasets.told(world, caller, ask)
    return {"data": {**told["data"], "total": told["data"]["count"]}}


refused_and_done = Fault(
    "apify.names.characters",
    "half-done",
    "An update with a bad name is refused after it was carried out.",
    step=half_done("apify.names.characters"),
)
create_takes_any_name = Fault(
    "apify.names.characters",
    "create-takes-any",
    "A create takes names that an update refuses.",
    broken=left_out_in(CreateApifyDataset, "apify.names.characters"),
)
FAULTS = gathered(globals())
