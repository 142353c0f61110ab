"""What the README says is what the code does."""

import re
from pathlib import Path

import pytest

from contract_tests import readme
from contract_tests.cli import main
from contract_tests.matrix import vendors
from contract_tests.shelf import shipped_stories, stories

TEXT = readme.README.read_text()


def test_the_made_parts_are_as_they_are_made_now() -> None:
    assert readme.made(TEXT) == TEXT, "run: python -m contract_tests.readme"


def test_the_output_shown_counts_the_stories_that_are_there() -> None:
    counted = {int(number) for number in re.findall(r"\d+ rules, (\d+) stories", TEXT)}

    assert counted == {len(list(stories([shipped_stories()])))}


@pytest.mark.parametrize("vendor", vendors())
def test_the_access_matrix_is_as_it_is_played_now(vendor: str) -> None:
    page = readme.DOCS / f"access-{vendor}.md"

    assert page.read_text() == readme.access(vendor), "run: python -m contract_tests.readme"


@pytest.mark.parametrize("command", sorted(set(re.findall(r"accord ([a-z]+)", TEXT))))
def test_every_command_that_is_shown_exists(command: str) -> None:
    assert command in main.commands


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", TEXT))))
def test_every_link_leads_somewhere(path: str) -> None:
    assert (Path(readme.ROOT) / path).exists()
