"""What is read from the CSV file, mappings and metrics of an upload, and what is refused."""

import pytest

from mock_server.domain.aegis.actions import CreateDataset
from mock_server.tests.aegis_stage import stage, upload

REFUSED = {
    "aegis.datasets.file-is-utf8": upload(file=b"prompt\nna\xefve\n"),
    "aegis.datasets.file-is-csv": upload(file=b'prompt\n"open\n'),
    "aegis.datasets.file-has-rows": upload(file=b"prompt,output\n"),
    "aegis.datasets.mappings-are-an-object": upload(column_mappings="[]"),
    "aegis.datasets.mappings-name-aegis-fields": upload(
        column_mappings='{"prompt": "prompt", "question": "output"}'
    ),
    "aegis.datasets.mappings-name-columns": upload(
        column_mappings='{"prompt": "prompt", "output": "answer"}'
    ),
    "aegis.datasets.file-has-an-aegis-field": upload(file=b"a,b\n1,2\n"),
    "aegis.datasets.metrics-selected": upload(selected_metrics="{}"),
    "aegis.datasets.metric-ids-are-integers": upload(selected_metrics='{"exact_match": 80}'),
    "aegis.datasets.metrics-are-known": upload(selected_metrics='{"999999": 80}'),
    "aegis.datasets.metrics-have-thresholds": upload(selected_metrics='{"3": {"threshold": 101}}'),
    "aegis.datasets.metric-arguments-are-known": upload(
        selected_metrics='{"3": {"threshold": 1, "metric_args": {"colour": 1}}}'
    ),
}


@pytest.mark.parametrize(("rule", "ask"), REFUSED.items(), ids=REFUSED)
def test_a_defect_is_refused_by_its_own_rule(rule: str, ask: CreateDataset) -> None:
    assert stage().refusal("ann", ask) == rule


@pytest.mark.parametrize("rows", [b"a,b\nx,y,z\n", b'a,b\nx,"y"z\n', b'a\n"open\n'])
def test_a_file_that_is_no_table_is_refused(rows: bytes) -> None:
    assert stage().refusal("ann", upload(file=rows)) == "aegis.datasets.file-is-csv"


@pytest.mark.parametrize("text", ["", "nonsense", "[]", "null", "[" * 100_000])
def test_metrics_that_are_no_object_select_nothing(text: str) -> None:
    rule = stage().refusal("ann", upload(selected_metrics=text))

    assert rule == "aegis.datasets.metrics-selected"


@pytest.mark.parametrize("threshold", ["-1", "101", "true", "80.5", '"80"', "null"])
def test_a_threshold_is_a_whole_number_up_to_100(threshold: str) -> None:
    rule = stage().refusal("ann", upload(selected_metrics=f'{{"3": {threshold}}}'))

    assert rule == "aegis.datasets.metrics-have-thresholds"


def test_the_older_form_of_metrics_is_told_in_the_newer() -> None:
    told = stage().ask("ann", upload(selected_metrics='{"3": 80}'))

    assert told["selected_metrics"] == {"3": {"threshold": 80, "metric_args": None}}


def test_arguments_that_no_page_lists_are_accepted() -> None:
    told = stage().ask(
        "ann", upload(selected_metrics='{"7": {"threshold": 80, "metric_args": {"any": 1}}}')
    )

    assert told["selected_metrics"]["7"]["metric_args"] == {"any": 1}


def test_arguments_are_an_object() -> None:
    rule = stage().refusal(
        "ann", upload(selected_metrics='{"7": {"threshold": 80, "metric_args": [1]}}')
    )

    assert rule == "aegis.datasets.metric-arguments-are-known"


def test_columns_are_taken_by_their_names() -> None:
    told = stage().ask("ann", upload(file=b"other,golden_answer,prompt\nx,y,z\n"))

    assert told["structure"] == ["prompt", "golden_answer"]
    assert told["records"][0]["prompt"] == "z"
    assert told["records"][0]["golden_answer"] == "y"


def test_columns_are_taken_by_their_mappings_alone() -> None:
    told = stage().ask(
        "ann", upload(file=b"prompt,answer\nx,y\n", column_mappings='{"output": "answer"}')
    )

    assert told["structure"] == ["output"]
    assert told["column_mappings"] == {"output": "answer"}
    assert told["records"][0]["prompt"] is None


def test_a_byte_order_mark_is_no_part_of_a_name() -> None:
    told = stage().ask("ann", upload(file="\ufeffprompt\nä\n".encode()))

    assert told["records"][0]["prompt"] == "ä"


def test_an_empty_or_absent_cell_is_null() -> None:
    told = stage().ask("ann", upload(file=b"prompt,input,output\n,b\n"))

    assert [told["records"][0][field] for field in ("prompt", "input", "output")] == [
        None,
        "b",
        None,
    ]


def test_a_cell_holds_lines_and_commas() -> None:
    told = stage().ask("ann", upload(file=b'prompt\n"a,\nb"\n\nc\n'))

    assert [record["prompt"] for record in told["records"]] == ["a,\nb", "c"]


def test_a_cell_of_200_kib_is_read() -> None:
    told = stage().ask("ann", upload(file=b"prompt\n" + b"x" * 200_000 + b"\n"))

    assert len(told["records"][0]["prompt"]) == 200_000
