"""What may come of an ask: done, or refused by a rule."""

from collections.abc import Mapping

from msgspec import Struct


class CsvFile(Struct, frozen=True):
    """A file of rows that is told instead of an object."""

    name: str
    content: str


class Told(Struct, frozen=True):
    """An answer with headers of its own; text in a form other than JSON names its media type."""

    value: object
    headers: Mapping[str, str] = {}
    media_type: str | None = None


class Done(Struct, frozen=True):
    """The ask was answered: what is told, and the rules whose deeds changed something."""

    value: object
    rules: tuple[str, ...] = ()


class Refused(Struct, frozen=True):
    """A guard did not hold: its rule, the documented sentence behind it, and perhaps more."""

    rule: str
    sentence: str
    details: object = None


Outcome = Done | Refused
