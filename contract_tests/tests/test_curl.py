"""Requests as curl commands."""

import shlex
import subprocess
import sys

import pytest

from contract_tests.curl import curl, masked
from contract_tests.target import Request

TOKENS = {"ann": "sk_ann", "ann_b": "sk_ann_longer"}


def test_a_get_is_short() -> None:
    assert curl("http://h.test/v1", Request("GET", "/x"), {}) == "curl -sS -i http://h.test/v1/x"


def test_a_token_is_a_variable() -> None:
    request = Request("GET", "/x", {"Authorization": "Bearer sk_ann"})
    assert '-H "Authorization: Bearer $ANN_TOKEN"' in curl("http://h.test", request, TOKENS)


def test_a_token_that_begins_like_another_is_taken_whole() -> None:
    assert masked("sk_ann_longer", TOKENS) == "$ANN_B_TOKEN"


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "it\'s $HOME `id` \\ \\"x\\""}',
        b"@/etc/passwd",
        b"line\nline",
        b"\xff\xfe\x01",
        "ünï".encode(),
    ],
)
def test_a_body_comes_out_of_the_shell_as_it_went_in(body: bytes) -> None:
    command = curl("http://h.test", Request("PUT", "/x", {}, body), {})
    told = "import sys; sys.stdout.buffer.write(sys.argv[-1].encode(errors='surrogateescape'))"
    echo = command.replace("curl", f"{shlex.quote(sys.executable)} -c {shlex.quote(told)}", 1)
    done = subprocess.run(["bash", "-c", echo], capture_output=True, check=True)
    assert done.stdout == body


def test_a_token_beside_shell_characters_is_still_hidden() -> None:
    request = Request("PUT", "/x", {}, b'{"a": "$(id) sk_ann"}')
    assert curl("http://h.test", request, TOKENS).endswith(r'"{\"a\": \"\$(id) $ANN_TOKEN\"}"')


def test_a_token_is_hidden_in_every_way_it_can_be_written() -> None:
    tokens = {"ann": 'a b/"c'}
    assert masked("?token=a%20b%2F%22c", tokens) == "?token=$ANN_TOKEN"
    assert masked('{"token": "a b/\\"c"}', tokens) == '{"token": "$ANN_TOKEN"}'
