"""Who may read a dataset and who may change it: the access levels, and the grants beside them.

A level only ever opens reading. The owner and whoever has a grant read by any id; the four guards
of reading are about everybody else, with a token or without, by the id or by the name.
"""

from msgspec import UNSET

from mock_server.domain.apify.actions import HeadApifyItems, ReadApifyItems, UpdateApifyDataset
from mock_server.domain.apify.finding import Reading, Writing, asked_for, is_by_name
from mock_server.domain.apify.signatures import opens
from mock_server.domain.apify.world import (
    FOLLOW,
    MANAGE,
    READ,
    WITH_ID,
    WITH_NAME,
    WRITE,
    ApifyWorld,
    Dataset,
    Person,
)
from mock_server.domain.step import guard


def right_of(caller: Person, dataset: Dataset) -> int:
    """Give the right that somebody has on a dataset; 0 for none."""
    if caller.is_nobody:
        return 0
    return MANAGE if dataset.owner == caller.id else dataset.grants.get(caller.id, 0)


def level_of(world: ApifyWorld, dataset: Dataset) -> str:
    """Give the level that holds: the dataset's own, or that of its owner's account."""
    if dataset.general_access == FOLLOW:
        return world.people[dataset.owner].access
    return dataset.general_access


def is_invited(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """Tell whether somebody reads by a right or a signature, whatever the level."""
    dataset = asked_for(world, caller, ask)
    if right_of(caller, dataset) >= READ:
        return True
    signed = isinstance(ask, ReadApifyItems | HeadApifyItems) and ask.signature
    return isinstance(signed, str) and opens(signed, dataset, world.now)


def opens_by_id(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """Tell whether the level lets anybody read who has the id."""
    return level_of(world, asked_for(world, caller, ask)) in (WITH_ID, WITH_NAME)


def opens_by_name(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """Tell whether the level lets anybody read who has the name."""
    return level_of(world, asked_for(world, caller, ask)) == WITH_NAME


@guard("apify.access.anybody-by-id")
def anybody_reads_by_id(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """Without a token a dataset is read by its id only if its level lets anyone with the id."""
    if not caller.is_nobody or is_by_name(ask):
        return True
    return is_invited(world, caller, ask) or opens_by_id(world, caller, ask)


@guard("apify.access.anybody-by-name")
def anybody_reads_by_name(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """Without a token a dataset is read by its name only if its level lets anyone with the name."""
    if not caller.is_nobody or not is_by_name(ask):
        return True
    return is_invited(world, caller, ask) or opens_by_name(world, caller, ask)


@guard("apify.access.stranger-by-id")
def stranger_reads_by_id(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """Somebody else without a grant reads by id only if the level lets anyone with the id."""
    if caller.is_nobody or is_by_name(ask):
        return True
    return is_invited(world, caller, ask) or opens_by_id(world, caller, ask)


@guard("apify.access.stranger-by-name")
def stranger_reads_by_name(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """Somebody else without a grant reads by name only if the level lets anyone with the name."""
    if caller.is_nobody or not is_by_name(ask):
        return True
    return is_invited(world, caller, ask) or opens_by_name(world, caller, ask)


@guard("apify.access.writing-needs-a-grant")
def writer_has_the_right(world: ApifyWorld, caller: Person, ask: Writing) -> bool:
    """A dataset is changed only by its owner and by those who have a grant to write."""
    return right_of(caller, asked_for(world, caller, ask)) >= WRITE


@guard("apify.access.level-needs-management")
def changer_of_the_level_manages(
    world: ApifyWorld, caller: Person, ask: UpdateApifyDataset
) -> bool:
    """The general access is changed only by those who manage the dataset's access rights."""
    if ask.generalAccess is UNSET or world.reads("apify.who-changes-general-access", "write"):
        return True
    return right_of(caller, asked_for(world, caller, ask)) >= MANAGE
