"""How a world comes into being: what a founding gives back, and how it says no."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from mock_server.domain.people import Person

MARK = 8  # characters of a world's mark: as many as no two worlds of a server ever share


class Founded(Struct, frozen=True):
    """A new world, its people by their story names, and the answer of the setup.

    `tokens` holds the tokens that the `given` spells out; everybody else is given a new one.
    `nobody` is who asks without a token, where the vendor lets anybody ask; `handles` are the texts
    by which such a request leads to this world, as the ids and names in its path hold them.
    """

    world: Any
    people: Mapping[str, Person]
    answer: dict[str, Any]
    tokens: Mapping[str, str] = {}
    handles: tuple[str, ...] = ()
    nobody: Person | None = None


class GivenError(ValueError):
    """The `given` is malformed; the message names the place in it and what was expected."""


class Unsupported(Exception):
    """The `given` asks for things that this server does not make."""

    def __init__(self, things: tuple[str, ...]) -> None:
        super().__init__(f"This server does not make {', '.join(things)}.")
        self.things = things
