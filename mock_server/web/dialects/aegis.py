"""How Aegis words its errors: `{"detail": …}`, as FastAPI does."""

from collections.abc import Mapping, Sequence
from typing import Any

from mock_server.domain.outcomes import Refused
from mock_server.web.dialects.dialect import Dialect

INVALID = 422


def refused(refused: Refused, status: int) -> dict[str, Any]:
    """Tell the sentence of the rule that refused, in the form that its status has."""
    if status == INVALID:
        return invalid([{"loc": ["body"], "msg": refused.sentence, "type": "value_error"}])
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
