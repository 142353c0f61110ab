"""Values that fit a schema of the contract, simple ones first, and a few that fit none."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol, TypeVar

from mock_server.contract import Schema, resolved

Member = TypeVar("Member")
MOST_MEMBERS: Final = 3
DEEPEST: Final = 3
WRONG: Final[tuple[Any, ...]] = ("", -1, True, [], {}, "x" * 300, [None], 1.5)
PLAIN: Final = ("Twin", "x", "Ärger & Co")
CSV: Final = "prompt,output\n1+1?,2\n"


class Choices(Protocol):
    """Whoever chooses."""

    def below(self, count: int) -> int: ...

    def choose(self, members: Sequence[Member]) -> Member: ...

    def chance(self, percent: int) -> bool: ...


class Values:
    """Draws values; `texts` are names that are in use already."""

    def __init__(self, draws: Choices, texts: Sequence[str]) -> None:
        self._draws = draws
        self._texts = (*PLAIN, *texts, "")
        self._fresh = 0

    def wrong(self) -> Any:
        """Draw what hardly any field takes."""
        return self._draws.choose(WRONG)

    def of(self, schema: Schema, document: Mapping[str, Any], depth: int = 0) -> Any:
        """Draw what a schema takes."""
        schema = resolved(schema, document)
        if "enum" in schema:
            return self._draws.choose(schema["enum"])
        if "const" in schema:
            return schema["const"]
        if schema.get("examples") and self._draws.chance(60):
            return self._draws.choose(schema["examples"])
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                return self.of(self._draws.choose(schema[keyword]), document, depth)
        return self._of_type(self._type(schema), schema, document, depth)

    def types(self, schema: Schema, document: Mapping[str, Any]) -> tuple[str, ...]:
        """Give the JSON types that a schema takes."""
        told = resolved(schema, document).get("type", ())
        return (told,) if isinstance(told, str) else tuple(told)

    def _type(self, schema: Schema) -> str:
        told = schema.get("type", "object" if "properties" in schema else "string")
        types = [told] if isinstance(told, str) else list(told)
        if len(types) > 1 and "null" in types:
            types.remove("null")
            if self._draws.chance(20):
                return "null"
        return self._draws.choose(types)

    def _of_type(self, kind: str, schema: Schema, document: Mapping[str, Any], depth: int) -> Any:
        match kind:
            case "array":
                return self._list(schema, document, depth)
            case "object":
                return self._object(schema, document, depth)
            case "string":
                return self._text(schema, document)
        return self._scalar(kind, schema)

    def _scalar(self, kind: str, schema: Schema) -> Any:
        if kind == "boolean":
            return self._draws.chance(50)
        return None if kind == "null" else self._number(schema)

    def _number(self, schema: Schema) -> Any:
        bounds = [
            schema[each] for each in ("minimum", "maximum") if abs(schema.get(each, 1e9)) < 1e6
        ]
        return self._draws.choose((1, 2, *bounds, 80))

    def _text(self, schema: Schema, document: Mapping[str, Any]) -> Any:
        if schema.get("format") == "binary":
            return {"filename": "rows.csv", "content": CSV, "type": "text/csv"}
        if "contentSchema" in schema:
            return json.dumps(self.of(schema["contentSchema"], document, 1))
        # A name that nobody bears lets a request through; one that is taken is worth trying.
        if self._draws.chance(55):
            self._fresh += 1
            return f"New {self._fresh}"
        text = self._draws.choose(self._texts)
        return text[: schema.get("maxLength", len(text))]

    def _list(self, schema: Schema, document: Mapping[str, Any], depth: int) -> list[Any]:
        if depth > DEEPEST or "items" not in schema:
            return []
        return [
            self.of(schema["items"], document, depth + 1)
            for _ in range(self._draws.below(MOST_MEMBERS))
        ]

    def _object(self, schema: Schema, document: Mapping[str, Any], depth: int) -> dict[str, Any]:
        required = schema.get("required", ())
        drawn = {
            name: self.of(each, document, depth + 1)
            for name, each in schema.get("properties", {}).items()
            if name in required or (depth < DEEPEST and self._draws.chance(35))
        }
        more = schema.get("additionalProperties")
        if not drawn and isinstance(more, dict) and depth < DEEPEST and self._draws.chance(60):
            key = self._draws.choose(("a", "3"))
            drawn[key] = self.of(more, document, depth + 1)
        return drawn
