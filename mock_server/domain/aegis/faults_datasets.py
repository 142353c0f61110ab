"""Mistakes about datasets: who sees one, what a list tells, its birth, name and end."""

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.aegis import (
    dataset_changes,
    dataset_lists,
    dataset_views,
    datasets,
    metrics,
    placement,
)
from mock_server.domain.aegis.actions import (
    CreateCustomRun,
    CreateDataset,
    DeleteDataset,
    GetDataset,
    ListDatasets,
    ListPartialDatasets,
    UpdateDataset,
)
from mock_server.domain.aegis.collection_views import Told, tell_nested_run
from mock_server.domain.aegis.dataset_lists import Listing, listed
from mock_server.domain.aegis.datasets import OfOneDataset, asked_for, name_sent, newborn
from mock_server.domain.aegis.placement import target
from mock_server.domain.aegis.world import PROPRIETARY, AegisWorld, Person
from mock_server.domain.faults import (
    Fault,
    gathered,
    half_done,
    left_out_in,
    mistake,
    refused_as,
)

FOUND = datasets.dataset_is_found
ACCESSIBLE = dataset_lists.only_accessible
DELETER = datasets.deleter_may_delete
NAME = datasets.name_is_free


@mistake(FOUND.rule, "any-organisation")
def members_of_any_organisation_see_it(
    world: AegisWorld, caller: Person, ask: OfOneDataset
) -> bool:
    """A shared dataset is found by the members of any organisation."""
    row = world.datasets.get(ask.dataset_id)
    shared = row is not None and row.org is not None and caller.org is not None
    return shared or FOUND.holds(world, caller, ask)


@mistake(FOUND.rule, "colleagues-see-private")
def colleagues_see_a_private_one(world: AegisWorld, caller: Person, ask: OfOneDataset) -> bool:
    """A private dataset is found by everybody in its owner's organisation."""
    row = world.datasets.get(ask.dataset_id)
    if row is None or row.owner is None or caller.org is None:
        return FOUND.holds(world, caller, ask)
    return world.people[row.owner].org == caller.org or FOUND.holds(world, caller, ask)


@mistake(FOUND.rule, "owner-only")
def only_its_owner_sees_it(world: AegisWorld, caller: Person, ask: OfOneDataset) -> bool:
    """A dataset that somebody owns is found by that owner only, shared or not."""
    row = world.datasets.get(ask.dataset_id)
    mine = row is not None and row.owner in (None, caller.id)
    return mine and FOUND.holds(world, caller, ask)


@mistake(FOUND.rule, "null-is-an-organisation")
def null_is_compared_with_null(world: AegisWorld, caller: Person, ask: OfOneDataset) -> bool:
    """Somebody without an organisation finds every private dataset."""
    row = world.datasets.get(ask.dataset_id)
    same = row is not None and row.org == caller.org
    return same or FOUND.holds(world, caller, ask)


@mistake(FOUND.rule, "proprietary-is-open")
def every_proprietary_one_is_open(world: AegisWorld, caller: Person, ask: OfOneDataset) -> bool:
    """A proprietary dataset is found by everybody, even if somebody owns it."""
    row = world.datasets.get(ask.dataset_id)
    open_ = row is not None and row.type_id == PROPRIETARY
    return open_ or FOUND.holds(world, caller, ask)


@mistake(ACCESSIBLE.rule, "own-only")
def the_list_holds_the_own_only(world: AegisWorld, caller: Person, ask: Listing) -> AegisWorld:
    """A list holds only the datasets that the caller owns."""
    return world.showing(sorted(world.datasets.ids("owner", caller.id)))


@mistake(ACCESSIBLE.rule, "shared-of-all-organisations")
def the_list_holds_all_that_is_shared(
    world: AegisWorld, caller: Person, ask: Listing
) -> AegisWorld:
    """A list holds the datasets that are shared with any organisation."""
    rows = (row for row in world.datasets if row.org is not None)
    seen = {*listed(ACCESSIBLE.kept(world, caller, ask)), *(row.id for row in rows)}
    return world.showing(sorted(seen))


@mistake(ACCESSIBLE.rule, "private-of-colleagues")
def the_list_holds_private_ones_of_colleagues(
    world: AegisWorld, caller: Person, ask: Listing
) -> AegisWorld:
    """A list holds the private datasets of the caller's colleagues too."""
    mates = [each.id for each in world.people.values() if each.org and each.org == caller.org]
    theirs = frozenset[int]().union(*(world.datasets.ids("owner", id) for id in mates))
    return world.showing(sorted(theirs | set(listed(ACCESSIBLE.kept(world, caller, ask)))))


@mistake("aegis.datasets.list-shared-false-is-own", "private-only")
def shared_false_means_private(world: AegisWorld, caller: Person, ask: Listing) -> AegisWorld:
    """With `shared=false` a list of datasets leaves out what the caller shares."""
    if ask.shared is not False:
        return world
    rows = (world.datasets[id] for id in listed(world))
    return world.showing(row.id for row in rows if row.owner == caller.id and row.org is None)


@mistake("aegis.datasets.list-shared-true-is-others", "own-too")
def shared_true_means_with_an_organisation(
    world: AegisWorld, caller: Person, ask: Listing
) -> AegisWorld:
    """With `shared=true` a list of datasets holds what the caller shares as well."""
    if ask.shared is not True:
        return world
    return world.showing(id for id in listed(world) if world.datasets[id].org is not None)


@mistake("aegis.datasets.list-search", "case-sensitive")
def the_search_minds_the_case(world: AegisWorld, caller: Person, ask: ListDatasets) -> AegisWorld:
    """A search finds a name only in the case in which it is written."""
    text = "" if ask.search is UNSET else ask.search
    return world.showing(id for id in listed(world) if text in world.datasets[id].name)


@mistake("aegis.datasets.list-search", "beginnings-only")
def the_search_finds_beginnings(world: AegisWorld, caller: Person, ask: ListDatasets) -> AegisWorld:
    """A search finds only the names that begin with the text."""
    text = "" if ask.search is UNSET else ask.search.casefold()
    rows = (world.datasets[id] for id in listed(world))
    return world.showing(row.id for row in rows if row.name.casefold().startswith(text))


@mistake("aegis.datasets.list-search", "finds-the-invisible")
def the_search_finds_invisible_ones(
    world: AegisWorld, caller: Person, ask: ListDatasets
) -> AegisWorld:
    """A search finds datasets that the caller does not see."""
    if ask.search is UNSET:
        return world
    text = ask.search.casefold()
    return world.showing(row.id for row in world.datasets if text in row.name.casefold())


@mistake("aegis.datasets.list-tells-pages", "total-counts-everything")
def the_total_counts_what_is_invisible(
    world: AegisWorld, caller: Person, ask: ListDatasets
) -> object:
    """The total of a list counts the datasets that the caller does not see."""
    told = dataset_views.page_of_datasets.told(world, caller, ask)
    if not isinstance(told, dict):
        return told
    return {**told, "meta": {**told["meta"], "total_items": len(world.datasets)}}


@mistake("aegis.datasets.partial-newest-first", "oldest-first")
def the_oldest_is_first(world: AegisWorld, caller: Person, ask: ListPartialDatasets) -> AegisWorld:
    """The short list begins with the oldest dataset."""
    return world.showing(reversed(dataset_lists.newest_first(world)))


@mistake("aegis.datasets.partial-without-proprietary", "own-too")
def the_own_proprietary_ones_are_listed(
    world: AegisWorld, caller: Person, ask: ListPartialDatasets
) -> AegisWorld:
    """The short list holds the proprietary datasets that the caller owns."""
    rows = (world.datasets[id] for id in listed(world))
    return world.showing(
        row.id for row in rows if row.type_id != PROPRIETARY or row.owner == caller.id
    )


@mistake("aegis.datasets.get-tells-all", "every-run")
def invisible_runs_are_told(world: AegisWorld, caller: Person, ask: GetDataset) -> Told:
    """A dataset is told with the private runs of others."""
    row = asked_for(world, ask)
    runs = [tell_nested_run(world, run) for run in world.runs_on([row])]
    return {**dataset_views.tell_in_full(world, caller, row), "runs": runs}


@mistake("aegis.datasets.get-tells-all", "own-runs-only")
def shared_runs_are_not_told(world: AegisWorld, caller: Person, ask: GetDataset) -> Told:
    """A dataset is told without the runs that others share with the caller."""
    row = asked_for(world, ask)
    runs = [run for run in world.runs_on([row]) if run.owner == caller.id]
    told = [tell_nested_run(world, run) for run in runs]
    return {**dataset_views.tell_in_full(world, caller, row), "runs": told}


@mistake(NAME.rule, "own-name-is-taken", only_in=UpdateDataset)
def the_own_name_is_taken(world: AegisWorld, caller: Person, ask: UpdateDataset) -> bool:
    """An update that sends the name that the dataset has is refused as a duplicate."""
    return not world.datasets.having("owner+name", (caller.id, name_sent(ask)))


@mistake(NAME.rule, "of-the-organisation")
def the_organisations_names_are_taken(
    world: AegisWorld, caller: Person, ask: CreateDataset | UpdateDataset
) -> bool:
    """A name that a dataset of the caller's organisation bears is taken as well."""
    name = name_sent(ask)
    own = ask.dataset_id if isinstance(ask, UpdateDataset) else None
    shared = [] if caller.org is None else world.datasets.having("org", caller.org)
    free = not name or all(row.name != name or row.id == own for row in shared)
    return free and NAME.holds(world, caller, ask)


@mistake(NAME.rule, "private-only")
def only_private_names_are_taken(
    world: AegisWorld, caller: Person, ask: CreateDataset | UpdateDataset
) -> bool:
    """A name that one of the caller's shared datasets bears is accepted again."""
    rows = world.datasets.having("owner+name", (caller.id, name_sent(ask)))
    own = ask.dataset_id if isinstance(ask, UpdateDataset) else None
    return all(row.org is not None or row.id == own for row in rows)


@mistake("aegis.placement.collection-found", "existing-is-enough")
def any_collection_will_do(
    world: AegisWorld, caller: Person, ask: CreateDataset | CreateCustomRun
) -> bool:
    """What is created goes into any data collection that exists, visible or not."""
    sent = ask.data_collection_id is not UNSET and ask.data_collection_id is not None
    return not sent or target(world, ask) is not None


@mistake("aegis.placement.collection-found", "own-only")
def only_an_own_collection_will_do(
    world: AegisWorld, caller: Person, ask: CreateDataset | CreateCustomRun
) -> bool:
    """Nothing is created in a data collection that a colleague shares."""
    row = target(world, ask)
    mine = row is None or row.owner in (None, caller.id)
    return mine and placement.collection_is_found.holds(world, caller, ask)


@mistake("aegis.datasets.metrics-have-thresholds", "beyond-a-hundred")
def a_threshold_may_be_any_number(
    world: AegisWorld, caller: Person, ask: CreateDataset | UpdateDataset
) -> bool:
    """A threshold beyond 100 is accepted."""
    told = metrics.stored(metrics.selection(ask) or {}).values()
    return all(type(each["threshold"]) is int for each in told)


@mistake("aegis.datasets.metrics-have-thresholds", "zero-is-none")
def a_threshold_of_zero_is_missing(
    world: AegisWorld, caller: Person, ask: CreateDataset | UpdateDataset
) -> bool:
    """A threshold of 0 is refused as if there were none."""
    told = metrics.stored(metrics.selection(ask) or {}).values()
    held = metrics.metrics_have_thresholds.holds(world, caller, ask)
    return held and all(each["threshold"] for each in told)


@mistake("aegis.datasets.create-makes-a-dataset", "last-row-lost")
def the_last_row_is_lost(world: AegisWorld, caller: Person, ask: CreateDataset) -> AegisWorld:
    """The last row of the file is not read."""
    made = datasets.a_dataset_is_made.done(world, caller, ask)
    row = newborn(made)
    return made if row is None else made.with_datasets([replace(row, records=row.records[:-1])])


@mistake("aegis.datasets.create-owned-by-caller", "collections-owner")
def the_collections_owner_owns_it(
    world: AegisWorld, caller: Person, ask: CreateDataset
) -> AegisWorld:
    """A dataset that is created in a colleague's data collection is owned by the colleague."""
    row, linked = newborn(world), target(world, ask)
    if row is None or linked is None:
        return datasets.its_owner_is_the_caller.done(world, caller, ask)
    return world.with_datasets([replace(row, owner=linked.owner)])


@mistake("aegis.datasets.create-takes-collection-organisation", "always-callers")
def it_takes_the_callers_org(world: AegisWorld, caller: Person, ask: CreateDataset) -> AegisWorld:
    """A dataset that is created in a private data collection is shared all the same."""
    row, linked = newborn(world), target(world, ask)
    if row is None or linked is None:
        return world
    return world.with_datasets([replace(row, org=caller.org)])


@mistake("aegis.datasets.update-by-owner-or-member", "owner-only")
def only_the_owner_edits(world: AegisWorld, caller: Person, ask: UpdateDataset) -> bool:
    """A member is forbidden to rename a dataset that a colleague shares."""
    return asked_for(world, ask).owner in (None, caller.id)


@mistake("aegis.datasets.updated-at-moves", "created-at-too")
def the_birth_moves(world: AegisWorld, caller: Person, ask: UpdateDataset) -> AegisWorld:
    """An update sets the time of the dataset's creation as well."""
    done = dataset_changes.updated_at_moves.done(world, caller, ask)
    return done.with_datasets([replace(asked_for(done, ask), created_at=world.now)])


@mistake("aegis.datasets.updated-at-moves", "author-too")
def the_author_follows(world: AegisWorld, caller: Person, ask: UpdateDataset) -> AegisWorld:
    """Whoever updates a dataset becomes its author."""
    done = dataset_changes.updated_at_moves.done(world, caller, ask)
    return done.with_datasets([replace(asked_for(done, ask), author_email=caller.email)])


@mistake(DELETER.rule, "members-may")
def members_delete_a_shared_one(world: AegisWorld, caller: Person, ask: DeleteDataset) -> bool:
    """Every member deletes a dataset that a colleague shares."""
    row = asked_for(world, ask)
    shared = row.owner is not None and row.org is not None and not caller.admin
    return shared or DELETER.holds(world, caller, ask)


@mistake(DELETER.rule, "administrators-may")
def administrators_delete_a_members_one(
    world: AegisWorld, caller: Person, ask: DeleteDataset
) -> bool:
    """An administrator deletes a dataset that a member owns."""
    return caller.admin or DELETER.holds(world, caller, ask)


@mistake("aegis.datasets.delete-leaves-runs", "deletes-them")
def its_runs_are_deleted_too(world: AegisWorld, caller: Person, ask: DeleteDataset) -> AegisWorld:
    """The runs on a deleted dataset are deleted with it."""
    table = world.runs
    for run in world.runs_on([asked_for(world, ask)]):
        table = table.drop(run.id)
    return replace(world, runs=table)


@mistake("aegis.datasets.delete-leaves-runs", "deletes-the-owners")
def its_owners_runs_are_deleted_too(
    world: AegisWorld, caller: Person, ask: DeleteDataset
) -> AegisWorld:
    """The owner's runs on a deleted dataset are deleted with it."""
    done = datasets.its_runs_stay_without_it.done(world, caller, ask)
    table = done.runs
    for run in world.runs_on([asked_for(world, ask)]):
        table = table.drop(run.id) if run.owner == caller.id else table
    return replace(done, runs=table)


FAULTS = (
    *gathered(globals()),
    Fault(
        FOUND.rule,
        "forbidden-to-delete",
        "Deleting an invisible dataset is forbidden, and so tells that it exists.",
        broken=left_out_in(DeleteDataset, FOUND.rule),
    ),
    Fault(
        FOUND.rule,
        "forbidden-to-all",
        "An invisible dataset is answered as forbidden instead of not found.",
        step=refused_as(FOUND.rule, "aegis.datasets.org-id-owner-only"),
    ),
    Fault(
        NAME.rule,
        "on-create-only",
        "An update gives a dataset a name that the account has already.",
        broken=left_out_in(UpdateDataset, NAME.rule),
    ),
    Fault(
        NAME.rule,
        "half-done",
        "A request that is refused for its name changes the dataset nevertheless.",
        step=half_done(NAME.rule),
    ),
    Fault(
        DELETER.rule,
        "half-done",
        "A forbidden deletion deletes the dataset nevertheless.",
        step=half_done(DELETER.rule),
    ),
)
