"""The peers' programs: found where they are installed, or installed for one run; and timed."""

import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from pathlib import Path

QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


class Missing(Exception):
    """A peer cannot take part; the message says why."""


def python_with(folder: Path, *packages: str) -> Path:
    """Make a throw-away environment with these packages; give its Python."""
    python = folder / "bin/python"
    try:
        venv.create(folder, with_pip=True)
        pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
        subprocess.run([*pip, *packages], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Missing(
            f"{' '.join(packages)} cannot be installed ({type(error).__name__})"
        ) from None
    return python


def found(name: str) -> str:
    """Find a program; raise Missing where there is none."""
    path = shutil.which(name)
    if path is None:
        raise Missing(f"{name} is not installed")
    return path


def seconds(command: Sequence[str | Path], folder: Path) -> float:
    """Run a command that succeeds, and tell how long it took."""
    started = time.perf_counter()
    done = subprocess.run(
        [str(each) for each in command],
        cwd=folder,
        env=os.environ | QUIET,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    taken = time.perf_counter() - started
    if done.returncode:
        said = (done.stdout + done.stderr).strip().rpartition("\n")[2][-200:]
        raise Missing(f"{Path(str(command[0])).name} ended with {done.returncode}: {said}")
    return taken


def accord() -> list[str]:
    """Give the command of this Accord."""
    return [sys.executable, "-m", "contract_tests"]
