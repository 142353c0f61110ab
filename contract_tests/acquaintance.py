"""Getting to know the accounts of a target, before any story is played.

Each person makes one thing and shares it, which tells their id, whether their token is good, and
whether they belong to the organisation that the target file says.
"""

from collections.abc import Iterator, Mapping

from contract_tests.accounts import Company
from contract_tests.desk import Counter, Desk
from contract_tests.making.form import Person, Refused
from contract_tests.renaming import Renaming
from contract_tests.stage import NoStage
from contract_tests.target import TargetUnreachable
from contract_tests.target_file import Account, ThingAt


def acquainted(
    counter: Counter, accounts: Mapping[str, Account], things: Mapping[str, ThingAt]
) -> Company:
    """Learn who the accounts are; raise NoStage when they are not who they are said to be."""
    prefix = f"{counter.ledger.prefix}0-"
    tokens = {name: each.token for name, each in accounts.items()}
    desk = Desk(counter, Renaming(counter.making, prefix), tokens, {name: name for name in tokens})
    try:
        people = {name: _introduced(counter, desk, name) for name in accounts}
        _are_different(people)
        groups = _groups(accounts, people, things)
        if not counter.making.groups_told:
            groups |= {each.org: each.org for each in accounts.values() if each.org}
        _are_members(counter, desk, accounts, groups)
    except TargetUnreachable as error:
        raise NoStage(str(error)) from error
    finally:
        desk.clear()
    return Company(accounts, people, groups, things)


def _introduced(counter: Counter, desk: Desk, name: str) -> Person:
    try:
        person = counter.making.introduce(desk, name)
    except Refused as error:
        advice = {401: f"give setup.accounts.{name} a good token"}.get(
            error.status, "look at base_url and at what this account may do"
        )
        raise NoStage(f"{name} of setup.accounts cannot be played: {error}; {advice}.") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise NoStage(
            f"{name} of setup.accounts cannot be played: the target's answer does not tell who "
            "made a thing; look at base_url: is this the API, or a page in front of it?"
        ) from error
    return person


def _are_different(people: Mapping[str, Person]) -> None:
    first: dict[object, str] = {}
    for name, person in people.items():
        other = first.setdefault(person.told.get("id"), name)
        if other != name:
            raise NoStage(
                f"The tokens of {other} and {name} are of one and the same person; "
                "give each of setup.accounts a person of their own."
            )


def _groups(
    accounts: Mapping[str, Account],
    people: Mapping[str, Person],
    things: Mapping[str, ThingAt],
) -> dict[str, object]:
    """Give the id of each organisation: the one that is said, else the one that is shown."""
    groups: dict[str, object] = {n: each.id for n, each in things.items() if not each.kind}
    shown_to = dict[str, str]()
    for name, account in accounts.items():
        shown = people[name].org
        if shown is None:
            continue
        if account.org is None:
            raise NoStage(
                f"{name} is said to be of no organisation, but the API shows organisation {shown} "
                f"to {name}; give {name} an org, or another token."
            )
        if groups.setdefault(account.org, shown) != shown:
            other = shown_to.get(account.org, "things")
            raise NoStage(
                f"{name} is said to be of {account.org}, which is {groups[account.org]} by "
                f"{other}, but the API shows {shown} to {name}; are two tokens swapped?"
            )
        shown_to.setdefault(account.org, name)
    _refuse_one_id(groups)
    return groups


def _refuse_one_id(groups: Mapping[str, object]) -> None:
    first: dict[object, str] = {}
    for label, id in groups.items():
        if (other := first.setdefault(id, label)) != label:
            raise NoStage(
                f"{other} and {label} are one organisation, {id}; give their people one org, "
                "or look whether two tokens are swapped."
            )


def _are_members(
    counter: Counter, desk: Desk, accounts: Mapping[str, Account], groups: Mapping[str, object]
) -> None:
    for name, org in _claims(accounts, groups):
        if not counter.making.joined(desk, name, groups[org]):
            raise NoStage(
                f"{name} is said to be of {org} ({groups[org]}), but the target does not let "
                f"{name} share with it; are two tokens swapped, or is the organisation another?"
            )


def _claims(
    accounts: Mapping[str, Account], groups: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    for name, account in accounts.items():
        if account.org in groups and account.org is not None:
            yield name, account.org
