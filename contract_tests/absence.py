"""ABSENT: the value of what is not there, which is neither null nor empty."""

from enum import Enum
from typing import Final


class _Absent(Enum):
    """The type of ABSENT, which is neither null nor empty."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent.ABSENT
