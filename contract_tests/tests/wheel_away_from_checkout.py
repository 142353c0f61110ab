"""Builds the wheel, installs it in an empty environment and judges the reference from there.

Run by `make wheel`; it is no test of pytest's because it installs everything anew.
"""

import json
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from contract_tests.tests.wheel_in_use import used

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"^([\w.-]+==\S+)(?: ; ([^\\]+?))? \\$", re.MULTILINE)


def main() -> None:
    """Build, install, verify; leave nothing behind."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        wheel = built(place / "dist")
        command = installed(wheel, place)
        empty = place / "empty"
        empty.mkdir()
        judged(command, empty)
        used(command.parent, place)
    sys.stdout.write("The wheel serves, verifies and is tested with away from the checkout.\n")


def built(folder: Path) -> Path:
    """Build the wheel from the checkout."""
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    return next(folder.glob("*.whl"))


def installed(wheel: Path, place: Path) -> Path:
    """Install the wheel and what it needs, at the locked versions; give its command."""
    locked = place / "constraints.txt"
    pins = PINNED.findall((ROOT / "requirements.lock").read_text())
    locked.write_text("".join(f"{pin} ; {when}\n" if when else f"{pin}\n" for pin, when in pins))
    venv.create(place / "env", with_pip=True)
    pip = [str(place / "env/bin/python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    run([*pip, "install", "--constraint", str(locked), str(wheel)], place)
    return place / "env/bin/accord"


def judged(command: Path, folder: Path) -> None:
    """Play every shipped story on the installed reference; all must be played and pass."""
    run([str(command), "verify", "--json", "report.json"], folder)
    report = json.loads((folder / "report.json").read_text())
    shipped = len(list((ROOT / "scenarios").rglob("*.yaml")))
    if report["verdict"] not in ("passed", "noted") or len(report["scenarios"]) != shipped:
        raise SystemExit(f"The wheel judged {len(report['scenarios'])} of {shipped} stories.")


def run(command: list[str], folder: Path) -> None:
    """Run a command; stop with what it said when it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()
