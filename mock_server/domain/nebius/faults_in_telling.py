"""Mistakes about what is told: of a dataset, of a page of a list, of rows."""

from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.faults import Fault, gathered, mistake
from mock_server.domain.nebius import lists, views
from mock_server.domain.nebius.actions import (
    CreateNebiusDataset,
    GetNebiusDataset,
    ListNebiusDatasets,
    PatchNebiusDataset,
    ReadNebiusContent,
)
from mock_server.domain.nebius.lists import in_order, listed, page
from mock_server.domain.nebius.projects import asked_for
from mock_server.domain.nebius.views import whole
from mock_server.domain.nebius.world import NebiusWorld, Person
from mock_server.domain.outcomes import Done, Outcome
from mock_server.domain.step import Rulebook, step


def answer_of_before(
    world: Any, caller: object, ask: object, rulebook: Rulebook
) -> tuple[Outcome, Any]:
    """Answer a patch with the dataset as it was, while the change is kept."""
    outcome, after = step(world, caller, ask, rulebook)
    if isinstance(ask, PatchNebiusDataset) and isinstance(outcome, Done):
        return Done(whole(world, asked_for(world, ask)), outcome.rules), after
    return outcome, after


@mistake("nebius.patch.tells-the-dataset", "only-the-label")
def only_the_label_is_told(world: NebiusWorld, caller: Person, ask: PatchNebiusDataset) -> object:
    """A patch answers with the id, name and folder alone."""
    row = asked_for(world, ask)
    return {"id": row.id, "name": row.name, "folder": row.folder}


@mistake("nebius.create.tells-the-dataset", "only-the-id")
def only_the_id_is_told(world: NebiusWorld, caller: Person, ask: CreateNebiusDataset) -> object:
    """Creating answers with the id alone."""
    return {"id": world.made}


@mistake("nebius.dataset.tells-the-dataset", "rows-too")
def rows_are_told_too(world: NebiusWorld, caller: Person, ask: GetNebiusDataset) -> object:
    """A dataset is told with all its rows."""
    row = asked_for(world, ask)
    return {**whole(world, row), "rows": world.rows_of(row)}


@mistake("nebius.dataset.tells-the-dataset", "error-hidden")
def the_error_is_hidden(world: NebiusWorld, caller: Person, ask: GetNebiusDataset) -> object:
    """A dataset that FAILED does not tell why."""
    return {**whole(world, asked_for(world, ask)), "error": None}


@mistake("nebius.dataset.tells-the-dataset", "milliseconds")
def the_birth_is_in_milliseconds(
    world: NebiusWorld, caller: Person, ask: GetNebiusDataset
) -> object:
    """The time of creation is told in milliseconds."""
    row = asked_for(world, ask)
    return {**whole(world, row), "created_at": row.created_at * 1000}


@mistake("nebius.list.own-project", "all-to-newcomers")
def everybodys_are_listed_to_newcomers(
    world: NebiusWorld, caller: Person, ask: ListNebiusDatasets
) -> object:
    """Whose project has one dataset at most is shown those of all projects."""
    own = world.datasets.ids("project", caller.project)
    return world.showing(in_order(world, own if len(own) > 1 else world.datasets.ids()))


@mistake("nebius.list.after", "inclusive")
def the_cursor_is_told_again(world: NebiusWorld, caller: Person, ask: ListNebiusDatasets) -> object:
    """A page begins with the dataset that `after` names."""
    if ask.after is UNSET or ask.after not in listed(world):
        return world
    ids = listed(world)
    return world.showing(ids[ids.index(ask.after) :])


@mistake("nebius.list.after", "before")
def a_page_goes_back(world: NebiusWorld, caller: Person, ask: ListNebiusDatasets) -> object:
    """A page holds what stands before the dataset that `after` names."""
    if ask.after is UNSET or ask.after not in listed(world):
        return world
    ids = listed(world)
    return world.showing(ids[: ids.index(ask.after)])


@mistake("nebius.list.limit", "full-means-more")
def a_full_page_has_more(world: NebiusWorld, caller: Person, ask: ListNebiusDatasets) -> object:
    """Whenever a page is full, it says that others follow."""
    told = lists.only_one_page.kept(world, caller, ask)
    return replace(told, has_more=len(listed(told)) == ask.limit)


@mistake("nebius.list.limit", "never-more")
def nothing_ever_follows(world: NebiusWorld, caller: Person, ask: ListNebiusDatasets) -> object:
    """No page says that others follow."""
    return replace(lists.only_one_page.kept(world, caller, ask), has_more=False)


@mistake("nebius.list.limit", "one-too-many")
def a_page_holds_one_too_many(
    world: NebiusWorld, caller: Person, ask: ListNebiusDatasets
) -> object:
    """A page holds one dataset more than its limit."""
    return lists.only_one_page.kept(world, caller, replace(ask, limit=ask.limit + 1))


@mistake("nebius.list.cursor-found", "anybodys")
def anybodys_cursor_is_taken(world: NebiusWorld, caller: Person, ask: ListNebiusDatasets) -> bool:
    """A cursor may be the dataset of another project."""
    return ask.after is UNSET or world.datasets.get(ask.after) is not None


@mistake("nebius.list.tells-a-page", "last-is-first")
def the_last_id_is_the_first(world: NebiusWorld, caller: Person, ask: ListNebiusDatasets) -> object:
    """The last id of a page is that of its first dataset."""
    told = views.page_of_datasets.told(world, caller, ask)
    return {**told, "last_id": told["first_id"]} if isinstance(told, dict) else told


@mistake("nebius.list.tells-a-page", "in-short")
def datasets_are_listed_in_short(
    world: NebiusWorld, caller: Person, ask: ListNebiusDatasets
) -> object:
    """A list tells of each dataset only its id and name."""
    told = views.page_of_datasets.told(world, caller, ask)
    short = [{"id": id, "name": world.datasets[id].name} for id in listed(world)]
    return {**told, "data": short} if isinstance(told, dict) else told


@mistake("nebius.content.offset", "from-one")
def an_offset_counts_from_one(world: NebiusWorld, caller: Person, ask: ReadNebiusContent) -> object:
    """An offset of 1 is the first row."""
    return replace(world, page=page(world, ask)[max(ask.offset - 1, 0) :])


@mistake("nebius.content.offset", "in-pages")
def an_offset_counts_pages(world: NebiusWorld, caller: Person, ask: ReadNebiusContent) -> object:
    """An offset counts pages and not rows."""
    return replace(world, page=page(world, ask)[ask.offset * ask.limit :])


@mistake("nebius.content.limit", "before-the-offset")
def the_limit_comes_first(world: NebiusWorld, caller: Person, ask: ReadNebiusContent) -> object:
    """The limit is counted from the first row, whatever the offset."""
    rows = world.rows_of(asked_for(world, ask))
    return replace(world, page=rows[: ask.limit][ask.offset :])


@mistake("nebius.content.tells-rows", "as-text")
def values_are_told_as_text(world: NebiusWorld, caller: Person, ask: ReadNebiusContent) -> object:
    """Every value of a row is told as a text."""
    rows = [{name: str(value) for name, value in row.items()} for row in page(world, ask)]
    return {"rows": rows}


@mistake("nebius.content.tells-rows", "without-nulls")
def nulls_are_left_out(world: NebiusWorld, caller: Person, ask: ReadNebiusContent) -> object:
    """A value of null is left out of its row."""
    told = page(world, ask)
    return {
        "rows": [{name: each for name, each in row.items() if each is not None} for row in told]
    }


FAULTS: tuple[Fault, ...] = (
    *gathered(globals()),
    Fault(
        "nebius.patch.tells-the-dataset",
        "as-before",
        "A patch answers with the dataset as it was before.",
        step=answer_of_before,
    ),
)
