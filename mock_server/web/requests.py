"""From a request to the values of an ask: read, cast and validated as the contract says."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import parse_qsl

from mock_server.contract import (
    FORM,
    JSON,
    MULTIPART,
    Body,
    Operation,
    Parameter,
    Schema,
    resolved,
)
from mock_server.web import bodies, encodings, forms
from mock_server.web.complaints import (
    Entry,
    Invalid,
    entries,
    entry,
    missing,
    not_utf8,
    nul,
    wrong_type,
)
from mock_server.web.texts import Miscast, cast_for, type_of

Environ = Mapping[str, Any]
Values = dict[str, Any]


class Field:
    """A parameter, ready to read: how its text is cast and when the value fits."""

    __slots__ = ("cast", "fits", "loc", "many", "name", "parameter", "required")

    def __init__(self, parameter: Parameter) -> None:
        schema = resolved(parameter.schema, parameter.document)
        self.parameter = parameter
        self.name = parameter.name
        self.loc = (parameter.place, parameter.name)
        self.required = parameter.required
        self.many = type_of(schema, parameter.document) == "array"
        self.cast = cast_for(schema.get("items", {}) if self.many else schema, parameter.document)
        self.fits = parameter.validator.is_valid

    def value(self, text: str) -> Any:
        """Cast and validate one text; several, joined by commas, when the schema is a list."""
        if "\0" in text:
            raise Invalid(entry(nul, *self.loc))
        try:
            value = [self.cast(each) for each in text.split(",")] if self.many else self.cast(text)
        except Miscast as error:
            raise Invalid(entry(error.wording, *self.loc)) from error
        if not self.fits(value):
            raise Invalid(*entries(self.parameter.validator.iter_errors(value), *self.loc))
        return value


class Reader:
    """Reads the requests of one operation. `known` are the names that its ask has."""

    def __init__(self, operation: Operation, known: Collection[str]) -> None:
        self._limit = operation.max_body_bytes
        self._encodings = operation.vendor.content_encodings
        self._bodies = operation.bodies
        self._needs_body = any(each.required for each in operation.bodies.values())
        self._known = known
        self._takes_all = "body" in known and "body" not in _named(operation)
        order = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
        by_name = {each.name: Field(each) for each in operation.placed("path")}
        self._path = tuple(by_name[name] for name in order)
        self._query = tuple(Field(each) for each in operation.placed("query"))
        self._headers = tuple(Field(each) for each in operation.placed("header"))
        self._defaults = _defaults(operation)
        self._whole = {type: _whole_numbers(body) for type, body in operation.bodies.items()}
        self._unknown = tuple(sorted(_named(operation) - set(known)))

    def read(self, environ: Environ, segments: tuple[str, ...]) -> Values:
        """A request that does not fit its documented schema is refused."""
        values = self._defaults.copy()
        faults: list[Entry] = []
        for field, text in zip(self._path, segments, strict=True):
            _put(values, faults, field, _utf8(text))
        if self._query:
            self._read_query(environ.get("QUERY_STRING", ""), values, faults)
        for field in self._headers:
            header = environ.get("HTTP_" + field.name.upper().replace("-", "_"))
            _put(values, faults, field, header)
        if self._bodies:
            self._read_body(environ, values, faults)
        if faults:
            raise Invalid(*faults)
        for name in self._unknown:
            values.pop(name, None)
        return values

    def _read_query(self, query: str, values: Values, faults: list[Entry]) -> None:
        texts: dict[str, str] = {}
        if query:
            texts = _query_texts(query)
        for field in self._query:
            _put(values, faults, field, texts.get(field.name))

    def _read_body(self, environ: Environ, values: Values, faults: list[Entry]) -> None:
        try:
            raw = bodies.read(environ, self._limit)
            if self._encodings and "HTTP_CONTENT_ENCODING" in environ:
                told = environ["HTTP_CONTENT_ENCODING"]
                raw = encodings.decoded(raw, told, self._encodings, self._limit)
            if raw:
                values.update(self._fields(raw, environ.get("CONTENT_TYPE", "")))
            elif self._needs_body:
                faults.append(entry(missing, "body"))
        except (bodies.TooLarge, encodings.UnknownEncoding):
            raise
        except Invalid as invalid:
            faults.extend(invalid.entries)

    def _fields(self, raw: bytes, content_type: str) -> Values:
        media_type = content_type.partition(";")[0].strip().lower()
        body = self._bodies.get(media_type)
        if body is None:
            raise Invalid(entry(wrong_type, "body", bound=" or ".join(self._bodies)))
        value = DECODERS[media_type](raw, content_type, body)
        seen = value if media_type == JSON else forms.without_files(value)
        if not body.validator.is_valid(seen):
            raise Invalid(*entries(body.validator.iter_errors(seen), "body"))
        if not isinstance(value, dict) or self._takes_all:
            return {"body": value} if "body" in self._known else {}
        for name in self._whole[media_type]:
            if name in value:
                value[name] = _whole(value[name])
        return {name: value[name] for name in body.properties if name in value}


def _decoded_form(
    parts: Callable[[bytes, str], list[forms.Part]],
) -> Callable[[bytes, str, Body], Any]:
    return lambda raw, content_type, body: forms.fields(parts(raw, content_type), body)


DECODERS: Mapping[str, Callable[[bytes, str, Body], Any]] = {
    JSON: lambda raw, *_: bodies.json_in(raw),
    MULTIPART: _decoded_form(forms.multipart_parts),
    FORM: _decoded_form(forms.urlencoded_parts),
}


def _put(values: Values, faults: list[Entry], field: Field, text: str | None) -> None:
    if text is None:
        if field.required:
            faults.append(entry(missing, *field.loc))
        return
    try:
        values[field.name] = field.value(text)
    except Invalid as invalid:
        faults.extend(invalid.entries)


def _utf8(text: str) -> str:
    """Give the text of a path segment, whose bytes WSGI tells as Latin-1."""
    if text.isascii():
        return text
    return text.encode("latin-1", "replace").decode("utf-8", "replace")


def _query_texts(query: str) -> dict[str, str]:
    """Read a query; of a name told twice the last holds."""
    try:
        return dict(parse_qsl(query, keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError as error:
        raise Invalid(entry(not_utf8, "query")) from error


def _named(operation: Operation) -> set[str]:
    """Every name that the contract gives to something in a request of this operation."""
    names = {each.name for each in operation.parameters}
    return names.union(*(body.properties for body in operation.bodies.values()))


def _defaults(operation: Operation) -> Values:
    """What the contract says a parameter or field is when it is left out."""
    schemas: list[tuple[str, Schema, Schema]] = [
        (each.name, each.schema, each.document) for each in operation.parameters
    ]
    for body in operation.bodies.values():
        schemas.extend((name, each, body.document) for name, each in body.properties.items())
    whole = ((name, resolved(schema, document)) for name, schema, document in schemas)
    return {name: schema["default"] for name, schema in whole if "default" in schema}


def _whole_numbers(body: Body) -> tuple[str, ...]:
    """The fields in which 14.0 means 14: JSON Schema takes both for an integer."""
    return tuple(
        name
        for name, schema in body.properties.items()
        if "integer" in (_type(schema, body), _item_type(schema, body))
    )


def _type(schema: Schema, body: Body) -> str:
    return type_of(schema, body.document)


def _item_type(schema: Schema, body: Body) -> str:
    schema = resolved(schema, body.document)
    branches = (schema, *schema.get("anyOf", ()))
    return next((_type(each["items"], body) for each in branches if "items" in each), "")


def _whole(value: Any) -> Any:
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return int(value) if type(value) is float and value.is_integer() else value
