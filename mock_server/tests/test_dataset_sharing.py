"""Sharing, unsharing and moving a dataset, and what follows."""

from typing import Any

import pytest

from mock_server.domain.aegis.actions import UpdateDataset
from mock_server.tests.aegis_stage import Stage, stage

BUNDLE: dict[str, Any] = {
    "data_collections": {
        "bundle": {"owner": "ann"},
        "open": {"owner": "bob", "org": "acme"},
        "spare": {"owner": "ann"},
        "hidden": {"owner": "eve"},
    },
    "datasets": {
        "march": {"owner": "ann", "collection": "bundle"},
        "april": {"owner": "ann", "collection": "bundle"},
        "foreign": {"owner": "bob", "collection": "bundle"},
        "inside": {"owner": "ann", "collection": "open", "org": "acme"},
        "alone": {"owner": "ann"},
        "colleagues": {"owner": "bob", "org": "acme"},
        "house": {"org": "acme"},
        "bought": {"owner": "ann", "proprietary": True},
    },
    "runs": {
        "on_march": {"owner": "ann", "dataset": "march"},
        "on_april": {"owner": "ann", "dataset": "april"},
        "in_bundle": {"owner": "ann", "collection": "bundle"},
        "bobs": {"owner": "bob", "dataset": "march", "collection": "bundle"},
        "on_alone": {"owner": "ann", "dataset": "alone"},
        "bobs_on_alone": {"owner": "bob", "dataset": "alone"},
        "on_inside": {"owner": "ann", "dataset": "inside", "collection": "open", "org": "acme"},
    },
}


def update(world: Stage, who: str, name: str, **fields: Any) -> Any:
    told = {key: world.ids.get(value, value) for key, value in fields.items()}
    return world.ask(who, UpdateDataset(world.ids[name], **told))


def refusal(world: Stage, who: str, name: str, **fields: Any) -> str:
    told = {key: world.ids.get(value, value) for key, value in fields.items()}
    return world.refusal(who, UpdateDataset(world.ids[name], **told))


@pytest.fixture
def world() -> Stage:
    return stage(**BUNDLE)


@pytest.mark.parametrize("name", ["march", "april", "foreign", "bundle"])
def test_sharing_takes_the_own_private_collection_along(world: Stage, name: str) -> None:
    update(world, "ann", "march", org_id="acme")

    row = world.collection(name) if name == "bundle" else world.dataset(name)
    assert row.org == world.ids["acme"]


@pytest.mark.parametrize(
    ("run", "follows"),
    [("on_march", True), ("on_april", True), ("in_bundle", True), ("bobs", False)],
)
def test_sharing_takes_the_owners_runs_along(world: Stage, run: str, *, follows: bool) -> None:
    update(world, "ann", "march", org_id="acme")

    assert world.run(run).org == (world.ids["acme"] if follows else None)


def test_sharing_in_anothers_private_collection_shares_the_dataset_alone() -> None:
    world = stage(
        data_collections={"bundle": {"owner": "bob"}},
        datasets={"march": {"owner": "ann", "collection": "bundle"}},
    )

    update(world, "ann", "march", org_id="acme")

    assert world.dataset("march").org == world.ids["acme"]
    assert world.collection("bundle").org is None


def test_sharing_while_moving_looks_at_the_new_collection(world: Stage) -> None:
    update(world, "ann", "march", org_id="acme", data_collection_id="spare")

    assert world.collection("spare").org == world.ids["acme"]
    assert world.collection("bundle").org is None


def test_the_owners_runs_follow_a_shared_dataset(world: Stage) -> None:
    update(world, "ann", "alone", org_id="acme")

    assert world.run("on_alone").org == world.ids["acme"]
    assert world.run("bobs_on_alone").org is None


def test_every_run_follows_by_the_other_reading() -> None:
    world = stage({"aegis.runs-following-dataset": "every-run"}, **BUNDLE)

    update(world, "ann", "alone", org_id="acme")

    assert world.run("bobs_on_alone").org == world.ids["acme"]


def test_a_dataset_in_a_shared_collection_is_not_unshared(world: Stage) -> None:
    rule = refusal(world, "ann", "inside", org_id=None)

    assert rule == "aegis.datasets.unshare-needs-detaching"


def test_it_is_unshared_by_a_request_that_detaches_it(world: Stage) -> None:
    told = update(world, "ann", "inside", org_id=None, data_collection_id=None)

    assert (told["org_id"], told["data_collection_id"]) == (None, None)
    assert (world.run("on_inside").org, world.run("on_inside").collection) == (None, None)


def test_a_private_dataset_does_not_move_privately_into_a_shared_collection(world: Stage) -> None:
    rule = refusal(world, "ann", "alone", org_id=None, data_collection_id="open")

    assert rule == "aegis.datasets.unshare-needs-detaching"


def test_detaching_leaves_a_dataset_and_its_runs_shared(world: Stage) -> None:
    told = update(world, "ann", "inside", data_collection_id=None)

    assert (told["org_id"], told["data_collection_id"]) == (world.ids["acme"], None)
    assert world.run("on_inside").collection is None
    assert world.run("on_inside").org == world.ids["acme"]


def test_a_shared_collection_forces_its_organisation(world: Stage) -> None:
    told = update(world, "ann", "alone", data_collection_id="open")

    assert (told["org_id"], told["data_collection_id"]) == (world.ids["acme"], world.ids["open"])
    assert world.run("on_alone").org == world.ids["acme"]
    assert world.run("on_alone").collection == world.ids["open"]


def test_a_private_collection_leaves_a_dataset_shared(world: Stage) -> None:
    told = update(world, "ann", "inside", data_collection_id="spare")

    assert told["org_id"] == world.ids["acme"]
    assert world.collection("spare").org is None


def test_only_the_owner_changes_the_organisation(world: Stage) -> None:
    assert refusal(world, "ann", "colleagues", org_id=None) == "aegis.datasets.org-id-owner-only"
    assert (
        refusal(world, "ann", "colleagues", org_id="globex") == "aegis.datasets.org-id-owner-only"
    )


def test_an_equal_organisation_from_a_colleague_changes_nothing(world: Stage) -> None:
    told = update(world, "ann", "colleagues", org_id="acme")

    assert told["org_id"] == world.ids["acme"]


def test_an_equal_organisation_from_a_colleague_is_refused_by_the_other_reading() -> None:
    world = stage({"aegis.equal-org-id-from-non-owner": "403"}, **BUNDLE)

    assert refusal(world, "ann", "colleagues", org_id="acme") == "aegis.datasets.org-id-owner-only"


@pytest.mark.parametrize("org", [None, "globex"])
def test_nobodys_dataset_keeps_its_organisation(world: Stage, org: str | None) -> None:
    rule = refusal(world, "ann", "house", org_id=org)

    assert rule == "aegis.datasets.organisation-only-keeps-organisation"
    assert update(world, "ann", "house", org_id="acme")["org_id"] == world.ids["acme"]


def test_a_foreign_organisation_is_refused(world: Stage) -> None:
    assert refusal(world, "ann", "alone", org_id="globex") == "aegis.datasets.org-id-is-callers"


def test_a_proprietary_dataset_is_neither_shared_nor_attached(world: Stage) -> None:
    assert refusal(world, "ann", "bought", org_id="acme") == "aegis.datasets.proprietary-not-shared"
    assert (
        refusal(world, "ann", "bought", data_collection_id="bundle")
        == "aegis.datasets.proprietary-not-attached"
    )


@pytest.mark.parametrize("collection", ["hidden", 99_999])
def test_a_dataset_does_not_move_to_an_invisible_collection(
    world: Stage, collection: str | int
) -> None:
    rule = refusal(world, "ann", "alone", data_collection_id=collection)

    assert rule == "aegis.datasets.update-collection-found"
