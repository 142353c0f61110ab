"""Mistakes about what an update takes in, puts out, renames and dates."""

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.aegis import collections, sharing
from mock_server.domain.aegis.actions import UpdateDataCollection
from mock_server.domain.aegis.selection import added, removed
from mock_server.domain.aegis.visibility import asked_for
from mock_server.domain.aegis.world import AegisWorld, Person, Run
from mock_server.domain.faults import gathered, mistake

Ask = UpdateDataCollection


@mistake("aegis.update.members-edit-not", "name-only")
def members_change_the_datasets(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """A member who may not rename a data collection changes its datasets."""
    return ask.name is UNSET or sharing.editor_owns_the_collection.holds(world, caller, ask)


@mistake("aegis.update.renames", "not-with-datasets")
def a_name_beside_datasets_is_lost(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A name that is sent beside datasets is ignored."""
    if ask.dataset_ids is not UNSET:
        return world
    return collections.collection_is_renamed.done(world, caller, ask)


@mistake("aegis.update.renames", "owner-only")
def a_members_name_is_lost(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A name that a member sends for an organisation-only data collection is ignored."""
    if asked_for(world, ask).owner is None:
        return world
    return collections.collection_is_renamed.done(world, caller, ask)


@mistake("aegis.update.removed-datasets-detached", "private-too")
def removed_datasets_become_private(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A dataset that the new set leaves out becomes private."""
    gone = removed(world, ask)
    return world.with_datasets(replace(each, org=None, collection=None) for each in gone)


@mistake("aegis.update.removed-datasets-detached", "own-only")
def only_own_datasets_are_removed(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A colleague's dataset that the new set leaves out stays inside."""
    gone = [each for each in removed(world, ask) if each.owner == caller.id]
    return collections.detached(world, gone)


@mistake("aegis.update.removed-datasets-detached", "empty-removes-nothing")
def an_empty_set_removes_nothing(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """An empty list of datasets leaves the set as it is."""
    return (
        collections.removed_datasets_are_detached.done(world, caller, ask)
        if (ask.dataset_ids)
        else world
    )


def _runs_on_removed(world: AegisWorld, ask: Ask) -> list[Run]:
    here = asked_for(world, ask).id
    return [run for run in world.runs_on(removed(world, ask)) if run.collection == here]


@mistake("aegis.update.removed-datasets-runs-detached", "every-run")
def everybodys_runs_leave(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Everybody's runs on a removed dataset leave the data collection."""
    return collections.detached_runs(world, _runs_on_removed(world, ask))


@mistake("aegis.update.removed-datasets-runs-detached", "callers-runs")
def the_callers_runs_leave(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """The caller's runs on a removed dataset leave, not those of the data collection's owner."""
    runs = _runs_on_removed(world, ask)
    return collections.detached_runs(world, [run for run in runs if run.owner == caller.id])


@mistake("aegis.update.removed-datasets-runs-detached", "dataset-owners-runs")
def the_dataset_owners_runs_leave(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """The runs of a removed dataset's owner leave, not those of the data collection's owner."""
    owners = {each.id: each.owner for each in removed(world, ask)}
    runs = _runs_on_removed(world, ask)
    return collections.detached_runs(
        world, [run for run in runs if run.owner == owners[run.dataset or 0]]
    )


@mistake("aegis.update.removed-datasets-runs-detached", "private-too")
def leaving_runs_become_private(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """The owner's runs that leave with a removed dataset become private."""
    owner = asked_for(world, ask).owner
    runs = [run for run in _runs_on_removed(world, ask) if run.owner == owner]
    return world.with_runs(replace(run, org=None, collection=None) for run in runs)


@mistake("aegis.update.removed-datasets-runs-detached", "from-anywhere")
def runs_leave_other_collections(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """The owner's runs on a removed dataset leave whichever data collection they are in."""
    owner = asked_for(world, ask).owner
    runs = world.runs_on(removed(world, ask))
    return collections.detached_runs(world, [run for run in runs if run.owner == owner])


@mistake("aegis.update.added-datasets-attached", "own-only")
def only_own_datasets_are_attached(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A colleague's dataset that is added is silently left out."""
    mine = [each for each in added(world, ask) if each.owner == caller.id]
    return collections.attached(world, asked_for(world, ask), mine)


@mistake("aegis.update.added-datasets-runs-follow", "take-organisation")
def following_runs_take_the_organisation(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A shared run that follows its dataset into a private data collection becomes private."""
    row, new = asked_for(world, ask), added(world, ask)
    runs = [run for run in world.runs_on(new) if run.owner == row.owner]
    return world.with_runs(replace(run, collection=row.id, org=row.org) for run in runs)


@mistake("aegis.update.updated-at-moves", "created-at-too")
def the_birth_moves(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """An update sets the time of the data collection's creation as well."""
    done = collections.updated_at_moves.done(world, caller, ask)
    return done.with_collection(replace(asked_for(done, ask), created_at=world.now))


@mistake("aegis.update.updated-at-moves", "author-too")
def the_author_follows(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Whoever updates a data collection becomes its author."""
    done = collections.updated_at_moves.done(world, caller, ask)
    return done.with_collection(replace(asked_for(done, ask), author_email=caller.email))


@mistake("aegis.update.updated-at-moves", "not-by-sharing")
def sharing_is_no_update(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Sharing and unsharing leave the time of the last update as it was."""
    if ask.name is UNSET and ask.dataset_ids is UNSET:
        return world
    return collections.updated_at_moves.done(world, caller, ask)


FAULTS = gathered(globals())
