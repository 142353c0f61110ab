"""`accord verify` with its reports for readers, baselines, several targets and waivers."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from contract_tests import clock
from contract_tests.cli import main
from contract_tests.tests.small_app import SmallApp, listening, write_story, write_target

STORY, RULE = "aegis/small/a-fact", "aegis.visibility.collection-found"
WAIVER = "- story: {story}\n  reason: Known & <hard>\n  link: https://t.test/1\n  expires: {day}\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 5, 1, 12, tzinfo=UTC))


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Path]:
    with listening(SmallApp()) as url:
        yield write_target(tmp_path, url)


def verify(*arguments: object) -> Result:
    told = ["verify", *map(str, arguments), "scenarios"]
    return CliRunner().invoke(main, told, catch_exceptions=False)


def html_of(target: Path, *arguments: object) -> str:
    verify("--target", target, "--html", "r.html", *arguments)
    return Path("r.html").read_text(encoding="utf-8")


class Seen(HTMLParser):
    """Gathers what a page would load, and whether every element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("script", "link", "img", "iframe") or "src" in told:
            self.loads.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.ids += [each for each in [told.get("id")] if each]
        self.links += [each for each in [told.get("href")] if each]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_loads_nothing(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact", name="Box")
    write_story(tmp_path, "another")
    page = html_of(target)
    seen = Seen(page)
    assert seen.loads == []
    assert seen.open == []
    assert "url(" not in page
    assert "@import" not in page


def test_every_link_of_the_page_leads_somewhere(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact", name="Box")
    write_story(tmp_path, "another")
    seen = Seen(html_of(target))
    assert len(set(seen.ids)) == len(seen.ids)
    assert {link for link in seen.links if link.startswith("#")} <= {f"#{id}" for id in seen.ids}


def test_the_page_tells_who_asked_what_and_what_is_wrong(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact", name="Box")
    page = html_of(target)
    for said in ("Does not conform", "GET /data-collections/8", "200 OK", "expected", "curl -sS"):
        assert said in page
    assert "1 May 2026, 12:00 UTC" in page


def test_no_page_and_no_summary_holds_a_token(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact", name="Box")
    page = html_of(target, "--markdown", "r.md")
    assert "$ANN_TOKEN" in page
    assert "_secret" not in page + Path("r.md").read_text()


def test_what_a_target_says_is_text_and_no_markup(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    write_story(tmp_path, "a-fact", name="Box")
    with listening(SmallApp(get=(200, {"name": evil}))) as url:
        page = html_of(write_target(tmp_path, url), "--markdown", "r.md")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\n<script" not in Path("r.md").read_text()


def test_half_a_surrogate_pair_is_written(tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact", name="Box")
    with listening(SmallApp(get=(200, {"name": "\ud800"}))) as url:
        page = html_of(write_target(tmp_path, url), "--json", "r.json", "--markdown", "r.md")
    assert "Does not conform" in page
    assert Path("r.json").exists()


def test_a_page_of_a_good_run_says_so(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact")
    assert ">Conforms<" in html_of(target)


def test_the_summary_tells_rule_step_and_curl(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact", name="Box")
    verify("--target", target, "--markdown", "r.md")
    said = Path("r.md").read_text()
    assert "**1** failed" in said
    assert f"| `{RULE}` |" in said
    assert "step 1, ann asks `GET /data-collections/$bundle`" in said
    assert "```sh\ncurl -sS" in said


def test_a_report_that_cannot_be_written_gives_2(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact")
    (tmp_path / "file").write_text("")
    result = verify("--target", target, "--html", "file/r.html")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_a_known_failure_gives_0_against_its_baseline(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact", name="Box")
    assert verify("--target", target, "--json", "b.json").exit_code == 1
    result = verify("--target", target, "--against", "b.json")
    assert result.exit_code == 0
    assert "0 newly failing" in result.stdout


def test_a_new_failure_gives_1_against_a_baseline(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact")
    verify("--target", target, "--json", "b.json")
    write_story(tmp_path, "a-fact", name="Box")
    result = verify("--target", target, "--against", "b.json")
    assert result.exit_code == 1
    assert f"newly failing: {STORY}" in result.stdout


def test_a_baseline_that_is_none_gives_2(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact")
    (tmp_path / "b.json").write_text("{}")
    assert verify("--target", target, "--against", "b.json").exit_code == 2


def test_two_targets_give_the_code_of_the_worse(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact")
    (tmp_path / "other").mkdir()
    with listening(SmallApp(get=(404, {"detail": "no"}))) as url:
        other = write_target(tmp_path / "other", url)
        result = verify("--target", target, "--target", other, "--html", "r.html")
    assert result.exit_code == 1
    assert "Side by side" in Path("r.html").read_text()
    assert "✗ failed" in result.stdout.partition("rule   ")[2]


@pytest.mark.parametrize("option", ["--junit", "--against"])
def test_what_takes_one_target_refuses_two(target: Path, tmp_path: Path, option: str) -> None:
    write_story(tmp_path, "a-fact")
    result = verify("--target", target, "--target", target, option, "x")
    assert result.exit_code == 2
    assert f"{option} takes one --target" in result.stderr


def waive(day: str, name: str = "accord-waivers.yaml") -> None:
    Path(name).write_text(WAIVER.format(story=STORY, day=day), encoding="utf-8")


def test_a_waived_failure_gives_0_and_stays_in_every_report(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact", name="Box")
    waive("2026-05-01")
    result = verify(
        "--target", target, "--html", "r.html", "--markdown", "r.md", "--json", "r.json"
    )
    assert result.exit_code == 0
    assert f"waived: {STORY}" in result.stdout
    assert "1 waived" in result.stdout
    assert "Known &amp; &lt;hard&gt;" in Path("r.html").read_text()
    assert "Waived" in Path("r.md").read_text()
    told = json.loads(Path("r.json").read_text())
    assert told["verdict"] == "passed"
    assert told["scenarios"][0]["verdict"] == "failed"
    assert told["scenarios"][0]["waived"]["reason"] == "Known & <hard>"


def test_a_waived_story_that_passes_gives_1(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact")
    waive("2026-05-01")
    result = verify("--target", target)
    assert result.exit_code == 1
    assert "is waived, but it passes" in result.stdout


def test_an_expired_waiver_gives_1(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact")
    waive("2026-04-30")
    result = verify("--target", target)
    assert result.exit_code == 1
    assert "expired on 2026-04-30" in result.stdout


def test_waivers_are_read_from_the_file_that_is_named(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact", name="Box")
    waive("2026-05-01", "mine.yaml")
    assert verify("--target", target).exit_code == 1
    assert verify("--target", target, "--waivers", "mine.yaml").exit_code == 0


@pytest.mark.parametrize("text", ["- {rle: x}", "{}"])
def test_a_malformed_waiver_file_gives_2_and_its_line(
    target: Path, tmp_path: Path, text: str
) -> None:
    write_story(tmp_path, "a-fact")
    (tmp_path / "accord-waivers.yaml").write_text(text)
    result = verify("--target", target)
    assert result.exit_code == 2
    assert result.stderr.startswith("accord-waivers.yaml:1:")


def test_a_waiver_file_that_is_missing_gives_2(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact")
    assert verify("--target", target, "--waivers", "none.yaml").exit_code == 2


def test_the_console_counts_on_the_way_and_names_the_slowest(target: Path, tmp_path: Path) -> None:
    write_story(tmp_path, "a-fact", name="Box")
    said = verify("--target", target).stdout
    assert "1 of 1 stories played: 1 failed" in said
    assert f"s  {STORY}" in said.partition("slowest")[2]
