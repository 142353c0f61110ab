"""Servers that answer as no API does, each a few lines over a socket."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

Wild = Callable[[socket.socket], None]
HTML = b"<!doctype html><title>Sign in</title><form>"
MEGABYTE = b" " * (1 << 20)


def _head(status: str, kind: str = "application/json", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nConnection: close\r\n{more}\r\n".encode()


def says(status: str, body: bytes, kind: str = "application/json", more: str = "") -> Wild:
    """Answer everything with these bytes."""

    def answer(caller: socket.socket) -> None:
        length = f"Content-Length: {len(body)}\r\n"
        caller.sendall(_head(status, kind, more + length) + body)

    return answer


def login(caller: socket.socket) -> None:
    says("200 OK", HTML, "text/html")(caller)


def redirect(caller: socket.socket) -> None:
    says("302 Found", b"", more="Location: https://login.example.test/start?next=1\r\n")(caller)


def silent(caller: socket.socket) -> None:
    """Say nothing, until the caller is gone."""
    caller.recv(1)


def endless(caller: socket.socket) -> None:
    """Say a word again and again, as long as somebody listens."""
    caller.sendall(_head("200 OK"))
    pause = Event()
    while not pause.wait(0.05):
        caller.sendall(b" ")


def huge(caller: socket.socket) -> None:
    """Send fifty megabytes."""
    caller.sendall(_head("200 OK", more=f"Content-Length: {50 << 20}\r\n"))
    for _ in range(50):
        caller.sendall(MEGABYTE)


def cut_off(caller: socket.socket) -> None:
    """Promise more than is sent."""
    caller.sendall(_head("200 OK", more="Content-Length: 1000\r\n") + b'{"items": [')


@contextmanager
def wild(answer: Wild) -> Iterator[str]:
    """Let a wild server answer on a free port while the block runs; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=_serve, args=[server, answer])
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}"
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(server: socket.socket, answer: Wild) -> None:
    with server:
        while True:
            try:
                caller, _ = server.accept()
            except OSError:
                return
            Thread(target=_answer, args=[caller, answer], daemon=True).start()


def _answer(caller: socket.socket, answer: Wild) -> None:
    with caller:
        try:
            if caller.recv(65536):
                answer(caller)
        except OSError:
            return
