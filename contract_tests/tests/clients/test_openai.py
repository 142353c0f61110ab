"""The OpenAI client as a client of Token Factory, strict about every answer, on a real port."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import urllib3

from contract_tests.reference import PROVIDER_STATES, Reference

openai = pytest.importorskip("openai", reason="the client `openai` is not installed")
pagination = pytest.importorskip("openai.pagination")
pydantic = pytest.importorskip("pydantic")
Model: Any = openai.BaseModel

GIVEN: dict[str, Any] = {
    "vendor": "nebius",
    "projects": ["p1", "p2"],
    "users": {"ann": {"project": "p1"}, "bob": {"project": "p1"}, "eve": {"project": "p2"}},
    "datasets": {
        "text": {
            "owner": "ann",
            "name": "text",
            "folder": "/a",
            "created_at": 1760109124,
            "schema": [{"name": "text", "type": {"name": "string"}}],
            "rows": [{"text": "x"}, {"text": "y"}, {"text": "z"}],
        },
        "broken": {"owner": "ann", "status": "FAILED", "error": "No such bucket"},
    },
}
SCHEMA = [
    {"name": "text", "type": {"name": "string"}},
    {"name": "text_1", "type": {"name": "option", "item": {"name": "string"}}},
]
NEW = {"name": "new", "folder": "/new", "schema": SCHEMA, "rows": [{"text": "a", "text_1": None}]}


class Strict(Model):  # type: ignore[misc]  # the client may not be installed
    """A model that takes no value of another type and no field that it does not know."""

    model_config = pydantic.ConfigDict(extra="forbid", strict=True)


class ColumnType(Strict):
    name: str
    item: "ColumnType | None" = None


class Column(Strict):
    name: str
    type: ColumnType


class Origin(Model):  # type: ignore[misc]  # the same; open for more keys
    type: str


class Dataset(Strict):
    id: str
    name: str
    status: str = pydantic.Field(pattern="^(READY|PENDING|FAILED|TEMPORARY|DRAFT)$")
    columns: list[Column] = pydantic.Field(alias="schema")
    metadata: dict[str, Any]
    folder: str
    current_version: str | None
    created_at: int
    error: str | None
    current_version_origin: Origin | None = None
    type: str = "dataset"
    ai_project_id: str | None = None


class Content(Strict):
    rows: list[dict[str, Any]]


class UploadedDataset(Strict):
    id: str | None
    name: str
    folder: str
    columns: list[Column] = pydantic.Field(alias="schema")


class UploadInfo(Strict):
    status: str
    dataset: UploadedDataset
    created_at: int
    error: str | None
    completed_at: int | None
    ai_project_id: str | None


class Upload(Strict):
    id: str
    upload_info: UploadInfo


class Parts(Strict):
    object: str
    data: list[dict[str, Any]]


@dataclass(frozen=True)
class World:
    """One founded world: its people's clients, and what the setup called its things."""

    ann: Any
    bob: Any
    eve: Any
    stranger: Any
    ids: dict[str, str]

    @property
    def text(self) -> str:
        return f"/datasets/{self.ids['text']}"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    reference = Reference()
    yield reference.start()
    reference.stop()


@pytest.fixture
def world(url: str) -> Iterator[World]:
    question = json.dumps({"action": "setup", "state": "world", "params": GIVEN})
    answer = urllib3.request("POST", url + PROVIDER_STATES, body=question).json()
    tokens = {name: each["token"] for name, each in answer["users"].items()}
    clients = {
        name: openai.OpenAI(
            api_key=token,
            base_url=url + "/v1",
            max_retries=0,
            _strict_response_validation=True,
        )
        for name, token in {**tokens, "stranger": "nb_nobody"}.items()
    }
    ids = {
        name: each["id"] for kind in ("projects", "datasets") for name, each in answer[kind].items()
    }
    yield World(ids=ids, **clients)
    for each in clients.values():
        each.close()


def got(client: Any, path: str) -> Any:
    return client.get(path, cast_to=Dataset)


def patched(client: Any, path: str, body: object) -> Any:
    return client.patch(path, cast_to=Dataset, body=body)


def walked(client: Any, **query: object) -> Any:
    return client.get_api_list(
        "/datasets",
        model=Dataset,
        page=pagination.SyncCursorPage[Dataset],
        options={"params": query},
    )


def refusal(raised: Any) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = raised.value.body["detail"]
    return entries


def test_a_dataset_is_read(world: World) -> None:
    told = got(world.ann, world.text)

    assert (told.id, told.name, told.folder) == (world.ids["text"], "text", "/a")
    assert (told.status, told.created_at) == ("READY", 1760109124)
    assert told.ai_project_id == world.ids["p1"]


def test_a_failed_dataset_tells_its_error(world: World) -> None:
    told = got(world.ann, f"/datasets/{world.ids['broken']}")

    assert (told.status, told.error, told.current_version) == ("FAILED", "No such bucket", None)


def test_rows_make_a_dataset(world: World) -> None:
    made = world.ann.post("/datasets", cast_to=Dataset, body=NEW)

    assert (made.name, made.folder, made.status) == ("new", "/new", "READY")
    assert made == got(world.bob, f"/datasets/{made.id}")
    content = world.bob.get(f"/datasets/{made.id}/content", cast_to=Content)
    assert content.rows == NEW["rows"]


@pytest.mark.parametrize(
    "change", [{"name": "corpus"}, {"folder": "/b"}, {"name": "corpus", "folder": "/b"}, {}]
)
def test_a_patch_changes_what_it_names_and_nothing_else(
    world: World, change: dict[str, str]
) -> None:
    before = got(world.ann, world.text)

    told = patched(world.ann, world.text, change)

    assert told == before.model_copy(update=change)
    assert got(world.bob, world.text) == told


def test_a_null_in_a_patch_changes_nothing(world: World) -> None:
    before = got(world.ann, world.text)

    assert patched(world.ann, world.text, {"name": None, "folder": None}) == before


def test_content_comes_in_pages(world: World) -> None:
    page = {"params": {"offset": 1, "limit": 1}}
    content = world.ann.get(f"{world.text}/content", cast_to=Content, options=page)

    assert content.rows == [{"text": "y"}]


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_the_clients_own_paging_walks_every_dataset_once(world: World, limit: int) -> None:
    made = [world.ann.post("/datasets", cast_to=Dataset, body=NEW).id for _ in range(3)]

    walked_ids = [each.id for each in walked(world.bob, limit=limit)]

    assert sorted(walked_ids) == sorted([*made, world.ids["text"], world.ids["broken"]])


def test_a_page_knows_whether_another_follows(world: World) -> None:
    first = walked(world.ann, limit=1)

    assert (len(first.data), first.has_next_page()) == (1, True)
    assert not first.get_next_page().has_next_page()


def test_a_list_of_another_project_is_empty(world: World) -> None:
    assert list(walked(world.eve)) == []


def test_a_deleted_dataset_is_gone(world: World) -> None:
    world.ann.delete(world.text, cast_to=type(None))

    with pytest.raises(openai.NotFoundError):
        got(world.ann, world.text)


def test_an_upload_makes_a_dataset_when_it_is_completed(world: World) -> None:
    start = {"name": "big", "folder": "/", "schema": SCHEMA}
    upload = world.ann.post("/datasets/uploads", cast_to=Upload, body=start)
    assert (upload.upload_info.status, upload.upload_info.completed_at) == ("PENDING", None)
    assert world.ann.get(f"/datasets/uploads/{upload.id}/parts", cast_to=Parts).data == []

    path = f"/datasets/uploads/{upload.id}/complete"
    done = world.ann.post(path, cast_to=Upload, body={"part_ids": []})

    assert done.upload_info.completed_at is not None
    assert got(world.ann, f"/datasets/{done.upload_info.dataset.id}").name == "big"


def test_an_unknown_part_completes_nothing(world: World) -> None:
    start = {"name": "big", "folder": "/", "schema": SCHEMA}
    upload = world.ann.post("/datasets/uploads", cast_to=Upload, body=start)

    path = f"/datasets/uploads/{upload.id}/complete"
    with pytest.raises(openai.NotFoundError):
        world.ann.post(path, cast_to=Upload, body={"part_ids": ["nowhere"]})
    with pytest.raises(openai.NotFoundError):
        got(world.ann, f"/datasets/{upload.upload_info.dataset.id}")


def test_an_unknown_token_is_an_authentication_error(world: World) -> None:
    with pytest.raises(openai.AuthenticationError):
        got(world.stranger, world.text)


@pytest.mark.parametrize("path", ["", "/content"])
def test_another_projects_dataset_is_not_found(world: World, path: str) -> None:
    with pytest.raises(openai.NotFoundError):
        world.eve.get(world.text + path, cast_to=object)


def test_another_project_changes_and_deletes_nothing(world: World) -> None:
    before = got(world.ann, world.text)

    with pytest.raises(openai.NotFoundError):
        patched(world.eve, world.text, {"name": "mine"})
    with pytest.raises(openai.NotFoundError):
        world.eve.delete(world.text, cast_to=type(None))
    assert got(world.ann, world.text) == before


@pytest.mark.parametrize(
    ("change", "loc", "kind"),
    [
        ({"name": ""}, ["body", "name"], "string_too_short"),
        ({"folder": ""}, ["body", "folder"], "string_too_short"),
        ({"name": 7}, ["body", "name"], "string_type"),
        ({"name": "good", "folder": ""}, ["body", "folder"], "string_too_short"),
        (["name"], ["body"], "model_attributes_type"),
    ],
)
def test_a_patch_that_does_not_fit_is_unprocessable_and_changes_nothing(
    world: World, change: object, loc: list[str], kind: str
) -> None:
    before = got(world.ann, world.text)

    with pytest.raises(openai.UnprocessableEntityError) as raised:
        patched(world.ann, world.text, change)

    assert [(each["loc"], each["type"]) for each in refusal(raised)] == [(loc, kind)]
    assert got(world.ann, world.text) == before


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ({"limit": 0}, "greater_than_equal"),
        ({"limit": 1001}, "less_than_equal"),
        ({"offset": -1}, "greater_than_equal"),
        ({"offset": "x"}, "int_parsing"),
    ],
)
def test_a_page_of_rows_out_of_bounds_is_unprocessable(
    world: World, page: dict[str, object], kind: str
) -> None:
    with pytest.raises(openai.UnprocessableEntityError) as raised:
        world.ann.get(f"{world.text}/content", cast_to=Content, options={"params": page})

    assert [(each["loc"], each["type"]) for each in refusal(raised)] == [(["query", *page], kind)]


@pytest.mark.parametrize("left_out", sorted(NEW))
def test_a_create_without_one_of_its_fields_is_unprocessable(world: World, left_out: str) -> None:
    body = {name: each for name, each in NEW.items() if name != left_out}

    with pytest.raises(openai.UnprocessableEntityError) as raised:
        world.ann.post("/datasets", cast_to=Dataset, body=body)

    assert [each["loc"][-1] for each in refusal(raised)] == [left_out]
    assert len(list(walked(world.ann))) == 2


def test_a_create_in_another_project_makes_nothing(world: World) -> None:
    body = {**NEW, "ai_project_id": world.ids["p2"]}
    with pytest.raises(openai.NotFoundError):
        world.ann.post("/datasets", cast_to=Dataset, body=body)
    assert list(walked(world.eve)) == []
