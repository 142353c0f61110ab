"""A request as one curl command to paste, with `$ANN_TOKEN` in place of the token."""

import json
import re
import shlex
from collections.abc import Mapping
from urllib.parse import quote

from contract_tests.target import Request

LEFT_TO_CURL = frozenset({"content-length", "host"})


def curl(base_url: str, request: Request, tokens: Mapping[str, str]) -> str:
    """Write `request` as a curl command; `tokens` holds people's names and what is to be hidden."""
    parts = ["curl", "-sS", "-i"]
    if request.method != "GET":
        parts += ["-X", shlex.quote(request.method)]
    parts.append(_quoted(base_url + request.path, tokens))
    for name, value in request.headers.items():
        if name.lower() not in LEFT_TO_CURL:
            parts += ["-H", _quoted(f"{name}: {value}", tokens)]
    if request.body:
        parts += ["--data-raw", _body(request.body, tokens)]
    return " ".join(parts)


def masked(text: str, tokens: Mapping[str, str]) -> str:
    """Put `$ANN_TOKEN` where Ann's token stands."""
    for name, token in _longest_first(tokens):
        text = text.replace(token, f"${variable(name)}")
    # Half of a surrogate pair is a text that JSON can hold and no terminal or file can.
    return text.encode(errors="replace").decode()


def variable(name: str) -> str:
    """Name the shell variable that stands for somebody's token."""
    return re.sub(r"[^A-Za-z0-9]", "_", name).upper() + "_TOKEN"


def _longest_first(tokens: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give each token in the ways it can be written: one may begin like another; none is empty."""
    ways = {
        (name, written)
        for name, token in tokens.items()
        for written in (token, json.dumps(token)[1:-1], quote(token, safe=""))
        if token
    }
    return sorted(ways, key=lambda pair: (-len(pair[1]), pair))


def _quoted(text: str, tokens: Mapping[str, str]) -> str:
    """Quote for the shell: in double quotes where a variable is to be filled in."""
    found = [(name, token) for name, token in _longest_first(tokens) if token in text]
    if not found:
        return shlex.quote(text)
    return f'"{_filled_in(text, found)}"'


def _filled_in(text: str, tokens: list[tuple[str, str]]) -> str:
    if not tokens:
        return _in_double_quotes(text)
    (name, token), *shorter = tokens
    return f"${variable(name)}".join(_filled_in(each, shorter) for each in text.split(token))


def _in_double_quotes(text: str) -> str:
    return re.sub(r'([\\"$`])', r"\\\1", text)


def _body(body: bytes, tokens: Mapping[str, str]) -> str:
    """Quote a body; one that is not plain text is written as $'…' with its bytes escaped."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = ""
    if text.isprintable() and text:
        return _quoted(text, tokens)
    return "$'" + "".join(_escaped(byte) for byte in body) + "'"


def _escaped(byte: int) -> str:
    if byte in b"'\\" or not 32 <= byte < 127:
        return f"\\x{byte:02x}"
    return chr(byte)
