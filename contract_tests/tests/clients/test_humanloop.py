"""The vendor's own Humanloop client against the reference, and every answer against its models."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import urllib3

from contract_tests.reference import PROVIDER_STATES, Reference

humanloop = pytest.importorskip("humanloop", reason="the client `humanloop` is not installed")
httpx = pytest.importorskip("httpx", reason="the client `humanloop` is not installed")
types = pytest.importorskip("humanloop.types")
errors = pytest.importorskip("humanloop.errors")
ApiError = pytest.importorskip("humanloop.core.api_error").ApiError

# The client's code is not ours to be warned of.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

GIVEN: dict[str, Any] = {
    "vendor": "humanloop",
    "orgs": ["acme", "globex"],
    "users": {"ann": {"org": "acme"}, "eve": {"org": "globex"}},
    "environments": {"staging": {"org": "acme"}},
    "datasets": {
        "evals": {
            "org": "acme",
            "path": "evals/qa",
            "versions": [
                {"as": "v1", "name": "first", "datapoints": [{"inputs": {"q": "a"}}]},
                {"as": "v2", "datapoints": [{"inputs": {"q": "a"}}, {"inputs": {"q": "b"}}]},
            ],
        },
    },
}


@dataclass(frozen=True)
class World:
    """One founded world: its people's clients, and what the setup called its things."""

    ann: Any
    eve: Any
    ids: dict[str, str]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    reference = Reference()
    yield reference.start()
    reference.stop()


@pytest.fixture
def world(url: str) -> Iterator[World]:
    question = json.dumps({"action": "setup", "state": "world", "params": GIVEN})
    answer = urllib3.request("POST", url + PROVIDER_STATES, body=question).json()
    ids = {
        name: each["id"]
        for group in ("environments", "datasets", "versions")
        for name, each in answer[group].items()
    }
    with httpx.Client(event_hooks={"response": [validated]}) as wire:
        ann, eve = (
            humanloop.Humanloop(
                api_key=answer["users"][name]["token"], base_url=url + "/v5", httpx_client=wire
            )
            for name in ("ann", "eve")
        )
        yield World(ann.datasets, eve.datasets, ids)


def validated(response: Any) -> None:
    """Hold an answer against the client's own model, which the client itself does not do."""
    response.read()
    if response.status_code == 422:
        types.HttpValidationError.model_validate(response.json())
    elif response.is_success and response.content:
        for model, value in told(response.json()):
            model.model_validate(value)


def told(body: Any) -> Iterator[tuple[Any, Any]]:
    """Give every thing in a body with the model that it must fit."""
    if isinstance(body, list):
        yield from ((types.FileEnvironmentResponse, each) for each in body)
    elif "records" in body:
        yield from (pair for each in body["records"] for pair in told(each))
    elif "version_id" in body:
        yield types.DatasetResponse, body
    else:
        yield types.DatapointResponse, body


def refused(status: int, question: Callable[[], object]) -> Any:
    with pytest.raises(ApiError) as caught:
        question()
    assert caught.value.status_code == status
    return caught.value.body


def test_upsert_makes_a_dataset(world: World) -> None:
    made = world.ann.upsert(path="new/one", datapoints=[{"inputs": {"q": "x"}, "target": {"a": 1}}])

    assert (made.path, made.name, made.datapoints_count) == ("new/one", "one", 1)


def test_upsert_adds_nothing_to_learn_the_present_version(world: World) -> None:
    now = world.ann.upsert(path="evals/qa", action="add", datapoints=[])

    assert (now.id, now.version_id) == (world.ids["evals"], world.ids["evals.v2"])


def test_upsert_under_a_taken_name_is_a_conflict(world: World) -> None:
    body = refused(
        409,
        lambda: world.ann.upsert(
            path="evals/qa", version_name="first", datapoints=[{"inputs": {"q": "z"}}]
        ),
    )

    assert body["detail"]["description"]


def test_upsert_without_path_or_id_is_unprocessable(world: World) -> None:
    with pytest.raises(errors.UnprocessableEntityError) as caught:
        world.ann.upsert(datapoints=[])

    assert caught.value.body.detail[0].msg


def test_get_tells_the_deployed_version(world: World) -> None:
    got = world.ann.get(world.ids["evals"], include_datapoints=True)

    assert got.version_id == world.ids["evals.v1"]
    assert [each.inputs for each in got.datapoints] == [{"q": "a"}]


def test_get_tells_the_version_that_is_asked_for(world: World) -> None:
    got = world.ann.get(world.ids["evals"], version_id=world.ids["evals.v2"])

    assert (got.version_id, got.datapoints) == (world.ids["evals.v2"], None)


def test_get_in_another_organisation_is_not_found(world: World) -> None:
    refused(404, lambda: world.eve.get(world.ids["evals"]))


def test_list_stops_at_the_empty_page(world: World) -> None:
    for number in range(3):
        world.ann.upsert(path=f"more/{number}", datapoints=[])

    paths = [each.path for each in world.ann.list(size=2, sort_by="name", order="asc")]

    assert paths == ["more/0", "more/1", "more/2", "evals/qa"]


def test_list_filters_by_name(world: World) -> None:
    assert [each.id for each in world.ann.list(name="QA")] == [world.ids["evals"]]


def test_list_datapoints_stops_at_the_empty_page(world: World) -> None:
    version = world.ids["evals.v2"]

    found = list(world.ann.list_datapoints(world.ids["evals"], version_id=version, size=1))

    assert [each.inputs for each in found] == [{"q": "a"}, {"q": "b"}]


def test_list_versions_tells_the_latest_in_full(world: World) -> None:
    found = world.ann.list_versions(world.ids["evals"], include_datapoints="latest_saved")

    points = {each.version_id: each.datapoints for each in found.records}
    assert points[world.ids["evals.v1"]] is None
    assert len(points[world.ids["evals.v2"]]) == 2


def test_update_changes_the_label(world: World) -> None:
    dataset, version = world.ids["evals"], world.ids["evals.v2"]

    made = world.ann.update_dataset_version(dataset, version, name="gold", description="By hand")

    assert (made.version_id, made.version_name) == (version, "gold")
    assert world.ann.get(dataset, version_id=version).version_description == "By hand"


def test_update_without_keywords_sends_no_body_and_is_unprocessable(world: World) -> None:
    with pytest.raises(errors.UnprocessableEntityError) as caught:
        world.ann.update_dataset_version(world.ids["evals"], world.ids["evals.v2"])

    assert caught.value.body.detail[0].loc == ["body"]


def test_update_to_a_taken_name_is_a_conflict(world: World) -> None:
    dataset, version = world.ids["evals"], world.ids["evals.v2"]

    refused(409, lambda: world.ann.update_dataset_version(dataset, version, name="first"))


def test_delete_version_takes_one_away(world: World) -> None:
    dataset = world.ids["evals"]

    world.ann.delete_dataset_version(dataset, world.ids["evals.v2"])

    left = [each.version_id for each in world.ann.list_versions(dataset).records]
    assert left == [world.ids["evals.v1"]]


def test_delete_version_keeps_the_deployed_one(world: World) -> None:
    dataset, version = world.ids["evals"], world.ids["evals.v1"]

    refused(409, lambda: world.ann.delete_dataset_version(dataset, version))


def test_upload_csv_adds_the_rows(world: World) -> None:
    file = ("rows.csv", b'q,target\nx,"{""a"": 2}"\n', "text/csv")

    made = world.ann.upload_csv(world.ids["evals"], file=file, version_name="uploaded")

    assert (made.version_name, made.datapoints_count) == ("uploaded", 2)


def test_upload_csv_of_an_empty_file_is_unprocessable(world: World) -> None:
    with pytest.raises(errors.UnprocessableEntityError):
        world.ann.upload_csv(world.ids["evals"], file=("rows.csv", b"", "text/csv"))


def test_move_keeps_the_id(world: World) -> None:
    moved = world.ann.move(world.ids["evals"], path="archive/qa", name="answers")

    assert (moved.id, moved.path, moved.name) == (world.ids["evals"], "archive/answers", "answers")


def test_deployments_are_set_and_removed(world: World) -> None:
    dataset, staging = world.ids["evals"], world.ids["staging"]

    world.ann.set_deployment(dataset, staging, version_id=world.ids["evals.v2"])
    deployed = {each.name: each.file for each in world.ann.list_environments(dataset)}
    world.ann.remove_deployment(dataset, staging)
    removed = {each.name: each.file for each in world.ann.list_environments(dataset)}

    assert deployed["staging"].version_id == world.ids["evals.v2"]
    assert removed["staging"] is None
    assert removed["production"].version_id == world.ids["evals.v1"]


def test_set_deployment_of_an_unknown_version_is_not_found(world: World) -> None:
    dataset, staging = world.ids["evals"], world.ids["staging"]

    refused(404, lambda: world.ann.set_deployment(dataset, staging, version_id="dsv_nothing"))


def test_delete_takes_the_dataset_away(world: World) -> None:
    world.ann.delete(world.ids["evals"])

    refused(404, lambda: world.ann.get(world.ids["evals"]))


def test_a_key_of_nobody_is_unauthorised(url: str) -> None:
    stranger = humanloop.Humanloop(api_key="hl_sk_nobody", base_url=url + "/v5")

    refused(401, lambda: stranger.datasets.get("ds_nothing"))
