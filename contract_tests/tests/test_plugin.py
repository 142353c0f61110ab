"""Stories as tests of pytest."""

from collections.abc import Callable, Iterator

import pytest

from contract_tests.shelf import shipped_stories
from contract_tests.tests.small_app import SmallApp, listening, write_story, write_target

pytest_plugins = ["pytester"]

Run = Callable[..., pytest.RunResult]
QUIET = ("-p", "no:randomly", "-p", "no:cacheprovider")


@pytest.fixture
def app() -> SmallApp:
    return SmallApp()


@pytest.fixture
def run(pytester: pytest.Pytester, app: SmallApp) -> Iterator[Run]:
    with listening(app) as url:
        target = write_target(pytester.path, url)

        def running(*arguments: str) -> pytest.RunResult:
            return pytester.runpytest_inprocess(*QUIET, f"--target={target}", *arguments)

        yield running


def test_a_story_is_a_test(pytester: pytest.Pytester, run: Run) -> None:
    write_story(pytester.path, "a-fact")
    run().assert_outcomes(passed=1)


def test_a_story_that_the_target_contradicts_fails(pytester: pytest.Pytester, run: Run) -> None:
    write_story(pytester.path, "a-fact", name="Box")
    result = run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*Step 1: ann asks GET /data-collections/$bundle*",
            "*scenarios/aegis/small/a-fact.yaml:7:5*",
            "*aegis.visibility.collection-found*",
            '*body /name: expected "Box", found "Bundle"*',
            "*curl * http://127.0.0.1:*/data-collections/8 *$ANN_TOKEN*",
        ]
    )


def test_no_token_is_printed(pytester: pytest.Pytester, run: Run) -> None:
    write_story(pytester.path, "a-fact", name="Box")
    assert "sk_ann_secret" not in str(run("--junitxml=j.xml").stdout)
    assert "sk_ann_secret" not in (pytester.path / "j.xml").read_text()


def test_k_selects_by_rule(pytester: pytest.Pytester, run: Run) -> None:
    write_story(pytester.path, "a-fact")
    run("-k", "aegis.visibility.collection-found").assert_outcomes(passed=1)
    run("-k", "aegis.update.share-runs").assert_outcomes(deselected=1)


def test_x_stops_at_the_first_failure(pytester: pytest.Pytester, run: Run) -> None:
    for claim in ("one", "two", "three"):
        write_story(pytester.path, claim, name="Box")
    run("-x").assert_outcomes(failed=1)


def test_each_story_is_played_once(pytester: pytest.Pytester, run: Run, app: SmallApp) -> None:
    for claim in ("one", "two", "three"):
        write_story(pytester.path, claim)
    run()
    assert (app.founded, app.taken_down) == (3, 3)


def test_nothing_is_played_when_stories_are_only_listed(
    pytester: pytest.Pytester, run: Run, app: SmallApp
) -> None:
    write_story(pytester.path, "a-fact")
    run("--collect-only")
    assert app.founded == 0


def test_xdist_deals_stories_out(pytester: pytest.Pytester, app: SmallApp) -> None:
    pytest.importorskip("xdist")
    for claim in ("one", "two", "three"):
        write_story(pytester.path, claim)
    with listening(app) as url:
        target = write_target(pytester.path, url)
        result = pytester.runpytest_subprocess("-n", "2", f"--target={target}")
    result.assert_outcomes(passed=3)
    assert app.founded == 3


def test_junit_knows_rule_and_verdict(pytester: pytest.Pytester, run: Run) -> None:
    write_story(pytester.path, "a-fact")
    run("--junitxml=j.xml")
    written = (pytester.path / "j.xml").read_text()
    assert '<property name="rule" value="aegis.visibility.collection-found"' in written
    assert '<property name="verdict" value="passed"' in written


def test_what_the_target_cannot_make_is_skipped(
    pytester: pytest.Pytester, run: Run, app: SmallApp
) -> None:
    app.answers["setup"] = (422, {"unsupported": ["data_collections.bundle"]})
    write_story(pytester.path, "a-fact")
    result = run("-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*The target cannot make data_collections.bundle*"])


def test_a_broken_hook_is_an_error_and_no_verdict(
    pytester: pytest.Pytester, run: Run, app: SmallApp
) -> None:
    app.answers["setup"] = (500, {"detail": "no"})
    write_story(pytester.path, "a-fact")
    run().stdout.fnmatch_lines(["*errored: The provider-states hook at * answered 500 to setup*"])


def test_a_malformed_story_is_told_by_line(pytester: pytest.Pytester, run: Run) -> None:
    path = write_story(pytester.path, "a-fact")
    path.write_text(path.read_text().replace("steps:", "stepz:"), encoding="utf-8")
    result = run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*scenarios/aegis/small/a-fact.yaml:6:1: *stepz*"])


def test_a_malformed_target_file_is_told_without_a_traceback(
    pytester: pytest.Pytester,
) -> None:
    write_story(pytester.path, "a-fact")
    (pytester.path / "target.yaml").write_text("vendor: aegs\n", encoding="utf-8")
    result = pytester.runpytest_inprocess(*QUIET, "--target=target.yaml")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "Traceback" not in str(result.stderr)
    result.stderr.fnmatch_lines(["*target.yaml:1:9: There is no vendor 'aegs'*"])


@pytest.mark.parametrize("jobs", ["0", "many", "1001"])
def test_jobs_are_a_number(pytester: pytest.Pytester, jobs: str) -> None:
    result = pytester.runpytest_inprocess(*QUIET, f"--jobs={jobs}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR


@pytest.mark.parametrize("place", ["scenarios/x.yaml", "scenarios/web/x.yaml", "data/x.yaml"])
def test_other_peoples_yaml_is_no_story(pytester: pytest.Pytester, place: str) -> None:
    path = pytester.path / place
    path.parent.mkdir(parents=True)
    path.write_text("a: 1\n", encoding="utf-8")
    result = pytester.runpytest_inprocess(*QUIET, "scenarios" if "scen" in place else "data")
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_project_without_stories_pays_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_nothing_is_imported():
            assert "contract_tests.stories" not in sys.modules
            assert "flask" not in sys.modules
        """
    )
    pytester.runpytest_subprocess("-p", "no:schemathesis").assert_outcomes(passed=1)


def test_the_suite_is_a_library(pytester: pytest.Pytester, run: Run) -> None:
    items, _ = pytester.inline_genitems(*QUIET, "--pyargs", "contract_tests")
    shipped = {each.resolve() for each in shipped_stories().rglob("*.yaml")}
    assert {each.path.resolve() for each in items} == shipped


def test_the_library_is_selected_from_and_dealt_out(
    pytester: pytest.Pytester, app: SmallApp
) -> None:
    pytest.importorskip("xdist")
    library = ("--pyargs", "contract_tests", "-k", "aegis.visibility.run-found")
    with listening(app) as url:
        target = f"--target={write_target(pytester.path, url)}"
        result = pytester.runpytest_subprocess("-n", "2", target, *library, "--junitxml=j.xml")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert 0 < app.founded == (pytester.path / "j.xml").read_text().count("<testcase ")
