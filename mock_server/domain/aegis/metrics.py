"""The metrics and models that can be named, and the metrics that a dataset selects.

Runs are recorded and never scored, so a metric is no more than its shortname, its default
threshold and the arguments that it knows. `arguments` is None where the documents list none.
"""

from collections.abc import Mapping

import msgspec
from msgspec import UNSET, Struct

from mock_server.domain.aegis.actions import CreateDataset, UpdateDataset
from mock_server.domain.aegis.world import AegisWorld, Person
from mock_server.domain.step import guard


class Metric(Struct, frozen=True):
    """A metric of the catalogue; its id is its place there, counted from 1."""

    shortname: str
    threshold: int = 100
    arguments: frozenset[str] | None = None


def _metric(shortname: str, *arguments: str, threshold: int = 100) -> Metric:
    return Metric(shortname, threshold, frozenset(arguments) if arguments else None)


CATALOGUE = (
    _metric("ans_corr", "max_n_statements", threshold=80),
    _metric("numeric_match", "tolerance", "relative_tolerance"),
    _metric("exact_match", "case_sensitive", "strip_whitespace"),
    _metric("json_equal", "ignore_order", "ignore_extra_keys"),
    _metric("json_schema_match", "schema", "validator"),
    _metric("is_string", "allow_empty", "allow_whitespace_only"),
    *map(
        _metric,
        (
            "alpha_perc",
            "alphanum_perc",
            "bleu",
            "char_ct_match",
            "is_boolean",
            "is_date",
            "is_numeric",
            "is_valid_json",
            "is_valid_python",
            "is_valid_sql",
            "is_valid_xml",
            "par_ct_match",
            "rouge",
            "sent_ct_match",
            "text_readability",
            "word_ct_match",
            "xml_equal",
            "xml_schema_match",
        ),
    ),
)
BY_ID = {str(place): metric for place, metric in enumerate(CATALOGUE, start=1)}
BY_SHORTNAME = {metric.shortname: metric for metric in CATALOGUE}
MODELS = frozenset({"gpt-4o", "o4-mini"})

Selection = Mapping[str, object]


def json_object(text: str) -> dict[str, object] | None:
    """Read a JSON object; None when the text is anything else."""
    try:
        told = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def selection(ask: CreateDataset | UpdateDataset) -> Selection | None:
    """Give the metrics that an ask selects; None when it leaves them as they are."""
    if isinstance(ask, CreateDataset):
        return json_object(ask.selected_metrics) or {}
    return None if ask.selected_metrics is UNSET else ask.selected_metrics


def stored(selected: Selection) -> dict[str, Mapping[str, object]]:
    """Give the selection in its present form; the older form is a plain threshold."""
    return {id: _stored(value) for id, value in selected.items()}


def _stored(value: object) -> Mapping[str, object]:
    told = value if isinstance(value, dict) else {"threshold": value}
    return {"threshold": told.get("threshold"), "metric_args": told.get("metric_args")}


@guard("aegis.datasets.metrics-selected")
def some_metric_is_selected(
    world: AegisWorld, caller: Person, ask: CreateDataset | UpdateDataset
) -> bool:
    """The selected metrics are a JSON object that selects at least one metric."""
    return selection(ask) != {}


@guard("aegis.datasets.metric-ids-are-integers")
def metric_ids_are_integers(
    world: AegisWorld, caller: Person, ask: CreateDataset | UpdateDataset
) -> bool:
    """Each key of the selected metrics is an integer."""
    return all(_is_integer(id) for id in selection(ask) or {})


@guard("aegis.datasets.metrics-are-known")
def metric_ids_are_known(
    world: AegisWorld, caller: Person, ask: CreateDataset | UpdateDataset
) -> bool:
    """Each integer among the keys of the selected metrics is the id of a metric."""
    return all(id in BY_ID for id in selection(ask) or {} if _is_integer(id))


@guard("aegis.datasets.metrics-have-thresholds")
def metrics_have_thresholds(
    world: AegisWorld, caller: Person, ask: CreateDataset | UpdateDataset
) -> bool:
    """Each selected metric has a whole threshold from 0 to 100."""
    return all(
        type(each["threshold"]) is int and 0 <= each["threshold"] <= 100
        for each in stored(selection(ask) or {}).values()
    )


@guard("aegis.datasets.metric-arguments-are-known")
def metric_arguments_are_known(
    world: AegisWorld, caller: Person, ask: CreateDataset | UpdateDataset
) -> bool:
    """The arguments of a selected metric are null or an object of names that the metric knows."""
    return all(
        takes(BY_ID.get(id), each["metric_args"])
        for id, each in stored(selection(ask) or {}).items()
    )


def takes(metric: Metric | None, arguments: object) -> bool:
    """Tell whether a metric knows all these arguments."""
    if arguments is None:
        return True
    if not isinstance(arguments, dict):
        return False
    known = None if metric is None else metric.arguments
    return known is None or known.issuperset(arguments)


def _is_integer(key: str) -> bool:
    return key.isascii() and key.isdigit()
