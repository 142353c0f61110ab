"""The benchmarks start; what they measure is no test."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("benchmark", "options", "told"),
    [
        ("judging", ["--smoke"], "round trip 200 ms"),
        ("serving", ["--help"], "requests a second"),
    ],
)
def test_a_benchmark_starts(benchmark: str, options: list[str], told: str) -> None:
    command = [sys.executable, "-m", f"benchmarks.{benchmark}", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert told in done.stdout
