"""A request is read as the contract says; what does not fit is told at its place."""

from typing import Any

import pytest

from mock_server.tests.small import House

HOUSE = House()
ANN = HOUSE.ann()
COUNTER = "/counters/1"
JSON = {"Content-Type": "application/json"}


def put(body: bytes, content_type: str | None = "application/json", **more: Any) -> Any:
    headers = {"Content-Type": content_type} if content_type else {}
    return HOUSE.ask("PUT", COUNTER, ANN, data=body, headers=headers, **more)


def faults(answer: Any) -> list[tuple[list[str | int], str]]:
    return [(each["loc"], each["type"]) for each in answer.get_json()["detail"]]


@pytest.mark.parametrize(
    ("query", "type"),
    [
        ("times=0", "greater_than_equal"),
        ("times=10", "less_than_equal"),
        ("times=", "int_parsing"),
        ("times=1.5", "int_parsing"),
        ("times=1_0", "int_parsing"),
        ("times=%D9%A1", "int_parsing"),
        ("times=%00", "value_error"),
    ],
)
def test_a_query_value_that_does_not_fit_is_told(query: str, type: str) -> None:
    answer = HOUSE.ask("GET", f"{COUNTER}?{query}", ANN)

    assert (answer.status_code, faults(answer)) == (422, [(["query", "times"], type)])
    assert answer.headers["Accord-Rule"] == "small.wire.request-valid"


@pytest.mark.parametrize("text", ["true", "TRUE", "1", "false", "0"])
def test_a_truth_is_written_in_words_or_digits(text: str) -> None:
    assert HOUSE.ask("GET", f"{COUNTER}?loud={text}", ANN).status_code == 200


def test_another_word_is_no_truth() -> None:
    assert faults(HOUSE.ask("GET", f"{COUNTER}?loud=yes", ANN)) == [
        (["query", "loud"], "bool_parsing")
    ]


def test_an_unknown_query_parameter_is_ignored() -> None:
    assert HOUSE.ask("GET", f"{COUNTER}?colour=red&tags=a,b", ANN).status_code == 200


def test_a_query_that_is_not_utf_8_is_refused() -> None:
    assert HOUSE.ask("GET", f"{COUNTER}?times=%ff", ANN).status_code == 422


@pytest.mark.parametrize("id", ["x", "0", "-1", "1.0", "%ff", "9" * 5000])
def test_a_path_value_that_does_not_fit_is_told(id: str) -> None:
    answer = HOUSE.ask("GET", f"/counters/{id}", ANN)

    assert (answer.status_code, answer.get_json()["detail"][0]["loc"]) == (
        422,
        ["path", "counter_id"],
    )


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", (["body"], "missing")),
        (b"{", (["body"], "json_invalid")),
        (b"\xff", (["body"], "json_invalid")),
        (b'{"by": "\xff"}', (["body"], "text_invalid")),
        (b"[" * 150, (["body"], "json_invalid")),
        (b"[]", (["body"], "dict_type")),
        (b"{}", (["body", "by"], "missing")),
        (b'{"by": "2"}', (["body", "by"], "int_type")),
        (b'{"by": 1.5}', (["body", "by"], "int_type")),
        (b'{"by": true}', (["body", "by"], "int_type")),
        (b'{"by": 12}', (["body", "by"], "less_than_equal")),
        (b'{"by": 2, "by": 4}', (["body", "by"], "json_invalid")),
        (b'{"by": 2, "note": "a\\u0000b"}', (["body"], "value_error")),
        (b'{"by": NaN}', (["body"], "json_invalid")),
    ],
)
def test_a_body_that_does_not_fit_is_told(body: bytes, fault: object) -> None:
    answer = put(body)

    assert (answer.status_code, faults(answer)) == (422, [fault])


def test_a_field_told_twice_deep_inside_is_found() -> None:
    assert faults(put(b'{"by": 2, "x": [{"a": 1, "a": 1}]}')) == [(["body", "a"], "json_invalid")]


def test_a_colon_in_a_text_is_no_second_field() -> None:
    assert put(b'{"by": 0, "note": "a: b: c"}').status_code == 200


def test_an_escaped_backslash_before_u0000_is_no_nul() -> None:
    assert put(b'{"by": 0, "note": "\\\\u0000"}').status_code == 200


def test_all_faults_are_told_at_once() -> None:
    answer = HOUSE.ask("PUT", "/counters/x", ANN, json={"by": "a", "note": 1})

    assert {tuple(loc) for loc, _ in faults(answer)} == {
        ("path", "counter_id"),
        ("body", "by"),
        ("body", "note"),
    }


def test_a_whole_number_with_a_point_is_whole() -> None:
    house = House()
    told = house.ask("PUT", COUNTER, house.ann(), data=b'{"by": 2.0}', headers=JSON).data

    assert b'"count":2,' in told


@pytest.mark.parametrize("type", ["text/plain", "application/x-www-form-urlencoded", "", "json"])
def test_another_content_type_is_refused(type: str) -> None:
    assert faults(put(b'{"by": 2}', type)) == [(["body"], "content_type")]


def test_a_content_type_may_tell_its_charset() -> None:
    assert put(b'{"by": 0}', "Application/JSON; charset=utf-8").status_code == 200


def test_a_body_larger_than_the_contract_allows_is_refused() -> None:
    answer = put(b'{"by": 2, "note": "' + b"a" * 200 + b'"}')

    assert (answer.status_code, faults(answer)) == (413, [(["body"], "too_large")])


def test_a_field_that_the_ask_does_not_have_is_dropped() -> None:
    assert put(b'{"by": 0, "note_that_nobody_reads": "x", "other": 1}').status_code == 200


FORM = (
    b'--b\r\nContent-Disposition: form-data; name="by"\r\n\r\n%s\r\n'
    b'--b\r\nContent-Disposition: form-data; name="note"; filename="a"\r\n\r\n\xff\x00\r\n--b--\r\n'
)


@pytest.mark.parametrize("type", ["multipart/form-data; boundary=b", "multipart/form-data"])
def test_a_form_is_read_with_and_without_a_boundary_in_its_header(type: str) -> None:
    assert put(FORM % b"0", type).status_code == 200


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        (FORM % b"x", (["body", "by"], "int_parsing")),
        (FORM[:40], (["body"], "form_invalid")),
        (b"nothing", (["body"], "form_invalid")),
        ((FORM % b"0").replace(b'"note"', b'"by"'), (["body", "by"], "json_invalid")),
    ],
)
def test_a_form_that_does_not_fit_is_told(form: bytes, fault: object) -> None:
    assert faults(put(form, "multipart/form-data")) == [fault]
