"""A plain Flask app on waitress, as one writes it without further thought: the measure of speed.

It remembers data collections in a dict, knows one token and validates nothing.
"""

import sys
from threading import Lock
from typing import Any

from flask import Flask, abort, jsonify, request
from waitress import serve  # type: ignore[import-untyped]  # only where this is run

PREFIX = "/api/v1/data-collections"
app = Flask(__name__)
lock = Lock()
collections: dict[int, dict[str, Any]] = {}


def made(name: str) -> dict[str, Any]:
    """Keep a new data collection."""
    with lock:
        id = len(collections) + 1
        collections[id] = {
            "id": id,
            "user": {"id": 1, "email": "ann@acme.test"},
            "name": name,
            "org_id": None,
            "author_email": "ann@acme.test",
            "datasets": [],
            "runs": [],
            "created_at": "2026-04-01T09:20:00Z",
            "updated_at": "2026-04-01T09:20:00Z",
        }
        return collections[id]


@app.before_request
def known() -> None:
    """Refuse whoever has no token."""
    if not request.headers.get("Authorization", "").startswith("Bearer "):
        abort(401)


@app.get(f"{PREFIX}/<int:id>")
def get(id: int) -> Any:
    """Tell a data collection."""
    return jsonify(collections[id])


@app.get(PREFIX)
def page() -> Any:
    """Tell the first of them."""
    limit = int(request.args["limit"])
    return jsonify(items=list(collections.values())[:limit], total=len(collections))


@app.post(PREFIX)
def post() -> Any:
    """Make one."""
    return jsonify(made(request.get_json()["name"])), 201


@app.put(f"{PREFIX}/<int:id>")
def put(id: int) -> Any:
    """Rename one."""
    with lock:
        collections[id] = {**collections[id], **request.get_json()}
        return jsonify(collections[id])


if __name__ == "__main__":
    for number in range(20):
        made(f"Collection {number}")
    serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=8)
