"""Runs: who finds one, what it is made of, its birth."""

from collections.abc import Iterator

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from mock_server.domain.aegis.actions import (
    CreateCustomRun,
    CreateDatasetRun,
    DeleteRun,
    DownloadRun,
    GetRun,
    UpdateRun,
)
from mock_server.domain.aegis.metrics import BY_SHORTNAME, MODELS
from mock_server.domain.aegis.world import (
    AegisWorld,
    Person,
    Run,
)
from mock_server.domain.step import guard

OfOneRun = GetRun | UpdateRun | DeleteRun | DownloadRun
Creating = CreateDatasetRun | CreateCustomRun


class MetricAsked(Struct, frozen=True):
    """A metric of a custom run with settings of its own."""

    metric: str
    metric_args: dict[str, object] | None = None
    threshold: int | None = None
    model_slug: str | None = None


class PartAsked(Struct, frozen=True):
    """Some metrics over some rows of a custom run."""

    metrics: list[str | MetricAsked]
    data: list[dict[str, object]]
    threshold: int | None = None
    model_slug: str | None = None


def asked_for(world: AegisWorld, ask: OfOneRun) -> Run:
    """Give the run that an ask is about, once its guard has found it."""
    return world.runs[ask.run_id]


def newborn(world: AegisWorld) -> Run | None:
    """Give the run that this create has just made: the last id is its own."""
    return world.runs.get(world.last_id)


def asked_parts(ask: CreateCustomRun) -> list[PartAsked]:
    """Give the parts of a custom run, whose form the contract has already checked."""
    return msgspec.convert(ask.evaluations, list[PartAsked], strict=False)


def asked_metrics(ask: CreateCustomRun) -> Iterator[MetricAsked]:
    """Give every metric of a custom run, with the settings of its part where it has none."""
    for part in asked_parts(ask):
        yield from (with_settings(each, part) for each in part.metrics)


def with_settings(each: str | MetricAsked, part: PartAsked) -> MetricAsked:
    """Give a metric with the settings of its part where it has none."""
    metric = MetricAsked(each) if isinstance(each, str) else each
    threshold = part.threshold if metric.threshold is None else metric.threshold
    return replace(metric, threshold=threshold, model_slug=metric.model_slug or part.model_slug)


@guard("aegis.visibility.run-found")
def run_is_found(world: AegisWorld, caller: Person, ask: OfOneRun) -> bool:
    """A run that is neither the caller's nor shared with the caller is answered as absent."""
    run = world.runs.get(ask.run_id)
    return run is not None and world.sees(caller, run)


@guard("aegis.runs.model-found")
def models_are_found(world: AegisWorld, caller: Person, ask: Creating) -> bool:
    """A run names only models that exist."""
    named = {ask.model_slug}
    if isinstance(ask, CreateCustomRun):
        named |= {metric.model_slug for metric in asked_metrics(ask)}
    return named - {UNSET, None} <= MODELS


@guard("aegis.runs.some-metric-resolved")
def some_metric_is_named(world: AegisWorld, caller: Person, ask: CreateCustomRun) -> bool:
    """A custom run whose parts name no metric at all is answered as not found."""
    return not ask.evaluations or any(True for _ in asked_metrics(ask))


@guard("aegis.runs.evaluations-not-empty")
def evaluations_are_not_empty(world: AegisWorld, caller: Person, ask: CreateCustomRun) -> bool:
    """A custom run has at least one part."""
    return bool(ask.evaluations)


@guard("aegis.runs.metrics-are-known")
def metrics_are_known(world: AegisWorld, caller: Person, ask: CreateCustomRun) -> bool:
    """Each metric of a custom run is the shortname of a metric."""
    return all(each.metric in BY_SHORTNAME for each in asked_metrics(ask))


@guard("aegis.runs.alias-unique-in-account")
def alias_is_free(world: AegisWorld, caller: Person, ask: Creating | UpdateRun) -> bool:
    """No two runs of one account have the same alias."""
    alias = alias_sent(ask)
    if not alias:
        return True
    own, account = None, caller.id
    if isinstance(ask, UpdateRun):
        own, account = ask.run_id, asked_for(world, ask).owner or caller.id
    return all(each.id == own for each in world.runs.having("owner+alias", (account, alias)))


def alias_sent(ask: Creating | UpdateRun) -> str:
    """Give the alias that an ask sends, without blanks around it; empty when there is none."""
    return "" if ask.alias is UNSET or ask.alias is None else ask.alias.strip()
