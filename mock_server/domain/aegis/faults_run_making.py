"""Mistakes about new runs: what they are made of, who owns them, where they go."""

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.aegis import run_making, run_placing
from mock_server.domain.aegis.actions import CreateCustomRun, CreateDatasetRun
from mock_server.domain.aegis.datasets import asked_for as asked_dataset
from mock_server.domain.aegis.metrics import BY_SHORTNAME, MODELS
from mock_server.domain.aegis.placement import target
from mock_server.domain.aegis.runs import Creating, asked_metrics, newborn
from mock_server.domain.aegis.world import AegisWorld, Person, RunPart
from mock_server.domain.faults import gathered, mistake


@mistake("aegis.runs.model-found", "parts-unchecked")
def models_of_parts_are_not_looked_up(world: AegisWorld, caller: Person, ask: Creating) -> bool:
    """The models that the parts of a custom run name are not looked up."""
    return {ask.model_slug} - {UNSET, None} <= MODELS


@mistake("aegis.runs.metrics-are-known", "first-only")
def only_the_first_metric_is_looked_up(
    world: AegisWorld, caller: Person, ask: CreateCustomRun
) -> bool:
    """Only the first metric of a custom run is looked up."""
    return all(each.metric in BY_SHORTNAME for each in [*asked_metrics(ask)][:1])


@mistake("aegis.runs.dataset-run-is-made", "first-row-only")
def only_the_first_row_is_taken(
    world: AegisWorld, caller: Person, ask: CreateDatasetRun
) -> AegisWorld:
    """A dataset run takes only the first row of its dataset."""
    made = run_making.a_dataset_run_is_made.done(world, caller, ask)
    run = newborn(made)
    if run is None:
        return made
    parts = tuple(RunPart(part.metrics, part.records[:1]) for part in run.parts)
    return made.with_runs([replace(run, parts=parts)])


@mistake("aegis.runs.custom-run-is-made", "first-part-only")
def only_the_first_part_is_taken(
    world: AegisWorld, caller: Person, ask: CreateCustomRun
) -> AegisWorld:
    """Of the parts of a custom run only the first is recorded."""
    made = run_making.a_custom_run_is_made.done(world, caller, ask)
    run = newborn(made)
    return made if run is None else made.with_runs([replace(run, parts=run.parts[:1])])


@mistake("aegis.runs.custom-run-is-made", "shared-by-default")
def a_custom_run_is_shared_by_default(
    world: AegisWorld, caller: Person, ask: CreateCustomRun
) -> AegisWorld:
    """A custom run without a data collection is shared with the caller's organisation."""
    made = run_making.a_custom_run_is_made.done(world, caller, ask)
    run = newborn(made)
    return made if run is None else made.with_runs([replace(run, org=caller.org)])


@mistake("aegis.runs.create-owned-by-caller", "dataset-owners")
def the_dataset_owner_owns_it(world: AegisWorld, caller: Person, ask: Creating) -> AegisWorld:
    """A run on a colleague's dataset is owned by the colleague."""
    run = newborn(world)
    row = None if run is None else world.datasets.get(run.dataset or 0)
    if run is None or row is None:
        return run_making.its_owner_is_the_caller.done(world, caller, ask)
    return world.with_runs([replace(run, owner=row.owner)])


@mistake("aegis.runs.dataset-run-takes-collection", "own-collections-only")
def a_colleagues_collection_is_left_out(
    world: AegisWorld, caller: Person, ask: CreateDatasetRun
) -> AegisWorld:
    """A run on a dataset in a colleague's data collection is in no data collection."""
    row = world.collection(asked_dataset(world, ask).collection or 0)
    if row is not None and row.owner != caller.id:
        return world
    return run_placing.it_takes_the_datasets_collection.done(world, caller, ask)


@mistake("aegis.runs.dataset-run-takes-organisation", "own-datasets-only")
def a_run_on_a_colleagues_dataset_is_private(
    world: AegisWorld, caller: Person, ask: CreateDatasetRun
) -> AegisWorld:
    """A run on a dataset that a colleague shares is private."""
    if asked_dataset(world, ask).owner != caller.id:
        return world
    return run_placing.it_takes_the_datasets_org.done(world, caller, ask)


@mistake("aegis.runs.dataset-run-takes-callers-organisation", "own-datasets-too")
def a_run_on_an_own_private_dataset_is_shared(
    world: AegisWorld, caller: Person, ask: CreateDatasetRun
) -> AegisWorld:
    """A run on an own private dataset is shared with the caller's organisation."""
    run, row = newborn(world), asked_dataset(world, ask)
    if run is None or run.org is not None or row.org is not None:
        return world
    return world.with_runs([replace(run, org=caller.org)])


@mistake("aegis.runs.custom-run-takes-collection-organisation", "always-callers")
def a_custom_run_takes_the_callers_org(
    world: AegisWorld, caller: Person, ask: CreateCustomRun
) -> AegisWorld:
    """A custom run in a private data collection is shared with the caller's organisation."""
    run, linked = newborn(world), target(world, ask)
    if run is None or linked is None:
        return world
    return world.with_runs([replace(run, org=caller.org)])


@mistake("aegis.runs.custom-run-takes-collection-organisation", "own-collections-only")
def a_custom_run_in_a_colleagues_collection_is_private(
    world: AegisWorld, caller: Person, ask: CreateCustomRun
) -> AegisWorld:
    """A custom run in a data collection that a colleague shares is private."""
    linked = target(world, ask)
    if linked is not None and linked.owner != caller.id:
        return world
    return run_placing.it_takes_the_target_org.done(world, caller, ask)


FAULTS = gathered(globals())
