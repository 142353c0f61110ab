"""How a report becomes a file."""

from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Write a report; raise OSError when the file cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Half of a surrogate pair is a JSON text that a target can send, and no UTF-8.
    path.write_bytes(text.rstrip("\n").encode(errors="replace") + b"\n")
