"""How the people and things of an Apify story are made through the public API.

An account's own setting is not shown by the API: every account is taken for a restricted one, which
is what a story says that says nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from contract_tests.making.form import Desk, Given, Lack, Listing, Making, Person, expectations
from contract_tests.scenarios import Step

DATASETS, PATH, ME = "datasets", "/datasets", "/users/me"
FOLLOW, RESTRICTED = "FOLLOW_USER_SETTING", "RESTRICTED"
LONGEST_PLAIN = 40  # a name has at most 63 characters, and the prefix takes some of them
UNMAKEABLE = {
    "id": "a given id",
    "key": "a given key",
    "grants": "a dataset granted to somebody",
    "created_at": "a given time",
    "modified_at": "a given time",
    "accessed_at": "a given time",
}
Told = Mapping[str, Any]


def introduce(desk: Desk, who: str) -> Person:
    """Ask who somebody is, and whether they may make a dataset."""
    told = desk.ask(who, "GET", ME)["data"]
    desk.make(who, DATASETS, who, PATH, query={"name": f"{desk.prefix}{who}"})
    return Person({key: told[key] for key in ("id", "username", "email") if key in told})


def joined(_: Desk, __: str, ___: object) -> bool:
    """Nobody joins anything: there are no organisations here."""
    return True


def lacks(given: Given) -> Iterator[Lack]:
    """Yield what the public API does not make, whatever the people."""
    if given.get("settings"):
        yield Lack("settings", "settings of the world")
    for name, user in given.get("users", {}).items():
        if {"id", "email", "token", "username"} & user.keys():
            yield Lack(name, "a person with a given id, name, address or token")
        if user.get("access", RESTRICTED) != RESTRICTED:
            yield Lack(name, "an account that opens what follows its setting")
    for name, told in given.get(DATASETS, {}).items():
        for key in UNMAKEABLE.keys() & told.keys():
            yield Lack(name, UNMAKEABLE[key])


def make(desk: Desk, given: Given) -> None:
    """Make the datasets that are not there yet, with their items and their access."""
    for name, told in given.get(DATASETS, {}).items():
        if not desk.known(name):
            _make(desk, name, told)


def _make(desk: Desk, name: str, told: Told) -> None:
    query = {"name": desk.unique(told["name"])} if told.get("name") else {}
    sent: dict[str, Any] = {"body": {"schema": told["schema"]}} if told.get("schema") else {}
    desk.make(told["owner"], DATASETS, name, PATH, query=query, **sent)
    place = f"{PATH}/{desk.id(name)}"
    if told.get("general_access", FOLLOW) != FOLLOW:
        body = {"generalAccess": told["general_access"]}
        desk.ask(told["owner"], "PUT", place, body=body)
    if told.get("items"):
        desk.ask(told["owner"], "POST", f"{place}/items", body=told["items"])


def mismatches(desk: Desk, given: Given) -> Iterator[str]:
    """Yield the datasets whose access is not what is given."""
    for name, told in given.get(DATASETS, {}).items():
        seen = desk.ask(told["owner"], "GET", f"{PATH}/{desk.id(name)}")["data"]
        desk.call(name, seen.get("name"))
        wanted = told.get("general_access", FOLLOW)
        if seen.get("generalAccess") != wanted:
            yield f"datasets.{name} has {seen.get('generalAccess')} instead of {wanted}"


def made_up(given: Given, steps: Iterable[Step]) -> Iterator[Lack]:
    """Yield the datasets whose counters a story asks for: putting items in has counted already."""
    asked = any(_tells_counters(each.body) for step in steps for each in expectations(step))
    for name, told in given.get(DATASETS, {}).items():
        if asked and told.get("items"):
            yield Lack(name, "a dataset with items whose counters stand at nothing")


def _tells_counters(value: object) -> bool:
    if isinstance(value, Mapping):
        return "stats" in value or any(map(_tells_counters, value.values()))
    return False


MAKING = Making(
    births={"createApifyDataset": DATASETS},
    places={DATASETS: "/datasets/{id}"},
    listings={
        "listApifyDatasets": Listing(
            kind=DATASETS,
            path=PATH,
            rows=("data", "items"),
            all={"limit": "1000"},
            own={"limit": "1000", "ownership": "ownedByMe", "unnamed": "true"},
            paging=("limit", "offset"),
            told_of_all=("total", "count", "limit", "offset"),
            more=lambda told: told["data"]["total"] > told["data"]["count"],
        ),
    },
    named=frozenset({"name"}),
    closed=frozenset({"schema"}),
    in_path=r"~([A-Za-z0-9][\w-]*)",
    long=LONGEST_PLAIN,
    id=("data", "id"),
    introduce=introduce,
    joined=joined,
    lacks=lacks,
    make=make,
    mismatches=mismatches,
    made_up=made_up,
    group="",
    member="",
)
