"""Runs the example from an environment that has nothing but the wheel, as its readers would."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FAULT = re.compile(r"--accord-fault (\S+?)`")


def used(commands: Path, place: Path) -> None:
    """Run the example's tests, whole and broken, and the shipped stories against a server."""
    folder = place / "examples"
    shutil.copytree(EXAMPLES, folder)
    pytest = [str(commands / "pytest"), "-p", "no:cacheprovider"]
    expect(0, [*pytest, "--accord-server", "spawned"], folder)
    broken = FAULT.findall((folder / "README.md").read_text())[0]
    expect(1, [*pytest, "--accord-fault", broken], folder)
    with serving(commands / "accord", folder) as url:
        stories = ["--target", "target.yaml", "--pyargs", "contract_tests"]
        junit = ["-k", "aegis.update", "--junitxml", "junit.xml"]
        expect(0, [*pytest, *stories, *junit], folder, ACCORD_URL=url)
    names = {
        each.get("classname") for each in ElementTree.parse(folder / "junit.xml").iter("testcase")
    }
    if not names or not all(str(each).startswith("aegis.") for each in names):
        raise SystemExit(f"--pyargs contract_tests collected something else than stories: {names}")


@contextmanager
def serving(command: Path, folder: Path) -> Iterator[str]:
    """Run `accord serve` while the block runs; give its URL."""
    serve = [str(command), "serve", "--port", "0"]
    with subprocess.Popen(serve, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        first = process.stdout.readline() if process.stdout else ""
        try:
            yield first.split()[-1]
        finally:
            process.terminate()


def expect(code: int, command: list[str], folder: Path, **environ: str) -> None:
    """Run a command; stop with what it said when it ends with another code."""
    done = subprocess.run(
        command, cwd=folder, env=os.environ | environ, capture_output=True, text=True, check=False
    )
    if done.returncode != code:
        said = f"{done.stdout}{done.stderr}"
        raise SystemExit(f"{' '.join(command)}: {done.returncode} instead of {code}\n{said}")
