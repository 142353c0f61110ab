"""The vendor's own Apify client, whose models are strict, against the reference on a real port."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import urllib3

from contract_tests.reference import PROVIDER_STATES, Reference

apify_client = pytest.importorskip("apify_client", reason="apify-client is not installed")
errors = pytest.importorskip("apify_client.errors")

RESTRICTED, WITH_NAME = "RESTRICTED", "ANYONE_WITH_NAME_CAN_READ"
GIVEN: dict[str, Any] = {
    "vendor": "apify",
    "users": {"ann": {}, "bob": {}},
    "datasets": {
        "prices": {
            "owner": "ann",
            "name": "prices",
            "general_access": RESTRICTED,
            "created_at": "2026-04-01T09:20:00.000Z",
            "items": [{"n": 1, "#debug": True}, {"n": 2, "tags": [{"t": "a"}, {"t": "b"}]}, {}],
        },
        "shared": {"owner": "bob", "name": "shared", "grants": {"ann": "READ"}},
        "draft": {"owner": "ann"},
    },
}


@dataclass(frozen=True)
class World:
    """One founded world: its people's clients, and what the setup called its things."""

    ann: Any
    bob: Any
    nobody: Any
    usernames: dict[str, str]
    ids: dict[str, str]

    @property
    def prices(self) -> Any:
        return self.ann.dataset(self.ids["prices"])


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    reference = Reference()
    yield reference.start()
    reference.stop()


def client(url: str, token: str | None = None) -> Any:
    return apify_client.ApifyClient(token, api_url=url, api_public_url=url, max_retries=0)


@pytest.fixture
def world(url: str) -> Iterator[World]:
    question = json.dumps({"action": "setup", "state": "world", "params": GIVEN})
    answer = urllib3.request("POST", url + PROVIDER_STATES, body=question).json()
    users = answer["users"]
    yield World(
        client(url, users["ann"]["token"]),
        client(url, users["bob"]["token"]),
        client(url),
        {name: each["username"] for name, each in users.items()},
        {name: each["id"] for name, each in answer["datasets"].items()},
    )
    left = {"action": "teardown", "state": "world", "params": {"world": answer["world"]}}
    urllib3.request("POST", url + PROVIDER_STATES, body=json.dumps(left))


def test_the_caller_is_told_who_the_token_belongs_to(world: World) -> None:
    assert world.ann.user("me").get().username == world.usernames["ann"]


def test_a_dataset_is_made_once_and_then_found_by_its_name(world: World) -> None:
    made = world.ann.datasets().get_or_create(name="costs")

    assert world.ann.datasets().get_or_create(name="costs").id == made.id


def test_a_dataset_without_a_name_is_made_each_time(world: World) -> None:
    first, second = (world.ann.datasets().get_or_create() for _ in "12")

    assert (first.id == second.id, first.name) == (False, None)


def test_a_dataset_is_made_with_a_schema(world: World) -> None:
    schema = {"fields": {"type": "object", "required": ["n"]}}

    assert world.ann.datasets().get_or_create(name="costs", schema=schema).schema_ == schema


def test_the_list_holds_own_and_granted_datasets(world: World) -> None:
    listed = world.ann.datasets().list()

    assert (listed.total, {each.name for each in listed.items}) == (2, {"prices", "shared"})


def test_the_list_holds_unnamed_datasets_when_asked(world: World) -> None:
    named = {each.id for each in world.ann.datasets().list(unnamed=True, desc=True).items}

    assert named == set(world.ids.values())


@pytest.mark.parametrize(
    ("ownership", "name"), [("ownedByMe", "prices"), ("sharedWithMe", "shared")]
)
def test_the_list_is_narrowed_by_ownership(world: World, ownership: str, name: str) -> None:
    assert [each.name for each in world.ann.datasets().list(ownership=ownership).items] == [name]


def test_the_list_is_walked_page_by_page(world: World) -> None:
    walked = [each.id for each in world.ann.datasets().iterate(unnamed=True, chunk_size=1)]

    assert sorted(walked) == sorted(world.ids.values())


def test_a_dataset_is_told_to_its_owner_with_its_key(world: World) -> None:
    told = world.prices.get()

    assert (told.name, told.item_count, told.clean_item_count) == ("prices", 3, 2)
    assert told.url_signing_secret_key


def test_a_dataset_is_found_by_username_and_name(world: World) -> None:
    path = f"{world.usernames['ann']}/prices"

    assert world.ann.dataset(path).get().id == world.ids["prices"]


def test_an_unknown_dataset_is_none(world: World) -> None:
    assert world.ann.dataset("nosuchdataset").get() is None


def test_a_stranger_is_forbidden(world: World) -> None:
    with pytest.raises(errors.ForbiddenError) as caught:
        world.bob.dataset(world.ids["prices"]).get()

    assert caught.value.type == "insufficient-permissions"


def test_nobody_reads_what_is_open_to_anyone_with_the_name(world: World) -> None:
    world.prices.update(general_access=WITH_NAME)
    path = f"{world.usernames['ann']}~prices"

    assert len(world.nobody.dataset(path).list_items().items) == 3


def test_an_update_renames_and_keeps_the_level(world: World) -> None:
    told = world.prices.update(name="costs")

    assert (told.name, told.general_access, told.id) == ("costs", RESTRICTED, world.ids["prices"])


def test_an_update_of_the_level_keeps_the_name(world: World) -> None:
    told = world.prices.update(general_access=WITH_NAME, title="Prices")

    assert (told.name, told.general_access) == ("prices", WITH_NAME)


def test_an_update_of_nothing_changes_nothing(world: World) -> None:
    before, told = world.prices.get(), world.prices.update()

    assert (told.name, told.modified_at) == (before.name, before.modified_at)


def test_a_bad_name_is_an_invalid_request(world: World) -> None:
    with pytest.raises(errors.InvalidRequestError) as caught:
        world.prices.update(name="my_prices")

    assert (caught.value.type, caught.value.status_code) == ("invalid-input", 400)


def test_a_taken_name_is_an_invalid_request(world: World) -> None:
    world.ann.datasets().get_or_create(name="costs")

    with pytest.raises(errors.InvalidRequestError) as caught:
        world.prices.update(name="costs")

    assert caught.value.type == "name-not-unique"


def test_an_update_of_an_unknown_dataset_is_not_found(world: World) -> None:
    with pytest.raises(errors.NotFoundError):
        world.ann.dataset("nosuchdataset").update(name="costs")


def test_a_deleted_dataset_is_deleted_again_without_complaint(world: World) -> None:
    world.prices.delete()
    world.prices.delete()

    assert world.prices.get() is None


def test_items_are_pushed_alone_and_together(world: World) -> None:
    world.prices.push_items({"n": 4})
    world.prices.push_items([{"n": 5}, {"n": 6}])

    assert [each["n"] for each in world.prices.list_items(offset=3).items] == [4, 5, 6]


def test_a_large_push_is_compressed_on_its_way(world: World) -> None:
    world.prices.push_items([{"text": "x" * 100} for _ in range(100)])

    assert world.prices.list_items().total == 103


def test_items_that_break_the_schema_are_refused(world: World) -> None:
    schema = {"fields": {"type": "object", "required": ["n"]}}
    made = world.ann.dataset(world.ann.datasets().get_or_create(name="costs", schema=schema).id)

    with pytest.raises(errors.InvalidRequestError) as caught:
        made.push_items([{"n": 1}, {"m": 2}])

    assert (caught.value.type, made.list_items().items) == ("schema-validation-error", [])


def test_a_page_of_items_tells_where_it_stands(world: World) -> None:
    page = world.prices.list_items(offset=1, limit=1, desc=True)

    assert (page.total, page.offset, page.count, page.limit, page.desc) == (3, 1, 1, 1, True)


def test_items_are_cleaned(world: World) -> None:
    cleaned = world.prices.list_items(clean=True, fields=["n", "#debug"]).items

    assert cleaned == [{"n": 1}, {"n": 2}]


def test_items_are_unwound_and_omitted(world: World) -> None:
    page = world.prices.list_items(unwind=["tags"], omit=["n"], skip_hidden=True, skip_empty=True)

    assert page.items == [{"t": "a"}, {"t": "b"}]


def test_items_are_flattened(world: World) -> None:
    world.prices.push_items({"foo": {"bar": 1}})

    assert world.prices.list_items(flatten=["foo"], offset=3).items == [{"foo.bar": 1}]


def test_a_view_without_a_schema_is_an_invalid_request(world: World) -> None:
    with pytest.raises(errors.InvalidRequestError) as caught:
        world.prices.list_items(view="overview")

    assert caught.value.type == "dataset-does-not-have-schema"


def test_all_items_are_walked(world: World) -> None:
    assert len(list(world.prices.iterate_items(chunk_size=2))) == 3


def test_items_are_told_as_csv(world: World) -> None:
    text = world.prices.get_items_as_bytes(
        item_format="csv", fields=["n"], limit=2, bom=False, delimiter=";", skip_header_row=True
    )

    assert text == b"1\n2\n"


def test_items_are_told_as_lines(world: World) -> None:
    text = world.prices.get_items_as_bytes(item_format="jsonl", fields=["n"], limit=2)

    assert [json.loads(line) for line in text.splitlines()] == [{"n": 1}, {"n": 2}]


def test_items_are_streamed(world: World) -> None:
    with world.prices.stream_items(item_format="json") as stream:
        assert len(json.loads(stream.read())) == 3


def test_statistics_are_told(world: World) -> None:
    assert world.prices.get_statistics().field_statistics["n"]["emptyCount"] == 1


def test_a_public_link_opens_the_items_of_a_restricted_dataset(world: World) -> None:
    link = world.prices.create_items_public_url(limit=1, expires_in=timedelta(hours=1))

    assert len(urllib3.request("GET", link).json()) == 1


def test_a_public_link_that_has_expired_opens_nothing(world: World) -> None:
    link = world.prices.create_items_public_url(expires_in=timedelta(hours=-1))

    assert urllib3.request("GET", link).status == 403


def test_an_unknown_token_is_unauthorized(url: str) -> None:
    with pytest.raises(errors.UnauthorizedError) as caught:
        client(url, "apify_api_nobodys").datasets().list()

    assert caught.value.type == "user-or-token-not-found"


def test_nobody_lists_nothing(world: World) -> None:
    with pytest.raises(errors.UnauthorizedError) as caught:
        world.nobody.datasets().list()

    assert caught.value.type == "token-not-provided"
