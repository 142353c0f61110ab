"""Mistakes about promotion, and about the new set of a data collection that is shared."""

from collections.abc import Iterable

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.aegis import promotion
from mock_server.domain.aegis.actions import UpdateDataCollection
from mock_server.domain.aegis.promotion import promotes
from mock_server.domain.aegis.selection import added, final_set, is_shared_with, removed
from mock_server.domain.aegis.sharing import stays_shared
from mock_server.domain.aegis.visibility import asked_for
from mock_server.domain.aegis.world import AegisWorld, Person, Run
from mock_server.domain.faults import Fault, gathered, half_done, mistake
from mock_server.domain.outcomes import Outcome
from mock_server.domain.step import Rulebook, step

Ask = UpdateDataCollection


def _in_org(runs: Iterable[Run], org: int | None) -> list[Run]:
    return [replace(run, org=org) for run in runs]


@mistake("aegis.names.free-where-it-is-shared", "on-promotion-only")
def a_taken_name_is_shared(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """The name is compared where a data collection is promoted, not where it is shared."""
    return ask.org_id is not UNSET or promotion.name_is_free_where_it_is_shared.holds(
        world, caller, ask
    )


@mistake("aegis.update.promotion-needs-promotable-set", "added-only")
def only_the_added_need_be_promotable(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """A foreign private dataset that is inside already does not stop a promotion."""
    if not promotes(world, caller, ask):
        return True
    return all(each.org is not None or each.owner == caller.id for each in added(world, ask))


@mistake("aegis.update.shared-collection-shares-new-set", "own-only")
def only_own_datasets_take_the_org(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """In the new set of a shared data collection only the owner's datasets become shared."""
    if not stays_shared(world, ask):
        return world
    row = asked_for(world, ask)
    mine = [each for each in final_set(world, ask) if each.owner == row.owner]
    return world.with_datasets(replace(each, org=row.org) for each in mine)


@mistake("aegis.update.shared-collection-shares-new-set", "added-only")
def only_added_datasets_take_the_org(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """In the new set of a shared data collection only the datasets that are new become shared."""
    if not stays_shared(world, ask):
        return world
    org = asked_for(world, ask).org
    return world.with_datasets(replace(each, org=org) for each in added(world, ask))


@mistake("aegis.update.shared-collection-shares-new-set", "removed-too")
def removed_datasets_take_the_org_too(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A private dataset that leaves a shared data collection becomes shared on its way out."""
    if not stays_shared(world, ask):
        return world
    org, rows = asked_for(world, ask).org, [*final_set(world, ask), *removed(world, ask)]
    return world.with_datasets(replace(each, org=org) for each in rows)


def _synced(world: AegisWorld, ask: Ask, owners: Iterable[int | None] | None) -> AegisWorld:
    if not stays_shared(world, ask):
        return world
    runs = world.runs_on(final_set(world, ask))
    kept = [run for run in runs if owners is None or run.owner in owners]
    return world.with_runs(_in_org(kept, asked_for(world, ask).org))


@mistake("aegis.update.shared-collection-syncs-runs", "callers-runs")
def the_callers_runs_are_synced(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """The caller's runs on the new set become shared, not those of the data collection's owner."""
    return _synced(world, ask, {caller.id})


@mistake("aegis.update.shared-collection-syncs-runs", "every-run")
def everybodys_runs_are_synced(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Everybody's runs on the new set of a shared data collection become shared."""
    return _synced(world, ask, None)


@mistake("aegis.update.shared-collection-syncs-runs", "added-only")
def runs_on_kept_datasets_are_not_synced(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """The owner's runs become shared on the datasets that are new, not on those that stay."""
    if not stays_shared(world, ask):
        return world
    row = asked_for(world, ask)
    runs = [run for run in world.runs_on(added(world, ask)) if run.owner == row.owner]
    return world.with_runs(_in_org(runs, row.org))


@mistake("aegis.update.promotion-shares-own-datasets", "added-only")
def only_added_datasets_are_promoted(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A promotion shares the private datasets that are added, not those that are inside."""
    if not promotes(world, caller, ask):
        return world
    new = [each for each in added(world, ask) if each.owner == caller.id]
    return world.with_datasets(replace(each, org=caller.org) for each in new)


@mistake("aegis.update.promotion-shares-own-datasets", "old-set-too")
def removed_datasets_are_promoted_too(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A promotion shares the private datasets that leave the data collection as well."""
    if not promotes(world, caller, ask):
        return world
    rows = [*final_set(world, ask), *removed(world, ask)]
    mine = [each for each in rows if each.owner == caller.id]
    return world.with_datasets(replace(each, org=caller.org) for each in mine)


@mistake("aegis.update.promotion-shares-own-runs", "every-run")
def everybodys_runs_are_promoted(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A promotion shares everybody's runs on the caller's private datasets."""
    if not promotes(world, caller, ask):
        return world
    mine = [each for each in final_set(world, ask) if each.org is None]
    return world.with_runs(_in_org(world.runs_on(mine), caller.org))


@mistake("aegis.update.promotion-shares-own-runs", "added-only")
def only_runs_on_added_datasets_are_promoted(
    world: AegisWorld, caller: Person, ask: Ask
) -> AegisWorld:
    """A promotion shares the caller's runs on added datasets, not on those that are inside."""
    if not promotes(world, caller, ask):
        return world
    private = [each for each in added(world, ask) if each.org is None]
    runs = [run for run in world.runs_on(private) if run.owner == caller.id]
    return world.with_runs(_in_org(runs, caller.org))


@mistake("aegis.update.promotion-shares-own-runs", "on-collection-only")
def only_runs_inside_are_promoted(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A promotion shares the caller's runs only if they point at the data collection too."""
    done = promotion.promotion_takes_own_runs_along.done(world, caller, ask)
    here = {run.id for run in world.runs_in(asked_for(world, ask).id)}
    return world.with_runs(run for run in done.runs.having("owner", caller.id) if run.id in here)


@mistake("aegis.update.shared-dataset-promotes", "own-only")
def a_colleagues_dataset_promotes_nothing(
    world: AegisWorld, caller: Person, ask: Ask
) -> AegisWorld:
    """Adding a colleague's shared dataset leaves the data collection private."""
    if all(each.owner != caller.id for each in added(world, ask) if is_shared_with(caller, each)):
        return world
    return promotion.shared_dataset_promotes_the_collection.done(world, caller, ask)


@mistake("aegis.update.shared-dataset-promotes", "kept-one-is-enough")
def a_kept_dataset_promotes(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A shared dataset that is inside already promotes when it is sent again."""
    row = asked_for(world, ask)
    inside = ask.dataset_ids is not UNSET and any(
        is_shared_with(caller, each) for each in final_set(world, ask)
    )
    if ask.org_id is not UNSET or row.org is not None or not inside:
        return world
    return world.with_collection(replace(row, org=caller.org))


def _opt_out_is_lost(
    world: AegisWorld, caller: object, ask: object, rulebook: Rulebook
) -> tuple[Outcome, AegisWorld]:
    if isinstance(ask, UpdateDataCollection) and ask.org_id is None:
        row = world.collection(ask.data_collection_id)
        if row is not None and row.org is None:
            ask = replace(ask, org_id=UNSET)
    return step(world, caller, ask, rulebook)


FAULTS = (
    *gathered(globals()),
    Fault(
        "aegis.update.shared-dataset-promotes",
        "despite-opt-out",
        "An organisation of null is taken as absent, so that nobody opts out of a promotion.",
        step=_opt_out_is_lost,
    ),
    Fault(
        "aegis.update.promotion-needs-promotable-set",
        "half-done",
        "A refused promotion attaches the datasets nevertheless.",
        step=half_done("aegis.update.promotion-needs-promotable-set"),
    ),
)
