"""Before the run: which rules each missing person or thing leaves untested, in one table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from contract_tests.making.form import Lack
from contract_tests.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not there, the stories that need it, and the rules that no other story tells."""

    what: str
    stories: int
    untested: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preflight:
    """What a run will not judge: of how many stories, and why.

    `leftovers` are the commands that remove what earlier runs left over.
    """

    stories: int
    unplayable: int
    missing: tuple[Missing, ...]
    leftovers: tuple[str, ...] = ()


def preflight(lacks: Sequence[tuple[Scenario, tuple[Lack, ...]]]) -> Preflight:
    """Fold what each story lacks by what is missing; a lack is known by its kind."""
    playable = {rule for story, told in lacks if not told for rule in story.rules}
    needing: dict[str, list[Scenario]] = {}
    for story, told in lacks:
        for kind in dict.fromkeys(each.kind for each in told):
            needing.setdefault(kind, []).append(story)
    missing = (
        Missing(kind, len(stories), _untested(stories, playable))
        for kind, stories in needing.items()
    )
    found = tuple(sorted(missing, key=lambda each: (-len(each.untested), -each.stories, each.what)))
    return Preflight(len(lacks), sum(1 for _, told in lacks if told), found)


def _untested(stories: Iterable[Scenario], playable: set[str]) -> tuple[str, ...]:
    return tuple(sorted({rule for story in stories for rule in story.rules} - playable))


def table_of(told: Preflight) -> Table:
    """Lay out what is missing, and what that leaves untested."""
    title = f"{told.unplayable} of {told.stories} stories cannot be played with these accounts"
    table = Table(title=title, title_justify="left", title_style="bold yellow", box=None)
    table.add_column("missing", max_width=28)
    table.add_column("stories", justify="right")
    table.add_column("rules that no other story tells", no_wrap=True)
    for each in told.missing:
        rules = "\n".join(each.untested) or "none"
        table.add_row(Text(each.what), str(each.stories), Text(rules))
    return table
