"""Faults of stories, told by file, line and what was meant."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contract_tests.documents import Document, read
from contract_tests.givens import given_problems
from contract_tests.jsonvalues import pointer_to
from contract_tests.lint_steps import Facts, step_problems
from contract_tests.problems import Place, Problem, ScenarioError
from contract_tests.scenarios import Expectation, Scenario, Step, scenario_of
from contract_tests.suggestions import suggestion
from mock_server.contract import Contract

MOST_LINES: Final = 60
SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Story:
    """A story and the document that it was read from."""

    scenario: Scenario
    document: Document


def lint(
    paths: Iterable[Path], contract: Contract, readings: Mapping[str, Sequence[str]]
) -> tuple[Problem, ...]:
    """Give every fault of these story files, and of the files below folders, in their order."""
    facts = Facts(contract, readings)
    stories: list[Story] = []
    problems: list[Problem] = []
    for path in _files(paths):
        try:
            document = read(path)
            stories.append(Story(scenario_of(document), document))
        except ScenarioError as error:
            problems.extend(error.problems)
    for story in stories:
        problems.extend(_problems(story, facts))
    problems.extend(_same_titles(stories))
    return tuple(sorted(set(problems), key=_by_place))


def _by_place(problem: Problem) -> tuple[str, int, int, str]:
    return (problem.place.path, problem.place.line, problem.place.column, problem.message)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.yaml")) if path.is_dir() else (path,)


def _problems(story: Story, facts: Facts) -> Iterator[Problem]:
    scenario, document = story.scenario, story.document
    yield from _of_its_name(scenario, document)
    yield from _of_its_size(document)
    yield from given_problems(document, scenario.vendor, scenario.given)
    yield from _of_its_rules(document, facts.contract)
    yield from _of_its_twins(scenario)
    yield from step_problems(scenario, document, facts)


def _of_its_name(scenario: Scenario, document: Document) -> Iterator[Problem]:
    if re.search(r"\bshould\b", scenario.title, re.IGNORECASE):
        message = 'A title is a fact in the present tense; write what is, without "should".'
        yield Problem(document.place("/title"), message)
    if not SLUG.fullmatch(scenario.path.stem) or scenario.path.suffix != ".yaml":
        message = (
            f"A story's file is named in lower-case words with dashes, and ends in .yaml;"
            f" found {scenario.path.name!r}."
        )
        yield Problem(document.place(""), message)


def _of_its_size(document: Document) -> Iterator[Problem]:
    if document.lines > MOST_LINES:
        message = (
            f"A story fits on one screen of {MOST_LINES} lines; this one has {document.lines}."
            " Tell it as two."
        )
        yield Problem(Place(document.place("").path, MOST_LINES + 1), message)


def _of_its_rules(document: Document, contract: Contract) -> Iterator[Problem]:
    """Yield the rules, the story's and its steps', that the contract does not tell."""
    steps = document.value["steps"]
    told = [(pointer_to("rules"), document.value["rules"])]
    told += [(f"/steps/{place}/rules", each.get("rules", ())) for place, each in enumerate(steps)]
    for pointer, rules in told:
        for place, rule in enumerate(rules):
            if rule not in contract.rules:
                message = f"There is no rule {rule!r}. {suggestion(rule, contract.rules)}"
                yield Problem(document.place(f"{pointer}/{place}"), message)


def _of_its_twins(scenario: Scenario) -> Iterator[Problem]:
    """A refusal alone proves nothing: a server that refuses everybody would pass."""
    refused = [step for step in scenario.steps if _some(step, 400, 499)]
    served = any(_some(step, 200, 299) for step in scenario.steps)
    if refused and not served:
        message = (
            f"Step {refused[0].number} is refused, and no step of this story succeeds."
            " Add its twin: who may, does."
        )
        yield Problem(refused[0].place, message)


def _some(step: Step, least: int, most: int) -> bool:
    told: Iterable[Expectation] = (step.expect, *step.alternatives.values())
    return any(least <= each.status <= most for each in told)


def _same_titles(stories: Iterable[Story]) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for story in stories:
        place = story.document.place("/title")
        title = story.scenario.title.casefold()
        if title in first:
            yield Problem(place, f"This title is taken by {first[title]}; a title is unique.")
        first.setdefault(title, place)
