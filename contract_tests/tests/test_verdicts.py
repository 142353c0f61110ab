"""How verdicts are ordered and folded."""

import pytest

from contract_tests.verdicts import Verdict, fold


def test_the_verdicts_have_the_documented_order() -> None:
    ordered = [str(each) for each in sorted(Verdict)]
    assert ordered == ["unsupported", "skipped", "passed", "noted", "failed", "errored"]


def test_of_nothing_the_verdict_is_skipped() -> None:
    assert fold([]) is Verdict.SKIPPED


@pytest.mark.parametrize(
    ("children", "parent"),
    [
        ([Verdict.SKIPPED, Verdict.SKIPPED], Verdict.SKIPPED),
        ([Verdict.SKIPPED, Verdict.PASSED], Verdict.PASSED),
        ([Verdict.PASSED, Verdict.NOTED, Verdict.UNSUPPORTED], Verdict.NOTED),
        ([Verdict.FAILED, Verdict.PASSED], Verdict.FAILED),
        ([Verdict.FAILED, Verdict.ERRORED], Verdict.ERRORED),
    ],
)
def test_the_highest_child_decides_the_parent(children: list[Verdict], parent: Verdict) -> None:
    assert fold(children) is parent


def test_only_what_passed_or_is_noted_conforms() -> None:
    assert [each for each in Verdict if each.conforms] == [Verdict.PASSED, Verdict.NOTED]
