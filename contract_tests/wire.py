"""A step as an HTTP request: path, query, body and credentials, encoded by the suite's own code."""

import json
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote, urlencode

from urllib3.filepost import encode_multipart_formdata

from contract_tests.absence import ABSENT
from contract_tests.names import Names
from contract_tests.scenarios import Step
from contract_tests.target import Request
from mock_server.contract import Contract

JSON = "application/json"
IMPOSTOR = "impostor"
BOUNDARY = "accord-7f3b9c51-boundary"
PATH_CHARACTERS = "/%:@!$&'()*+,;=~?"


def request_of(step: Step, names: Names, credentials: Mapping[str, str]) -> Request:
    """Put in what the names stand for, and encode."""
    path = quote(str(names.resolve(step.path)), safe=PATH_CHARACTERS)
    if step.query:
        pairs = list(_pairs(names.resolve(step.query)))
        path += ("&" if "?" in path else "?") + urlencode(pairs)
    kind, body = _body(step, names)
    own = {name: str(names.resolve(value)) for name, value in step.headers.items()}
    given = {"Accept": JSON, **credentials, **({"Content-Type": kind} if kind else {})}
    overridden = {name.lower() for name in own}
    kept = {name: value for name, value in given.items() if name.lower() not in overridden}
    return Request(step.method, path, {**kept, **own}, body)


def _pairs(query: object) -> Iterator[tuple[str, str]]:
    """Write a query's values as text; a list is the same name several times."""
    if not isinstance(query, Mapping):
        return
    for name, value in query.items():
        for each in value if isinstance(value, list) else [value]:
            yield name, each if isinstance(each, str) else json.dumps(each)


def _body(step: Step, names: Names) -> tuple[str, bytes]:
    """Encode the body: as it stands, as a form, as JSON, or none at all."""
    if step.raw is not None:
        return JSON, str(names.resolve(step.raw)).encode()
    if step.form is not None:
        return form_of(names.resolve(step.form))
    if step.body is ABSENT:
        return "", b""
    return JSON, json.dumps(names.resolve(step.body)).encode()


def form_of(fields: object) -> tuple[str, bytes]:
    """Encode a multipart form; a field with `filename` and `content` is a file."""
    parts = dict(_parts(fields)) if isinstance(fields, Mapping) else {}
    body, kind = encode_multipart_formdata(parts, BOUNDARY)
    return kind, body


def _parts(fields: Mapping[str, object]) -> Iterator[tuple[str, str | tuple[str, bytes, str]]]:
    for name, value in fields.items():
        if isinstance(value, Mapping) and "content" in value:
            kind = str(value.get("type", "application/octet-stream"))
            content = str(value["content"]).encode(str(value.get("encoding", "utf-8")))
            yield name, (str(value["filename"]), content, kind)
        else:
            yield name, value if isinstance(value, str) else json.dumps(value)


def _bearer(_: Mapping[str, str], token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _api_key(scheme: Mapping[str, str], token: str) -> dict[str, str]:
    return {scheme["name"]: token} if scheme["in"] == "header" else {}


SCHEMES: Mapping[str, Callable[[Mapping[str, str], str], dict[str, str]]] = {
    "http": _bearer,
    "apiKey": _api_key,
}


def forged_token(contract: Contract, vendor: str) -> str:
    """Give a token that looks like one of the vendor's and is nobody's."""
    return contract.vendors[vendor].token_prefix + "1mp0st0r" * 4


def credentials(contract: Contract, vendor: str, token: str | None) -> dict[str, str]:
    """Give the headers by which a vendor's contract knows a person; none for nobody."""
    if token is None:
        return {}
    for operation in contract.of(vendor):
        for scheme in operation.security:
            if scheme["type"] in SCHEMES:
                return SCHEMES[scheme["type"]](scheme, token)
    return _bearer({}, token)
