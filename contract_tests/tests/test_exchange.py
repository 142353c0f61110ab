"""What a reader is shown of a request and its response."""

import json

from contract_tests.exchange import LONGEST_BODY, Exchange, exchange_of
from contract_tests.target import Request, Response

TOKENS = {"ann": "sk_ann/secret", "ann2": "sk_ann/secret-and-more", "nobody": ""}


def shown(body: bytes = b"", *, path: str = "/x", sent: bytes = b"") -> Exchange:
    request = Request("POST", path, {"Authorization": "Bearer sk_ann/secret", "Host": "h"}, sent)
    headers = {"content-type": "application/json", "set-cookie": "a=b", "date": "today"}
    return exchange_of("http://h.test", request, Response(200, headers, body), TOKENS)


def test_a_body_of_json_is_laid_out() -> None:
    assert shown(b'{"a":1}').response_body == '{\n  "a": 1\n}'


def test_a_body_that_is_no_json_is_shown_as_it_is() -> None:
    assert shown(b"<html>\r\n").response_body == "<html>\n"


def test_bytes_that_are_no_text_are_shown() -> None:
    assert shown(b"\xff\x00").response_body


def test_only_headers_that_tell_something_are_shown() -> None:
    told = shown()
    assert told.response_headers == (("content-type", "application/json"),)
    assert told.request_headers == (("Authorization", "Bearer $ANN_TOKEN"),)


def test_no_way_of_writing_a_token_is_shown() -> None:
    body = rb'{"a": "sk_ann\/secret", "b": "\u0073k_ann/secret-and-more", "sk_ann/secret": 1}'
    told = repr(shown(body, path="/x?token=sk_ann%2Fsecret", sent=b"sk_ann/secret"))
    assert "sk_" not in told
    assert "$ANN2_TOKEN" in told


def test_a_long_body_is_cut() -> None:
    told = shown(json.dumps("x" * 50_000).encode()).response_body
    assert len(told) < LONGEST_BODY + 60
    assert told.endswith("more characters")


def test_a_token_at_the_cut_is_masked_first() -> None:
    assert "sk_" not in shown(b"x" * (LONGEST_BODY - 4) + b"sk_ann/secret").response_body


def test_a_long_request_has_no_line_to_paste() -> None:
    assert shown(sent=b"x" * 100_000).curl == ""


def test_a_body_nested_without_end_is_shown_as_it_is() -> None:
    assert shown(b"[" * 5000).response_body.startswith("[[[")
