"""How Humanloop words its errors: always a `detail`, with the types of pydantic 1."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from mock_server.domain.outcomes import Refused
from mock_server.web.dialects.dialect import Dialect

Entry = Mapping[str, Any]
UNPROCESSABLE = 422


class Older(NamedTuple):
    """The type of an entry in pydantic 1, and its message; None keeps the message."""

    type: str
    msg: str | None = None


TYPES: Mapping[str, Older] = {
    "missing": Older("value_error.missing", "field required"),
    "string_type": Older("type_error.str", "str type expected"),
    "int_type": Older("type_error.integer", "value is not a valid integer"),
    "int_parsing": Older("type_error.integer", "value is not a valid integer"),
    "float_type": Older("type_error.float", "value is not a valid float"),
    "float_parsing": Older("type_error.float", "value is not a valid float"),
    "bool_type": Older("value_error.boolean", "value could not be parsed to a boolean"),
    "bool_parsing": Older("value_error.boolean", "value could not be parsed to a boolean"),
    "list_type": Older("type_error.list", "value is not a valid list"),
    "dict_type": Older("type_error.dict", "value is not a valid dict"),
    "none_required": Older("type_error.none.allowed", "value is not none"),
    "enum": Older("type_error.enum"),
    "literal_error": Older("value_error.const"),
    "greater_than_equal": Older("value_error.number.not_ge"),
    "greater_than": Older("value_error.number.not_gt"),
    "less_than_equal": Older("value_error.number.not_le"),
    "less_than": Older("value_error.number.not_lt"),
    "multiple_of": Older("value_error.number.not_multiple"),
    "string_too_short": Older("value_error.any_str.min_length"),
    "string_too_long": Older("value_error.any_str.max_length"),
    "string_pattern_mismatch": Older("value_error.str.regex"),
    "too_short": Older("value_error.list.min_items"),
    "too_long": Older("value_error.list.max_items"),
    "extra_forbidden": Older("value_error.extra", "extra fields not permitted"),
    "json_invalid": Older("value_error.jsondecode"),
    "text_invalid": Older("value_error.unicodedecode"),
}


def _as_told(entry: Entry) -> dict[str, Any]:
    """Tell an entry as the older pydantic does; what it has no type for is a value error."""
    older = TYPES.get(entry["type"], Older("value_error"))
    return {"loc": entry["loc"], "msg": older.msg or entry["msg"], "type": older.type}


def _invalid(entries: Sequence[Entry]) -> object:
    return {"detail": [_as_told(each) for each in entries]}


def _told(sentence: str) -> object:
    """The vendor's own client reads `msg` or `description`, whichever is there."""
    return {"detail": {"msg": sentence, "description": sentence}}


def _refused(refused: Refused, status: int) -> object:
    if status != UNPROCESSABLE:
        return _told(refused.sentence)
    return {"detail": [{"loc": ["body"], "msg": refused.sentence, "type": "value_error"}]}


DIALECT = Dialect(
    refused=_refused,
    invalid=_invalid,
    told=_told,
    challenge={"WWW-Authenticate": "ApiKey"},
)
