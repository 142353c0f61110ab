"""How the people and things of a Humanloop story are made through the public API.

The API tells neither organisations nor descriptions, and sets no times: a story that asks for them
is left out. The versions of a dataset are made in the order in which they are given.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from contract_tests.making.form import Desk, Given, Lack, Listing, Making, Person, expectations
from contract_tests.scenarios import Step

DATASETS, PATH = "datasets", "/datasets"
UNTOLD = ("description", "readme", "schema", "tags")
TIMES = frozenset({"created_at", "updated_at"})
SENT = {"name": "version_name", "description": "version_description", "attributes": "attributes"}
Told = Mapping[str, Any]


def introduce(desk: Desk, who: str) -> Person:
    """Learn who somebody is by a dataset of theirs."""
    body = {"path": f"{desk.prefix}{who}", "datapoints": []}
    person = desk.make(who, DATASETS, who, PATH, body=body)["created_by"]
    told = {"id": person["id"], "full_name": person.get("full_name")}
    return Person({**told, "email": person.get("email_address")})


def joined(_: Desk, __: str, ___: object) -> bool:
    """Nothing tells who belongs where before somebody looks for a colleague's dataset."""
    return True


def lacks(given: Given) -> Iterator[Lack]:
    """Yield what the public API does not make, whatever the people."""
    if given.get("settings"):
        yield Lack("settings", "settings of the world")
    if isinstance(given.get("orgs"), Mapping):
        yield Lack("orgs", "a given id")
    for name, user in given.get("users", {}).items():
        if user.keys() - {"org"}:
            yield Lack(name, "a person with a given id, name, address or token")
    for name in given.get("environments", {}):
        yield Lack(name, "an environment")
    for name, told in given.get(DATASETS, {}).items():
        if {"id", "name", "directory_id"} & told.keys() or any("id" in v for v in _versions(told)):
            yield Lack(name, "a given id or name")


def made_up(given: Given, steps: Iterable[Step]) -> Iterator[Lack]:
    """Yield what is left out of a dataset that is made, where a story asks for it."""
    asked = {key for step in steps for each in expectations(step) for key in _keys(each.body)}
    in_order = any(each.ordered for step in steps for each in expectations(step))
    for name, told in given.get(DATASETS, {}).items():
        given_keys = {*told, *(key for version in _versions(told) for key in version)}
        for key in UNTOLD:
            if key in given_keys and key in asked:
                yield Lack(name, f"a dataset with a given {key}")
        if TIMES & given_keys and (TIMES & asked or in_order):
            yield Lack(name, "a given time")


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield key
            yield from _keys(each)
    elif isinstance(value, list):
        for each in value:
            yield from _keys(each)


def _versions(told: Told) -> list[Told]:
    return list(told.get("versions") or [{}])


def parts(given: Given, name: str) -> Iterator[str]:
    """Name the versions of a dataset, as `v1` or by their place."""
    told = given.get(DATASETS, {}).get(name)
    for index, each in enumerate(_versions(told) if told else ()):
        yield str(each.get("as") or index)


def make(desk: Desk, given: Given) -> None:
    """Make the versions of each dataset that is not there yet, and deploy them."""
    for name, told in given.get(DATASETS, {}).items():
        if desk.known(name):
            continue
        who = _maker(told, given)
        for part, version in zip(parts(given, name), _versions(told), strict=True):
            body = {SENT[key]: version[key] for key in SENT if version.get(key) is not None}
            body |= {"path": desk.unique(told.get("path") or name)}
            body |= {"datapoints": version.get("datapoints", [])}
            made = desk.make(who, DATASETS, name, PATH, body=body)
            desk.keep(f"{name}.{part}", made["version_id"])


def _maker(told: Told, given: Given) -> str:
    """Give a dataset's owner, else the first person of its organisation."""
    users: Mapping[str, Told] = given["users"]
    members = (name for name, user in users.items() if user.get("org") == told.get("org"))
    return str(told.get("owner") or next(members))


def mismatches(desk: Desk, given: Given) -> Iterator[str]:
    """Yield the datasets that are not told as the version that is to be deployed."""
    for name, told in given.get(DATASETS, {}).items():
        wanted = _deployed(given, name)
        seen = desk.ask(_maker(told, given), "GET", f"{PATH}/{desk.id(name)}")
        desk.call(name, seen.get("path"))
        if wanted is None:
            yield f"datasets.{name} is deployed in a way that is not made"
        elif seen.get("version_id") != desk.id(f"{name}.{wanted}"):
            yield f"datasets.{name} is told as another version than {wanted}"


def _deployed(given: Given, name: str) -> str | None:
    """Give the version that the default environment has; None where more is deployed."""
    told = given[DATASETS][name]
    if any(version.get("deployed_to") is not None for version in _versions(told)):
        return None
    return next(parts(given, name))


MAKING = Making(
    births={"upsertHumanloopDataset": DATASETS},
    places={DATASETS: "/datasets/{id}"},
    listings={
        "listHumanloopDatasets": Listing(
            kind=DATASETS,
            path=PATH,
            rows=("records",),
            all={"size": "1000"},
            own={"size": "1000"},
            paging=("page", "size"),
            told_of_all=("page", "size", "total"),
            more=lambda told: told["total"] > len(told["records"]),
        ),
    },
    named=frozenset({"path"}),
    joint="/",
    derived=True,
    closed=frozenset({"datapoints", "attributes"}),
    introduce=introduce,
    joined=joined,
    lacks=lacks,
    make=make,
    mismatches=mismatches,
    made_up=made_up,
    parts=parts,
    groups_told=False,
)
