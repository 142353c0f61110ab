"""Mistakes about sharing, unsharing and moving a dataset, and about what follows."""

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.aegis import dataset_sharing
from mock_server.domain.aegis.actions import UpdateDataset
from mock_server.domain.aegis.dataset_sharing import final_org, shared_along
from mock_server.domain.aegis.datasets import asked_for
from mock_server.domain.aegis.placement import target
from mock_server.domain.aegis.world import AegisWorld, Person
from mock_server.domain.faults import Fault, gathered, half_done, last, mistake, refused_as

Ask = UpdateDataset
OWNER_ONLY = dataset_sharing.sharer_owns_it
OWN_ORG = dataset_sharing.org_is_the_callers_own
KEEPS = dataset_sharing.nobodys_keeps_its_org
DETACHING = dataset_sharing.it_stays_shared_in_a_shared_collection


@mistake(OWNER_ONLY.rule, "administrators-may")
def administrators_unshare(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """An administrator shares and unshares a dataset that a member owns."""
    return caller.admin or OWNER_ONLY.holds(world, caller, ask)


@mistake(OWNER_ONLY.rule, "members-may-unshare")
def members_unshare(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """Every member makes a shared dataset private."""
    return ask.org_id is None or OWNER_ONLY.holds(world, caller, ask)


@mistake(OWN_ORG.rule, "any-known-organisation")
def any_organisation_is_shared_with(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """A dataset is shared with any organisation that exists."""
    return ask.org_id in world.orgs.values() or OWN_ORG.holds(world, caller, ask)


@mistake(OWN_ORG.rule, "homeless-may")
def the_homeless_share(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """Somebody without an organisation shares a dataset with any."""
    return caller.org is None or OWN_ORG.holds(world, caller, ask)


@mistake(KEEPS.rule, "administrators-may")
def administrators_unshare_an_ownerless_one(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """An administrator makes an organisation-only dataset private."""
    return caller.admin or KEEPS.holds(world, caller, ask)


@mistake(KEEPS.rule, "null-passes")
def null_is_no_change(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """An organisation-only dataset becomes private by an organisation of null."""
    return ask.org_id is None or KEEPS.holds(world, caller, ask)


@mistake("aegis.datasets.update-collection-found", "existing-is-enough")
def any_collection_will_do(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """A dataset moves to any data collection that exists, visible or not."""
    sent = ask.data_collection_id is not UNSET and ask.data_collection_id is not None
    return not sent or target(world, ask) is not None


@mistake("aegis.datasets.update-collection-found", "own-only")
def only_an_own_collection_will_do(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """No dataset moves to a data collection that a colleague shares."""
    row = target(world, ask)
    mine = row is None or row.owner in (None, caller.id)
    return mine and dataset_sharing.collection_is_found.holds(world, caller, ask)


@mistake(DETACHING.rule, "passes-with-a-name")
def a_name_hides_the_unsharing(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """A dataset in a shared data collection is unshared by a request that also renames it."""
    return ask.name is not UNSET or DETACHING.holds(world, caller, ask)


@mistake(DETACHING.rule, "detaching-does-not-help")
def the_detaching_is_overlooked(world: AegisWorld, caller: Person, ask: Ask) -> bool:
    """A request that detaches and unshares a dataset is refused like one that unshares only."""
    staying = replace(ask, data_collection_id=UNSET)
    return DETACHING.holds(world, caller, staying)


@mistake("aegis.datasets.runs-follow-organisation", "by-sharing-only")
def runs_stay_shared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """The owner's runs on a dataset stay shared when the dataset becomes private."""
    if final_org(world, ask) is None:
        return world
    return dataset_sharing.its_runs_follow_its_org.done(world, caller, ask)


@mistake("aegis.datasets.runs-follow-organisation", "by-unsharing-only")
def runs_stay_private(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """The owner's runs on a dataset stay private when the dataset becomes shared."""
    if final_org(world, ask) is not None:
        return world
    return dataset_sharing.its_runs_follow_its_org.done(world, caller, ask)


@mistake("aegis.datasets.runs-follow-collection", "not-out")
def runs_stay_behind(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """The owner's runs stay in the data collection that the dataset is taken out of."""
    if ask.data_collection_id is None:
        return world
    return dataset_sharing.its_runs_follow_its_collection.done(world, caller, ask)


@mistake("aegis.datasets.runs-follow-collection", "out-only")
def runs_do_not_come_along(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """The owner's runs do not come to the data collection that the dataset moves to."""
    if ask.data_collection_id is not None:
        return world
    return dataset_sharing.its_runs_follow_its_collection.done(world, caller, ask)


@mistake("aegis.datasets.update-moves-to-collection", "free-ones-only")
def only_a_free_dataset_moves(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A dataset that is in a data collection does not move to another one."""
    if asked_for(world, ask).collection is not None:
        return world
    return dataset_sharing.dataset_moves.done(world, caller, ask)


@mistake("aegis.datasets.null-collection-detaches", "unshares-too")
def detaching_unshares(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A dataset that is taken out of its data collection becomes private."""
    done = dataset_sharing.dataset_is_detached.done(world, caller, ask)
    return done if done is world else done.with_datasets([replace(asked_for(done, ask), org=None)])


@mistake("aegis.datasets.shared-collection-forces-organisation", "private-forces-too")
def a_private_collection_unshares(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A shared dataset that moves to a private data collection becomes private."""
    linked = target(world, ask)
    if linked is None:
        return world
    return world.with_datasets([replace(asked_for(world, ask), org=linked.org)])


@mistake("aegis.datasets.shared-collection-forces-organisation", "own-collections-only")
def a_colleagues_collection_forces_nothing(
    world: AegisWorld, caller: Person, ask: Ask
) -> AegisWorld:
    """A dataset that moves to a data collection that a colleague shares stays private."""
    linked = target(world, ask)
    if linked is None or linked.owner != caller.id:
        return world
    return dataset_sharing.dataset_takes_the_collections_org.done(world, caller, ask)


@mistake("aegis.datasets.null-organisation-unshares", "detaches-too")
def unsharing_detaches(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """A dataset that becomes private is taken out of its private data collection."""
    if ask.org_id is not None:
        return world
    return world.with_datasets([replace(asked_for(world, ask), org=None, collection=None)])


@mistake("aegis.datasets.share-takes-owners-runs-along", "on-datasets-only")
def only_runs_on_datasets_are_shared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Sharing a dataset forgets the owner's runs that point at the data collection only."""
    row = shared_along(world, caller, ask)
    if row is None or ask.org_id is UNSET:
        return world
    runs = world.runs_on(world.datasets_in(row.id))
    return world.with_runs(replace(run, org=ask.org_id) for run in runs if run.owner == caller.id)


@mistake("aegis.datasets.share-takes-owners-runs-along", "on-collection-only")
def only_runs_inside_are_shared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Sharing a dataset forgets the owner's runs that point at another dataset inside only."""
    row = shared_along(world, caller, ask)
    if row is None or ask.org_id is UNSET:
        return world
    runs = world.runs_in(row.id)
    return world.with_runs(replace(run, org=ask.org_id) for run in runs if run.owner == caller.id)


@mistake("aegis.datasets.share-takes-owners-runs-along", "every-run")
def everybodys_runs_are_shared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Sharing a dataset of the own private collection shares everybody's runs in and on it."""
    row = shared_along(world, caller, ask)
    if row is None or ask.org_id is UNSET:
        return world
    runs = [*world.runs_in(row.id), *world.runs_on(world.datasets_in(row.id))]
    return world.with_runs(replace(run, org=ask.org_id) for run in runs)


@mistake("aegis.datasets.share-takes-siblings-along", "own-only")
def foreign_siblings_stay_private(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Sharing a dataset leaves a colleague's dataset in the same data collection private."""
    row = shared_along(world, caller, ask)
    if row is None or ask.org_id is UNSET:
        return world
    own = [each for each in world.datasets_in(row.id) if each.owner == caller.id]
    return world.with_datasets(replace(each, org=ask.org_id) for each in own)


@mistake("aegis.datasets.share-takes-private-collection-along", "somebody-elses-too")
def a_foreign_collection_is_shared(world: AegisWorld, caller: Person, ask: Ask) -> AegisWorld:
    """Sharing a dataset shares the private data collection that it is in, whoever owns that."""
    row = dataset_sharing.final_collection(world, ask)
    if row is None or row.org is not None or not isinstance(ask.org_id, int):
        return world
    return world.with_collection(replace(row, org=ask.org_id))


FAULTS = (
    *gathered(globals()),
    Fault(
        OWNER_ONLY.rule,
        "refused-as-invalid",
        "A member who changes a dataset's organisation is refused like a wrong value.",
        step=refused_as(OWNER_ONLY.rule, OWN_ORG.rule),
    ),
    Fault(
        OWNER_ONLY.rule,
        "half-done",
        "A forbidden change of a dataset's organisation happens nevertheless.",
        step=half_done(OWNER_ONLY.rule),
    ),
    Fault(
        OWNER_ONLY.rule,
        "checked-last",
        "Values are checked before the permission to share a dataset.",
        broken=last(OWNER_ONLY.rule),
    ),
    Fault(
        DETACHING.rule,
        "half-done",
        "An unsharing that is refused makes the dataset private nevertheless.",
        step=half_done(DETACHING.rule),
    ),
)
