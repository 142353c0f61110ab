"""What is told of a run: itself, its evaluations, its report as CSV."""

import csv
import io
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from mock_server.domain.aegis.actions import (
    CreateCustomRun,
    CreateDatasetRun,
    DownloadRun,
    GetRun,
    UpdateRun,
)
from mock_server.domain.aegis.collection_views import Told
from mock_server.domain.aegis.runs import asked_for
from mock_server.domain.aegis.world import (
    FIELDS,
    AegisWorld,
    Person,
    Record,
    Run,
    RunMetric,
    RunPart,
)
from mock_server.domain.outcomes import CsvFile
from mock_server.domain.step import guard, sieve, view

LONGEST_TEXT = 100
# Evaluations are not kept: each has the id of its run and its place in it.
EVALUATIONS_OF_A_RUN = 1_000_000

Telling = GetRun | UpdateRun | CreateDatasetRun | CreateCustomRun


class Row(Struct, frozen=True):
    """One evaluation: a metric over a record."""

    place: int
    record_index: int
    metric: RunMetric
    record: Record


def rows(run: Run) -> Iterator[Row]:
    """Give the evaluations of a run: for each record one by each metric of its part."""
    place, record_index = 0, 0
    for part in run.parts:
        for record in part.records:
            for metric in part.metrics:
                yield Row(place, record_index, metric, record)
                place += 1
            record_index += 1


def told_run(world: AegisWorld, ask: Telling) -> Run | None:
    """Give the run that is told: the one asked for, or the one just made."""
    if isinstance(ask, GetRun | UpdateRun):
        return asked_for(world, ask)
    return world.runs.get(world.last_id)


def tell_record(record: Record) -> Told:
    """Tell a row by its fields."""
    return {"id": record.id, **{field: getattr(record, field) for field in FIELDS}}


def tell_evaluation(run: Run, row: Row) -> Told:
    """Tell an evaluation, whose results stay null."""
    threshold = run.threshold if row.metric.threshold is None else row.metric.threshold
    return {
        "id": run.id * EVALUATIONS_OF_A_RUN + row.place,
        "run_id": run.id,
        "record_index": row.record_index,
        "metric": row.metric.shortname,
        "record": tell_record(row.record),
        "result": None,
        "threshold": threshold,
        "explanation": None,
        "model_slug": row.metric.model_slug or run.model_slug,
        "metric_args": row.metric.arguments,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "evaluation_cost": None,
        "is_success": None,
        "is_gte_threshold": None,
    }


def tell_run(world: AegisWorld, run: Run) -> Told:
    """Tell a run with the names of what it belongs to, and all its evaluations."""
    dataset = None if run.dataset is None else world.datasets.get(run.dataset)
    collection = None if run.collection is None else world.collections.get(run.collection)
    return {
        "id": run.id,
        "user": None if run.owner is None else world.people[run.owner].email,
        "author_email": run.author_email,
        "run_type": "Custom" if run.custom else "Dataset",
        "run_source": "API Call",
        "dataset": None if dataset is None else dataset.name,
        "data_collection": None if collection is None else collection.name,
        "org_id": run.org,
        "number_of_metrics": len(run.metrics),
        "result": None,
        "threshold": run.threshold,
        "model_slug": run.model_slug,
        "alias": run.alias,
        "aggregate_results": None,
        "total_cost": "0.00",
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "is_gte_threshold": None,
        "evaluations": [tell_evaluation(run, row) for row in rows(run)],
    }


@sieve("aegis.runs.texts-are-cut")
def texts_are_cut(world: AegisWorld, caller: Person, ask: Telling) -> AegisWorld:
    """The texts of a record are told up to their first 100 characters."""
    run = told_run(world, ask)
    if run is None:
        return world
    parts = tuple(
        RunPart(part.metrics, tuple(_cut(record) for record in part.records)) for part in run.parts
    )
    return world.with_runs([replace(run, parts=parts)])


def _cut(record: Record) -> Record:
    texts = {field: getattr(record, field) for field in FIELDS}
    return Record(record.id, **{key: text and text[:LONGEST_TEXT] for key, text in texts.items()})


@view("aegis.runs.is-told-with-evaluations")
def the_run(world: AegisWorld, caller: Person, ask: Telling) -> Told:
    """A run is told by names with one evaluation for each row and metric, without results."""
    run = told_run(world, ask)
    return {} if run is None else tell_run(world, run)


@guard("aegis.runs.download-has-rows")
def run_has_rows(world: AegisWorld, caller: Person, ask: DownloadRun) -> bool:
    """A run without evaluations has nothing to download."""
    return any(True for _ in rows(asked_for(world, ask)))


@view("aegis.runs.download-is-csv")
def report(world: AegisWorld, caller: Person, ask: DownloadRun) -> CsvFile:
    """The report of a run is a CSV file with a column for each field and metric."""
    run = asked_for(world, ask)
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow([*FIELDS, *run.metrics])
    for part in run.parts:
        # No score is known, so the column of a metric is empty.
        empty = [""] * len(run.metrics)
        lines.writerows(
            [*(getattr(record, field) for field in FIELDS), *empty]
            for record in part.records
            if part.metrics
        )
    return CsvFile(f"run_{run.id}_report.csv", text.getvalue())
