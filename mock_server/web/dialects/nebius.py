"""How Token Factory words its errors: `{"detail": …}`, as FastAPI with pydantic 2 does."""

from collections.abc import Mapping, Sequence
from typing import Any

from mock_server.domain.outcomes import Refused
from mock_server.web.dialects.dialect import Dialect

UNPROCESSABLE = 422
NO_OBJECT = {
    "type": "model_attributes_type",
    "msg": "Input should be a valid dictionary or object to extract fields from",
}


def refused(refused: Refused, status: int) -> dict[str, Any]:
    """Tell the sentence of the rule that refused, in the form that its status has."""
    if status == UNPROCESSABLE:
        return invalid([{"loc": ["body"], "msg": refused.sentence, "type": "value_error"}])
    return told(refused.sentence)


def invalid(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Tell every place that does not fit."""
    return {"detail": [_worded(each) for each in entries]}


def _worded(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """A whole body that is no object has a type and message of its own; one is singular."""
    if entry["loc"] == ["body"] and entry["type"] == "dict_type":
        return {**entry, **NO_OBJECT}
    return {**entry, "msg": entry["msg"].replace(" 1 characters", " 1 character")}


def told(sentence: str) -> dict[str, str]:
    """Tell one sentence."""
    return {"detail": sentence}


DIALECT = Dialect(
    refused=refused,
    invalid=invalid,
    told=told,
    challenge={"WWW-Authenticate": "Bearer"},
    unauthenticated="Not authenticated",
    unknown_token="Invalid authentication credentials",
    no_such_path="Not Found",
    no_such_method="Method Not Allowed",
    internal="Internal Server Error",
)
