"""Bodies that were compressed on their way: each encoding undone, within the limit of the body."""

import zlib
from collections.abc import Callable, Mapping

import brotli  # type: ignore[import-untyped]  # it brings no types

from mock_server.web.bodies import TooLarge
from mock_server.web.complaints import (
    Invalid,
    entry,
    malformed_encoding,
    too_large,
    unknown_encoding,
)

ZLIB, GZIP, RAW = 15, 31, -15


class UnknownEncoding(Invalid):
    """The body is compressed in a way that the contract does not tell."""

    status = "unsupported_encoding"


def decoded(body: bytes, told: str, known: tuple[str, ...], limit: int) -> bytes:
    """Undo the encodings that a `Content-Encoding` tells, the last one first."""
    for name in reversed([each.strip().lower() for each in told.split(",") if each.strip()]):
        if name not in known:
            raise UnknownEncoding(entry(unknown_encoding, "header", bound=", ".join(known)))
        try:
            body = DECODERS[name](body, limit + 1)
        except (zlib.error, brotli.error) as error:
            raise Invalid(entry(malformed_encoding, "body", bound=name)) from error
        if len(body) > limit:
            raise TooLarge(entry(too_large, "body", bound=limit))
    return body


def _inflated(body: bytes, room: int, window: int) -> bytes:
    stream = zlib.decompressobj(window)
    text = stream.decompress(body, room)
    if not stream.eof and len(text) < room:
        raise zlib.error("The stream ends too early.")
    return text


def _deflate(body: bytes, room: int) -> bytes:
    """Undo deflate: with a zlib header as the standard has it, or without as many send it."""
    try:
        return _inflated(body, room, ZLIB)
    except zlib.error:
        return _inflated(body, room, RAW)


def _brotli(body: bytes, room: int) -> bytes:
    stream = brotli.Decompressor()
    text: bytes = stream.process(body, output_buffer_limit=room)
    while len(text) < room and not stream.is_finished():
        more = stream.process(b"", output_buffer_limit=room)
        if not more:
            raise brotli.error("The stream ends too early.")
        text += more
    return text


DECODERS: Mapping[str, Callable[[bytes, int], bytes]] = {
    "gzip": lambda body, room: _inflated(body, room, GZIP),
    "deflate": _deflate,
    "br": _brotli,
    "identity": lambda body, _: body,
}
