"""Runs: who finds, creates, changes, deletes and downloads them."""

from typing import Any

import pytest

from mock_server.domain.aegis.actions import (
    CreateCustomRun,
    CreateDatasetRun,
    DeleteRun,
    DownloadRun,
    GetRun,
    UpdateRun,
)
from mock_server.domain.outcomes import Done
from mock_server.domain.step import step, without
from mock_server.tests.aegis_stage import NOW, RULEBOOK, Stage, stage, upload

SHELF: dict[str, Any] = {
    "data_collections": {
        "bundle": {"owner": "ann"},
        "open": {"owner": "bob", "org": "acme"},
        "hidden": {"owner": "eve"},
        "former": {"owner": "zed", "org": "acme"},
    },
    "datasets": {
        "march": {
            "owner": "ann",
            "collection": "bundle",
            "records": [{"prompt": "1+1?"}, {"prompt": "2+2?"}],
            "metrics": {"3": {"threshold": 70, "metric_args": None}, "2": {"threshold": 90}},
        },
        "colleagues": {"owner": "bob", "org": "acme"},
        "left_private": {"owner": "ann", "collection": "open"},
        "catalogue": {"proprietary": True},
        "foreign": {"owner": "bob"},
    },
    "runs": {
        "own": {"owner": "ann", "metrics": ["bleu"], "records": [{"prompt": "x" * 101}]},
        "empty": {"owner": "ann"},
        "on_march": {"owner": "ann", "dataset": "march"},
        "colleagues_run": {"owner": "bob", "org": "acme", "collection": "open"},
        "house": {"org": "acme"},
        "foreign_run": {"owner": "bob"},
        "zeds": {"owner": "zed"},
    },
}
ROW = {"prompt": "1+1?", "output": "2"}
PART = {"metrics": ["exact_match"], "data": [ROW]}


@pytest.fixture
def world() -> Stage:
    return stage(**SHELF)


def get(world: Stage, name: str, who: str = "ann") -> Any:
    return world.ask(who, GetRun(world.ids[name]))


def with_ids(world: Stage, fields: dict[str, Any]) -> dict[str, Any]:
    ids = {key: value for key, value in fields.items() if key != "alias"}
    return {**fields, **{key: world.ids.get(value, value) for key, value in ids.items()}}


def update(world: Stage, name: str, **fields: Any) -> Any:
    told = {
        key: value if key == "alias" else world.ids.get(value, value)
        for key, value in fields.items()
    }
    return world.ask("ann", UpdateRun(world.ids[name], **told))


def refused_update(world: Stage, name: str, who: str = "ann", **fields: Any) -> str:
    told = {
        key: value if key == "alias" else world.ids.get(value, value)
        for key, value in fields.items()
    }
    return world.refusal(who, UpdateRun(world.ids[name], **told)).removeprefix("aegis.")


def test_a_run_is_told_by_names(world: Stage) -> None:
    told = get(world, "on_march")

    assert (told["user"], told["run_type"]) == ("ann@acme.test", "Dataset")
    assert (told["dataset"], told["data_collection"]) == ("march", None)


def test_nobodys_run_has_no_user(world: Stage) -> None:
    told = get(world, "house")

    assert (told["user"], told["run_type"]) == (None, "Custom")


@pytest.mark.parametrize("action", [GetRun, UpdateRun, DeleteRun, DownloadRun])
@pytest.mark.parametrize("name", ["foreign_run", None])
def test_what_is_invisible_is_not_found(world: Stage, action: Any, name: str | None) -> None:
    id = world.ids[name] if name else 99_999

    assert world.refusal("ann", action(id)) == "aegis.visibility.run-found"


def test_a_text_is_cut_to_100_characters(world: Stage) -> None:
    assert get(world, "own")["evaluations"][0]["record"]["prompt"] == "x" * 100


def test_a_dataset_run_evaluates_each_row_by_each_metric(world: Stage) -> None:
    told = world.ask("ann", CreateDatasetRun(world.ids["march"], threshold=60))

    assert told["number_of_metrics"] == 2
    assert [
        (each["record_index"], each["metric"], each["threshold"]) for each in told["evaluations"]
    ] == [
        (0, "exact_match", 70),
        (0, "numeric_match", 90),
        (1, "exact_match", 70),
        (1, "numeric_match", 90),
    ]
    assert len({each["id"] for each in told["evaluations"]}) == 4


def test_a_run_is_recorded_and_not_scored(world: Stage) -> None:
    told = world.ask("ann", CreateDatasetRun(world.ids["march"]))

    assert (told["started_at"], told["finished_at"], told["result"]) == (NOW, NOW, None)
    assert told["evaluations"][0]["result"] is None


def test_a_run_stays_unfinished_in_a_world_that_says_so() -> None:
    world = stage(**SHELF, settings={"runs_finish": False})

    assert world.ask("ann", CreateDatasetRun(world.ids["march"]))["finished_at"] is None


def test_metric_arguments_of_a_run_are_told(world: Stage) -> None:
    arguments: dict[str, object] = {"exact_match": {"case_sensitive": False}}

    told = world.ask("ann", CreateDatasetRun(world.ids["march"], metric_args=arguments))

    assert told["evaluations"][0]["metric_args"] == {"case_sensitive": False}
    assert told["evaluations"][1]["metric_args"] is None


@pytest.mark.parametrize(
    ("who", "dataset", "collection", "org"),
    [
        ("ann", "march", "bundle", None),
        ("ann", "colleagues", None, "acme"),
        ("ann", "left_private", "open", "acme"),
        ("ann", "catalogue", None, "acme"),
        ("zed", "catalogue", None, None),
    ],
)
def test_a_dataset_run_takes_collection_and_organisation(
    world: Stage, who: str, dataset: str, collection: str | None, org: str | None
) -> None:
    told = world.ask(who, CreateDatasetRun(world.ids[dataset]))

    assert told["data_collection"] == collection
    assert told["org_id"] == (org and world.ids[org])
    assert world.run_of(told).owner == world.ids[who]


def test_a_foreign_collections_organisation_outranks_the_callers() -> None:
    world = stage(
        data_collections={"bundle": {"owner": "eve", "org": "globex"}},
        datasets={"stray": {"proprietary": True, "collection": "bundle"}},
    )

    assert world.ask("ann", CreateDatasetRun(world.ids["stray"]))["org_id"] == world.ids["globex"]


def test_an_invisible_dataset_is_not_run(world: Stage) -> None:
    rule = world.refusal("ann", CreateDatasetRun(world.ids["foreign"]))

    assert rule == "aegis.visibility.dataset-found"


def test_an_alias_is_made_of_the_datasets_name_and_the_time(world: Stage) -> None:
    first, second = (
        world.ask("ann", CreateDatasetRun(world.ids["march"]))["alias"] for _ in range(2)
    )

    assert first == f"march {NOW}"
    assert second == f"march {NOW} (2)"


def test_an_alias_is_taken_once_in_an_account(world: Stage) -> None:
    rule = world.refusal("ann", CreateDatasetRun(world.ids["march"], alias="own"))

    assert rule == "aegis.runs.alias-unique-in-account"
    assert world.ask("bob", CreateDatasetRun(world.ids["colleagues"], alias="own"))


def test_a_dataset_run_keeps_the_rows_of_a_new_dataset(world: Stage) -> None:
    dataset = world.ask("ann", upload())

    told = world.ask("ann", CreateDatasetRun(dataset["id"]))

    assert told["evaluations"][0]["record"]["id"] == dataset["records"][0]["id"]


def custom(**changes: Any) -> CreateCustomRun:
    return CreateCustomRun(**({"evaluations": [PART]} | changes))


def test_a_custom_run_has_rows_of_its_own(world: Stage) -> None:
    told = world.ask("ann", custom(alias="Spot check"))

    assert (told["run_type"], told["dataset"], told["org_id"]) == ("Custom", None, None)
    assert told["alias"] == "Spot check"
    assert told["evaluations"][0]["record"]["output"] == "2"


def test_a_metric_has_settings_of_its_own_or_of_its_part_or_of_the_run(world: Stage) -> None:
    own = {"metric": "bleu", "threshold": 1, "model_slug": "o4-mini", "metric_args": {"a": 1}}
    parts = [
        {"metrics": [own, "rouge"], "threshold": 2, "model_slug": None, "data": [ROW]},
        {"metrics": ["bleu"], "data": [ROW]},
    ]

    told = world.ask("ann", custom(evaluations=parts, threshold=3, model_slug="gpt-4o"))

    assert [
        (each["metric"], each["threshold"], each["model_slug"], each["metric_args"])
        for each in told["evaluations"]
    ] == [
        ("bleu", 1, "o4-mini", {"a": 1}),
        ("rouge", 2, "gpt-4o", None),
        ("bleu", 3, "gpt-4o", None),
    ]
    assert told["number_of_metrics"] == 2


@pytest.mark.parametrize(("collection", "org"), [("bundle", None), ("open", "acme")])
def test_a_custom_run_takes_the_organisation_of_its_collection(
    world: Stage, collection: str, org: str | None
) -> None:
    told = world.ask("ann", custom(data_collection_id=world.ids[collection]))

    assert told["data_collection"] == collection
    assert told["org_id"] == (org and world.ids[org])


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("runs.evaluations-not-empty", {"evaluations": []}),
        ("runs.some-metric-resolved", {"evaluations": [{"metrics": [], "data": [ROW]}]}),
        ("runs.metrics-are-known", {"evaluations": [{"metrics": ["nonsense"], "data": []}]}),
        ("runs.model-found", {"model_slug": "nonsense"}),
        ("runs.model-found", {"evaluations": [{**PART, "model_slug": "nonsense"}]}),
        ("runs.alias-unique-in-account", {"alias": "own"}),
        ("placement.collection-found", {"data_collection_id": 99_999}),
    ],
)
def test_a_defect_of_a_custom_run_is_refused(
    world: Stage, rule: str, changes: dict[str, Any]
) -> None:
    assert world.refusal("ann", custom(**changes)) == f"aegis.{rule}"


def test_a_former_member_puts_no_run_into_a_shared_collection(world: Stage) -> None:
    rule = world.refusal("zed", custom(data_collection_id=world.ids["former"]))

    assert rule == "aegis.placement.shared-needs-membership"


@pytest.mark.parametrize("rule", ["dataset-run-is-made", "custom-run-is-made"])
def test_a_broken_server_that_makes_no_run_tells_none(world: Stage, rule: str) -> None:
    broken = without(RULEBOOK, f"aegis.runs.{rule}")

    for ask in (CreateDatasetRun(world.ids["march"]), custom()):
        outcome, _ = step(world.world, world.people["ann"], ask, broken)

        assert isinstance(outcome, Done)
        assert (outcome.value == {}) == (rule == made_by(ask))


def made_by(ask: object) -> str:
    return "custom-run-is-made" if isinstance(ask, CreateCustomRun) else "dataset-run-is-made"


@pytest.mark.parametrize("name", ["own", "on_march", "colleagues_run", "house"])
def test_an_alias_is_changed_by_owner_and_member(world: Stage, name: str) -> None:
    assert update(world, name, alias="Nightly")["alias"] == "Nightly"


def test_null_leaves_the_alias(world: Stage) -> None:
    assert update(world, "own", alias=None)["alias"] == "own"


def test_an_alias_is_compared_in_the_owners_account(world: Stage) -> None:
    rule = refused_update(world, "colleagues_run", alias="foreign_run")

    assert rule == "runs.alias-unique-in-account"
    assert update(world, "own", alias="own")["alias"] == "own"


@pytest.mark.parametrize(
    "fields", [{"org_id": "acme"}, {"org_id": None}, {"data_collection_id": "bundle"}]
)
def test_a_dataset_run_changes_its_alias_only(world: Stage, fields: dict[str, Any]) -> None:
    assert refused_update(world, "on_march", **fields) == "runs.dataset-run-changes-alias-only"


def test_a_custom_run_is_shared_and_unshared(world: Stage) -> None:
    assert update(world, "own", org_id="acme")["org_id"] == world.ids["acme"]
    assert update(world, "own", org_id=None)["org_id"] is None


def test_a_shared_collection_forces_its_organisation(world: Stage) -> None:
    told = update(world, "own", data_collection_id="open")

    assert (told["data_collection"], told["org_id"]) == ("open", world.ids["acme"])


@pytest.mark.parametrize(("option", "shared"), [("unchanged", True), ("private", False)])
def test_a_private_collection_leaves_a_run_shared_or_not(option: str, *, shared: bool) -> None:
    world = stage({"aegis.run-moved-to-private-collection": option}, **SHELF)
    update(world, "own", org_id="acme")

    told = update(world, "own", data_collection_id="bundle")

    assert told["org_id"] == (world.ids["acme"] if shared else None)


def test_a_detached_run_stays_shared(world: Stage) -> None:
    told = update(world, "colleagues_run", data_collection_id=None)

    assert (told["data_collection"], told["org_id"]) == (None, world.ids["acme"])


@pytest.mark.parametrize(
    ("rule", "name", "fields"),
    [
        ("org-id-owner-only", "colleagues_run", {"org_id": None}),
        ("organisation-only-keeps-organisation", "house", {"org_id": None}),
        ("organisation-only-keeps-organisation", "house", {"org_id": "globex"}),
        ("org-id-is-callers", "own", {"org_id": "globex"}),
        ("update-collection-found", "own", {"data_collection_id": "hidden"}),
        ("org-id-matches-collection", "own", {"data_collection_id": "open", "org_id": None}),
        ("org-id-matches-collection", "own", {"data_collection_id": "bundle", "org_id": "acme"}),
    ],
)
def test_a_defect_of_an_update_is_refused(
    world: Stage, rule: str, name: str, fields: dict[str, Any]
) -> None:
    assert refused_update(world, name, **fields) == f"runs.{rule}"


def test_a_former_member_moves_no_run_into_a_shared_collection(world: Stage) -> None:
    rule = refused_update(world, "zeds", who="zed", data_collection_id="former")

    assert rule == "placement.shared-needs-membership"


def test_an_equal_organisation_is_no_change(world: Stage) -> None:
    for name in ("colleagues_run", "house"):
        assert update(world, name, org_id="acme")["org_id"] == world.ids["acme"]


@pytest.mark.parametrize(("who", "name"), [("ann", "own"), ("boss", "house")])
def test_an_owner_or_administrator_deletes(world: Stage, who: str, name: str) -> None:
    assert world.ask(who, DeleteRun(world.ids[name])) is None
    assert world.refusal(who, GetRun(world.ids[name])) == "aegis.visibility.run-found"


@pytest.mark.parametrize(
    ("who", "name"), [("ann", "house"), ("ann", "colleagues_run"), ("boss", "colleagues_run")]
)
def test_nobody_else_deletes(world: Stage, who: str, name: str) -> None:
    rule = world.refusal(who, DeleteRun(world.ids[name]))

    assert rule == "aegis.runs.delete-by-owner-or-administrator"


def test_a_report_has_a_column_for_each_field_and_metric(world: Stage) -> None:
    told = world.ask("ann", DownloadRun(world.ids["own"]))

    assert told.name == f"run_{world.ids['own']}_report.csv"
    assert told.content.splitlines() == [
        "prompt,input,context,output,golden_answer,bleu",
        f"{'x' * 101},,,,,",
    ]


@pytest.mark.parametrize("name", ["empty", "on_march"])
def test_a_run_without_evaluations_has_no_report(world: Stage, name: str) -> None:
    rule = world.refusal("ann", DownloadRun(world.ids[name]))

    assert rule == "aegis.runs.download-has-rows"
