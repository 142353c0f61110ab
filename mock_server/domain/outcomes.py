"""What may come of an ask: done, or refused by a rule."""

from msgspec import Struct


class CsvFile(Struct, frozen=True):
    """A file of rows that is told instead of an object."""

    name: str
    content: str


class Done(Struct, frozen=True):
    """The ask was answered: what is told, and the rules whose deeds changed something."""

    value: object
    rules: tuple[str, ...] = ()


class Refused(Struct, frozen=True):
    """A guard did not hold: its rule, and the documented sentence behind it."""

    rule: str
    sentence: str


Outcome = Done | Refused
