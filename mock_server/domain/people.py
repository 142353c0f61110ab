"""Who asks: what every vendor's person has in common."""

from typing import Protocol


class Person(Protocol):
    """Whoever a token belongs to. Each vendor's world adds what it knows of one."""

    @property
    def name(self) -> str: ...
