"""Bad input gets a documented status in the vendor's envelope; nothing changes, nothing breaks."""

import json
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest

from mock_server.app import create_app
from mock_server.tests.bad_inputs import BAD_INPUTS, Bad

GIVEN = {
    "vendor": "aegis",
    "orgs": ["acme"],
    "users": {"ann": {"org": "acme"}},
    "data_collections": {"bundle": {"owner": "ann"}},
    "datasets": {"march": {"owner": "ann", "collection": "bundle"}},
}


class Called:
    """The app, called as a WSGI server calls it, with nothing mended on the way."""

    def __init__(self) -> None:
        self.app = create_app(seeds=())
        setup = {"action": "setup", "state": "world", "params": GIVEN}
        client = self.app.test_client()
        told = client.post("/_accord/provider-states", json=setup).get_json()
        self.token = told["users"]["ann"]["token"]
        self.collection = told["data_collections"]["bundle"]["id"]

    def world(self) -> bytes:
        client = self.app.test_client()
        headers = {"Authorization": f"Bearer {self.token}"}
        paths = ("/api/v1/data-collections", "/api/v1/datasets")
        return b"".join(client.get(path, headers=headers).data for path in paths)

    def send(self, bad: Bad) -> tuple[int, dict[str, str], bytes]:
        told: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc: object = None) -> Any:
            told.extend((int(status.split()[0]), dict(headers)))
            return lambda _: None

        body = b"".join(self.app.wsgi_app(self.environ(bad), start_response))
        return told[0], told[1], body

    def environ(self, bad: Bad) -> dict[str, Any]:
        path, _, query = bad.path.format(collection=self.collection).partition("?")
        errors = StringIO()
        environ = {
            "REQUEST_METHOD": bad.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": _decoded(path),
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(bad.body),
            "wsgi.errors": errors,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        if bad.length == "true":
            environ["CONTENT_LENGTH"] = str(len(bad.body))
        elif bad.length is not None:
            environ["CONTENT_LENGTH"] = bad.length
        if bad.authorization is not None:
            environ["HTTP_AUTHORIZATION"] = bad.authorization.replace("{token}", self.token)
        if "Content-Type" in bad.headers:
            environ["CONTENT_TYPE"] = bad.headers["Content-Type"]
        return environ


def _decoded(path: str) -> str:
    """Decode a path as WSGI has it: bytes, each as one Latin-1 character."""
    return unquote_to_bytes(path).decode("latin-1")


@pytest.fixture(scope="module")
def called() -> Called:
    return Called()


@pytest.mark.parametrize("bad", BAD_INPUTS, ids=lambda bad: bad.case)
def test_bad_input_gets_its_documented_status(called: Called, bad: Bad) -> None:
    before = called.world()

    status, headers, body = called.send(bad)

    assert status == bad.status
    assert headers["Content-Type"] == "application/json"
    assert "detail" in json.loads(body)
    assert b"Traceback" not in body
    assert called.token.encode() not in body
    assert called.world() == before


@pytest.mark.parametrize(
    "bad", [bad for bad in BAD_INPUTS if bad.status == 422], ids=lambda bad: bad.case
)
def test_an_invalid_request_is_told_where_it_is_wrong(called: Called, bad: Bad) -> None:
    entries = json.loads(called.send(bad)[2])["detail"]

    assert entries
    assert all({"loc", "msg", "type"} <= entry.keys() for entry in entries)


def test_the_table_is_long_enough() -> None:
    assert len(BAD_INPUTS) >= 60
    assert len({bad.case for bad in BAD_INPUTS}) == len(BAD_INPUTS)
