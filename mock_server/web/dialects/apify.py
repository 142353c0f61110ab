"""How Apify words its errors: one object `error` with a `type` for machines and a `message`."""

from collections.abc import Mapping, Sequence
from typing import Any

from mock_server.domain.outcomes import Refused
from mock_server.web.dialects.dialect import Dialect

TYPES: Mapping[str, str] = {"content_type": "invalid-content-type-header"}


def _told(sentence: str) -> dict[str, Any]:
    return {"error": {"message": sentence}}


def _refused(refused: Refused, _: int) -> dict[str, Any]:
    body = _told(refused.sentence)
    if refused.details is not None:
        body["error"]["data"] = refused.details
    return body


def _invalid(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Tell every place that does not fit in one message; some have a type of their own."""
    places = "; ".join(f"{_place(each)}: {each['msg']}" for each in entries)
    body = _told(f"Invalid input: {places}.")
    own = [TYPES[each["type"]] for each in entries if each["type"] in TYPES]
    return _typed(body, own[0]) if own else body


def _place(entry: Mapping[str, Any]) -> str:
    return ".".join(str(each) for each in entry["loc"])


def _typed(body: dict[str, Any], error_type: str) -> dict[str, Any]:
    """Put the type in front, unless the error has one already."""
    return {"error": {"type": error_type, **body["error"]}}


DIALECT = Dialect(
    refused=_refused,
    invalid=_invalid,
    told=_told,
    typed=_typed,
    challenge={"WWW-Authenticate": "Bearer"},
    unauthenticated="Authentication token was not provided.",
    unknown_token="User was not found or authentication token is not valid.",
    no_such_path="We have bad news: there is no API endpoint at this URL.",
    no_such_method="This API end-point can only be accessed using the following methods: {methods}",
    internal="The server met an error of its own.",
)
