"""Which dataset a path means: by its id, as `username~name`, or as the caller's own `~name`."""

from mock_server.domain.apify.actions import (
    DeleteApifyDataset,
    GetApifyDataset,
    GetApifyStatistics,
    HeadApifyItems,
    PushApifyItems,
    ReadApifyItems,
    UpdateApifyDataset,
)
from mock_server.domain.apify.world import ApifyWorld, Dataset, Person, closed_to_all
from mock_server.domain.founded import MARK
from mock_server.domain.step import guard

ReadingItems = ReadApifyItems | HeadApifyItems
Reading = GetApifyDataset | ReadingItems | GetApifyStatistics
Writing = UpdateApifyDataset | DeleteApifyDataset | PushApifyItems
OfOneDataset = Reading | Writing


def found(world: ApifyWorld, caller: Person, ask: OfOneDataset) -> Dataset | None:
    """Give the dataset that a path means, whoever may read it."""
    username, tilde, name = ask.datasetId.partition("~")
    if not tilde:
        return world.datasets.get(world.also_known_as.get(ask.datasetId, ask.datasetId))
    owner = world.usernames.get(username) if username else caller.id
    return world.named(owner, name) if owner else None


def asked_for(world: ApifyWorld, caller: Person, ask: OfOneDataset) -> Dataset:
    """Give the dataset that an ask is about; a path of none is like a closed one of nobody's."""
    return found(world, caller, ask) or closed_to_all(ask.datasetId)


def is_by_name(ask: OfOneDataset) -> bool:
    """Tell whether a path names the dataset instead of giving its id."""
    return "~" in ask.datasetId


def handles_in(path_value: str) -> tuple[str, ...]:
    """Give what may lead to the world of a path value: itself, its mark, the username in it."""
    username, tilde, _ = path_value.partition("~")
    return (username,) if tilde else (path_value, path_value[:MARK])


@guard("apify.ids.own-name-needs-a-token")
def own_name_comes_with_a_token(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """An id of the form `~name` is read only with a token, for nobody else owns that name."""
    return not (caller.is_nobody and ask.datasetId.startswith("~"))


@guard("apify.ids.dataset-found")
def dataset_is_found(world: ApifyWorld, caller: Person, ask: OfOneDataset) -> bool:
    """An id, `username~name` or `~name` of no dataset is answered as not found."""
    return found(world, caller, ask) is not None
