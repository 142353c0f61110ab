"""Divergences on disk: a story, a pytest file and a shell script each; saved ones come first."""

from collections.abc import Iterator
from pathlib import Path

from contract_tests.explorer.as_test import as_test
from contract_tests.explorer.model import Life
from contract_tests.explorer.shell import curl_lines, script
from contract_tests.explorer.telling import Finding, as_yaml, story
from contract_tests.reports.writing import write_text
from contract_tests.shelf import stories
from contract_tests.stage import Stage

TOPIC = "found"


def save(finding: Finding, model: Stage, folder: Path) -> tuple[Path, ...]:
    """Write a divergence in its three forms, and give where they are."""
    vendor, slug = finding.life.vendor, finding.slug
    told = story(finding, model)
    lines = curl_lines(finding.life, model.contract)
    given = as_yaml(told["given"])
    files = {
        folder / "scenarios" / vendor / TOPIC / f"{slug}.yaml": as_yaml(told),
        folder / "tests" / vendor / f"test_{slug.replace('-', '_')}.py": as_test(
            told, slug, vendor, model.contract
        ),
        folder / "curl" / vendor / f"{slug}.sh": script(finding.life, lines, finding.title, given),
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, text)
    return tuple(files)


def saved(folder: Path, vendor: str) -> Iterator[Life]:
    """Give the lives that were saved before."""
    place = folder / "scenarios" / vendor / TOPIC
    if not place.is_dir():
        return
    for each in stories([place]):
        if each.vendor == vendor:
            yield Life(vendor, each.given, each.steps)
