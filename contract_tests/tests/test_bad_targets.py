"""Targets that cannot be judged: exit code 2 and one sentence that says what to do."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from contract_tests.cli import main
from contract_tests.tests.small_app import SmallApp, listening, write_story
from contract_tests.tests.wild_servers import (
    HTML,
    Wild,
    cut_off,
    endless,
    huge,
    login,
    redirect,
    says,
    silent,
    wild,
)

TEXT = says("200 OK", b"hello", "text/plain")
LOST = says("404 Not Found", HTML, "text/html")


def verify(folder: Path, base_url: str, setup: str) -> Result:
    write_story(folder, "a-fact")
    path = folder / "target.yaml"
    path.write_text(
        f"vendor: aegis\nbase_url: {base_url}\ntimeout: 500ms\nsetup: {setup}\n", encoding="utf-8"
    )
    arguments = ["verify", "--target", str(path), str(folder / "scenarios")]
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize(
    "setup", ["provider_states: http://127.0.0.1:9/s", "accounts: {ann: {token: t}}"]
)
@pytest.mark.parametrize(
    ("scheme", "answer", "advice"),
    [
        (
            "http",
            login,
            "answers with a web page instead of JSON, perhaps a login; give as base_url",
        ),
        ("http", redirect, "redirects to https://login.example.test; give as base_url"),
        ("http", LOST, "is a web page that says 404; look at the path of base_url"),
        ("http", TEXT, "answers with something that is not JSON; look at base_url"),
        ("http", silent, "did not answer within 0.5 s; look at base_url"),
        ("http", endless, "did not end within 32 MB and 0.5 seconds; look at what"),
        ("http", huge, "did not end within 32 MB"),
        ("http", cut_off, "broke off its answer"),
        ("https", TEXT, "has a certificate or TLS setting that was refused; look at base_url"),
    ],
    ids=["login", "redirect", "404", "text", "silent", "endless", "huge", "cut-off", "tls"],
)
def test_something_else_at_base_url_is_told_and_what_to_do(
    tmp_path: Path, scheme: str, answer: Wild, advice: str, setup: str
) -> None:
    with wild(answer) as address:
        result = verify(tmp_path, f"{scheme}://{address}", f"{{{setup}}}")
    assert result.exit_code == 2
    assert advice in result.stderr
    assert "\n" not in result.stderr.strip()


def test_a_host_without_an_address_is_told(tmp_path: Path) -> None:
    result = verify(tmp_path, "http://no-such-host.invalid", "{accounts: {ann: {token: t}}}")
    assert result.exit_code == 2
    assert "host name that cannot be resolved; look at base_url" in result.stderr


@pytest.mark.parametrize(
    ("answer", "advice"),
    [
        (LOST, "answered 404 to setup instead of 200"),
        (login, "instead of a JSON object; look at setup.provider_states"),
        (TEXT, "instead of a JSON object; look at setup.provider_states"),
        (redirect, "answered 302 to setup instead of 200"),
        (silent, "did not answer within 0.5 s"),
        (endless, "did not end within"),
        (huge, "did not end within"),
        (cut_off, "broke off its answer"),
    ],
    ids=["404", "login", "text", "redirect", "silent", "endless", "huge", "cut-off"],
)
def test_a_hook_that_is_none_is_told_and_what_to_do(
    tmp_path: Path, answer: Wild, advice: str
) -> None:
    with ExitStack() as stack:
        base_url = stack.enter_context(listening(SmallApp()))
        hook = stack.enter_context(wild(answer))
        result = verify(tmp_path, base_url, f"{{provider_states: 'http://{hook}/s'}}")
    assert result.exit_code == 2
    assert advice in result.output
    assert "errored" in result.output


def test_a_hook_that_gives_two_people_one_token_is_told(tmp_path: Path) -> None:
    people = {name: {"id": 7, "token": "sk_same_secret"} for name in ("ann", "bob")}
    world = {"world": "w_1", "users": people, "data_collections": {"bundle": {"id": 8}}}
    with listening(SmallApp(setup=(200, world))) as url:
        result = verify(tmp_path, url, f"{{provider_states: {url}/states}}")
    assert result.exit_code == 2
    assert "gave ann and bob the same token; let it make a new person" in result.output
    assert "sk_same_secret" not in result.output
