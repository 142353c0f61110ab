"""The ledger: every thing that a run made on a target, on disk before it is used.

One JSON object a line: `made` when a thing came to be, `gone` when it was removed. No token is in
it; `by` is the account that made a thing and can remove it.
"""

import json
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any

FOLDER = ".accord"
MARK = "accord-"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was made: where it is removed, and by whom."""

    kind: str
    path: str
    by: str
    name: str = ""


def new_prefix() -> str:
    """Give a prefix for the names of one run."""
    return f"{MARK}{secrets.token_hex(2)}-"


class Ledger:
    """What one run made and did not remove yet; the file goes when nothing is left."""

    def __init__(self, folder: Path, prefix: str) -> None:
        """Write below `folder`; nothing is written before `begin`."""
        self.prefix = prefix
        self._path = folder / FOLDER / f"{prefix.rstrip('-')}.jsonl"
        self._lock = Lock()
        self._left: dict[str, Entry] = {}

    def begin(self) -> None:
        """Make the file; raise OSError when it cannot be written."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.touch()

    def made(self, entry: Entry) -> None:
        """Write down a thing before it is used."""
        with self._lock:
            self._left[entry.path] = entry
            self._write({"made": asdict(entry)})

    def gone(self, path: str) -> None:
        """Strike out a thing that was removed."""
        with self._lock:
            if self._left.pop(path, None):
                self._write({"gone": path})

    @property
    def left(self) -> tuple[Entry, ...]:
        """Give what is left over, the youngest first."""
        with self._lock:
            return tuple(reversed(self._left.values()))

    def close(self) -> None:
        """Remove the file when nothing is left over."""
        with self._lock:
            if self._left:
                return
            self._path.unlink(missing_ok=True)
            if self._path.parent.is_dir() and not any(self._path.parent.iterdir()):
                self._path.parent.rmdir()

    def _write(self, line: object) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    @classmethod
    def read(cls, folder: Path, prefix: str) -> "Ledger":
        """Open the ledger of an earlier run; one that is not there is empty."""
        ledger = cls(folder, prefix)
        for told in _lines(ledger._path):
            if "made" in told:
                entry = Entry(**told["made"])
                ledger._left[entry.path] = entry
            else:
                ledger._left.pop(told["gone"], None)
        return ledger


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """Give the whole lines of a ledger; the last one may have been cut off by a kill."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def sweep_line(target: Path, prefix: str) -> str:
    """Give the command that removes what a run left over."""
    return f"accord sweep --target {target} --prefix {prefix}"


def prefixes(folder: Path) -> tuple[str, ...]:
    """Give the prefixes of the runs that left something over."""
    found = sorted((folder / FOLDER).glob(f"{MARK}*.jsonl"))
    return tuple(f"{path.stem}-" for path in found)
