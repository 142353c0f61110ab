"""A contract of one vendor with a counter, and the wing that does it: enough to test the house."""

from collections.abc import Mapping
from typing import Any

import msgspec
import yaml
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from mock_server.app import Wing, create_app
from mock_server.clocks import StoryClock
from mock_server.contract import Contract, read_contract
from mock_server.domain.founded import Founded, GivenError, Unsupported
from mock_server.domain.readings import Reading
from mock_server.domain.step import Chapter, bind, deed, guard, view
from mock_server.web.dialects.aegis import DIALECT

DOCUMENT = """
openapi: 3.1.0
info: {title: small, version: 1}
security: [{bearer: []}]
x-vendors:
  small:
    title: Small
    prefix: /s
    token_prefix: sm_
    max_body_bytes: 200
    statuses: {unauthenticated: 401, invalid: 422, no_such_path: 404, no_such_method: 405,
               too_large: 413, internal: 500}
    x-rules:
      - {id: small.wire.token-required, sentence: A., basis: documented, source: s, status: 401}
      - {id: small.wire.request-valid, sentence: B., basis: documented, source: s, status: 422}
paths:
  /s/counters/{counter_id}:
    parameters: [{name: counter_id, in: path, required: true, schema: {type: integer, minimum: 1}}]
    get:
      operationId: getCounter
      parameters:
        - {name: times, in: query, schema: {type: integer, minimum: 1, maximum: 9, default: 1}}
        - {name: loud, in: query, schema: {type: boolean}}
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
      responses: {"200": {description: x, content: {application/json: {schema: {type: object}}}}}
      x-rules: [{id: small.tell, sentence: T., basis: documented, source: s}]
    put:
      operationId: addToCounter
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [by]
              properties:
                by: {type: [integer, "null"], maximum: 10}
                note: {type: string}
                note_that_nobody_reads: {type: string}
          multipart/form-data:
            schema:
              type: object
              properties: {by: {type: integer}, note: {type: string, format: binary}}
      responses: {"200": {description: x, content: {application/json: {schema: {type: object}}}}}
      x-rules:
        - {id: small.positive, sentence: P., basis: documented, source: s, status: 400}
        - {id: small.even, sentence: E., basis: documented, source: s, status: 400,
           reading: small.odd}
        - {id: small.add, sentence: D., basis: documented, source: s}
    delete:
      operationId: breakCounter
      responses: {"204": {description: x}}
  /s/counters/all:
    get:
      operationId: listCounters
      responses: {"200": {description: x, content: {application/json: {schema: {type: array}}}}}
components: {schemas: {}, securitySchemes: {bearer: {type: http, scheme: bearer}}}
"""


class Somebody(Struct, frozen=True):
    name: str


class World(Struct, frozen=True):
    count: int = 0
    now: str = ""

    def at(self, now: str) -> "World":
        return replace(self, now=now)


class GetCounter(Struct, frozen=True):
    counter_id: int
    times: int = 1
    loud: bool | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET


class AddToCounter(Struct, frozen=True):
    counter_id: int
    by: int | None = None
    note: str | bytes = ""


class BreakCounter(Struct, frozen=True):
    counter_id: int


@guard("small.positive")
def is_positive(world: World, caller: Somebody, ask: AddToCounter) -> bool:
    """Nothing is taken away."""
    return ask.by is None or ask.by >= 0


@guard("small.even")
def is_even(world: World, caller: Somebody, ask: AddToCounter) -> bool:
    """Only even numbers are added."""
    return (ask.by or 0) % 2 == 0


@deed("small.add")
def is_added(world: World, caller: Somebody, ask: AddToCounter) -> World:
    """The number is added."""
    return replace(world, count=world.count + ask.by) if ask.by else world


@deed("small.break")
def is_broken(world: World, caller: Somebody, ask: BreakCounter) -> World:
    """A mistake of ours."""
    raise RuntimeError("broken")


@view("small.tell")
def the_counter(world: World, caller: Somebody, ask: GetCounter | AddToCounter) -> Any:
    """A counter is told with the time."""
    return {"count": world.count, "now": world.now, "caller": caller.name}


@view("small.told")
def nothing(world: World, caller: Somebody, ask: object) -> None:
    """Nothing is told."""


def found(given: object, *, readings: Mapping[str, str], now: str, mark: str = "") -> Founded:
    users = given.get("users") if isinstance(given, dict) else None
    if not isinstance(users, dict):
        raise GivenError("users is not an object of people.")
    if "robots" in users:
        raise Unsupported(("users.robots",))
    people = {name: Somebody(name) for name in users}
    tokens = {name: each["token"] for name, each in users.items() if "token" in each}
    answer = {"users": {name: {"id": number} for number, name in enumerate(people, 1)}}
    return Founded(World(now=now), people, answer, tokens)


WING = Wing(
    rulebook=bind(
        Chapter(GetCounter, the_counter),
        Chapter(AddToCounter, the_counter, guards=(is_positive, is_even), deeds=(is_added,)),
        Chapter(BreakCounter, nothing, deeds=(is_broken,)),
    ),
    readings=(Reading("small.odd", "What of odd numbers?", ("400", "409"), "400", "Refused."),),
    found=found,
    dialect=DIALECT,
)


def contract() -> Contract:
    return read_contract(yaml.safe_load(DOCUMENT))


class House:
    """The app with the small wing, and what a test says to it."""

    def __init__(self, **options: Any) -> None:
        clock = StoryClock("2026-04-01T09:20:00Z")
        options = {"seeds": (), "clock": clock, **options}
        self.app = create_app(contract=contract(), wings={"small": WING}, **options)
        self.accord = self.app.extensions["accord"]
        self.client = self.app.test_client()

    def state(self, action: str, **params: Any) -> Any:
        body = {"action": action, "state": "world", "params": params}
        return self.client.post("/_accord/provider-states", json=body)

    def ann(self) -> str:
        return str(self.found()["users"]["ann"]["token"])

    def found(self) -> Any:
        return self.state("setup", vendor="small", users={"ann": {}, "bob": {}}).get_json()

    def ask(self, method: str, path: str, token: str | None, **request: Any) -> Any:
        headers = {**request.pop("headers", {})}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self.client.open(f"/s{path}", method=method, headers=headers, **request)


def seed_file(folder: Any, given: object) -> str:
    file = folder / "seed.yaml"
    file.write_bytes(msgspec.yaml.encode(given))
    return str(file)
