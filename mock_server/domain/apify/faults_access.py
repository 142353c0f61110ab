"""Mistakes about who may read and write, by which id, and at which level."""

from mock_server.domain.apify import access, signatures
from mock_server.domain.apify.access import (
    is_invited,
    level_of,
    opens_by_id,
    opens_by_name,
    right_of,
)
from mock_server.domain.apify.actions import (
    DeleteApifyDataset,
    GetApifyStatistics,
    PushApifyItems,
    ReadApifyItems,
    UpdateApifyDataset,
)
from mock_server.domain.apify.finding import (
    Reading,
    Writing,
    asked_for,
    is_by_name,
)
from mock_server.domain.apify.world import (
    FOLLOW,
    READ,
    RESTRICTED,
    WITH_ID,
    WITH_NAME,
    WRITE,
    ApifyWorld,
    Person,
)
from mock_server.domain.faults import Fault, gathered, left_out_in, mistake

BY_ID = "apify.access.anybody-by-id"
BY_NAME = "apify.access.anybody-by-name"
STRANGER_BY_ID = "apify.access.stranger-by-id"
STRANGER_BY_NAME = "apify.access.stranger-by-name"
WRITING = "apify.access.writing-needs-a-grant"


def _is_elses(caller: Person, ask: Reading) -> bool:
    """Tell whether the guard of nobody's reading by id has nothing to say."""
    return not caller.is_nobody or is_by_name(ask)


@mistake(BY_ID, "restricted-is-open")
def restricted_is_open(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """Whoever has the id of a restricted dataset reads it without a token."""
    restricted = asked_for(world, caller, ask).general_access == RESTRICTED
    return restricted or access.anybody_reads_by_id.holds(world, caller, ask)


@mistake(BY_ID, "name-level-closes-the-id")
def the_level_for_names_closes_the_id(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """A dataset that is open to anyone with the name is closed to those with the id."""
    exact = level_of(world, asked_for(world, caller, ask)) == WITH_ID
    return _is_elses(caller, ask) or exact or is_invited(world, caller, ask)


@mistake(BY_ID, "following-is-open")
def following_is_open(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """A dataset that follows its owner's account is open, whatever the account says."""
    follows = asked_for(world, caller, ask).general_access == FOLLOW
    return follows or access.anybody_reads_by_id.holds(world, caller, ask)


@mistake(BY_ID, "following-is-closed")
def following_is_closed(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """A dataset that follows its owner's account is closed, whatever the account says."""
    follows = asked_for(world, caller, ask).general_access == FOLLOW
    closed = follows and not is_invited(world, caller, ask)
    return _is_elses(caller, ask) or (
        not closed and access.anybody_reads_by_id.holds(world, caller, ask)
    )


@mistake(BY_ID, "account-goes-first")
def the_account_goes_first(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """An open account opens a dataset whose own level is restricted."""
    owner = world.people.get(asked_for(world, caller, ask).owner)
    opened = owner is not None and owner.access == WITH_ID
    return opened or access.anybody_reads_by_id.holds(world, caller, ask)


@mistake(BY_ID, "signature-of-another")
def any_signature_opens(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """Any signature opens the items, whatever it was made for."""
    signed = isinstance(ask, ReadApifyItems) and isinstance(ask.signature, str)
    return signed or access.anybody_reads_by_id.holds(world, caller, ask)


@mistake(BY_ID, "signature-never-expires")
def signatures_never_expire(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """A signature still opens the items after its time."""
    dataset = asked_for(world, caller, ask)
    told = ask.signature if isinstance(ask, ReadApifyItems) else None
    opened = isinstance(told, str) and signatures.opens(told, dataset, "1970-01-01T00:00:00.000Z")
    return opened or access.anybody_reads_by_id.holds(world, caller, ask)


@mistake(BY_ID, "signature-is-ignored")
def signatures_are_ignored(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """A signature opens nothing."""
    return _is_elses(caller, ask) or opens_by_id(world, caller, ask)


@mistake(BY_NAME, "id-level-opens-the-name")
def the_level_for_ids_opens_the_name(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """A dataset that is open to anyone with the id is read by its name too."""
    return opens_by_id(world, caller, ask) or access.anybody_reads_by_name.holds(world, caller, ask)


@mistake(BY_NAME, "named-ids-need-a-token")
def named_ids_need_a_token(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """Nobody reads by a name without a token, whatever the level."""
    return not (caller.is_nobody and is_by_name(ask))


@mistake(STRANGER_BY_ID, "token-is-enough")
def a_token_is_enough(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """Whoever has an account at all reads a dataset that follows its owner's."""
    follows = asked_for(world, caller, ask).general_access == FOLLOW
    return follows or access.stranger_reads_by_id.holds(world, caller, ask)


@mistake(STRANGER_BY_ID, "readers-account")
def the_readers_account_is_followed(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """A dataset that follows an account follows the reader's."""
    follows = asked_for(world, caller, ask).general_access == FOLLOW
    opened = follows and caller.access == WITH_ID
    return opened or access.stranger_reads_by_id.holds(world, caller, ask)


@mistake(STRANGER_BY_ID, "grants-are-forgotten")
def grants_are_forgotten(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """A grant to read opens nothing: only the owner and the level count."""
    if caller.is_nobody or is_by_name(ask):
        return True
    own = asked_for(world, caller, ask).owner == caller.id
    return own or opens_by_id(world, caller, ask)


@mistake(STRANGER_BY_NAME, "id-level-opens-the-name")
def a_stranger_reads_names_at_the_level_for_ids(
    world: ApifyWorld, caller: Person, ask: Reading
) -> bool:
    """A stranger reads by its name what is open to anyone with the id."""
    opened = opens_by_id(world, caller, ask)
    return opened or access.stranger_reads_by_name.holds(world, caller, ask)


@mistake(STRANGER_BY_NAME, "closed-to-strangers")
def names_are_closed_to_strangers(world: ApifyWorld, caller: Person, ask: Reading) -> bool:
    """A stranger reads nothing by its name, even if anyone with the name may."""
    by_name = not caller.is_nobody and is_by_name(ask)
    opened = (
        opens_by_name(world, caller, ask) and right_of(caller, asked_for(world, caller, ask)) < READ
    )
    return not (by_name and opened) and access.stranger_reads_by_name.holds(world, caller, ask)


@mistake(WRITING, "open-level-lets-write")
def an_open_level_lets_write(world: ApifyWorld, caller: Person, ask: Writing) -> bool:
    """A level that lets everybody read lets every signed-in user write."""
    opened = level_of(world, asked_for(world, caller, ask)) == WITH_NAME
    return opened or access.writer_has_the_right.holds(world, caller, ask)


@mistake(WRITING, "reading-is-enough")
def a_grant_to_read_is_enough(world: ApifyWorld, caller: Person, ask: Writing) -> bool:
    """A grant to read lets write."""
    return right_of(caller, asked_for(world, caller, ask)) >= READ


@mistake(WRITING, "owner-only", only_in=PushApifyItems)
def only_the_owner_pushes(world: ApifyWorld, caller: Person, ask: PushApifyItems) -> bool:
    """Only the owner pushes items, a grant to write does not help."""
    return asked_for(world, caller, ask).owner == caller.id


@mistake("apify.access.level-needs-management", "every-update")
def every_update_needs_management(
    world: ApifyWorld, caller: Person, ask: UpdateApifyDataset
) -> bool:
    """A rename too needs the right to manage access."""
    return right_of(caller, asked_for(world, caller, ask)) > WRITE


statistics_are_open = Fault(
    BY_ID,
    "statistics-are-open",
    "Statistics of a restricted dataset are told to anybody with its id.",
    broken=left_out_in(GetApifyStatistics, BY_ID),
)
items_are_open = Fault(
    STRANGER_BY_ID,
    "items-are-open",
    "Strangers read the items of a restricted dataset by its id.",
    broken=left_out_in(ReadApifyItems, STRANGER_BY_ID),
)
delete_is_open = Fault(
    WRITING,
    "delete-is-open",
    "Whoever is signed in deletes a dataset by its id.",
    broken=left_out_in(DeleteApifyDataset, WRITING),
)
FAULTS = gathered(globals())
