"""The fixture `accord_server`, as somebody else's tests use it."""

import pytest

pytest_plugins = ["pytester"]

ASKING = """
import json
from urllib.request import Request, urlopen

def test_a_world_of_its_own(accord_server):
    world = accord_server.world(
        "aegis", users={"ann": {"org": "acme"}}, datasets={"march": {"owner": "ann"}}
    )
    url = f"{world.base_url}/datasets/{world.id('march')}"
    with urlopen(Request(url, headers=world.headers("ann"))) as answer:
        assert json.load(answer)["id"] == world.id("march")
    assert world.token("ann") in world.headers("ann")["Authorization"]
    assert world.told("ann.email") and world.url in world.base_url

def test_another_world(accord_server):
    test_a_world_of_its_own(accord_server)
"""
QUIET = ("-p", "no:randomly", "-p", "no:cacheprovider", "-W", "error")


@pytest.mark.parametrize("kind", ["in-process", "spawned"])
def test_a_test_has_a_world_in_one_line(pytester: pytest.Pytester, kind: str) -> None:
    pytester.makepyfile(ASKING)
    result = pytester.runpytest_inprocess(*QUIET, f"--accord-server={kind}")
    result.assert_outcomes(passed=2)


def test_every_worker_has_a_server(pytester: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    pytester.makepyfile(ASKING)
    pytester.runpytest_subprocess("-n", "2").assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ('world("agis")', "There is no vendor 'agis'. Did you mean 'aegis'?"),
        ('world("aegis", user={})', "unknown field `user`"),
        ('world("aegis", datasets={"d": {"owner": "bob"}})', "names the person 'bob'"),
        ('world("aegis", users={"ann": {}}).token("bob")', "There is no $bob. There is: ann."),
    ],
)
def test_a_wrong_world_is_one_sentence(
    pytester: pytest.Pytester, asked: str, sentence: str
) -> None:
    pytester.makepyfile(f"def test_it(accord_server):\n    accord_server.{asked}\n")
    result = pytester.runpytest_inprocess(*QUIET)
    result.assert_outcomes(failed=1)
    assert sentence in str(result.stdout)


@pytest.mark.parametrize("kind", ["in-process", "spawned"])
def test_an_unknown_fault_is_told_without_a_traceback(pytester: pytest.Pytester, kind: str) -> None:
    pytester.makepyfile(ASKING)
    result = pytester.runpytest_inprocess(*QUIET, "--accord-fault=none", f"--accord-server={kind}")
    result.assert_outcomes(errors=2)
    assert "There is no fault 'none'" in str(result.stdout)
    assert "Traceback" not in str(result.stdout)


def test_who_uses_neither_pays_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        "import sys\ndef test_it():\n    assert 'contract_tests.plugin' in sys.modules\n"
        "    assert not {'flask', 'contract_tests.lodging'} & sys.modules.keys()\n"
    )
    pytester.runpytest_subprocess("-p", "no:randomly").assert_outcomes(passed=1)
