"""What went over the wire in one step, for a reader: tokens masked, long bodies cut."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import msgspec

from contract_tests.absence import ABSENT
from contract_tests.conformity import NotJson, read_json
from contract_tests.curl import curl, variable
from contract_tests.target import Request, Response

# A run keeps every exchange until its report is written: this bounds what one of them takes.
LONGEST_BODY: Final = 6_000
LONGEST_CURL: Final = 4_000
TELLING: Final = frozenset(
    {
        "accord-rule",
        "allow",
        "content-type",
        "etag",
        "link",
        "location",
        "retry-after",
        "www-authenticate",
    }
)
UNTOLD: Final = frozenset({"content-length", "host"})

Headers = tuple[tuple[str, str], ...]
Hidden = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response as they are shown; `curl` asks again, where a line can."""

    request: str
    request_headers: Headers
    request_body: str
    status: int
    response_headers: Headers
    response_body: str
    curl: str


def exchange_of(
    base_url: str, request: Request, response: Response, tokens: Mapping[str, str]
) -> Exchange:
    """Keep what a reader wants to see of a request and its response; no token is in it."""
    hidden = _as_written(tokens)
    short = len(request.body) <= LONGEST_CURL
    return Exchange(
        request=_shown(f"{request.method} {request.path}", hidden),
        request_headers=_masked(
            (each for each in request.headers.items() if each[0].lower() not in UNTOLD), hidden
        ),
        request_body=_body(request.body, hidden),
        status=response.status,
        response_headers=_masked(
            (each for each in response.headers.items() if each[0] in TELLING), hidden
        ),
        response_body=_body(response.body, hidden),
        curl=_shown(curl(base_url, request, tokens), hidden) if short else "",
    )


def _as_written(tokens: Mapping[str, str]) -> Hidden:
    """Give each token in the ways in which it can be written, the longest first, and its mask."""
    ways = {
        (written, f"${variable(name)}")
        for name, token in tokens.items()
        for written in (token, json.dumps(token)[1:-1], quote(token, safe=""))
        if token
    }
    return tuple(sorted(ways, key=lambda pair: -len(pair[0])))


def _masked(headers: Iterable[tuple[str, str]], hidden: Hidden) -> Headers:
    return tuple((_shown(name, hidden), _shown(value, hidden)) for name, value in headers)


def _shown(text: str, hidden: Hidden) -> str:
    """Mask and cut, in this order: half a token is a secret too."""
    for written, mask in hidden:
        text = text.replace(written, mask)
    if len(text) <= LONGEST_BODY:
        return text
    return f"{text[:LONGEST_BODY]}\n… {len(text) - LONGEST_BODY:,} more characters"


def _body(body: bytes, hidden: Hidden) -> str:
    if not body:
        return ""
    try:
        return _shown(_pretty(read_json(body)), hidden)
    except (NotJson, RecursionError, msgspec.MsgspecError):
        return _shown(body.decode(errors="replace").replace("\r\n", "\n"), hidden)


def _pretty(value: object) -> str:
    """Write JSON over several lines; a text of the answer is never left in escapes."""
    written = json.dumps(value, ensure_ascii=False).encode(errors="replace")
    return msgspec.json.format(written, indent=2).decode()


def pretty(value: object) -> str:
    """Write a value of a story or an answer over several lines; nothing where nothing is."""
    if value is ABSENT:
        return ""
    return json.dumps(value, ensure_ascii=False, indent=2, default=repr)
