"""Which option of each open question a target takes, learnt by playing the stories that ask it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from contract_tests.reference import reading_options
from contract_tests.runner import play
from contract_tests.scenarios import Scenario
from contract_tests.shelf import shipped_stories, stories
from contract_tests.stage import Stage
from contract_tests.verdicts import Verdict

BLOCK = re.compile(r"^readings:.*\n(?:[ \t]+.*\n|[ \t]*\n)*", re.MULTILINE)
MOST_STORIES = 6


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is known of one reading: the options that fit, or why none does."""

    reading: str
    options: tuple[str, ...]
    documented: tuple[str, ...]
    stories: int = 0
    refuted: str = ""

    @property
    def option(self) -> str | None:
        return self.options[0] if len(self.options) == 1 and not self.refuted else None

    def __str__(self) -> str:
        if self.refuted:
            return f"{self.reading}: none of {', '.join(self.documented)} ({self.refuted})"
        if self.option:
            return f"{self.reading}: {self.option}"
        if not self.stories:
            return f"{self.reading}: not asked by any story; taken as {self.options[0]}"
        return f"{self.reading}: could be {' or '.join(self.options)}; taken as {self.options[0]}"


def calibrated(vendor: str, stage: Stage) -> tuple[Learnt, ...]:
    """Play the shortest stories of each reading until one option is left."""
    every = [each for each in stories([shipped_stories()]) if each.vendor == vendor]
    return tuple(
        _learnt(reading, options, every, stage)
        for reading, options in reading_options().items()
        if reading.startswith(f"{vendor}.") and len(options) > 1
    )


def _learnt(reading: str, options: tuple[str, ...], every: list[Scenario], stage: Stage) -> Learnt:
    left, played, refuted = options, 0, ""
    for each in _asking(reading, every):
        result = play(each, stage)
        fitting = result.readings.get(reading, ())
        played += bool(fitting)
        left = tuple(one for one in left if one in fitting) if fitting else left
        if not fitting and result.verdict is Verdict.FAILED and _fails_at(reading, each, result):
            refuted = result.failures[0].message
        if len(left) <= 1 or refuted:
            break
    default = stage.defaults.get(reading, options[0])
    ordered = tuple(sorted(left or options, key=lambda one: one != default))
    if not left:
        refuted = "its answers fit different options in different stories"
    return Learnt(reading, ordered, options, played, refuted)


def _asking(reading: str, every: list[Scenario]) -> list[Scenario]:
    asking = [each for each in every if any(step.reading == reading for step in each.steps)]
    return sorted(asking, key=lambda each: len(each.steps))[:MOST_STORIES]


def _fails_at(reading: str, scenario: Scenario, result: object) -> bool:
    """Tell whether a story's failure is at a step that rests on the reading."""
    steps = {step.number for step in scenario.steps if step.reading == reading}
    failures = getattr(result, "failures", ())
    return any(each.step in steps for each in failures)


def readings_of(learnt: tuple[Learnt, ...]) -> dict[str, str]:
    """Give the readings to play the model by; what was not learnt is the reference's choice."""
    return {each.reading: each.option for each in learnt if each.option}


def write_readings(path: Path, readings: Mapping[str, str]) -> None:
    """Put the block into a target file, in the place of the one that was there."""
    text = path.read_text("utf-8")
    kept = BLOCK.sub("", text)
    path.write_text(kept.rstrip("\n") + "\n" + "".join(_block(readings)), "utf-8")


def _block(readings: Mapping[str, str]) -> Iterator[str]:
    yield "readings:\n"
    for reading, option in sorted(readings.items()):
        yield f'  {reading}: "{option}"\n'
