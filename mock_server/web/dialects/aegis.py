"""How Aegis words its errors: `{"detail": …}`, as FastAPI does."""

from collections.abc import Mapping, Sequence
from typing import Any

from mock_server.domain.outcomes import Refused
from mock_server.web.dialects.dialect import Dialect


def refused(refused: Refused, _status: int) -> dict[str, str]:
    """Tell the sentence of the rule that refused."""
    return told(refused.sentence)


def invalid(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Tell every place that does not fit."""
    return {"detail": list(entries)}


def told(sentence: str) -> dict[str, str]:
    """Tell one sentence."""
    return {"detail": sentence}


DIALECT = Dialect(
    refused=refused, invalid=invalid, told=told, challenge={"WWW-Authenticate": "Bearer"}
)
