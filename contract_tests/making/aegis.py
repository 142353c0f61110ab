"""How the people and things of an Aegis story are made through the public API.

Collections and datasets begin private. A run that is private on a dataset that is shared is made
before the sharing; everything is shared before it is put into its collection, so that a shared
dataset can lie in a private one. What came of it is compared with the story's `given` at the end.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from contract_tests.making.form import (
    Desk,
    Given,
    Lack,
    Listing,
    Making,
    Person,
    Refused,
    expectations,
)
from contract_tests.scenarios import Step

COLLECTIONS, DATASETS, RUNS = "data_collections", "datasets", "runs"
KINDS = (COLLECTIONS, DATASETS, RUNS)
ROW: Mapping[str, str | None] = {"output": "accord"}
METRICS = {"3": {"threshold": 80}}
METRIC = "exact_match"
UNMAKEABLE = {
    "id": "a given id",
    "created_at": "a given time",
    "updated_at": "a given time",
    "started_at": "a given time",
    "proprietary": "a proprietary dataset",
}
ROW_KEYS = {
    DATASETS: frozenset({"records", "structure", "selected_metrics"}),
    RUNS: frozenset({"evaluations", "number_of_metrics", "aggregate_results"}),
}
Told = Mapping[str, Any]


def introduce(desk: Desk, who: str) -> Person:
    """Learn who somebody is by a collection of theirs; their organisation by what they see."""
    body = {"name": f"{desk.prefix}{who}"}
    made = desk.make(who, COLLECTIONS, who, "/data-collections", body=body)
    return Person(made["user"], _organisation(desk, who))


def _organisation(desk: Desk, who: str) -> object:
    """Find an organisation's id in what it shares with somebody, else in what they share."""
    for path in ("/data-collections", "/datasets"):
        for shared in ("true", "false"):
            try:
                told = desk.ask(who, "GET", path, query={"shared": shared, "page_size": "100"})
            except Refused:
                continue
            for row in told.get("items", ()):
                if row.get("org_id") is not None:
                    return row["org_id"]
    return None


def joined(desk: Desk, who: str, org: object) -> bool:
    """Tell whether somebody may share their own collection with an organisation."""
    try:
        told = desk.ask(who, "PUT", f"/data-collections/{desk.id(who)}", body={"org_id": org})
    except Refused as error:
        if error.status >= 500:
            raise
        return False
    return bool(told["org_id"] == org)


def lacks(given: Given) -> Iterator[Lack]:
    """Yield what the public API does not make, whatever the people."""
    users: Mapping[str, Told] = given.get("users", {})
    if given.get("settings"):
        yield Lack("settings", "settings of the world")
    if isinstance(given.get("orgs"), Mapping):
        yield Lack("orgs", "a given id")
    for name, user in users.items():
        if {"id", "email", "token"} & (user or {}).keys():
            yield Lack(name, "a person with a given id, address or token")
    for kind in KINDS:
        for name, told in given.get(kind, {}).items():
            if reason := _unmakeable(kind, told, given):
                yield Lack(name, reason)


def _unmakeable(kind: str, told: Told, given: Given) -> str:
    """Say why a thing cannot be made; nothing when it can."""
    for key, reason in UNMAKEABLE.items():
        if told.get(key):
            return reason
    owner = told.get("owner")
    if owner is None:
        return f"one of {kind} that nobody owns"
    if told.get("author", owner) != owner:
        return f"one of {kind} whose author is not its owner"
    if told.get("org") not in (None, (given["users"][owner] or {}).get("org")):
        return f"one of {kind} shared with an organisation that is not its owner's"
    return _misplaced(kind, told, given)


def _misplaced(kind: str, told: Told, given: Given) -> str:
    """Say why a thing cannot be where it is given."""
    collection = given.get(COLLECTIONS, {}).get(told.get("collection"))
    if collection and collection.get("org") and not told.get("org"):
        return f"one of {kind} that is private in a shared collection"
    if collection and not told.get("org") and collection.get("owner") != told["owner"]:
        return f"one of {kind} that is private in somebody else's collection"
    return _run_on_foreign_data(told, given) if kind == RUNS else ""


def _run_on_foreign_data(told: Told, given: Given) -> str:
    """Say why a run cannot be made on its dataset."""
    dataset = given.get(DATASETS, {}).get(told.get("dataset"))
    if dataset is None:
        return ""
    if told.get("records") or told.get("metrics"):
        return "a dataset run with rows or metrics of its own"
    if dataset.get("owner") == told["owner"]:
        return ""
    if not dataset.get("org"):
        return "a run on somebody else's private dataset"
    return "" if told.get("org") else "a private run on somebody else's dataset"


def made_up(given: Given, steps: Iterable[Step]) -> Iterator[Lack]:
    """Yield the things of whose rows a story asks although it gives none: one was put in."""
    for kind, keys in ROW_KEYS.items():
        for name, told in given.get(kind, {}).items():
            empty = not told.get("records") and not told.get("dataset")
            if empty and any(_asks_for_rows(step, f"/{kind}/${name}", keys) for step in steps):
                yield Lack(name, f"one of {kind} without rows or metrics")


def _asks_for_rows(step: Step, path: str, keys: frozenset[str]) -> bool:
    if step.path == f"{path}/download":
        return True
    told = [each.body for each in expectations(step)]
    return step.path == path and any(isinstance(body, dict) and keys & body.keys() for body in told)


def make(desk: Desk, given: Given) -> None:
    """Make all that is not there yet, private first, then shared, then in its place."""
    collections, datasets, runs = (_missing(desk, given, kind) for kind in KINDS)
    for name, told in collections.items():
        _make_collection(desk, name, told)
    for name, told in datasets.items():
        _make_dataset(desk, name, told)
    early = {name: told for name, told in runs.items() if _is_early(told, given)}
    for name, told in early.items():
        _make_run(desk, name, told)
    _share(desk, COLLECTIONS, collections)
    _share(desk, DATASETS, {n: t for n, t in datasets.items() if not _follows(t, given)})
    for name, told in datasets.items():
        _place(desk, name, told, given)
    for name, told in runs.items():
        if name not in early:
            _make_run(desk, name, told)


def _missing(desk: Desk, given: Given, kind: str) -> dict[str, Told]:
    return {name: told for name, told in given.get(kind, {}).items() if not desk.known(name)}


def _make_collection(desk: Desk, name: str, told: Told) -> None:
    body = {"name": _name(desk, name, told)}
    desk.make(told["owner"], COLLECTIONS, name, "/data-collections", body=body)


def _make_dataset(desk: Desk, name: str, told: Told) -> None:
    file = {"filename": f"{name}.csv", "content": _csv(told.get("records")), "type": "text/csv"}
    metrics = json.dumps(told.get("metrics") or METRICS)
    form = {"file": file, "selected_metrics": metrics, "name": _name(desk, name, told)}
    desk.make(told["owner"], DATASETS, name, "/datasets", form=form)


def _csv(rows: list[Mapping[str, str | None]] | None) -> str:
    kept, text = rows or [ROW], io.StringIO()
    columns = list(dict.fromkeys(key for row in kept for key in row))
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(kept)
    return text.getvalue()


def _make_run(desk: Desk, name: str, told: Told) -> None:
    body: dict[str, Any] = {"alias": _name(desk, name, told, key="alias")}
    if told.get("dataset"):
        body["dataset_id"] = desk.id(told["dataset"])
        desk.make(told["owner"], RUNS, name, "/runs/dataset", body=body)
        return
    metrics, rows = told.get("metrics") or [METRIC], told.get("records") or [ROW]
    body["evaluations"] = [{"metrics": metrics, "data": rows}]
    if told.get("collection"):
        body["data_collection_id"] = desk.id(told["collection"])
    made = desk.make(told["owner"], RUNS, name, "/runs/custom", body=body)
    if told.get("org") and made.get("org_id") is None:
        body = {"org_id": desk.id(told["org"])}
        desk.ask(told["owner"], "PUT", f"/runs/{desk.id(name)}", body=body)


def _is_early(told: Told, given: Given) -> bool:
    """Tell whether a run is made while its dataset is private and in no collection."""
    dataset = given.get(DATASETS, {}).get(told.get("dataset"))
    if dataset is None or dataset.get("owner") != told.get("owner"):
        return False
    loose = not told.get("collection") and bool(dataset.get("collection"))
    return not told.get("org") and (loose or bool(dataset.get("org")))


def _follows(told: Told, given: Given) -> bool:
    """Tell whether a dataset is shared by the collection that it is put into."""
    collection = given.get(COLLECTIONS, {}).get(told.get("collection")) or {}
    return bool(collection.get("org"))


def _share(desk: Desk, kind: str, things: Mapping[str, Told]) -> None:
    for name, told in things.items():
        if told.get("org"):
            path = _place_of(kind, desk.id(name))
            desk.ask(told["owner"], "PUT", path, body={"org_id": desk.id(told["org"])})


def _place(desk: Desk, name: str, told: Told, given: Given) -> None:
    """Put a dataset into its collection, as somebody who sees both."""
    place = told.get("collection")
    if not place:
        return
    collection = given[COLLECTIONS][place]
    own = collection.get("owner") in (None, told["owner"]) or collection.get("org")
    who = told["owner"] if own else collection["owner"]
    path = _place_of(DATASETS, desk.id(name))
    desk.ask(who, "PUT", path, body={"data_collection_id": desk.id(place)})


def mismatches(desk: Desk, given: Given) -> Iterator[str]:
    """Yield what is not as the story needs it, asked of each thing itself."""
    for kind in KINDS:
        for name, told in given.get(kind, {}).items():
            seen = desk.ask(_reader(told, given), "GET", _place_of(kind, desk.id(name)))
            desk.call(name, seen.get("alias" if kind == RUNS else "name"))
            for key, wanted in _wanted(desk, kind, told).items():
                if seen.get(key) != wanted:
                    yield f"{kind}.{name} has {key} {seen.get(key)!r} instead of {wanted!r}"


def _reader(told: Told, given: Given) -> str:
    """Give somebody who sees a thing: its owner, else a member of its organisation."""
    if told.get("owner"):
        return str(told["owner"])
    users: Mapping[str, Told] = given["users"]
    members = [name for name, user in users.items() if (user or {}).get("org") == told.get("org")]
    return next(iter(members), next(iter(users)))


def _wanted(desk: Desk, kind: str, told: Told) -> dict[str, object]:
    """Say what a thing shows of its owner, its organisation and its place."""
    owner, org, place = told.get("owner"), told.get("org"), told.get("collection")
    wanted: dict[str, object] = {"org_id": desk.id(org) if org else None}
    if kind == DATASETS:
        wanted["data_collection_id"] = desk.id(place) if place else None
    if kind == RUNS:
        wanted["data_collection"] = desk.name_of(place) if place else None
    if owner is None:
        wanted["user"] = None
    return wanted


def _name(desk: Desk, name: str, told: Told, key: str = "name") -> str:
    return desk.unique(told.get(key) or name)


def _place_of(kind: str, id: object) -> str:
    return PLACES[kind].format(id=id)


def _list(kind: str, path: str) -> Listing:
    return Listing(
        kind=kind,
        path=path,
        rows=("items",),
        all={"page_size": "10000"},
        own={"page_size": "10000", "shared": "false"},
        paging=("page", "page_size"),
        told_of_all=("meta",),
        more=lambda told: bool(told["meta"]["has_next"]),
    )


PLACES = {
    COLLECTIONS: "/data-collections/{id}",
    DATASETS: "/datasets/{id}",
    RUNS: "/runs/{id}",
}
MAKING = Making(
    births={
        "createDataCollection": COLLECTIONS,
        "createDataset": DATASETS,
        "createDatasetRun": RUNS,
        "createCustomRun": RUNS,
    },
    places=PLACES,
    listings={
        "listDataCollections": _list(COLLECTIONS, "/data-collections"),
        "listDatasets": _list(DATASETS, "/datasets"),
        "listPartialDatasets": Listing(
            DATASETS, "/datasets/all-partial", (), {}, {"shared": "false"}, (), (), lambda _: False
        ),
    },
    named=frozenset({"name", "alias", "data_collection", "dataset"}),
    introduce=introduce,
    joined=joined,
    lacks=lacks,
    make=make,
    mismatches=mismatches,
    made_up=made_up,
)
