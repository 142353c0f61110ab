"""What a `given` may hold, by vendor: its shape, and which of its fields name another thing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import msgspec

from contract_tests.documents import Document
from contract_tests.jsonvalues import pointer_to
from contract_tests.problems import Place, Problem
from contract_tests.shapes import shape_problems
from contract_tests.suggestions import suggestion
from mock_server.domain.aegis import founding as aegis
from mock_server.domain.apify import founding as apify
from mock_server.domain.humanloop import founding as humanloop
from mock_server.domain.nebius import founding as nebius

Given = Mapping[str, Any]
NAME: Final = r"[A-Za-z_][A-Za-z0-9_]*"
RESERVED: Final = {"nobody": "who sends no token", "impostor": "who sends a token of no one"}


@dataclass(frozen=True, slots=True)
class Thing:
    """One person or thing that is given, and where its name stands."""

    kind: str
    name: str
    told: Mapping[str, Any]
    pointer: str
    place: Place


@dataclass(frozen=True, slots=True)
class GivenForm:
    """A vendor's `given`: its type, its kinds of thing, and the kind that a field names."""

    type: type[msgspec.Struct]
    kinds: tuple[str, ...]
    references: Mapping[str, str]


FORMS: Final[Mapping[str, GivenForm]] = {
    "aegis": GivenForm(
        aegis.Given,
        ("orgs", "users", "data_collections", "datasets", "runs"),
        {
            "owner": "users",
            "author": "users",
            "org": "orgs",
            "collection": "data_collections",
            "dataset": "datasets",
        },
    ),
    "humanloop": GivenForm(
        humanloop.Given,
        ("orgs", "users", "environments", "datasets"),
        {"owner": "users", "org": "orgs"},
    ),
    "apify": GivenForm(apify.Given, ("users", "datasets"), {"owner": "users"}),
    "nebius": GivenForm(
        nebius.Given,
        ("projects", "users", "datasets"),
        {"owner": "users", "project": "projects"},
    ),
}


def given_problems(document: Document, vendor: str, given: Given) -> Iterator[Problem]:
    """Yield the faults of a story's `given`."""
    form = FORMS.get(vendor)
    if form is None:
        message = f"There is no vendor {vendor!r}. {suggestion(vendor, FORMS)}"
        yield Problem(document.place(""), message)
        return
    if problems := tuple(shape_problems(document, given, _schema(vendor), "given")):
        yield from problems
        return
    things = tuple(_things(document, form, given))
    yield from _name_problems(things)
    yield from _reference_problems(document, form, things)


def given_names(vendor: str, given: Given) -> frozenset[str]:
    """Give every name that a story may use because it is given."""
    return frozenset(name for kind in kinds_of(vendor, given) for name in names_of(given, kind))


def kinds_of(vendor: str, given: Given) -> tuple[str, ...]:
    """Give the kinds of thing in a `given`; its settings are no things and have no names."""
    return FORMS[vendor].kinds if vendor in FORMS else tuple(given)


def names_of(given: Given, kind: str) -> frozenset[str]:
    """Give the names of one kind of thing; none where the `given` is malformed."""
    things = given.get(kind)
    if not isinstance(things, Mapping | list):
        return frozenset()
    return frozenset(name for name in things if isinstance(name, str))


@cache
def _schema(vendor: str) -> dict[str, Any]:
    schema = msgspec.json.schema(FORMS[vendor].type)
    for each in schema["$defs"].values():
        # It tells what the type is for; a complaint is to tell what the value may be.
        each.pop("description", None)
    return schema


def _things(document: Document, form: GivenForm, given: Given) -> Iterator[Thing]:
    for kind in form.kinds:
        things = given.get(kind, {})
        for index, name in enumerate(things):
            at = pointer_to("given", kind, name if isinstance(things, Mapping) else index)
            told = things[name] if isinstance(things, Mapping) else {}
            yield Thing(kind, name, told, at, document.key_place(at))


def _name_problems(things: tuple[Thing, ...]) -> Iterator[Problem]:
    first: dict[str, Thing] = {}
    for thing in things:
        if not re.fullmatch(NAME, thing.name):
            message = f"{thing.name!r} is no name: a letter, then letters, digits and underscores."
            yield Problem(thing.place, message)
        if thing.name in RESERVED:
            message = f"{thing.name!r} is {RESERVED[thing.name]}; give this one another name."
            yield Problem(thing.place, message)
        if thing.name in first:
            line = first[thing.name].place.line
            message = f"{thing.name!r} names two things, the other in line {line}."
            yield Problem(thing.place, message)
        first.setdefault(thing.name, thing)


def _reference_problems(
    document: Document, form: GivenForm, things: tuple[Thing, ...]
) -> Iterator[Problem]:
    """Yield the fields that name something which is not given."""
    for thing in things:
        for key, kind in form.references.items():
            name = thing.told.get(key)
            known = [each.name for each in things if each.kind == kind]
            if name is not None and name not in known:
                message = f"There is no {name!r} among the {kind}. {suggestion(name, known)}"
                yield Problem(document.place(f"{thing.pointer}/{key}"), message)
