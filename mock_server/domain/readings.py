"""The form of a reading: a choice that the documents leave open, with its options and default."""

from collections.abc import Iterable, Mapping

from msgspec import Struct


class Reading(Struct, frozen=True):
    """One open question of a vendor's documents, and the answers that are defensible."""

    id: str
    question: str
    options: tuple[str, ...]
    default: str
    sentence: str


class UnknownReading(ValueError):
    """A reading or an option that is not on the list; the message names the ones that are."""


def choose(readings: Iterable[Reading], chosen: Mapping[str, str]) -> dict[str, str]:
    """Fill `chosen` up with the defaults; raise UnknownReading for an id or option not listed."""
    by_id = {reading.id: reading for reading in readings}
    for id, option in chosen.items():
        if id not in by_id:
            known = ", ".join(sorted(by_id))
            raise UnknownReading(f"There is no reading {id!r}. The readings are: {known}.")
        if option not in by_id[id].options:
            options = ", ".join(by_id[id].options)
            raise UnknownReading(f"{id} has no option {option!r}; choose one of: {options}.")
    return {id: chosen.get(id, reading.default) for id, reading in by_id.items()}
