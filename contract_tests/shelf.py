"""Where the shipped stories stand, and which stories tell which rule."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from contract_tests.problems import ScenarioError
from contract_tests.scenarios import Scenario, home, load

HERE = Path(__file__).resolve().parent


class NoStories(Exception):
    """There is no story where one was looked for; the message says where."""


def shipped_stories() -> Path:
    """Find the shipped stories: in the package in a wheel, beside it in a checkout."""
    for place in (HERE / "scenarios", HERE.parent / "scenarios"):
        if place.is_dir():
            return place
    raise NoStories(f"There is no folder of stories in {HERE} or {HERE.parent}; install again.")


def stories(places: Iterable[Path]) -> Iterator[Scenario]:
    """Read the well-formed stories of files and folders."""
    for place in places:
        for path in _files(place):
            try:
                yield load(path)
            except ScenarioError:
                continue


def story_ids(places: Iterable[Path]) -> frozenset[str]:
    """Give the ids of the stories of files and folders, without reading any."""
    found = ((home(path), path.stem) for place in places for path in _files(place))
    return frozenset("/".join((*parts[:-1], stem)) for parts, stem in found)


def _files(place: Path) -> list[Path]:
    return sorted(place.rglob("*.yaml")) if place.is_dir() else [place]
