"""Waivers: known failures that a run tolerates, each with its reason and the day it expires.

A failure is waived when a waiver names its story or one of its rules; a story is waived when all of
its failures are. What is waived stays in every report. A waiver that is not needed any more, or
that has expired, fails the run: else the file would grow and nobody would look at it again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase

from contract_tests.problems import Place
from contract_tests.results import Result
from contract_tests.verdicts import Verdict

GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One known failure, or a family of them where `pattern` is a glob."""

    kind: str
    pattern: str
    reason: str
    link: str
    expires: date
    place: Place

    @property
    def one(self) -> bool:
        """Tell whether it names one rule or story, and not a family."""
        return not GLOB & set(self.pattern)

    def names(self, story: str, rules: Iterable[str]) -> bool:
        """Tell whether it is about a story or one of its rules."""
        told = rules if self.kind == "rule" else (story,)
        return any(fnmatchcase(each, self.pattern) for each in told)


@dataclass(frozen=True, slots=True)
class Waived:
    """What waivers do to a run: the stories that they excuse, and what is wrong with them."""

    stories: Mapping[str, Waiver] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()

    def excuses(self, result: Result) -> bool:
        return result.scenario.id in self.stories


NOTHING_WAIVED = Waived()


def waived(
    results: Iterable[Result], waivers: Iterable[Waiver], today: date, *, whole: bool = True
) -> Waived:
    """Hold results against waivers.

    Only a `whole` run, in which no story was left out by its file, shows that a rule is kept.
    """
    told, every = tuple(results), tuple(waivers)
    valid = tuple(each for each in every if each.expires >= today)
    troubles = [_expired(each) for each in every if each not in valid]
    troubles += [said for each in valid for said in _not_needed(each, told, whole=whole)]
    excused = {
        result.scenario.id: by
        for result in told
        if result.verdict is Verdict.FAILED and (by := _excuse(result, valid))
    }
    return Waived(excused, tuple(troubles))


def _excuse(result: Result, waivers: tuple[Waiver, ...]) -> Waiver | None:
    """Give the first waiver of a story all of whose failures are waived."""
    by = [
        next((each for each in waivers if each.names(result.scenario.id, failure.rules)), None)
        for failure in result.failures
    ]
    return by[0] if by and all(by) else None


def _expired(waiver: Waiver) -> str:
    return (
        f"{waiver.place}: the waiver of {waiver.pattern} expired on {waiver.expires}; "
        f"mend what it excuses, or decide anew and give it a later day."
    )


def _not_needed(waiver: Waiver, results: tuple[Result, ...], *, whole: bool) -> Iterator[str]:
    """Tell of what is waived and passes: one story, or a rule or family that is kept as a whole."""
    if not whole and not (waiver.kind == "story" and waiver.one):
        return
    verdicts = [verdict for each in results for verdict in _on(waiver, each)]
    fine = [verdict for verdict in verdicts if verdict.conforms]
    if fine and len(fine) == len([each for each in verdicts if each is not Verdict.UNSUPPORTED]):
        stories = "its story" if len(fine) == 1 else f"each of its {len(fine)} stories"
        passes = "it passes" if waiver.kind == "story" and waiver.one else f"{stories} passes"
        yield f"{waiver.place}: {waiver.pattern} is waived, but {passes}; take the waiver out."


def _on(waiver: Waiver, result: Result) -> Iterator[Verdict]:
    """Give what a story says of that which is waived, where it says anything."""
    if waiver.kind == "story":
        if waiver.names(result.scenario.id, ()):
            yield result.verdict
        return
    named = (rule for failure in result.failures for rule in failure.rules)
    rules = {*result.scenario.rules, *named}
    if told := [result.verdict_of(rule) for rule in rules if waiver.names("", [rule])]:
        yield max(told)
