"""From the text of a path, query, header or form part to the type that its schema asks for."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from mock_server.contract import Schema, resolved
from mock_server.web.complaints import Wording

Cast = Callable[[str], Any]
WHOLE = re.compile(r"[+-]?[0-9]{1,4000}")
NUMBER = re.compile(r"[+-]?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?")
TRUTHS = {"true": True, "1": True, "false": False, "0": False}


class Miscast(ValueError):
    """The text is not of the type; the wording says so."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording.msg)
        self.wording = wording


def integer(text: str) -> int:
    """Read a whole number."""
    if WHOLE.fullmatch(text):
        return int(text)
    raise Miscast(Wording("int_parsing", "Input should be a valid integer"))


def number(text: str) -> float:
    """Read a number."""
    if NUMBER.fullmatch(text):
        return float(text)
    raise Miscast(Wording("float_parsing", "Input should be a valid number"))


def truth(text: str) -> bool:
    """Read true or false, also as 1 or 0."""
    if text.lower() in TRUTHS:
        return TRUTHS[text.lower()]
    raise Miscast(Wording("bool_parsing", "Input should be a valid boolean"))


CASTS: Mapping[str, Cast] = {"integer": integer, "number": number, "boolean": truth, "string": str}


def cast_for(schema: Schema, document: Schema) -> Cast:
    """Choose how text is read for a schema; what has no simple type stays text."""
    return CASTS.get(type_of(schema, document), str)


def type_of(schema: Schema, document: Schema) -> str:
    """Give the one type of a schema beside null."""
    schema = resolved(schema, document)
    told = schema.get("type")
    types = [told] if isinstance(told, str) else list(told or ())
    for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        types.append(type_of(branch, document))
    return next((each for each in types if each != "null"), "")
