"""Which account plays which role."""

from contract_tests.casting import Casting
from contract_tests.target_file import Account

ACCOUNTS = {
    "ann": Account("1", "acme"),
    "dan": Account("2", "acme"),
    "chief": Account("3", "acme", admin=True),
    "eve": Account("4", "globex"),
    "zed": Account("5"),
}
CASTING = Casting(ACCOUNTS, {"acme", "globex"})


def test_a_role_is_played_by_the_account_of_its_name() -> None:
    assert CASTING.of({"orgs": ["acme"], "users": {"ann": {"org": "acme"}}}).roles == {"ann": "ann"}


def test_another_account_of_the_organisation_plays_who_has_none() -> None:
    users = {"bob": {"org": "acme"}, "ann": {"org": "acme"}}
    assert CASTING.of({"orgs": ["acme"], "users": users}).roles == {"ann": "ann", "bob": "dan"}


def test_an_administrator_is_played_by_one() -> None:
    users = {"boss": {"org": "acme", "admin": True}}
    assert CASTING.of({"orgs": ["acme"], "users": users}).roles == {"boss": "chief"}


def test_a_member_is_not_played_by_an_administrator() -> None:
    users = {name: {"org": "acme"} for name in ("ann", "bob", "cat")}
    cast = CASTING.of({"orgs": ["acme"], "users": users})
    assert [str(each) for each in cast.lacks] == ["cat (somebody of acme)"]


def test_an_organisation_of_another_name_stands_for_one() -> None:
    cast = CASTING.of({"orgs": ["initech"], "users": {"ida": {"org": "initech"}}})
    assert (cast.lacks, cast.groups["initech"]) == ((), "acme")


def test_two_organisations_are_two() -> None:
    users = {"ann": {"org": "one"}, "eve": {"org": "two"}}
    cast = CASTING.of({"orgs": ["one", "two"], "users": users})
    assert set(cast.groups.values()) == {"acme", "globex"}


def test_who_has_no_organisation_is_played_by_nobody_of_one() -> None:
    cast = CASTING.of({"users": {"zed": {}, "zoe": {}}})
    assert [str(each) for each in cast.lacks] == ["zoe (somebody of no organisation)"]


def test_an_organisation_without_an_id_is_missing() -> None:
    cast = CASTING.of({"orgs": ["acme", "globex", "initech"], "users": {"ann": {"org": "acme"}}})
    assert [str(each) for each in cast.lacks] == ["initech (the id of an organisation (orgs))"]
