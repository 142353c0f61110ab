"""What `$name` stands for in a story: the target's own ids, and fields of its answers.

`$bundle` is the target's id of that thing, person or organisation; `$bundle.name` a field of what
the setup or an earlier saved response said of it. Inside a longer text, `${bundle}` ends where the
brace does. `$$` is a dollar.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from contract_tests.suggestions import suggestion

DOTTED = r"[A-Za-z_]\w*(?:\.\w+)*"
REFERENCE = re.compile(rf"\$(?:(?P<dollar>\$)|\{{(?P<braced>{DOTTED})\}}|(?P<plain>{DOTTED}))")


class UnknownName(LookupError):
    """A story uses a name or a field that nothing gave; the message tells the ones that exist."""


@dataclass(frozen=True, slots=True)
class Names:
    """What each name of a story is known by: the setup's answer, or a saved response."""

    answers: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of_setup(cls, answer: Mapping[str, object]) -> "Names":
        """Gather the names of every group (orgs, users, datasets …) of a setup's answer."""
        groups = [group for group in answer.values() if isinstance(group, Mapping)]
        return cls({name: told for group in groups for name, told in group.items()})

    def saved(self, name: str, answer: object) -> "Names":
        """Give these names and one more, which stands for a saved response."""
        return Names({**self.answers, name: answer})

    def resolve(self, value: object) -> object:
        """Put in what the names stand for; a text that is one reference keeps its value's type."""
        if isinstance(value, str):
            return self._resolve_text(value)
        if isinstance(value, Mapping):
            return {key: self.resolve(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.resolve(each) for each in value]
        return value

    def _resolve_text(self, text: str) -> object:
        whole = REFERENCE.fullmatch(text)
        if whole and not whole["dollar"]:
            return self.look_up(_dotted(whole))
        return REFERENCE.sub(self._as_text, text)

    def _as_text(self, match: re.Match[str]) -> str:
        if match["dollar"]:
            return "$"
        value = self.look_up(_dotted(match))
        return value if isinstance(value, str) else json.dumps(value)

    def look_up(self, dotted: str) -> object:
        """Give what `name` or `name.field` stands for; a name may hold dots (`evals.v1`)."""
        parts = dotted.split(".")
        for size in range(len(parts), 0, -1):
            name = ".".join(parts[:size])
            if name in self.answers:
                return _field(self.answers[name], name, parts[size:] or ["id"])
        raise UnknownName(f"There is no ${parts[0]}. {suggestion(parts[0], self.answers)}")


def references(value: object) -> Iterator[str]:
    """Give every dotted name that is used in a value, at any depth."""
    if isinstance(value, str):
        found = REFERENCE.finditer(value)
        yield from (_dotted(match) for match in found if not match["dollar"])
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from references(each)


def _dotted(match: re.Match[str]) -> str:
    dotted: str = match["braced"] or match["plain"]
    return dotted


def _field(answer: object, name: str, path: list[str]) -> object:
    for part in path:
        if isinstance(answer, Mapping) and part in answer:
            answer = answer[part]
        elif isinstance(answer, list) and part.isdecimal() and int(part) < len(answer):
            answer = answer[int(part)]
        else:
            known = list(answer) if isinstance(answer, Mapping) else []
            raise UnknownName(f"${name} has no {part!r}. {suggestion(part, known)}")
        name = f"{name}.{part}"
    return answer
