"""The names of datasets: how long, of which characters, and unique for their owner."""

import re

from mock_server.domain.apify.actions import CreateApifyDataset, UpdateApifyDataset
from mock_server.domain.apify.finding import asked_for
from mock_server.domain.apify.world import ApifyWorld, Person
from mock_server.domain.step import guard

Naming = CreateApifyDataset | UpdateApifyDataset
LONGEST = 63
CHARACTERS = re.compile(r"([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)?")


@guard("apify.names.length")
def name_has_a_fit_length(world: ApifyWorld, caller: Person, ask: Naming) -> bool:
    """A name has between 1 and 63 characters."""
    return not isinstance(ask.name, str) or 1 <= len(ask.name) <= LONGEST


@guard("apify.names.characters")
def name_has_fit_characters(world: ApifyWorld, caller: Person, ask: Naming) -> bool:
    """A name is made of letters and digits, with hyphens only in between."""
    return not isinstance(ask.name, str) or CHARACTERS.fullmatch(ask.name) is not None


@guard("apify.names.unique-for-their-owner")
def name_is_free(world: ApifyWorld, caller: Person, ask: UpdateApifyDataset) -> bool:
    """No two datasets of one owner have the same name."""
    if not isinstance(ask.name, str):
        return True
    dataset = asked_for(world, caller, ask)
    taken = world.named(dataset.owner, ask.name)
    return taken is None or taken.id == dataset.id
