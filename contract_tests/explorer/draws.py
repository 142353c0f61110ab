"""What Hypothesis chooses: a founding from a vendor's table, and requests from the contract alone.

Values come from the schemas and their examples, ids from the things known so far. The choice is
biased where uniform chance finds little: what was touched last is asked for again, the caller's own
organisation and people of the same one come up more often, several fields are sent at once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final, TypeVar

import yaml
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contract_tests.absence import ABSENT
from contract_tests.explorer.lockstep import Thing
from contract_tests.explorer.model import NOBODY, asked
from contract_tests.explorer.values import Values
from contract_tests.scenarios import Step
from contract_tests.wire import IMPOSTOR
from mock_server.contract import JSON, Body, Operation, Parameter, load_contract, resolved

Given = dict[str, Any]
Member = TypeVar("Member")
FOUNDINGS: Final = Path(__file__).with_name("foundings")
NO_SUCH_ID: Final = {"integer": 999999999, "string": "nothing"}
RULES_A_TURN: Final = 4
COUNTS: Final = (2, 3, 1, 2, 3, 0)


class Draws:
    """Choices, each of which Hypothesis can make smaller: the first member is the simplest."""

    def __init__(self, draw: Callable[[SearchStrategy[int]], int]) -> None:
        self._draw = draw

    def below(self, count: int) -> int:
        return self._draw(_below(count)) if count > 1 else 0

    def choose(self, members: Sequence[Member]) -> Member:
        return members[self.below(len(members))]

    def chance(self, percent: int) -> bool:
        """Tell yes so often; the likelier answer is the simpler one."""
        drawn = self._draw(_below(100))
        return drawn < percent if percent > 50 else drawn >= 100 - percent

    def some(self, members: Iterable[Member], percent: int) -> list[Member]:
        return [each for each in members if self.chance(percent)]


class SeededDraws(Draws):
    """Choices that all follow from one number, each member as likely as the others.

    Hypothesis prefers what is small and what it drew before, which is good to shrink by; but in as
    many requests an even choice meets half as many rules again (101 of Aegis' 137, against 70).
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def below(self, count: int) -> int:
        return self._random.randrange(count) if count > 1 else 0

    def chance(self, percent: int) -> bool:
        return self._random.random() * 100 < percent


def drawn(draw: Callable[[SearchStrategy[int]], int], life: int) -> Draws:
    """Let Hypothesis make every choice in some lives, and draw one number for the others.

    It draws the same number again and again, so the number of the life makes it another.
    """
    if draw(_below(8)) == 1:
        return Draws(draw)
    return SeededDraws(draw(_seeds()) + life)


@cache
def _seeds() -> SearchStrategy[int]:
    return st.integers(0, 2**64 - 1)


@cache
def _below(count: int) -> SearchStrategy[int]:
    return st.integers(0, count - 1)


def vendors() -> tuple[str, ...]:
    """Give the vendors whose worlds can be drawn."""
    return tuple(sorted(path.stem for path in FOUNDINGS.glob("*.yaml")))


@cache
def table(vendor: str) -> Mapping[str, Any]:
    """Read what a vendor's worlds are founded with."""
    told: Mapping[str, Any] = yaml.safe_load((FOUNDINGS / f"{vendor}.yaml").read_text("utf-8"))
    return told


def founding(draws: Draws, vendor: str) -> Given:
    """Draw people and things in every state that the vendor's table has."""
    told = table(vendor)
    given: Given = dict(told["people"])
    for kind, entry in told["things"].items():
        given[kind] = {}
        for name in entry["names"][: draws.choose(COUNTS)]:
            state = draws.choose(entry["states"])
            fields = {key: draws.choose(options) for key, options in entry["fields"].items()}
            given[kind][name] = _filled(draws, given, name, {**state, **fields})
    return {kind: things for kind, things in given.items() if things}


def _filled(draws: Draws, given: Given, name: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Put in people and things for the words with a dollar; what is null stays out."""
    filled: dict[str, Any] = {}
    for key, told in fields.items():
        value = told
        if told == "$owner.org":
            value = given["users"][filled["owner"]].get("org")
        elif isinstance(told, str) and "$name" in told:
            value = told.replace("$name", name.title())
        elif isinstance(told, str) and told.startswith("$"):
            kind = told[1:]
            drawable = _people(given) if kind == "users" else tuple(given.get(kind) or (None,))
            value = draws.choose(drawable)
        if value is not None:
            filled[key] = value
    return filled


class Asking:
    """Draws requests to one vendor, knowing the people and things of one life."""

    def __init__(self, draws: Draws, vendor: str, given: Given, things: Sequence[Thing]) -> None:
        """`things` grows while the life goes on."""
        self._draws, self._given, self._things = draws, given, things
        self._users: Mapping[str, Mapping[str, Any]] = given["users"]
        self._operations = _weighted(vendor)
        self._names = load_contract().vendors[vendor].names
        self._values = Values(draws, _texts(given))
        self._people = _people(given)
        self._touched: list[str] = []
        self._owners = {
            name: thing.get("owner")
            for things in given.values()
            if isinstance(things, dict)
            for name, thing in things.items()
        }

    def step(self, number: int) -> Step:
        """Draw one request by one person."""
        operation = self._draws.choose(self._operations)
        path = self._path(operation)
        caller = self._caller(path)
        body, form = self._content(operation, caller)
        save = f"made{number}" if operation.method == "POST" else None
        if save:
            self._owners[save] = caller
        return asked(
            caller,
            operation.method,
            path,
            number=number,
            query=self._query(operation, caller),
            body=body,
            form=form,
            save=save,
        )

    def _caller(self, path: str) -> str:
        """Choose who asks; more often than not whoever owns the thing in the path."""
        if self._draws.chance(3):
            return self._draws.choose((NOBODY, IMPOSTOR))
        owner = self._owners.get(_first_name(path))
        if owner in self._users and self._draws.chance(55):
            return str(owner)
        return self._draws.choose(self._people)

    def _path(self, operation: Operation) -> str:
        told, parts = "", {each.name: each for each in operation.placed("path")}
        for part in operation.relative_path.split("/")[1:]:
            told += "/" + (self._in_path(parts[part[1:-1]], told) if part[0] == "{" else part)
        return told

    def _in_path(self, parameter: Parameter, before: str) -> str:
        kind = self._names.get(parameter.name, "")
        if self._draws.chance(2):
            return str(NO_SUCH_ID["integer"])
        parts = [each for each in self._known(kind) if _root(each) == _first_name(before)]
        if parts and self._draws.chance(75):
            return f"${{{self._draws.choose(parts)}}}"
        expression = self._thing(kind)
        return f"${{{expression}}}" if expression else str(NO_SUCH_ID["integer"])

    def _known(self, kind: str) -> list[str]:
        return [each.expression for each in self._things if each.kind == kind]

    def _query(self, operation: Operation, caller: str) -> dict[str, object]:
        sent, often = {}, 30 if operation.method == "GET" else 12
        for each in operation.placed("query"):
            if each.required or self._draws.chance(often):
                value = self._value(each.name, each.schema, each.document, caller)
                if value is not None and value != "":
                    sent[each.name] = value
        return sent

    def _content(self, operation: Operation, caller: str) -> tuple[object, dict[str, Any] | None]:
        """Draw a body as JSON, or the fields of a form."""
        body = next(iter(operation.bodies.values()), None)
        if body is None:
            return ABSENT, None
        examples = _examples(operation.path, operation.method.lower(), body.media_type)
        if not body.properties:
            drawn = self._draws.choose(examples) if examples else {}
            return drawn, None
        told = self._fields(body, examples, caller)
        return (told, None) if body.media_type == JSON else (ABSENT, told)

    def _fields(
        self, body: Body, examples: Sequence[Mapping[str, Any]], caller: str
    ) -> dict[str, Any]:
        required = _required(body)
        sent = {}
        model = self._draws.choose(examples) if examples and self._draws.chance(60) else {}
        for name, schema in body.properties.items():
            # Several fields at once are what goes wrong.
            if not self._draws.chance(97 if name in required or name in model else 45):
                continue
            likely = 35 if _is_plain_text(schema) else 85
            if name in model and name not in self._names and self._draws.chance(likely):
                sent[name] = _as_file(name, schema, model[name])
            else:
                sent[name] = self._value(name, schema, body.document, caller)
        return sent

    def _value(self, name: str, schema: Any, document: Any, caller: str) -> Any:
        kind = self._names.get(name)
        if self._draws.chance(2):
            return self._values.wrong()
        if kind is None:
            return self._values.of(schema, document)
        types = self._values.types(schema, document)
        if "array" in types:
            return self._several(kind, types)
        return self._id(kind, types, caller)

    def _several(self, kind: str, types: Sequence[str]) -> Any:
        if "null" in types and self._draws.chance(8):
            return None
        known = self._known(kind)
        chosen = self._draws.some(known[-4:], 45)
        if chosen and self._draws.chance(4):
            chosen.append(chosen[0])
        return [f"${{{each}}}" for each in chosen]

    def _id(self, kind: str, types: Sequence[str], caller: str) -> Any:
        own = self._users.get(caller, {})
        theirs = [value for value in own.values() if isinstance(value, str)]
        known = self._known(kind)
        mine = [each for each in known if each in theirs]
        if mine and self._draws.chance(60):
            return f"${{{mine[0]}}}"
        if "null" in types and self._draws.chance(40):
            return None
        expression = None if self._draws.chance(3) else self._thing(kind)
        if expression:
            return f"${{{expression}}}"
        return NO_SUCH_ID[next((each for each in types if each in NO_SUCH_ID), "string")]

    def _thing(self, kind: str) -> str | None:
        """Choose a known thing; every other time one that was touched before."""
        known = self._known(kind)
        if not known:
            return None
        touched = [each for each in self._touched[-3:] if each in known]
        found = self._draws.choose(touched if touched and self._draws.chance(50) else known)
        self._touched.append(found)
        return found


@cache
def _weighted(vendor: str) -> tuple[Operation, ...]:
    """Give each change as often as it has rules, and each question once: every look asks it too.

    What stands first is the simplest, and comes up most.
    """
    operations = sorted(load_contract().of(vendor), key=_weight, reverse=True)
    return tuple(each for each in operations for _ in range(_weight(each)))


def _weight(operation: Operation) -> int:
    asks = operation.method in ("GET", "HEAD")
    return 1 if asks else 2 + len(operation.rules) // RULES_A_TURN


def _people(given: Given) -> tuple[str, ...]:
    """Give the people, the first two thrice: what goes wrong goes wrong between two."""
    people = tuple(given["users"])
    return (*people, *people[:2], *people[:2])


@cache
def _examples(path: str, method: str, media_type: str) -> tuple[Any, ...]:
    entry = load_contract().document["paths"][path][method]["requestBody"]
    told = entry.get("content", {}).get(media_type, {}).get("examples", {})
    return tuple(each["value"] for each in told.values())


def _required(body: Body) -> frozenset[str]:
    return frozenset(resolved(body.schema, body.document).get("required", ()))


def _is_plain_text(schema: Any) -> bool:
    """Tell whether any text will do, which nothing inside it has to fit."""
    special = ("format", "contentMediaType", "contentSchema", "enum")
    return "string" in str(schema.get("type")) and not any(each in schema for each in special)


def _as_file(name: str, schema: Any, value: Any) -> Any:
    if schema.get("format") != "binary":
        return value
    return {"filename": f"{name}.csv", "content": value, "type": "text/csv"}


def _first_name(path: str) -> str:
    """Give the name of the first thing in a path."""
    return _root(path.partition("${")[2].partition("}")[0])


def _root(expression: str) -> str:
    return expression.partition(".")[0]


def _texts(given: Given) -> tuple[str, ...]:
    """Give the names that things bear already, for a name that is taken is worth trying."""
    told = [
        value
        for things in given.values()
        if isinstance(things, dict)
        for thing in things.values()
        for key, value in thing.items()
        if key in ("name", "alias", "path") and isinstance(value, str)
    ]
    return tuple(dict.fromkeys(told))
