"""What was probably meant by a word that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

MOST_TOLD: Final = 12


def suggestion(word: str, known: Iterable[str]) -> str:
    """Say which known word is the nearest, else which there are."""
    words = sorted(known)
    if near := get_close_matches(word, words, n=1):
        return f"Did you mean {near[0]!r}?"
    if not words:
        return "There is none to choose from."
    more = f" and {len(words) - MOST_TOLD} more" if len(words) > MOST_TOLD else ""
    return f"There is: {', '.join(words[:MOST_TOLD])}{more}."
