"""How the people and things of a Token Factory story are made through the public API.

Everybody of a project sees its datasets, and nothing is shared beyond it. The API does not tell who
somebody is, so a person's id is the name of their account.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from contract_tests.making.form import Desk, Given, Lack, Listing, Making, Person, Refused

DATASETS, PATH = "datasets", "/datasets"
READY = "READY"
TYPES = {str: "string", int: "integer"}
UNMAKEABLE = {
    "id": "a given id",
    "created_at": "a given time",
    "version": "a given version",
    "origin": "a given origin",
    "metadata": "given metadata",
    "error": "a dataset that is broken",
}
Told = Mapping[str, Any]


def introduce(desk: Desk, who: str) -> Person:
    """Learn somebody's project by a dataset of theirs."""
    body = {"name": f"{desk.prefix}{who}", "folder": "/", "schema": [], "rows": []}
    made = desk.make(who, DATASETS, who, PATH, body=body)
    return Person({"id": who}, made.get("ai_project_id"))


def joined(desk: Desk, who: str, project: object) -> bool:
    """Tell whether somebody may make a dataset in a project."""
    body = {"name": f"{desk.prefix}{who}", "folder": "/", "schema": [], "rows": []}
    try:
        desk.make(who, DATASETS, who, PATH, body=body | {"ai_project_id": project})
    except Refused as error:
        if error.status >= 500:
            raise
        return False
    return True


def lacks(given: Given) -> Iterator[Lack]:
    """Yield what the public API does not make, whatever the people."""
    if given.get("settings"):
        yield Lack("settings", "settings of the world")
    if isinstance(given.get("projects"), Mapping):
        yield Lack("projects", "a given id")
    for name, told in given.get("users", {}).items():
        if {"id", "token"} & told.keys():
            yield Lack(name, "a person with a given id or token")
    for name, told in given.get(DATASETS, {}).items():
        if reason := _unmakeable(told):
            yield Lack(name, reason)


def _unmakeable(told: Told) -> str:
    for key, reason in UNMAKEABLE.items():
        if told.get(key) is not None:
            return reason
    if told.get("status", READY) != READY:
        return f"a dataset that is {told['status']}"
    plain = all(type(value) in TYPES for row in told.get("rows", ()) for value in row.values())
    return "" if plain or told.get("schema") else "rows without a schema, but not of plain values"


def make(desk: Desk, given: Given) -> None:
    """Make the datasets that are not there yet."""
    for name, told in given.get(DATASETS, {}).items():
        if desk.known(name):
            continue
        rows = told.get("rows", [])
        body = {
            "name": desk.unique(told.get("name") or name),
            "folder": told.get("folder", "/"),
            "schema": told.get("schema") or _schema(rows),
            "rows": rows,
        }
        desk.make(told["owner"], DATASETS, name, PATH, body=body)


def _schema(rows: list[Told]) -> list[dict[str, object]]:
    """Name the columns that rows have, by the kinds of their values."""
    kinds = {key: TYPES[type(value)] for row in rows for key, value in row.items()}
    return [{"name": key, "type": {"name": kind}} for key, kind in kinds.items()]


def mismatches(desk: Desk, given: Given) -> Iterator[str]:
    """Yield the datasets that are not ready."""
    for name, told in given.get(DATASETS, {}).items():
        seen = desk.ask(told["owner"], "GET", f"{PATH}/{desk.id(name)}")
        desk.call(name, seen.get("name"))
        if seen.get("status") != READY:
            yield f"datasets.{name} is {seen.get('status')} instead of {READY}"


MAKING = Making(
    births={"createNebiusDataset": DATASETS, "completeNebiusUpload": DATASETS},
    ids={"completeNebiusUpload": ("upload_info", "dataset", "id")},
    places={DATASETS: "/datasets/{id}"},
    listings={
        "listNebiusDatasets": Listing(
            kind=DATASETS,
            path=PATH,
            rows=("data",),
            all={"limit": "1000"},
            own={"limit": "1000"},
            paging=("limit", "after"),
            told_of_all=("has_more", "last_id", "first_id"),
            more=lambda told: bool(told["has_more"]),
        ),
    },
    named=frozenset({"name"}),
    closed=frozenset({"schema", "rows"}),
    introduce=introduce,
    joined=joined,
    lacks=lacks,
    make=make,
    mismatches=mismatches,
    group="projects",
    member="project",
)
