"""Whether two servers tell the same: ids paired one to one, times and ignored fields left aside.

What the reference tells is expected, and the target may tell more. An id of the one stands for an
id of the other where the founding named both, or where both first told it in the same place. The
order of things in a list is not compared, for the time at which they were made may decide it; the
order of everything else is.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from contract_tests.jsonvalues import json_equal
from contract_tests.names import Names

TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
SHORTEST: Final = 8  # characters of an id that is looked for inside a text
MISSING: Final = object()


@dataclass(slots=True)
class Pairs:
    """What of the reference stands for what of the target; grows while answers are compared.

    `maker` is the operation whose answer is compared: it makes no id twice. Without one nothing is
    made, and an id that is not known stands for any.
    """

    ignored: frozenset[str] = frozenset()
    known: dict[Any, Any] = field(default_factory=dict)
    made: set[tuple[str, Any]] = field(default_factory=set)
    maker: str | None = None

    @classmethod
    def of(cls, ours: Names, theirs: Names, ignored: frozenset[str]) -> "Pairs":
        """Pair what two setups of one founding answered."""
        known: dict[Any, Any] = {}
        for name, told in ours.answers.items():
            other = theirs.answers.get(name)
            if isinstance(told, Mapping) and isinstance(other, Mapping):
                known |= {
                    told[key]: other[key] for key in told if _pairs(told[key], other.get(key))
                }
        return cls(ignored, known)

    def told_by(self, maker: str | None) -> "Pairs":
        """Give pairs that grow on their own while the answer of an operation is compared."""
        return Pairs(self.ignored, dict(self.known), set(self.made), maker)

    def difference(self, ours: object, theirs: object, key: str = "") -> str | None:
        """Tell in which field the target differs; None where it tells the same."""
        if isinstance(ours, Mapping):
            return self._objects(ours, theirs)
        if isinstance(ours, list):
            return self._lists(ours, theirs, key)
        if is_id(key) and ours is not None and not isinstance(ours, bool):
            return None if self._same_id(ours, theirs) else key
        if isinstance(ours, str) and isinstance(theirs, str):
            return None if self._same_text(ours, theirs) else key or "text"
        return None if json_equal(ours, theirs) else key or "value"

    def _objects(self, ours: Mapping[str, object], theirs: object) -> str | None:
        if not isinstance(theirs, Mapping):
            return "object"
        for key, value in ours.items():
            if key in self.ignored:
                continue
            found = self.difference(value, theirs.get(key, MISSING), key)
            if found:
                return found if found == key else f"{key}.{found}"
        return None

    def _lists(self, ours: list[Any], theirs: object, key: str) -> str | None:
        if not isinstance(theirs, list) or len(ours) != len(theirs):
            return "length"
        if not all(isinstance(each, Mapping) and "id" in each for each in ours):
            if is_id(key):
                return None if self._same_ids(ours, theirs) else "ids"
            pairs = enumerate(zip(ours, theirs, strict=True))
            return next((f"{at}.{found}" for at, two in pairs if (found := self._of(*two))), None)
        return self._things(ours, list(theirs))

    def _of(self, ours: object, theirs: object) -> str | None:
        return self.difference(ours, theirs)

    def _things(self, ours: list[Any], theirs: list[Any]) -> str | None:
        """Pair the things of two lists; those whose ids are known come first."""
        for each in sorted(ours, key=lambda thing: thing["id"] not in self.known):
            found = next((at for at, other in enumerate(theirs) if self._fits(each, other)), None)
            if found is None:
                return f"(no thing like {each.get('name') or each['id']!s})"
            del theirs[found]
        return None

    def _fits(self, ours: object, theirs: object) -> bool:
        tried = self.told_by(self.maker)
        if tried.difference(ours, theirs) is not None:
            return False
        self.known, self.made = tried.known, tried.made
        return True

    def _same_ids(self, ours: list[Any], theirs: list[Any]) -> bool:
        told = [self.known.get(each, MISSING) for each in ours]
        return sorted(map(str, told)) == sorted(map(str, theirs))

    def _same_id(self, ours: Any, theirs: Any) -> bool:
        if ours in self.known:
            return json_equal(self.known[ours], theirs)
        if not isinstance(theirs, str | int):
            return False
        if self.maker is None:
            return True
        if (self.maker, theirs) in self.made:
            return False
        self.known[ours] = theirs
        self.made.add((self.maker, theirs))
        return True

    def _same_text(self, ours: str, theirs: str) -> bool:
        if ours == theirs or self.known.get(ours) == theirs:
            return True
        return TIME.sub("", self.translated(ours)) == TIME.sub("", theirs)

    def translated(self, text: str) -> str:
        """Put the target's ids where those of the reference stand in a text."""
        for ours, theirs in self.known.items():
            if isinstance(ours, str) and len(ours) >= SHORTEST and ours in text:
                text = text.replace(ours, str(theirs))
        return text


def is_id(key: str) -> bool:
    """Tell whether a field of this name holds the id of something, or a list of them."""
    return key in ("id", "ids") or key.endswith(("_id", "_ids", "Id", "Ids"))


def _pairs(ours: object, theirs: object) -> bool:
    return isinstance(ours, str | int) and isinstance(theirs, str | int)


def ids_in(value: object) -> Iterable[Any]:
    """Give the ids of the things that an answer tells, the outermost first."""
    layer = [value]
    while layer:
        yield from (each["id"] for each in layer if isinstance(each, Mapping) and "id" in each)
        layer = [
            below
            for each in layer
            if isinstance(each, Mapping | list)
            for below in (each.values() if isinstance(each, Mapping) else each)
        ]
