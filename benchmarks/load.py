"""A small client that keeps a server busy: some connections, one question each at a time."""

import selectors
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

CONNECTIONS = 16
NUMBER = b"%NUMBER%"  # stands in a body where each question has an eight-digit number of its own


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that is asked again and again."""

    method: str
    path: str
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def written(self, host: str) -> bytes:
        """Write it as HTTP/1.1."""
        headers = {"Host": host, "Content-Length": str(len(self.body)), **self.headers}
        if self.body:
            headers["Content-Type"] = "application/json"
        lines = [f"{self.method} {self.path} HTTP/1.1", *(f"{n}: {v}" for n, v in headers.items())]
        return "\r\n".join((*lines, "", "")).encode() + self.body


class WrongAnswer(Exception):
    """A server answers something else than was to be measured."""


@dataclass(slots=True)
class Busy:
    """What is going on: how many were answered, and what each connection has received."""

    ask: Ask
    host: str
    answered: int = 0
    asked: int = 0
    received: dict[socket.socket, bytearray] = field(default_factory=dict)

    def send(self, connection: socket.socket) -> None:
        """Ask the next question."""
        self.asked += 1
        self.received[connection] = bytearray()
        number = f"{self.asked:08d}".encode()
        connection.sendall(self.ask.written(self.host).replace(NUMBER, number))

    def receive(self, connection: socket.socket) -> None:
        """Read what came; after a whole answer, ask again."""
        chunk = connection.recv(65536)
        if not chunk:
            raise WrongAnswer(f"{self.ask.method} {self.ask.path}: the connection was closed")
        so_far = self.received[connection]
        so_far += chunk
        if not _whole(so_far):
            return
        if int(so_far[9:12]) != self.ask.status:
            told = bytes(so_far[:12]).decode(errors="replace")
            raise WrongAnswer(f"{self.ask.method} {self.ask.path}: {told}")
        self.answered += 1
        self.send(connection)


def _whole(received: bytearray) -> bool:
    """Tell whether an answer is all there, by its length or by its last chunk."""
    head, gap, body = received.partition(b"\r\n\r\n")
    if not gap:
        return False
    _, found, rest = head.lower().partition(b"content-length:")
    if not found:
        return bytes(body).endswith(b"0\r\n\r\n")
    return len(body) >= int(rest.partition(b"\r\n")[0])


def rate(url: str, ask: Ask, seconds: float) -> tuple[float, int]:
    """Keep a server busy for so long; give the answers a second, and how many there were."""
    parts = urlsplit(url)
    address = (parts.hostname or "", parts.port or 80)
    busy, watch = Busy(ask, parts.netloc), selectors.DefaultSelector()
    connections = [socket.create_connection(address, timeout=10) for _ in range(CONNECTIONS)]
    try:
        started = time.perf_counter()
        for each in connections:
            watch.register(each, selectors.EVENT_READ)
            busy.send(each)
        while (passed := time.perf_counter() - started) < seconds:
            for key, _ in watch.select(1):
                busy.receive(key.fileobj)  # type: ignore[arg-type]  # only sockets are watched
        return busy.answered / passed, busy.answered
    finally:
        for each in connections:
            each.close()
        watch.close()


def cpu_seconds(pid: int) -> float:
    """Tell how much processor time a process and its children took; 0 where nobody tells."""
    stats = [each.read_text() for each in Path("/proc").glob("[0-9]*/stat") if each.exists()]
    rows = [(int(text.split()[0]), text.rpartition(")")[2].split()) for text in stats]
    family = {pid}
    for _ in range(3):  # children, and theirs
        family |= {own for own, row in rows if int(row[1]) in family}
    ticks = sum(int(row[11]) + int(row[12]) for own, row in rows if own in family)
    return ticks / 100
