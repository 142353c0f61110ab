"""One story of three steps, written for each suite: Accord, Tavern, Redocly Respect.

Ann renames a data collection, reads it under its new name, and Bob does not find it. Accord also
founds a world for every story and takes it down; the others ask in one world that is there.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.tools import accord, found, python_with
from contract_tests.lodging import World

STEPS = 3
Command = list[str | Path]

STORY = """\
title: A renamed collection is its owner's alone, {number}
rules: [aegis.update.renames]
given:
  users: {{ann: {{}}, bob: {{}}}}
  data_collections: {{bundle: {{owner: ann}}}}
steps:
  - as: ann
    call: PUT /data-collections/$bundle
    body: {{name: Renamed}}
    expect: {{status: 200, body: {{name: Renamed}}}}
  - as: ann
    call: GET /data-collections/$bundle
    expect: {{status: 200, body: {{name: Renamed}}}}
  - as: bob
    call: GET /data-collections/$bundle
    expect: {{status: 404}}
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A step as the peers write it: who asks what, and what is expected."""

    who: str
    method: str
    body: Mapping[str, str] | None
    status: int
    told: Mapping[str, str] | None


ASKED = (
    Asked("ann", "PUT", {"name": "Renamed"}, 200, {"name": "Renamed"}),
    Asked("ann", "GET", None, 200, {"name": "Renamed"}),
    Asked("bob", "GET", None, 404, None),
)


def write_accord(folder: Path, count: int, world: World) -> Command:
    """Write stories for Accord, one a file; give the command that plays them."""
    stories = folder / "scenarios" / "aegis" / "benchmark"
    stories.mkdir(parents=True)
    for number in range(count):
        (stories / f"story-{number}.yaml").write_text(STORY.format(number=number))
    target = {
        "vendor": "aegis",
        "base_url": world.base_url,
        "setup": {"provider_states": f"{world.url}/_accord/provider-states"},
    }
    (folder / "target.yaml").write_text(json.dumps(target))
    return [*accord(), "verify", "--target", "target.yaml", "scenarios"]


def tavern(place: Path) -> Callable[[Path, int, World], Command]:
    """Install Tavern; give what writes stories for it, one a file."""
    python = python_with(place, "tavern", "pytest<9")  # 3.7 does not start on pytest 9

    def write(folder: Path, count: int, world: World) -> Command:
        for number in range(count):
            stages = [_stage(each, world) for each in ASKED]
            text = json.dumps({"test_name": f"story {number}", "stages": stages})
            (folder / f"test_{number}.tavern.yaml").write_text(text)
        return [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."]

    return write


def _stage(asked: Asked, world: World) -> dict[str, object]:
    request = {
        "url": f"{world.base_url}/data-collections/{world.id('bundle')}",
        "method": asked.method,
        "headers": world.headers(asked.who),
    }
    sent = {"json": asked.body} if asked.body else {}
    told = {"json": asked.told} if asked.told else {}
    response = {"status_code": asked.status, "strict": False, **told}
    return {"name": asked.method, "request": {**request, **sent}, "response": response}


def respect(_: Path) -> Callable[[Path, int, World], Command]:
    """Find Redocly's command line; give what writes stories for it, one a workflow."""
    npx = found("npx")

    def write(folder: Path, count: int, world: World) -> Command:
        (folder / "openapi.json").write_text(json.dumps(_openapi(world.base_url)))
        told = {
            "arazzo": "1.0.1",
            "info": {"title": "Three steps", "version": "1"},
            "sourceDescriptions": [{"name": "api", "type": "openapi", "url": "openapi.json"}],
            "workflows": [_workflow(number, world) for number in range(count)],
        }
        (folder / "stories.arazzo.json").write_text(json.dumps(told))
        return [npx, "--yes", "@redocly/cli", "respect", "stories.arazzo.json"]

    return write


def _workflow(number: int, world: World) -> dict[str, object]:
    steps = [_step(f"step{place}", each, world) for place, each in enumerate(ASKED)]
    return {"workflowId": f"story{number}", "steps": steps}


def _step(id: str, asked: Asked, world: World) -> dict[str, object]:
    headers = [{"in": "header", "name": n, "value": v} for n, v in world.headers(asked.who).items()]
    path = {"in": "path", "name": "id", "value": world.id("bundle")}
    criteria = [{"condition": f"$statusCode == {asked.status}"}] + [
        {"condition": f"$response.body#/{key} == '{value}'"}
        for key, value in (asked.told or {}).items()
    ]
    sent = {"contentType": "application/json", "payload": asked.body}
    return {
        "stepId": id,
        "operationId": f"{asked.method.lower()}Collection",
        "parameters": [path, *headers],
        **({"requestBody": sent} if asked.body else {}),
        "successCriteria": criteria,
    }


def _openapi(url: str) -> dict[str, object]:
    collection = {"type": "object", "required": ["id", "name"]}
    told = {"application/json": {"schema": collection}}
    answers = {"200": {"description": "It.", "content": told}, "404": {"description": "None."}}
    id = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    put = {"content": {"application/json": {"schema": {"type": "object"}}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Collections", "version": "1"},
        "servers": [{"url": url}],
        "paths": {
            "/data-collections/{id}": {
                "parameters": [id],
                "get": {"operationId": "getCollection", "responses": answers},
                "put": {"operationId": "putCollection", "requestBody": put, "responses": answers},
            }
        },
    }
