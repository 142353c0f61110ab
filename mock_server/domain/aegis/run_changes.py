"""What an update changes of a run, and who deletes one."""

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.aegis.actions import DeleteRun, UpdateRun
from mock_server.domain.aegis.ownership import (
    is_callers_org,
    keeps_org_of_nobodys_row,
    may_change_org,
    may_delete,
)
from mock_server.domain.aegis.placement import target, target_is_accessible
from mock_server.domain.aegis.runs import alias_sent, asked_for
from mock_server.domain.aegis.world import AegisWorld, Person
from mock_server.domain.step import deed, guard


@guard("aegis.runs.org-id-owner-only")
def sharer_owns_it(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """Only the owner changes the organisation of a custom run that has an owner."""
    run = asked_for(world, ask)
    return not run.custom or may_change_org(world, caller, run, ask.org_id)


@guard("aegis.runs.dataset-run-changes-alias-only")
def dataset_run_changes_its_alias_only(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """Of a dataset run nothing but the alias can be changed."""
    run = asked_for(world, ask)
    return run.custom or (ask.org_id is UNSET and ask.data_collection_id is UNSET)


@guard("aegis.runs.organisation-only-keeps-organisation")
def nobodys_keeps_its_org(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """An organisation-only custom run is neither unshared nor moved to another organisation."""
    run = asked_for(world, ask)
    return not run.custom or keeps_org_of_nobodys_row(run, ask.org_id)


@guard("aegis.runs.org-id-is-callers")
def org_is_the_callers_own(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """An owner shares a custom run with no organisation but the own one."""
    run = asked_for(world, ask)
    return not run.custom or is_callers_org(caller, run, ask.org_id)


@guard("aegis.runs.update-collection-found")
def collection_is_found(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """A custom run moves only to a data collection that the caller can access."""
    return target_is_accessible(world, caller, ask)


@guard("aegis.runs.org-id-matches-collection")
def org_matches_the_collection(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """An organisation that is sent with a data collection is that of the data collection."""
    collection = target(world, ask)
    return ask.org_id is UNSET or collection is None or ask.org_id == collection.org


@deed("aegis.runs.update-renames")
def run_is_renamed(world: AegisWorld, caller: Person, ask: UpdateRun) -> AegisWorld:
    """An alias that is sent becomes the alias of the run."""
    alias = alias_sent(ask)
    return world.with_runs([replace(asked_for(world, ask), alias=alias)]) if alias else world


@deed("aegis.runs.update-moves-to-collection")
def run_moves(world: AegisWorld, caller: Person, ask: UpdateRun) -> AegisWorld:
    """A custom run moves to the data collection that is sent."""
    collection = target(world, ask)
    if collection is None:
        return world
    return world.with_runs([replace(asked_for(world, ask), collection=collection.id)])


@deed("aegis.runs.null-collection-detaches")
def run_is_detached(world: AegisWorld, caller: Person, ask: UpdateRun) -> AegisWorld:
    """A data collection of null takes a custom run out of its collection and leaves it shared."""
    if ask.data_collection_id is not None:
        return world
    return world.with_runs([replace(asked_for(world, ask), collection=None)])


@deed("aegis.runs.shared-collection-forces-organisation")
def run_takes_the_collections_org(world: AegisWorld, caller: Person, ask: UpdateRun) -> AegisWorld:
    """A custom run that moves to a shared data collection is shared with its organisation."""
    collection = target(world, ask)
    if collection is None:
        return world
    private = world.reads("aegis.run-moved-to-private-collection", "private")
    if collection.org is None and not private:
        return world
    return world.with_runs([replace(asked_for(world, ask), org=collection.org)])


@deed("aegis.runs.share-sets-organisation")
def run_is_shared(world: AegisWorld, caller: Person, ask: UpdateRun) -> AegisWorld:
    """An organisation that is sent is the one with which the custom run is shared."""
    if ask.org_id is UNSET or ask.org_id is None:
        return world
    return world.with_runs([replace(asked_for(world, ask), org=ask.org_id)])


@deed("aegis.runs.null-organisation-unshares")
def run_is_unshared(world: AegisWorld, caller: Person, ask: UpdateRun) -> AegisWorld:
    """An organisation of null makes a custom run private."""
    if ask.org_id is not None:
        return world
    return world.with_runs([replace(asked_for(world, ask), org=None)])


@guard("aegis.runs.delete-by-owner-or-administrator")
def deleter_may_delete(world: AegisWorld, caller: Person, ask: DeleteRun) -> bool:
    """A run is deleted by its owner, or if it has none by an organisation's administrator."""
    return may_delete(caller, asked_for(world, ask))


@deed("aegis.runs.delete-removes-run")
def run_is_removed(world: AegisWorld, caller: Person, ask: DeleteRun) -> AegisWorld:
    """A deleted run is gone with its evaluations."""
    return replace(world, runs=world.runs.drop(ask.run_id))
