"""Mistakes about what a data collection is made of: its selection, birth, contents and end."""

from msgspec.structs import replace

from mock_server.domain.aegis import collection_views, collections, promotion, selection
from mock_server.domain.aegis.actions import (
    CreateDataCollection,
    DeleteDataCollection,
    GetDataCollection,
    UpdateDataCollection,
)
from mock_server.domain.aegis.collection_views import Told
from mock_server.domain.aegis.collections import newborn
from mock_server.domain.aegis.selection import Selecting, added, is_shared_with, selected
from mock_server.domain.aegis.visibility import asked_for
from mock_server.domain.aegis.world import AegisWorld, Dataset, Person
from mock_server.domain.faults import Fault, gathered, half_done, left_out_in, mistake


@mistake("aegis.create.datasets-found", "existing-is-enough")
def any_dataset_is_selected(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    """A create selects any dataset that exists, visible or not."""
    return all(
        world.datasets.get(id) is not None for id in selection.selected_ids(world, ask) or ()
    )


@mistake("aegis.update.datasets-found", "existing-is-enough")
def any_dataset_is_added(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    """An update adds any dataset that exists, visible or not."""
    return all(
        world.datasets.get(id) is not None for id in selection.selected_ids(world, ask) or ()
    )


@mistake("aegis.update.datasets-found", "kept-ones-too")
def kept_datasets_are_looked_up_too(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> bool:
    """An update is refused for a dataset that is inside already and that the caller cannot see."""
    stays = all(world.sees(caller, dataset) for dataset in selected(world, ask))
    return stays and selection.added_selection_is_found.holds(world, caller, ask)


@mistake("aegis.selection.not-proprietary", "own-passes")
def an_own_proprietary_dataset_passes(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    """A proprietary dataset that the caller owns is attached."""
    held = selection.selection_is_not_proprietary.holds(world, caller, ask)
    return held or all(dataset.owner == caller.id for dataset in added(world, ask))


@mistake("aegis.selection.not-elsewhere", "here-counts-too", only_in=UpdateDataCollection)
def being_inside_already_is_refused(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    """An update that repeats a dataset which is inside already is refused."""
    return all(dataset.collection is None for dataset in selected(world, ask))


@mistake("aegis.selection.not-elsewhere", "taken-from-own")
def own_datasets_are_taken_from_elsewhere(
    world: AegisWorld, caller: Person, ask: Selecting
) -> bool:
    """A dataset is taken out of another data collection that the caller owns."""
    places = (world.collection(each.collection or 0) for each in added(world, ask))
    return all(place is None or place.owner == caller.id for place in places)


@mistake("aegis.selection.not-elsewhere", "taken-if-own")
def own_datasets_are_taken_from_anywhere(world: AegisWorld, caller: Person, ask: Selecting) -> bool:
    """A dataset that the caller owns is taken out of whichever data collection it is in."""
    return all(each.collection is None or each.owner == caller.id for each in added(world, ask))


@mistake("aegis.selection.shared-needs-organisation", "own-passes")
def homeless_owners_select_their_shared_datasets(
    world: AegisWorld, caller: Person, ask: Selecting
) -> bool:
    """Whoever belongs to no organisation selects the own datasets that are shared with one."""
    return caller.org is not None or all(
        each.org is None or each.owner == caller.id for each in added(world, ask)
    )


@mistake("aegis.create.makes-a-collection", "never-updated")
def it_was_never_updated(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """A new data collection has no time of its last update."""
    made = collections.a_collection_is_made.done(world, caller, ask)
    return made.with_collection(replace(newborn(made), updated_at=None))


@mistake("aegis.create.makes-a-collection", "author-forgotten")
def its_author_is_forgotten(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """A new data collection does not say who created it."""
    made = collections.a_collection_is_made.done(world, caller, ask)
    return made.with_collection(replace(newborn(made), author_email=""))


@mistake("aegis.create.owned-by-caller", "shared-is-ownerless")
def a_shared_one_is_owned_by_nobody(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """A new data collection that is shared belongs to the organisation alone."""
    if any(is_shared_with(caller, dataset) for dataset in selected(world, ask)):
        return world
    return collections.its_owner_is_the_caller.done(world, caller, ask)


@mistake("aegis.create.owned-by-caller", "administrators-own-nothing")
def an_administrators_is_owned_by_nobody(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """What an administrator creates belongs to the organisation alone."""
    return world if caller.admin else collections.its_owner_is_the_caller.done(world, caller, ask)


@mistake("aegis.create.private-selection-stays-private", "callers-organisation")
def a_private_selection_is_shared_by_default(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """A new data collection of private datasets is shared with the caller's organisation."""
    if not selected(world, ask):
        return world.with_collection(replace(newborn(world), org=None))
    return world.with_collection(replace(newborn(world), org=caller.org))


@mistake("aegis.create.private-selection-stays-private", "empty-is-shared")
def an_empty_selection_is_shared_by_default(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """A new data collection without datasets is shared with the caller's organisation."""
    org = None if selected(world, ask) else caller.org
    return world.with_collection(replace(newborn(world), org=org))


@mistake("aegis.create.shared-selection-is-shared", "own-only")
def colleagues_datasets_share_nothing(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """A new data collection of shared datasets is private when some of them are a colleague's."""
    if any(dataset.owner != caller.id for dataset in selected(world, ask)):
        return world
    return promotion.shared_selection_makes_it_shared.done(world, caller, ask)


@mistake("aegis.create.mixed-selection-is-shared", "first-decides")
def the_first_dataset_decides(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """A mixed selection makes a shared data collection only if its first dataset is shared."""
    if not all(is_shared_with(caller, each) for each in selected(world, ask)[:1]):
        return world
    return promotion.mixed_selection_makes_it_shared.done(world, caller, ask)


@mistake("aegis.create.mixed-selection-promotes-datasets", "first-only")
def only_one_dataset_is_promoted(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """Of the caller's private datasets in a mixed selection only the first becomes shared."""
    if not _is_mixed(world, caller, ask):
        return world
    private = [each for each in selected(world, ask) if each.org is None]
    return world.with_datasets(replace(each, org=caller.org) for each in private[:1])


@mistake("aegis.create.mixed-selection-promotes-runs", "every-run")
def everybodys_runs_are_promoted(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """Everybody's runs on the private datasets in a mixed selection become shared."""
    if not _is_mixed(world, caller, ask):
        return world
    private = [each for each in selected(world, ask) if each.org is None]
    return world.with_runs(replace(run, org=caller.org) for run in world.runs_on(private))


@mistake("aegis.create.mixed-selection-promotes-runs", "on-shared-too")
def runs_on_shared_datasets_are_promoted_too(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """The caller's private runs on datasets that were shared before become shared as well."""
    if not _is_mixed(world, caller, ask):
        return world
    runs = world.runs_on(selected(world, ask))
    return world.with_runs(replace(run, org=caller.org) for run in runs if run.owner == caller.id)


def _is_mixed(world: AegisWorld, caller: Person, ask: CreateDataCollection) -> bool:
    shared = {is_shared_with(caller, dataset) for dataset in selected(world, ask)}
    return len(shared) > 1


@mistake("aegis.create.attaches-datasets", "own-only")
def only_own_datasets_are_attached(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """A colleague's dataset in the selection is silently left out."""
    own = [each for each in selected(world, ask) if each.owner == caller.id]
    return collections.attached(world, newborn(world), own)


@mistake("aegis.create.moves-linked-runs", "take-organisation")
def moved_runs_take_the_organisation(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> AegisWorld:
    """Runs that move into a new shared data collection become shared, whoever owns them."""
    moved = collections.runs_on_selected_datasets_move.done(world, caller, ask)
    made = newborn(world)
    if made.org is None:
        return moved
    return moved.with_runs(replace(run, org=made.org) for run in moved.runs_in(made.id))


@mistake("aegis.get.tells-the-collection", "own-datasets-only")
def colleagues_datasets_are_not_told(
    world: AegisWorld, caller: Person, ask: GetDataCollection
) -> Told:
    """A data collection is told without the datasets that the caller does not own."""
    told = collection_views.tell_collection(world, asked_for(world, ask))
    rows = world.datasets_in(asked_for(world, ask).id)
    return {**told, "datasets": [_partial(world, row) for row in rows if row.owner == caller.id]}


def _partial(world: AegisWorld, row: Dataset) -> Told:
    return collection_views.tell_partial_dataset(world, row)


@mistake("aegis.get.tells-the-collection", "own-runs-only")
def colleagues_runs_are_not_told(world: AegisWorld, caller: Person, ask: GetDataCollection) -> Told:
    """A data collection is told without the shared runs that the caller does not own."""
    row = asked_for(world, ask)
    runs = [each for each in world.runs_in(row.id) if each.owner == caller.id]
    told = [collection_views.tell_nested_run(world, run) for run in runs]
    return {**collection_views.tell_collection(world, row), "runs": told}


@mistake("aegis.create.answers-like-an-item", "before-attaching")
def creating_answers_too_early(
    world: AegisWorld, caller: Person, ask: CreateDataCollection
) -> Told:
    """Creating answers with the data collection as it was before datasets were attached."""
    return {**collection_views.tell_collection(world, newborn(world)), "datasets": [], "runs": []}


@mistake("aegis.update.answers-like-an-item", "without-contents")
def updating_answers_without_contents(
    world: AegisWorld, caller: Person, ask: UpdateDataCollection
) -> Told:
    """Updating answers with a data collection that looks empty."""
    row = asked_for(world, ask)
    return {**collection_views.tell_collection(world, row), "datasets": [], "runs": []}


@mistake("aegis.delete.owned-by-owner-only", "members-may")
def members_delete_a_shared_one(
    world: AegisWorld, caller: Person, ask: DeleteDataCollection
) -> bool:
    """Every member deletes a data collection that is shared with the organisation."""
    row = asked_for(world, ask)
    return row.owner in (None, caller.id) or (row.org == caller.org and not caller.admin)


@mistake("aegis.delete.owned-by-owner-only", "administrators-may")
def administrators_delete_a_members_one(
    world: AegisWorld, caller: Person, ask: DeleteDataCollection
) -> bool:
    """An administrator deletes what a member owns."""
    return caller.admin or asked_for(world, ask).owner in (None, caller.id)


@mistake("aegis.delete.organisation-only-by-administrator-only", "nobody-may")
def nobody_deletes_an_ownerless_one(
    world: AegisWorld, caller: Person, ask: DeleteDataCollection
) -> bool:
    """An organisation-only data collection is deleted by nobody, not even an administrator."""
    return asked_for(world, ask).owner is not None


@mistake("aegis.delete.detaches-contents", "deletes-datasets")
def its_datasets_are_deleted_too(
    world: AegisWorld, caller: Person, ask: DeleteDataCollection
) -> AegisWorld:
    """The datasets of a deleted data collection are deleted with it."""
    id, table = asked_for(world, ask).id, world.datasets
    for dataset in world.datasets_in(id):
        table = table.drop(dataset.id)
    return collections.detached_runs(replace(world, datasets=table), world.runs_in(id))


@mistake("aegis.delete.detaches-contents", "deletes-runs")
def its_runs_are_deleted_too(
    world: AegisWorld, caller: Person, ask: DeleteDataCollection
) -> AegisWorld:
    """The runs of a deleted data collection are deleted with it."""
    id, table = asked_for(world, ask).id, world.runs
    for run in world.runs_in(id):
        table = table.drop(run.id)
    return collections.detached(replace(world, runs=table), world.datasets_in(id))


@mistake("aegis.delete.detaches-contents", "unshares")
def its_contents_become_private(
    world: AegisWorld, caller: Person, ask: DeleteDataCollection
) -> AegisWorld:
    """The datasets of a deleted data collection become private."""
    datasets = world.datasets_in(asked_for(world, ask).id)
    private = world.with_datasets(replace(each, org=None) for each in datasets)
    return collections.contents_are_detached.done(private, caller, ask)


FAULTS = (
    *gathered(globals()),
    Fault(
        "aegis.create.datasets-found",
        "half-done",
        "A create that is refused for a dataset leaves a data collection with the others behind.",
        step=half_done("aegis.create.datasets-found"),
    ),
    Fault(
        "aegis.update.datasets-found",
        "half-done",
        "An update that is refused for a dataset attaches the others.",
        step=half_done("aegis.update.datasets-found"),
    ),
    Fault(
        "aegis.create.mixed-selection-promotable",
        "half-done",
        "A refused mixed selection leaves a shared data collection behind.",
        step=half_done("aegis.create.mixed-selection-promotable"),
    ),
    Fault(
        "aegis.selection.not-elsewhere",
        "stolen-on-update",
        "An update takes a dataset out of the data collection that it is in.",
        broken=left_out_in(UpdateDataCollection, "aegis.selection.not-elsewhere"),
    ),
    Fault(
        "aegis.selection.not-proprietary",
        "on-create-only",
        "An update attaches a proprietary dataset.",
        broken=left_out_in(UpdateDataCollection, "aegis.selection.not-proprietary"),
    ),
    Fault(
        "aegis.selection.not-of-another-organisation",
        "on-create-only",
        "An update attaches an own dataset that is shared with a former organisation.",
        broken=left_out_in(UpdateDataCollection, "aegis.selection.not-of-another-organisation"),
    ),
    Fault(
        "aegis.selection.shared-needs-organisation",
        "on-create-only",
        "An update by somebody without an organisation attaches a shared dataset.",
        broken=left_out_in(UpdateDataCollection, "aegis.selection.shared-needs-organisation"),
    ),
    Fault(
        "aegis.delete.owned-by-owner-only",
        "half-done",
        "A forbidden deletion deletes the data collection nevertheless.",
        step=half_done("aegis.delete.owned-by-owner-only"),
    ),
)
