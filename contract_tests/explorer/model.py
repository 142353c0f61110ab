"""The explorer's vocabulary: a life, what came of it, and where model and target part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from contract_tests.absence import ABSENT
from contract_tests.problems import Place
from contract_tests.scenarios import Expectation, Step
from contract_tests.target import Response

NOBODY: Final = "nobody"
UNWRITTEN: Final = Place("the explorer")
UNKNOWN_YET: Final = Expectation(0)


class Probing(Enum):
    """After what everything is compared that everybody sees."""

    NEVER = "never"
    CHANGES = "changes"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Life:
    """A founding and what people ask after it, as a story has them: by names, never by ids."""

    vendor: str
    given: Mapping[str, Any]
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which the target answers otherwise than the model; a status has no pointer."""

    pointer: str
    model: object
    target: object
    message: str


@dataclass(frozen=True, slots=True)
class Divergence:
    """Where model and target part: the step that was asked, or looked with, and both answers.

    `rules` decided in the model: those of the answer itself, else those of the last change.
    """

    step: Step
    operation: str
    difference: Difference
    rules: tuple[str, ...]
    model: Response = field(repr=False)
    target: Response = field(repr=False)
    looked: bool = False

    @property
    def signature(self) -> tuple[str, ...]:
        """Tell divergences apart: by the rules that decided, else by the operation."""
        return self.rules or (self.operation, self.difference.pointer)


def asked(  # noqa: PLR0913 -- the parts of a request, each of which may be missing
    caller: str,
    method: str,
    path: str,
    *,
    number: int = 0,
    query: Mapping[str, object] | None = None,
    body: object = ABSENT,
    form: Mapping[str, object] | None = None,
    save: str | None = None,
) -> Step:
    """Give a request as a step, of which nothing is expected yet."""
    return Step(
        number=number,
        caller=caller,
        method=method,
        path=path,
        query=query or {},
        body=body,
        form=form,
        save=save,
        expect=UNKNOWN_YET,
        place=UNWRITTEN,
    )
