"""The command, its exit codes and its complaints."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from contract_tests.cli import main
from contract_tests.tests.small_app import (
    COLLECTION,
    SmallApp,
    listening,
    write_story,
    write_target,
)

RULE = "aegis.visibility.collection-found"


def accord(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture
def app() -> SmallApp:
    return SmallApp()


@pytest.fixture
def target(app: SmallApp, tmp_path: Path) -> Iterator[Path]:
    with listening(app) as url:
        yield write_target(tmp_path, url)


def verify(target: Path, *arguments: object) -> Result:
    return accord("verify", "--target", target, *arguments, target.parent / "scenarios")


def test_a_target_that_conforms_gives_0(target: Path) -> None:
    write_story(target.parent, "a-fact")
    assert verify(target).exit_code == 0


def test_a_target_that_does_not_conform_gives_1(target: Path) -> None:
    write_story(target.parent, "a-fact", name="Box")
    assert verify(target).exit_code == 1


def test_a_note_gives_0(target: Path, app: SmallApp) -> None:
    app.answers["get"] = (200, {**COLLECTION, "colour": "red"})
    write_story(target.parent, "a-fact")
    assert verify(target).exit_code == 0


def test_a_note_gives_1_when_strict(target: Path, app: SmallApp) -> None:
    app.answers["get"] = (200, {**COLLECTION, "colour": "red"})
    write_story(target.parent, "a-fact")
    assert verify(target, "--strict").exit_code == 1


def test_the_console_tells_rule_counts_and_time(target: Path) -> None:
    write_story(target.parent, "a-fact")
    said = verify(target).stdout
    assert "aegis.visibility" in said
    assert "collection-found" in said
    assert "1 passed" in said
    assert "1 rule, 1 story, 2 requests in" in said


def test_the_report_is_written_as_json(target: Path, tmp_path: Path) -> None:
    write_story(target.parent, "a-fact", name="Box")
    verify(target, "--json", tmp_path / "deep" / "r.json")
    told = json.loads((tmp_path / "deep" / "r.json").read_text())
    assert told["verdict"] == "failed"
    assert told["rules"][RULE] == {"verdict": "failed", "scenarios": ["aegis/small/a-fact"]}
    assert told["scenarios"][0]["failures"][0]["expected"] == "Box"


def test_the_report_is_written_as_junit(target: Path, tmp_path: Path) -> None:
    write_story(target.parent, "a-fact")
    verify(target, "--junit", tmp_path / "j.xml")
    assert 'classname="scenarios.aegis.small.a-fact' in (tmp_path / "j.xml").read_text()


def test_no_report_holds_a_token(target: Path, tmp_path: Path) -> None:
    write_story(target.parent, "a-fact", name="Box")
    result = verify(target, "--json", tmp_path / "r.json", "--junit", tmp_path / "j.xml")
    written = result.output + (tmp_path / "r.json").read_text() + (tmp_path / "j.xml").read_text()
    assert "sk_ann_secret" not in written


def test_a_rule_is_wished_for_by_a_pattern(target: Path) -> None:
    write_story(target.parent, "a-fact")
    assert verify(target, "--rule", "aegis.visibility.*").exit_code == 0


def test_no_story_of_a_wished_rule_gives_2(target: Path) -> None:
    write_story(target.parent, "a-fact")
    result = verify(target, "--rule", "nothing.*")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_a_folder_without_stories_gives_2(target: Path) -> None:
    (target.parent / "scenarios").mkdir()
    assert verify(target).exit_code == 2


def test_a_malformed_story_gives_2_and_its_line(target: Path) -> None:
    path = write_story(target.parent, "a-fact")
    path.write_text("title: [", encoding="utf-8")
    result = verify(target)
    assert result.exit_code == 2
    assert "a-fact.yaml:2:1: The YAML breaks here" in result.stderr


def test_a_malformed_target_file_gives_2_and_its_line(tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact")
    (tmp_path / "target.yaml").write_text("vendor: aegs\n", encoding="utf-8")
    result = verify(tmp_path / "target.yaml")
    assert result.exit_code == 2
    assert "target.yaml:1:9: There is no vendor 'aegs'" in result.stderr


def test_an_unreachable_target_gives_2(tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        result = verify(write_target(tmp_path, url))
    assert result.exit_code == 2
    assert "refuses connections" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify", "--vendor", "nobody"],
        ["verify", "--jobs", "0"],
        ["verify", "no-such-folder"],
        ["verify", "--no-such-option"],
        ["verify", "--target", "no-such-file.yaml"],
        ["rules", "--vendor", "nobody"],
        ["rules", "--rule", "nothing.*"],
    ],
)
def test_bad_usage_gives_2_and_no_traceback(arguments: list[str]) -> None:
    result = accord(*arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert "Traceback" not in result.output


def test_rules_are_listed_with_sentence_and_function() -> None:
    said = accord("rules", "--rule", RULE).stdout
    assert RULE in said
    assert "mock_server.domain.aegis.visibility." in said


def test_rules_are_a_table_in_markdown() -> None:
    lines = accord("rules", "--rule", RULE, "--markdown").stdout.splitlines()
    assert [len(line.split(" | ")) for line in lines[2:]] == [6]


def test_lint_gives_1_and_the_line_of_a_fault(tmp_path: Path) -> None:
    path = write_story(tmp_path, "a-fact")
    path.write_text(path.read_text().replace("title: a", "title: it should be a"), "utf-8")
    result = accord("lint", path)
    assert result.exit_code == 1
    assert "a-fact.yaml:1:8" in result.stderr


def test_lint_gives_0_for_a_good_story(tmp_path: Path) -> None:
    assert accord("lint", write_story(tmp_path, "a-fact")).exit_code == 0
