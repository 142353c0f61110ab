"""What came of an ask leaves with the contract's status, in the vendor's words."""

import io

import pytest

from mock_server.domain.outcomes import CsvFile, Done
from mock_server.tests.small import WING, House, contract
from mock_server.web.responses import Voice, refusal_statuses

HOUSE = House()
ANN = HOUSE.ann()
COUNTER = "/counters/1"


def test_what_is_done_is_told_with_the_rules_that_changed_something() -> None:
    answer = HOUSE.ask("PUT", COUNTER, ANN, json={"by": 2})

    assert (answer.status_code, answer.headers["Accord-Rule"]) == (200, "small.add")


def test_what_changes_nothing_names_no_rule() -> None:
    assert "Accord-Rule" not in HOUSE.ask("PUT", COUNTER, ANN, json={"by": 0}).headers


def test_a_refusal_has_the_status_of_its_rule_and_its_sentence() -> None:
    answer = HOUSE.ask("PUT", COUNTER, ANN, json={"by": -2})

    assert (answer.status_code, answer.get_json()) == (400, {"detail": "Nothing is taken away."})
    assert answer.headers["Accord-Rule"] == "small.positive"


@pytest.mark.parametrize("option", ["400", "409"])
def test_a_reading_may_be_what_decides_the_status(option: str) -> None:
    house = House(readings={"small.odd": option})

    assert house.ask("PUT", COUNTER, house.ann(), json={"by": 1}).status_code == int(option)


def test_a_reading_that_is_no_status_leaves_that_of_the_rule() -> None:
    assert refusal_statuses(contract(), {"small.odd": "ignore"})["small.even"] == 400


def test_every_answer_has_an_id_of_its_own() -> None:
    answers = [HOUSE.ask("GET", path, ANN) for path in (COUNTER, COUNTER, "/none", "/counters/x")]

    assert len({each.headers["Accord-Request"] for each in answers}) == 4


def test_an_answer_tells_its_length() -> None:
    answer = HOUSE.ask("GET", COUNTER, ANN)

    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_an_unknown_path_is_told_in_the_vendors_words() -> None:
    answer = HOUSE.ask("GET", "/counter", ANN)

    assert (answer.status_code, answer.get_json()) == (404, {"detail": "There is no such path."})


def test_an_unknown_method_is_told_those_that_there_are() -> None:
    answer = HOUSE.ask("PATCH", COUNTER, ANN)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "DELETE, GET, HEAD, OPTIONS, PUT")


def test_a_head_is_a_get_without_its_body() -> None:
    answer = HOUSE.ask("HEAD", COUNTER, ANN)

    assert (answer.status_code, answer.data) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 0


def test_an_error_of_our_own_shows_no_trace() -> None:
    log = io.StringIO()
    answer = HOUSE.ask("DELETE", COUNTER, ANN, errors_stream=log)

    assert (answer.status_code, b"RuntimeError" in answer.data) == (500, False)
    assert "RuntimeError: broken" in log.getvalue()
    assert ANN not in log.getvalue()


def test_an_operation_without_a_chapter_is_an_error_of_our_own() -> None:
    assert HOUSE.ask("GET", "/counters/all", ANN, errors_stream=io.StringIO()).status_code == 500


def test_a_file_is_told_with_its_name() -> None:
    from mock_server.contract import load_contract

    whole = load_contract()
    download = next(each for each in whole.operations if each.id == "downloadRun")
    voice = Voice(download.vendor, WING.dialect, whole, {})

    answer = voice.answer(download, Done(CsvFile("run_5_report.csv", "prompt\r\nhéllo\r\n")))

    assert ("Content-Disposition", 'attachment; filename="run_5_report.csv"') in answer.headers
    assert ("Content-Type", "text/csv; charset=utf-8") in answer.headers
    assert answer.body == "prompt\r\nhéllo\r\n".encode()


def test_a_page_of_any_origin_reads_an_answer() -> None:
    answer = HOUSE.ask("GET", COUNTER, ANN, headers={"Origin": "http://page.test"})

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accord-Rule" in answer.headers["Access-Control-Expose-Headers"]


def test_a_page_may_ask_before_it_sends() -> None:
    wanted = {
        "Origin": "http://page.test",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization, x-mine",
    }
    answer = HOUSE.ask("OPTIONS", COUNTER, None, headers=wanted)

    assert (answer.status_code, answer.data) == (204, b"")
    assert "PUT" in answer.headers["Access-Control-Allow-Methods"]
    assert "x-mine" in answer.headers["Access-Control-Allow-Headers"]
