"""A tiny WSGI implementation of collections and of the provider states, for tests of the suite."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

Start = Callable[[str, list[tuple[str, str]]], object]
TOKENS = {"sk_ann_secret": "ann", "sk_bob_secret": "bob"}


class SmallApp:
    """Ann owns collection 8 and sees it; nobody else does. Worlds that are founded are counted."""

    def __init__(self, **answers: tuple[int, object]) -> None:
        self.answers = answers
        self.founded, self.taken_down = 0, 0
        self.asked: list[tuple[str, str, str]] = []

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.asked.append((method, path, environ["QUERY_STRING"]))
        if path == "/states":
            return self._answer(start, *self._state(json.loads(body)))
        who = TOKENS.get(environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer "))
        return self._answer(start, *self._told(who))

    def _state(self, question: dict[str, Any]) -> tuple[int, object]:
        if question["action"] == "teardown":
            self.taken_down += 1
            return self.answers.get("teardown", (204, None))
        self.founded += 1
        people = {name: {"id": 7, "token": f"sk_{name}_secret"} for name in ("ann", "bob")}
        world = {"world": "w_1", "users": people, "data_collections": {"bundle": {"id": 8}}}
        return self.answers.get("setup", (200, world))

    def _told(self, who: str | None) -> tuple[int, object]:
        if who is None:
            return 401, {"detail": "Who are you?"}
        if who != "ann":
            return 404, {"detail": "Not found."}
        return self.answers.get("get", (200, COLLECTION))

    def _answer(self, start: Start, status: int, value: object) -> Iterable[bytes]:
        body = b"" if value is None else json.dumps(value).encode()
        kind = [("Content-Type", "application/json")] if body else []
        start(f"{status} Told", [*kind, ("Content-Length", str(len(body)))])
        return [body]


COLLECTION = {
    "id": 8,
    "user": {"id": 7, "email": "ann@acme.test"},
    "name": "Bundle",
    "org_id": None,
    "author_email": "ann@acme.test",
    "datasets": [],
    "runs": [],
    "created_at": "2026-04-01T09:20:00Z",
    "updated_at": "2026-04-01T09:20:00Z",
}


class Quiet(WSGIRequestHandler):
    """Says nothing on the terminal."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def listening(app: Any) -> Iterator[str]:
    """Serve an application on a free port while the block runs; give its URL."""
    server: WSGIServer = make_server("127.0.0.1", 0, app, handler_class=Quiet)
    thread = Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


STORY = """\
title: {title}
rules: [aegis.visibility.collection-found]
given:
  users: {{ann: {{}}, bob: {{}}}}
  data_collections: {{bundle: {{owner: ann}}}}
steps:
  - as: ann
    call: GET /data-collections/$bundle
    expect: {{status: 200, body: {{name: {name}}}}}
  - as: bob
    call: GET /data-collections/$bundle
    expect: {{status: 404}}
"""


def write_story(folder: Path, claim: str, *, name: str = "Bundle") -> Path:
    """Write a story that passes on the small app, unless it expects another name."""
    path = folder / "scenarios" / "aegis" / "small" / f"{claim}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(STORY.format(title=claim.replace("-", " "), name=name), encoding="utf-8")
    return path


def write_target(folder: Path, url: str) -> Path:
    """Write the target file of a small app that listens at a URL."""
    path = folder / "target.yaml"
    text = f"vendor: aegis\nbase_url: {url}\nsetup: {{provider_states: {url}/states}}\n"
    path.write_text(text, encoding="utf-8")
    return path
