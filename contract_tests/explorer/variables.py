"""Which value of the target stands for which value of the model, and whether two answers agree.

Ids are the target's own, so a value in the place of an id is a variable: met for the first time
on both sides it is bound, and from then on each side has to tell its half of the pair. Members of
a list are paired by their ids; the order of such a list is not compared. What the contract calls
volatile is compared by its kind only: a time for a time, null for null.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from contract_tests.absence import ABSENT
from contract_tests.explorer.model import Difference
from contract_tests.jsonvalues import json_equal, kind, pointer_to, shown

LONG_ENOUGH: Final = 5  # a shorter text may stand inside another by chance
ELSEWHERE: Final = "ids"
Found = tuple[tuple[str | int, ...], str, object]


class Variables:
    """Pairs of values, by the kind of thing that they name, and of texts that a target chooses."""

    def __init__(self, names: Mapping[str, str], volatile: frozenset[str]) -> None:
        """`names` and `volatile` are the contract's words on properties."""
        self._names = names
        self._volatile = volatile
        self._kinds = frozenset(names.values())
        self._targets: dict[tuple[str, object], object] = {}
        self._models: dict[tuple[str, object], object] = {}
        self._texts: dict[str, str] = {}
        self._envelopes = ENVELOPES
        self.same = True
        self.new: list[Found] = []

    def bind(self, namespace: str, model: object, target: object) -> bool:
        """Tell whether two values are a pair; two that are both new become one."""
        ours, theirs = (namespace, model), (namespace, target)
        if ours in self._targets or theirs in self._models:
            return self._targets.get(ours) == target and self._models.get(theirs) == model
        self._targets[ours], self._models[theirs] = target, model
        self.same = self.same and model == target
        if isinstance(model, str) and isinstance(target, str) and len(model) >= LONG_ENOUGH:
            self._texts[model] = target
        return True

    def choose(self, model: str, target: str) -> None:
        """Note a text, such as an e-mail address, that each side chose for itself."""
        if len(model) >= LONG_ENOUGH or model != target:
            self._texts[model] = target
            self.same = self.same and model == target

    def difference(
        self, model: object, target: object, kind: str, *, lists: bool = True
    ) -> Difference | None:
        """Give the first place in which two answers differ, which tell things of a kind."""
        self.new = []
        # What tells one thing has lists of other things in it, by whatever name.
        self._envelopes = ENVELOPES if lists else frozenset({"data"})
        return next(self._differences(model, target, (), kind), None)

    def _differences(
        self, model: object, target: object, at: tuple[str | int, ...], around: str
    ) -> Iterator[Difference]:
        if isinstance(model, dict) and isinstance(target, dict):
            yield from self._of_objects(model, target, at, around)
        elif isinstance(model, list) and isinstance(target, list):
            yield from self._of_lists(model, target, at, around)
        elif not self._alike(model, target, at, around):
            yield _differs(at, model, target)

    def _of_objects(
        self, model: dict[str, Any], target: dict[str, Any], at: tuple[str | int, ...], around: str
    ) -> Iterator[Difference]:
        for key, ours in model.items():
            theirs = target.get(key, ABSENT)
            below = (*at, key)
            if key in self._volatile:
                if (ours is None) is not (theirs is None) or theirs is ABSENT:
                    yield _differs(below, ours, theirs)
            elif isinstance(ours, dict | list):
                yield from self._differences(ours, theirs, below, self._kind_in(key, around, at))
            elif not self._alike(ours, theirs, below, around):
                yield _differs(below, ours, theirs)

    def _kind_in(self, key: str, around: str, at: tuple[str | int, ...]) -> str:
        """Tell of what kind the things are that stand under a key."""
        if key in self._names:
            return self._names[key]
        if key in self._kinds:
            return key
        if f"{key}s" in self._kinds:
            return f"{key}s"
        # The envelope of an answer holds what was asked for.
        inside = all(each in self._envelopes for each in at)
        return around if inside and key in self._envelopes else key

    def _of_lists(
        self, model: list[Any], target: list[Any], at: tuple[str | int, ...], around: str
    ) -> Iterator[Difference]:
        if len(model) != len(target):
            message = f"the model tells {len(model)} members, the target {len(target)}"
            yield Difference(pointer_to(*at), model, target, message)
            return
        partners = self._partners(model, target, around)
        for place, ours in enumerate(model):
            yield from self._differences(ours, partners[place], (*at, place), around)

    def _partners(self, model: list[Any], target: list[Any], around: str) -> list[Any]:
        """Pair members by their ids; without ids, and where these are new, by their order."""
        if not _have_ids(model) or not _have_ids(target):
            return target
        by_id = {each["id"]: each for each in target}
        paired = [
            by_id.pop(self._targets.get((around, each["id"]), ABSENT), ABSENT) for each in model
        ]
        left = iter(by_id.values())
        return [next(left) if each is ABSENT else each for each in paired]

    def _alike(self, model: object, target: object, at: tuple[str | int, ...], around: str) -> bool:
        key = next((each for each in reversed(at) if isinstance(each, str)), "")
        namespace = self._namespace(key, around, model)
        if namespace and model is not None and target is not None and kind(model) == kind(target):
            known = (namespace, model) in self._targets
            if not self.bind(namespace, model, target):
                return False
            if not known:
                self.new.append((at, namespace, model))
            return True
        if isinstance(model, str) and isinstance(target, str) and model != target:
            return self.translated(model) == target
        return json_equal(model, target)

    def _namespace(self, key: str, around: str, value: object) -> str | None:
        if key == "id":
            return around
        if key in self._names:
            return self._names[key]
        if isinstance(value, str) and key.endswith(("_id", "Id")):
            return ELSEWHERE
        return None

    def translated(self, text: str) -> str:
        """Put the target's ids and chosen texts in the place of the model's."""
        for model, target in self._texts.items():
            if model in text:
                text = text.replace(model, target)
        return text


ENVELOPES: Final = frozenset({"items", "records", "data"})


def _have_ids(members: list[Any]) -> bool:
    ids = [each.get("id") for each in members if isinstance(each, dict)]
    hashable = all(isinstance(each, str | int) for each in ids)
    return hashable and len(set(ids)) == len(members)


def _differs(at: tuple[str | int, ...], model: object, target: object) -> Difference:
    message = f"the model tells {shown(model)}, the target {shown(target)}"
    return Difference(pointer_to(*at), model, target, message)
