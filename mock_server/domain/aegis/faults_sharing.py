"""Mistakes about who shares and unshares a data collection, and about what follows."""

from collections.abc import Iterable

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.aegis import collections, sharing
from mock_server.domain.aegis.actions import UpdateDataCollection
from mock_server.domain.aegis.selection import contained, final_set
from mock_server.domain.aegis.sharing import shares, unshares
from mock_server.domain.aegis.visibility import asked_for
from mock_server.domain.aegis.world import AegisWorld, Dataset, Person, Run
from mock_server.domain.faults import Fault, gathered, half_done, last, mistake, refused_as

Ask = UpdateDataCollection
OWNER_ONLY = sharing.sharer_owns_the_collection
NOT_UNSHARED = sharing.organisation_only_is_not_unshared
NOT_MOVED = sharing.organisation_only_is_not_moved
OWN_ORG = sharing.organisation_is_the_callers_own


def _org(ask: Ask) -> int | None:
    return None if ask.org_id is UNSET else ask.org_id


def _in_org(runs: Iterable[Run], org: int | None) -> list[Run]:
    return [replace(run, org=org) for run in runs]


def _privately(datasets: Iterable[Dataset]) -> list[Dataset]:
    return [replace(dataset, org=None) for dataset in datasets]


@mistake(OWNER_ONLY.rule, "administrators-may")
def administrators_unshare(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """An administrator shares and unshares what a member owns."""
    return caller.admin or OWNER_ONLY.holds(world, caller, ask)


@mistake(OWNER_ONLY.rule, "members-may-unshare")
def members_unshare(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """Every member makes a shared data collection private."""
    return ask.org_id is None or OWNER_ONLY.holds(world, caller, ask)


@mistake(OWNER_ONLY.rule, "passes-with-a-name")
def a_name_hides_the_change(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """A member changes the organisation in a request that also sends a name."""
    return ask.name is not UNSET or OWNER_ONLY.holds(world, caller, ask)


@mistake(NOT_UNSHARED.rule, "administrators-may")
def administrators_unshare_an_ownerless_one(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """An administrator makes an organisation-only data collection private."""
    return caller.admin or NOT_UNSHARED.holds(world, caller, ask)


@mistake(NOT_MOVED.rule, "administrators-may")
def administrators_move_an_ownerless_one(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """An administrator moves an organisation-only data collection to another organisation."""
    return caller.admin or NOT_MOVED.holds(world, caller, ask)


@mistake(NOT_MOVED.rule, "same-value-refused")
def no_organisation_is_accepted(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """The organisation that an organisation-only data collection has is refused as a move."""
    return ask.org_id is UNSET or ask.org_id is None or asked_for(world, ask).owner is not None


@mistake(OWN_ORG.rule, "any-known-organisation")
def any_organisation_is_shared_with(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """A data collection is shared with any organisation that exists."""
    return ask.org_id in world.orgs.values() or OWN_ORG.holds(world, caller, ask)


@mistake(OWN_ORG.rule, "homeless-may")
def the_homeless_share(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """Somebody without an organisation shares a data collection with any."""
    return caller.org is None or OWN_ORG.holds(world, caller, ask)


def _shared(world: AegisWorld, ask: Ask, runs: Iterable[Run]) -> AegisWorld:
    return world.with_runs(_in_org(runs, _org(ask))) if shares(world, ask) else world


@mistake("aegis.update.share-runs", "dataset-owners-runs")
def the_dataset_owners_runs_are_shared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Sharing takes along the runs of each dataset's owner, not of the data collection's."""
    rows = final_set(world, ask)
    runs = [run for row in rows for run in world.runs_on([row]) if run.owner == row.owner]
    return _shared(world, ask, runs)


@mistake("aegis.update.share-runs", "every-run")
def everybodys_runs_are_shared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Sharing takes along everybody's runs on the data collection and its datasets."""
    inside = world.runs_in(asked_for(world, ask).id)
    return _shared(world, ask, [*inside, *world.runs_on(final_set(world, ask))])


@mistake("aegis.update.share-runs", "on-datasets-only")
def only_runs_on_datasets_are_shared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Sharing forgets the owner's runs that point at the data collection only."""
    runs = world.runs_on(final_set(world, ask))
    return _shared(world, ask, [run for run in runs if run.owner == caller.id])


@mistake("aegis.update.share-runs", "on-collection-only")
def only_runs_inside_are_shared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Sharing forgets the owner's runs that point at a dataset inside only."""
    runs = world.runs_in(asked_for(world, ask).id)
    return _shared(world, ask, [run for run in runs if run.owner == caller.id])


@mistake("aegis.update.share-runs", "all-of-the-owner")
def all_of_the_owners_runs_are_shared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Sharing takes along all of the owner's runs, wherever they point."""
    return _shared(world, ask, world.runs.having("owner", caller.id))


@mistake("aegis.update.share-datasets", "own-only")
def only_own_datasets_are_shared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Sharing leaves a colleague's private dataset in the data collection private."""
    if not shares(world, ask):
        return world
    mine = [each for each in final_set(world, ask) if each.owner == caller.id]
    return world.with_datasets(replace(each, org=_org(ask)) for each in mine)


@mistake("aegis.update.share-datasets", "old-set")
def the_old_set_is_shared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Sharing while replacing the set shares the datasets that were inside, not the new ones."""
    if not shares(world, ask):
        return world
    return world.with_datasets(replace(each, org=_org(ask)) for each in contained(world, ask))


def _private(world: AegisWorld, ask: Ask, runs: Iterable[Run]) -> AegisWorld:
    return world.with_runs(_in_org(runs, None)) if unshares(world, ask) else world


@mistake("aegis.update.unshare-makes-owners-runs-private", "on-datasets-only")
def only_runs_on_datasets_are_unshared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Unsharing forgets the owner's runs that point at the data collection only."""
    runs = world.runs_on(final_set(world, ask))
    return _private(world, ask, [run for run in runs if run.owner == caller.id])


@mistake("aegis.update.unshare-makes-owners-runs-private", "on-collection-only")
def only_runs_inside_are_unshared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Unsharing forgets the owner's runs that point at a dataset inside only."""
    runs = world.runs_in(asked_for(world, ask).id)
    return _private(world, ask, [run for run in runs if run.owner == caller.id])


@mistake("aegis.update.unshare-makes-owners-runs-private", "every-run")
def everybodys_runs_are_unshared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Unsharing makes everybody's runs on the data collection private."""
    inside = world.runs_in(asked_for(world, ask).id)
    return _private(world, ask, [*inside, *world.runs_on(final_set(world, ask))])


@mistake("aegis.update.unshare-makes-owners-runs-private", "all-of-the-owner")
def all_of_the_owners_runs_are_unshared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Unsharing makes all of the owner's runs private, wherever they point."""
    return _private(world, ask, world.runs.having("owner", caller.id))


@mistake("aegis.update.unshare-makes-owners-datasets-private", "foreign-too")
def foreign_datasets_become_private(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Unsharing makes a colleague's dataset in the data collection private."""
    if not unshares(world, ask):
        return world
    return world.with_datasets(_privately(final_set(world, ask)))


@mistake("aegis.update.unshare-makes-owners-datasets-private", "outside-too")
def all_own_datasets_become_private(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Unsharing makes all of the owner's datasets private, also those outside."""
    if not unshares(world, ask):
        return world
    return world.with_datasets(_privately(world.datasets.having("owner", caller.id)))


@mistake("aegis.update.unshare-makes-owners-datasets-private", "detached-too")
def own_datasets_are_detached(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Unsharing puts the owner's datasets out of the data collection."""
    done = sharing.owners_datasets_become_private.done(world, caller, ask)
    return done if done is world else collections.detached(done, final_set(done, ask))


@mistake("aegis.update.unshare-detaches-foreign-runs", "private-too")
def detached_runs_become_private(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Unsharing makes the runs private that it puts out of the data collection."""
    gone = [run for run in world.runs_in(asked_for(world, ask).id) if run.owner != caller.id]
    done = sharing.foreign_runs_are_detached.done(world, caller, ask)
    return (
        done
        if done is world
        else done.with_runs(replace(run, org=None, collection=None) for run in gone)
    )


@mistake("aegis.update.unshare-detaches-foreign-runs", "own-too")
def own_runs_are_detached(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Unsharing puts the owner's runs out of the data collection as well."""
    if not unshares(world, ask):
        return world
    return collections.detached_runs(world, world.runs_in(asked_for(world, ask).id))


@mistake("aegis.update.unshare-detaches-foreign-runs", "on-foreign-datasets-only")
def foreign_runs_on_own_datasets_stay(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Unsharing leaves a colleague's run on the owner's dataset in the data collection."""
    if not unshares(world, ask):
        return world
    own = {each.id for each in world.datasets.having("owner", caller.id)}
    runs = world.runs_in(asked_for(world, ask).id)
    return collections.detached_runs(
        world, [run for run in runs if run.owner != caller.id and run.dataset not in own]
    )


@mistake("aegis.update.unshare-detaches-foreign-datasets", "private-too")
def detached_datasets_become_private(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Unsharing makes the datasets private that it puts out of the data collection."""
    rows = [each for each in contained(world, ask) if each.owner != caller.id]
    done = sharing.foreign_datasets_are_detached.done(world, caller, ask)
    return (
        done
        if done is world
        else done.with_datasets(replace(each, org=None, collection=None) for each in rows)
    )


@mistake("aegis.update.unshare-detaches-foreign-datasets", "owned-only")
def ownerless_datasets_stay(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Unsharing leaves an organisation-only dataset in the data collection."""
    if not unshares(world, ask):
        return world
    rows = [each for each in contained(world, ask) if each.owner not in (None, caller.id)]
    return collections.detached(world, rows)


FAULTS = (
    *gathered(globals()),
    Fault(
        OWNER_ONLY.rule,
        "refused-as-invalid",
        "A member who changes the organisation is refused with the status of a wrong value.",
        step=refused_as(OWNER_ONLY.rule, OWN_ORG.rule),
    ),
    Fault(
        OWNER_ONLY.rule,
        "refused-as-not-found",
        "A member who changes the organisation is told that there is no such data collection.",
        step=refused_as(OWNER_ONLY.rule, "aegis.visibility.collection-found"),
    ),
    Fault(
        OWNER_ONLY.rule,
        "checked-last",
        "Values are checked before permission, so that a stranger to the data learns of them.",
        broken=last(OWNER_ONLY.rule),
    ),
    Fault(
        OWNER_ONLY.rule,
        "half-done",
        "A forbidden change of the organisation happens nevertheless.",
        step=half_done(OWNER_ONLY.rule),
    ),
    Fault(
        NOT_UNSHARED.rule,
        "refused-as-forbidden",
        "Unsharing an organisation-only data collection is forbidden instead of invalid.",
        step=refused_as(NOT_UNSHARED.rule, OWNER_ONLY.rule),
    ),
    Fault(
        NOT_MOVED.rule,
        "refused-as-forbidden",
        "Moving an organisation-only data collection is forbidden instead of invalid.",
        step=refused_as(NOT_MOVED.rule, OWNER_ONLY.rule),
    ),
    Fault(
        OWN_ORG.rule,
        "refused-as-forbidden",
        "Another organisation is forbidden to the owner instead of invalid.",
        step=refused_as(OWN_ORG.rule, OWNER_ONLY.rule),
    ),
    Fault(
        OWN_ORG.rule,
        "half-done",
        "A request that is refused for its organisation is done nevertheless.",
        step=half_done(OWN_ORG.rule),
    ),
)
