"""Mistakes about who sees which data collection, what a list tells, and which names are free."""

from msgspec.structs import replace

from mock_server.domain.aegis import collection_views, visibility
from mock_server.domain.aegis.actions import (
    CreateDataCollection,
    DeleteDataCollection,
    ListDataCollections,
    UpdateDataCollection,
)
from mock_server.domain.aegis.selection import Selecting
from mock_server.domain.aegis.visibility import OfOneCollection, asked_for, listed
from mock_server.domain.aegis.world import AegisWorld, Person
from mock_server.domain.faults import Fault, gathered, half_done, left_out_in, mistake, refused_as

FOUND = visibility.collection_is_found
VISIBLE = visibility.only_visible_collections


@mistake(FOUND.rule, "any-organisation")
def members_of_any_organisation_see_it(
    world: AegisWorld, caller: Person, ask: OfOneCollection
) -> bool:
    """A shared data collection is found by the members of any organisation."""
    row = world.collection(ask.data_collection_id)
    shared = row is not None and row.org is not None and caller.org is not None
    return shared or FOUND.holds(world, caller, ask)


@mistake(FOUND.rule, "colleagues-see-private")
def colleagues_see_a_private_one(world: AegisWorld, caller: Person, ask: OfOneCollection) -> bool:
    """A private data collection is found by everybody in its owner's organisation."""
    row = world.collection(ask.data_collection_id)
    if row is None or row.owner is None or caller.org is None:
        return FOUND.holds(world, caller, ask)
    return world.people[row.owner].org == caller.org or FOUND.holds(world, caller, ask)


@mistake(FOUND.rule, "administrators-see-private")
def administrators_see_a_private_one(
    world: AegisWorld, caller: Person, ask: OfOneCollection
) -> bool:
    """An administrator finds the private data collections of all members."""
    row = world.collection(ask.data_collection_id)
    if not caller.admin or row is None or row.owner is None:
        return FOUND.holds(world, caller, ask)
    return world.people[row.owner].org == caller.org or FOUND.holds(world, caller, ask)


@mistake(FOUND.rule, "owner-only")
def only_its_owner_sees_it(world: AegisWorld, caller: Person, ask: OfOneCollection) -> bool:
    """A data collection that somebody owns is found by that owner only, shared or not."""
    row = world.collection(ask.data_collection_id)
    mine = row is not None and row.owner in (None, caller.id)
    return mine and FOUND.holds(world, caller, ask)


@mistake(FOUND.rule, "organisation-only-hidden")
def nobodys_is_found_by_nobody(world: AegisWorld, caller: Person, ask: OfOneCollection) -> bool:
    """A data collection without an owner is found by nobody."""
    row = world.collection(ask.data_collection_id)
    return row is not None and row.owner is not None and FOUND.holds(world, caller, ask)


@mistake(FOUND.rule, "null-is-an-organisation")
def null_is_compared_with_null(world: AegisWorld, caller: Person, ask: OfOneCollection) -> bool:
    """Somebody without an organisation finds every private data collection."""
    row = world.collection(ask.data_collection_id)
    return row is not None and (row.owner == caller.id or row.org == caller.org)


@mistake(FOUND.rule, "owner-elsewhere")
def an_owner_elsewhere_loses_it(world: AegisWorld, caller: Person, ask: OfOneCollection) -> bool:
    """An owner who left the organisation no longer finds the own shared data collection."""
    row = world.collection(ask.data_collection_id)
    return row is not None and row.org in (None, caller.org) and FOUND.holds(world, caller, ask)


@mistake(VISIBLE.rule, "own-only")
def the_list_holds_the_own_only(
    world: AegisWorld, caller: Person, ask: ListDataCollections
) -> AegisWorld:
    """A list holds only what the caller owns."""
    return world.showing(world.collections.ids("owner", caller.id))


@mistake(VISIBLE.rule, "private-of-colleagues")
def the_list_holds_private_ones_of_colleagues(
    world: AegisWorld, caller: Person, ask: ListDataCollections
) -> AegisWorld:
    """A list holds the private data collections of the caller's colleagues too."""
    mates = [each.id for each in world.people.values() if each.org and each.org == caller.org]
    theirs = frozenset().union(*(world.collections.ids("owner", id) for id in mates))
    return world.showing(theirs | set(listed(VISIBLE.kept(world, caller, ask))))


@mistake(VISIBLE.rule, "shared-of-all-organisations")
def the_list_holds_all_that_is_shared(
    world: AegisWorld, caller: Person, ask: ListDataCollections
) -> AegisWorld:
    """A list holds what is shared with any organisation."""
    return world.showing(
        row.id for row in world.collections if row.org is not None or row.owner == caller.id
    )


@mistake("aegis.list.shared-false-is-own", "private-only")
def shared_false_means_private(
    world: AegisWorld, caller: Person, ask: ListDataCollections
) -> AegisWorld:
    """With `shared=false` a list leaves out what the caller shares."""
    if ask.shared is not False:
        return world
    rows = (world.collections[id] for id in listed(world))
    return world.showing(row.id for row in rows if row.owner == caller.id and row.org is None)


@mistake("aegis.list.shared-true-is-others", "own-too")
def shared_true_means_with_an_organisation(
    world: AegisWorld, caller: Person, ask: ListDataCollections
) -> AegisWorld:
    """With `shared=true` a list holds what the caller shares as well."""
    if ask.shared is not True:
        return world
    return world.showing(id for id in listed(world) if world.collections[id].org is not None)


@mistake("aegis.list.shared-true-is-others", "organisation-only-left-out")
def shared_true_needs_an_owner(
    world: AegisWorld, caller: Person, ask: ListDataCollections
) -> AegisWorld:
    """With `shared=true` a list leaves out what has no owner."""
    if ask.shared is not True:
        return world
    return world.showing(
        id for id in listed(world) if world.collections[id].owner not in (None, caller.id)
    )


@mistake("aegis.list.tells-pages", "total-counts-everything")
def the_total_counts_what_is_invisible(
    world: AegisWorld, caller: Person, ask: ListDataCollections
) -> object:
    """The total of a list counts the data collections that the caller does not see."""
    told = collection_views.page_of_collections.told(world, caller, ask)
    return _with_meta(told, total_items=len(world.collections))


@mistake("aegis.list.tells-pages", "total-counts-the-page")
def the_total_counts_the_page(
    world: AegisWorld, caller: Person, ask: ListDataCollections
) -> object:
    """The total of a list counts the items of the page only."""
    told = collection_views.page_of_collections.told(world, caller, ask)
    return _with_meta(told, total_items=min(ask.page_size, len(listed(world))))


@mistake("aegis.list.tells-pages", "pages-count-from-zero")
def pages_count_from_zero(world: AegisWorld, caller: Person, ask: ListDataCollections) -> object:
    """The first page of a list is the second."""
    later = replace(ask, page=ask.page + 1)
    return collection_views.page_of_collections.told(world, caller, later)


def _with_meta(told: object, **other: object) -> object:
    if not isinstance(told, dict):
        return told
    return {**told, "meta": {**told["meta"], **other}}


@mistake("aegis.names.unique-in-account", "own-name-is-taken", only_in=UpdateDataCollection)
def the_own_name_is_taken(world: AegisWorld, caller: Person, ask: UpdateDataCollection) -> bool:
    """An update that sends the name that the data collection has is refused as a duplicate."""
    name = ask.name.strip() if isinstance(ask.name, str) else None
    return not world.collections.having("owner+name", (caller.id, name))


@mistake("aegis.names.unique-in-account", "of-everybody")
def everybodys_names_are_taken(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    """A name that anybody uses for a data collection is taken, private ones included."""
    name = ask.name.strip() if isinstance(ask.name, str) else None
    own = None if isinstance(ask, CreateDataCollection) else asked_for(world, ask).id
    return all(row.name != name or row.id == own for row in world.collections)


@mistake("aegis.names.unique-in-account", "private-only")
def only_private_names_are_taken(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    """A name that one of the caller's shared data collections bears is accepted again."""
    name = ask.name.strip() if isinstance(ask.name, str) else None
    own = None if isinstance(ask, CreateDataCollection) else asked_for(world, ask).id
    rows = world.collections.having("owner+name", (caller.id, name))
    return all(row.org is not None or row.id == own for row in rows)


@mistake("aegis.names.unique-in-organisation", "owned-only")
def only_names_of_owned_ones_are_taken(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    """The name of an organisation-only data collection is accepted again."""
    name = ask.name.strip() if isinstance(ask.name, str) else None
    rows = world.collections.having("org+name", (caller.org, name))
    own = None if isinstance(ask, CreateDataCollection) else asked_for(world, ask).id
    return caller.org is None or all(
        row.owner in (None, caller.id) or row.id == own for row in rows
    )


FAULTS = (
    *gathered(globals()),
    Fault(
        FOUND.rule,
        "forbidden-to-delete",
        "Deleting an invisible data collection is forbidden, and so tells that it exists.",
        broken=left_out_in(DeleteDataCollection, FOUND.rule),
    ),
    Fault(
        FOUND.rule,
        "unchecked-on-update",
        "A data collection is updated without a look at who sees it.",
        broken=left_out_in(UpdateDataCollection, FOUND.rule),
    ),
    Fault(
        FOUND.rule,
        "forbidden-to-all",
        "An invisible data collection is answered as forbidden instead of not found.",
        step=refused_as(FOUND.rule, "aegis.delete.owned-by-owner-only"),
    ),
    Fault(
        "aegis.list.shared-needs-organisation",
        "forbidden",
        "Listing what is shared is forbidden to somebody without an organisation.",
        step=refused_as("aegis.list.shared-needs-organisation", "aegis.delete.owned-by-owner-only"),
    ),
    Fault(
        "aegis.names.not-empty",
        "on-create-only",
        "An update takes the name of a data collection away by an empty one.",
        broken=left_out_in(UpdateDataCollection, "aegis.names.not-empty"),
    ),
    Fault(
        "aegis.names.not-empty",
        "on-update-only",
        "A data collection is created with an empty name.",
        broken=left_out_in(CreateDataCollection, "aegis.names.not-empty"),
    ),
    Fault(
        "aegis.names.unique-in-account",
        "on-create-only",
        "An update gives a data collection a name that the account has already.",
        broken=left_out_in(UpdateDataCollection, "aegis.names.unique-in-account"),
    ),
    Fault(
        "aegis.names.unique-in-organisation",
        "on-create-only",
        "An update gives a data collection a name that the organisation has already.",
        broken=left_out_in(UpdateDataCollection, "aegis.names.unique-in-organisation"),
    ),
    Fault(
        "aegis.names.unique-in-account",
        "half-done",
        "A create that is refused for its name leaves a data collection behind.",
        step=half_done("aegis.names.unique-in-account"),
    ),
    Fault(
        "aegis.names.not-empty",
        "half-done",
        "A request that is refused for its empty name changes the datasets nevertheless.",
        step=half_done("aegis.names.not-empty"),
    ),
)
