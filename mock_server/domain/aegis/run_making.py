"""How a run is made: its rows, metrics, owner, alias and end."""

from collections.abc import Mapping

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.aegis.actions import CreateCustomRun, CreateDatasetRun
from mock_server.domain.aegis.datasets import asked_for as asked_dataset
from mock_server.domain.aegis.metrics import BY_ID
from mock_server.domain.aegis.placement import free_name
from mock_server.domain.aegis.runs import (
    Creating,
    MetricAsked,
    alias_sent,
    asked_parts,
    newborn,
    with_settings,
)
from mock_server.domain.aegis.world import (
    FIELDS,
    AegisWorld,
    Person,
    Record,
    Run,
    RunMetric,
    RunPart,
)
from mock_server.domain.step import deed


@deed("aegis.runs.dataset-run-is-made")
def a_dataset_run_is_made(world: AegisWorld, caller: Person, ask: CreateDatasetRun) -> AegisWorld:
    """A dataset run takes the rows and selected metrics of its dataset as they are now."""
    dataset = asked_dataset(world, ask)
    arguments = ask.metric_args or {} if ask.metric_args is not UNSET else {}
    metrics = tuple(
        _selected(id, setting, arguments) for id, setting in dataset.selected_metrics.items()
    )
    row = replace(
        _unplaced(world, caller, ask, world.last_id + 1),
        dataset=dataset.id,
        parts=(RunPart(metrics, dataset.records),),
    )
    return replace(world, last_id=row.id).with_runs([row])


def _selected(id: str, setting: Mapping[str, object], arguments: Mapping[str, object]) -> RunMetric:
    shortname = BY_ID[id].shortname if id in BY_ID else f"metric_{id}"
    chosen = {**setting, "metric": shortname}
    if arguments.get(shortname) is not None:
        chosen["metric_args"] = arguments[shortname]
    told = msgspec.convert(chosen, MetricAsked)
    return RunMetric(shortname, told.threshold, None, told.metric_args)


@deed("aegis.runs.custom-run-is-made")
def a_custom_run_is_made(world: AegisWorld, caller: Person, ask: CreateCustomRun) -> AegisWorld:
    """A custom run is private and has the metrics and rows that are sent, and no dataset."""
    last, parts = world.last_id, []
    for part in asked_parts(ask):
        settings = (with_settings(each, part) for each in part.metrics)
        metrics = tuple(
            RunMetric(each.metric, each.threshold, each.model_slug, each.metric_args)
            for each in settings
        )
        rows = tuple(_record(id, row) for id, row in enumerate(part.data, start=last + 1))
        last += len(rows)
        parts.append(RunPart(metrics, rows))
    row = replace(_unplaced(world, caller, ask, last + 1), custom=True, parts=tuple(parts))
    return replace(world, last_id=row.id).with_runs([row])


def _record(id: int, row: dict[str, object]) -> Record:
    told = {field: row.get(field) for field in FIELDS}
    return Record(
        id, **{field: None if text is None else str(text) for field, text in told.items()}
    )


def _unplaced(world: AegisWorld, caller: Person, ask: Creating, id: int) -> Run:
    return Run(
        id=id,
        owner=None,
        org=None,
        author_email=caller.email,
        alias=alias_sent(ask),
        started_at=world.now,
        threshold=80 if ask.threshold is UNSET or ask.threshold is None else ask.threshold,
        model_slug=None if ask.model_slug is UNSET else ask.model_slug,
    )


@deed("aegis.runs.create-owned-by-caller")
def its_owner_is_the_caller(world: AegisWorld, caller: Person, ask: Creating) -> AegisWorld:
    """Whoever creates a run owns it."""
    run = newborn(world)
    return world if run is None else world.with_runs([replace(run, owner=caller.id)])


@deed("aegis.runs.create-generates-alias")
def its_alias_is_generated(world: AegisWorld, caller: Person, ask: Creating) -> AegisWorld:
    """A run that is created without an alias gets one of its dataset's name and the time."""
    run = newborn(world)
    if run is None or alias_sent(ask):
        return world
    dataset = None if run.dataset is None else world.datasets.get(run.dataset)
    alias = free_name(
        f"{'Custom run' if dataset is None else dataset.name[:200]} {world.now}",
        lambda wanted: bool(world.runs.ids("owner+alias", (caller.id, wanted))),
    )
    return world.with_runs([replace(run, alias=alias)])


@deed("aegis.runs.finishes-at-once")
def it_finishes_at_once(world: AegisWorld, caller: Person, ask: Creating) -> AegisWorld:
    """A run is recorded and not scored: it is finished at once unless the world says otherwise."""
    run = newborn(world)
    if run is None or not world.runs_finish:
        return world
    return world.with_runs([replace(run, finished_at=world.now)])
