"""Mistakes about runs: who sees one, where it goes, its alias, what is told of it, its end."""

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.aegis import run_changes, run_views, runs
from mock_server.domain.aegis.actions import (
    DeleteRun,
    DownloadRun,
    UpdateRun,
)
from mock_server.domain.aegis.collection_views import Told
from mock_server.domain.aegis.placement import target
from mock_server.domain.aegis.run_views import Telling, told_run
from mock_server.domain.aegis.runs import (
    Creating,
    OfOneRun,
    alias_sent,
    asked_for,
)
from mock_server.domain.aegis.world import AegisWorld, Person, Record, RunPart
from mock_server.domain.faults import (
    Fault,
    gathered,
    half_done,
    left_out_in,
    mistake,
    refused_as,
)

FOUND = runs.run_is_found
OWNER_ONLY = run_changes.sharer_owns_it
OWN_ORG = run_changes.org_is_the_callers_own
KEEPS = run_changes.nobodys_keeps_its_org
ALIAS_ONLY = run_changes.dataset_run_changes_its_alias_only
DELETER = run_changes.deleter_may_delete
ALIAS = runs.alias_is_free


@mistake(FOUND.rule, "any-organisation")
def members_of_any_organisation_see_it(world: AegisWorld, caller: Person, ask: OfOneRun) -> bool:
    """A shared run is found by the members of any organisation."""
    run = world.runs.get(ask.run_id)
    shared = run is not None and run.org is not None and caller.org is not None
    return shared or FOUND.holds(world, caller, ask)


@mistake(FOUND.rule, "owner-only")
def only_its_owner_sees_it(world: AegisWorld, caller: Person, ask: OfOneRun) -> bool:
    """A run that somebody owns is found by that owner only, shared or not."""
    run = world.runs.get(ask.run_id)
    mine = run is not None and run.owner in (None, caller.id)
    return mine and FOUND.holds(world, caller, ask)


@mistake(FOUND.rule, "colleagues-see-private")
def colleagues_see_a_private_one(world: AegisWorld, caller: Person, ask: OfOneRun) -> bool:
    """A private run is found by everybody in its owner's organisation."""
    run = world.runs.get(ask.run_id)
    if run is None or run.owner is None or caller.org is None:
        return FOUND.holds(world, caller, ask)
    return world.people[run.owner].org == caller.org or FOUND.holds(world, caller, ask)


@mistake(FOUND.rule, "null-is-an-organisation")
def null_is_compared_with_null(world: AegisWorld, caller: Person, ask: OfOneRun) -> bool:
    """Somebody without an organisation finds every private run."""
    run = world.runs.get(ask.run_id)
    return run is not None and (run.owner == caller.id or run.org == caller.org)


@mistake(FOUND.rule, "by-dataset")
def who_sees_its_dataset_sees_it(world: AegisWorld, caller: Person, ask: OfOneRun) -> bool:
    """A private run is found by whoever sees the dataset that it is on."""
    run = world.runs.get(ask.run_id)
    row = None if run is None else world.datasets.get(run.dataset or 0)
    return (row is not None and world.sees(caller, row)) or FOUND.holds(world, caller, ask)


@mistake(FOUND.rule, "by-collection")
def who_sees_its_collection_sees_it(world: AegisWorld, caller: Person, ask: OfOneRun) -> bool:
    """A private run is found by whoever sees the data collection that it is in."""
    run = world.runs.get(ask.run_id)
    row = None if run is None else world.collection(run.collection or 0)
    return (row is not None and world.sees(caller, row)) or FOUND.holds(world, caller, ask)


@mistake("aegis.runs.texts-are-cut", "longer-by-one")
def texts_are_cut_too_late(world: AegisWorld, caller: Person, ask: Telling) -> AegisWorld:
    """The texts of a record are told up to their first 101 characters."""
    return _cut(world, ask, ("prompt", "input", "context", "output", "golden_answer"), 101)


@mistake("aegis.runs.texts-are-cut", "prompts-only")
def only_prompts_are_cut(world: AegisWorld, caller: Person, ask: Telling) -> AegisWorld:
    """Of a record only the prompt is cut."""
    return _cut(world, ask, ("prompt",), run_views.LONGEST_TEXT)


def _cut(world: AegisWorld, ask: Telling, fields: tuple[str, ...], length: int) -> AegisWorld:
    run = told_run(world, ask)
    if run is None:
        return world
    parts = tuple(
        RunPart(part.metrics, tuple(_short(each, fields, length) for each in part.records))
        for part in run.parts
    )
    return world.with_runs([replace(run, parts=parts)])


def _short(record: Record, fields: tuple[str, ...], length: int) -> Record:
    told = {field: getattr(record, field) for field in fields}
    return replace(record, **{field: text and text[:length] for field, text in told.items()})


@mistake("aegis.runs.is-told-with-evaluations", "author-as-user")
def the_author_is_told_as_its_user(world: AegisWorld, caller: Person, ask: Telling) -> Told:
    """Whoever created a run is told as its user, also when nobody owns it."""
    run = told_run(world, ask)
    if run is None:
        return {}
    return {**run_views.tell_run(world, run), "user": run.author_email}


@mistake("aegis.runs.is-told-with-evaluations", "first-metric-only")
def only_the_first_metric_is_told(world: AegisWorld, caller: Person, ask: Telling) -> Told:
    """A run is told with the evaluations of the first metric of each part only."""
    run = told_run(world, ask)
    if run is None:
        return {}
    parts = tuple(RunPart(part.metrics[:1], part.records) for part in run.parts)
    return run_views.tell_run(world, replace(run, parts=parts))


@mistake(OWNER_ONLY.rule, "members-may-unshare")
def members_unshare(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """Every member makes a shared custom run private."""
    return ask.org_id is None or OWNER_ONLY.holds(world, caller, ask)


@mistake(OWNER_ONLY.rule, "administrators-may")
def administrators_unshare(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """An administrator makes a member's custom run private."""
    return caller.admin or OWNER_ONLY.holds(world, caller, ask)


@mistake(ALIAS_ONLY.rule, "collection-may-change")
def a_dataset_run_moves(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """A dataset run moves to another data collection by itself."""
    return asked_for(world, ask).custom or ask.org_id is UNSET


@mistake(ALIAS_ONLY.rule, "organisation-may-change")
def a_dataset_run_is_shared(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """A dataset run is shared and unshared by itself."""
    return asked_for(world, ask).custom or ask.data_collection_id is UNSET


@mistake(KEEPS.rule, "administrators-may")
def administrators_unshare_an_ownerless_one(
    world: AegisWorld, caller: Person, ask: UpdateRun
) -> bool:
    """An administrator makes an organisation-only run private."""
    return caller.admin or KEEPS.holds(world, caller, ask)


@mistake(OWN_ORG.rule, "any-known-organisation")
def any_organisation_is_shared_with(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """A custom run is shared with any organisation that exists."""
    return ask.org_id in world.orgs.values() or OWN_ORG.holds(world, caller, ask)


@mistake(OWN_ORG.rule, "homeless-may")
def the_homeless_share(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """Somebody without an organisation shares a custom run with any."""
    return caller.org is None or OWN_ORG.holds(world, caller, ask)


@mistake(ALIAS.rule, "own-alias-is-taken", only_in=UpdateRun)
def the_own_alias_is_taken(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """An update that sends the alias that the run has is refused as a duplicate."""
    return not world.runs.having("owner+alias", (caller.id, alias_sent(ask)))


@mistake(ALIAS.rule, "of-the-organisation")
def the_organisations_aliases_are_taken(
    world: AegisWorld, caller: Person, ask: Creating | UpdateRun
) -> bool:
    """An alias that a run of the caller's organisation bears is taken as well."""
    own = ask.run_id if isinstance(ask, UpdateRun) else None
    shared = [] if caller.org is None else world.runs.having("org", caller.org)
    free = all(run.alias != alias_sent(ask) or run.id == own for run in shared)
    return free and ALIAS.holds(world, caller, ask)


@mistake(ALIAS.rule, "private-only")
def only_private_aliases_are_taken(
    world: AegisWorld, caller: Person, ask: Creating | UpdateRun
) -> bool:
    """An alias that one of the caller's shared runs bears is accepted again."""
    found = world.runs.having("owner+alias", (caller.id, alias_sent(ask)))
    own = ask.run_id if isinstance(ask, UpdateRun) else None
    return all(run.org is not None or run.id == own for run in found)


@mistake("aegis.runs.update-collection-found", "existing-is-enough")
def any_collection_will_do(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """A custom run moves to any data collection that exists, visible or not."""
    sent = ask.data_collection_id is not UNSET and ask.data_collection_id is not None
    return not sent or target(world, ask) is not None


@mistake("aegis.runs.org-id-matches-collection", "null-passes")
def null_matches_every_collection(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """An organisation of null is accepted beside a shared data collection."""
    return ask.org_id is None or run_changes.org_matches_the_collection.holds(world, caller, ask)


@mistake("aegis.runs.org-id-matches-collection", "own-organisation-passes")
def the_own_organisation_matches(world: AegisWorld, caller: Person, ask: UpdateRun) -> bool:
    """The caller's organisation is accepted beside a private data collection."""
    held = run_changes.org_matches_the_collection.holds(world, caller, ask)
    return held or (caller.org is not None and ask.org_id == caller.org)


@mistake("aegis.runs.update-moves-to-collection", "free-ones-only")
def only_a_free_run_moves(world: AegisWorld, caller: Person, ask: UpdateRun) -> AegisWorld:
    """A custom run that is in a data collection does not move to another one."""
    if asked_for(world, ask).collection is not None:
        return world
    return run_changes.run_moves.done(world, caller, ask)


@mistake("aegis.runs.null-collection-detaches", "unshares-too")
def detaching_unshares(world: AegisWorld, caller: Person, ask: UpdateRun) -> AegisWorld:
    """A custom run that is taken out of its data collection becomes private."""
    done = run_changes.run_is_detached.done(world, caller, ask)
    return done if done is world else done.with_runs([replace(asked_for(done, ask), org=None)])


@mistake("aegis.runs.shared-collection-forces-organisation", "own-collections-only")
def a_colleagues_collection_forces_nothing(
    world: AegisWorld, caller: Person, ask: UpdateRun
) -> AegisWorld:
    """A custom run that moves to a data collection that a colleague shares stays private."""
    linked = target(world, ask)
    if linked is None or linked.owner != caller.id:
        return world
    return run_changes.run_takes_the_collections_org.done(world, caller, ask)


@mistake("aegis.runs.null-organisation-unshares", "detaches-too")
def unsharing_detaches(world: AegisWorld, caller: Person, ask: UpdateRun) -> AegisWorld:
    """A custom run that becomes private is taken out of its private data collection."""
    if ask.org_id is not None:
        return world
    return world.with_runs([replace(asked_for(world, ask), org=None, collection=None)])


@mistake(DELETER.rule, "members-may")
def members_delete_a_shared_one(world: AegisWorld, caller: Person, ask: DeleteRun) -> bool:
    """Every member deletes a run that a colleague shares."""
    run = asked_for(world, ask)
    shared = run.owner is not None and run.org is not None and not caller.admin
    return shared or DELETER.holds(world, caller, ask)


@mistake(DELETER.rule, "administrators-may")
def administrators_delete_a_members_one(world: AegisWorld, caller: Person, ask: DeleteRun) -> bool:
    """An administrator deletes a run that a member owns."""
    return caller.admin or DELETER.holds(world, caller, ask)


@mistake(DELETER.rule, "dataset-owner-may")
def the_dataset_owner_deletes_it(world: AegisWorld, caller: Person, ask: DeleteRun) -> bool:
    """The owner of a dataset deletes a colleague's run on it."""
    row = world.datasets.get(asked_for(world, ask).dataset or 0)
    return (row is not None and row.owner == caller.id) or DELETER.holds(world, caller, ask)


FAULTS = (
    *gathered(globals()),
    Fault(
        FOUND.rule,
        "unchecked-on-download",
        "The report of a run is downloaded without a look at who sees the run.",
        broken=left_out_in(DownloadRun, FOUND.rule),
    ),
    Fault(
        FOUND.rule,
        "unchecked-on-update",
        "A run is updated without a look at who sees it.",
        broken=left_out_in(UpdateRun, FOUND.rule),
    ),
    Fault(
        FOUND.rule,
        "forbidden-to-delete",
        "Deleting an invisible run is forbidden, and so tells that it exists.",
        broken=left_out_in(DeleteRun, FOUND.rule),
    ),
    Fault(
        FOUND.rule,
        "forbidden-to-all",
        "An invisible run is answered as forbidden instead of not found.",
        step=refused_as(FOUND.rule, OWNER_ONLY.rule),
    ),
    Fault(
        ALIAS.rule,
        "on-create-only",
        "An update gives a run an alias that the account has already.",
        broken=left_out_in(UpdateRun, ALIAS.rule),
    ),
    Fault(
        ALIAS.rule,
        "half-done",
        "A request that is refused for its alias is done nevertheless.",
        step=half_done(ALIAS.rule),
    ),
    Fault(
        OWNER_ONLY.rule,
        "half-done",
        "A forbidden change of a run's organisation happens nevertheless.",
        step=half_done(OWNER_ONLY.rule),
    ),
    Fault(
        "aegis.runs.org-id-matches-collection",
        "half-done",
        "A run that is refused for its organisation moves nevertheless.",
        step=half_done("aegis.runs.org-id-matches-collection"),
    ),
)
