"""Requests over a socket and in process."""

import socket
from collections.abc import Iterable
from typing import Any

import pytest

from contract_tests.target import HttpTarget, InProcessTarget, Request, Target, TargetUnreachable
from contract_tests.tests.small_app import listening


def mirror(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Answer with what was asked."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    told = [environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"]]
    told += [environ.get("HTTP_X_MARK", ""), environ.get("CONTENT_TYPE") or ""]
    body = "\n".join(told).encode() + b"\n" + environ["wsgi.input"].read(length)
    start("200 OK", [("X-Mirror", "yes"), ("Content-Length", str(len(body)))])
    return [body]


@pytest.fixture(params=["socket", "in process"])
def target(request: pytest.FixtureRequest) -> Any:
    if request.param == "in process":
        yield InProcessTarget(mirror, "http://mirror.test/api")
        return
    with listening(mirror) as url:
        yield HttpTarget(f"{url}/api")


def test_a_request_arrives_whole(target: Target) -> None:
    headers = {"X-Mark": "m", "Content-Type": "text/csv"}
    response = target.send(Request("POST", "/a%20b?q=1%202", headers, b"body"))
    assert response.body == b"POST\n/api/a b\nq=1%202\nm\ntext/csv\nbody"


def test_names_of_headers_are_in_lower_case(target: Target) -> None:
    assert target.send(Request("GET", "/")).headers["x-mirror"] == "yes"


def test_several_requests_use_one_target(target: Target) -> None:
    assert [target.send(Request("GET", f"/{n}")).status for n in range(3)] == [200, 200, 200]


def test_a_redirect_is_an_answer() -> None:
    def away(_: Any, start: Any) -> Iterable[bytes]:
        start("302 Found", [("Location", "/elsewhere"), ("Content-Length", "0")])
        return [b""]

    with listening(away) as url:
        assert HttpTarget(url).send(Request("GET", "/")).status == 302


def test_a_refused_connection_says_which_host() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(TargetUnreachable, match=f"127.0.0.1:{port} refuses connections"):
            HttpTarget(f"http://127.0.0.1:{port}").send(Request("GET", "/"))


def test_an_answer_that_is_cut_off_is_no_answer() -> None:
    def short(_: Any, start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Length", "100")])
        return [b"short"]

    with listening(short) as url, pytest.raises(TargetUnreachable, match="broke off its answer"):
        HttpTarget(url).send(Request("GET", "/"))


def test_an_answer_that_grows_too_long_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contract_tests.target.LARGEST_ANSWER", 1000)

    def long(_: Any, start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Length", "5000")])
        return [b"x" * 5000]

    with listening(long) as url, pytest.raises(TargetUnreachable, match="did not end within"):
        HttpTarget(url).send(Request("GET", "/"))


def test_a_request_shows_no_header() -> None:
    assert "sk_secret" not in repr(Request("GET", "/", {"Authorization": "Bearer sk_secret"}))
