"""Who plays whom: the roles of a story, and the accounts that exist on a target.

An organisation of a story is played by any that has accounts, the one of the same name first; a
role by an account of that organisation that is an administrator just when the role is one.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

from contract_tests.making.form import Lack
from contract_tests.target_file import Account

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cast:
    """Which account plays which role and which organisation stands for which; what is missing."""

    roles: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True)
class Casting:
    """The accounts of a target, and the organisations whose ids are known.

    `kind` and `member` are the words of the vendor's `given`: `orgs` and `org`.
    """

    accounts: Mapping[str, Account]
    groups: Collection[str]
    kind: str = "orgs"
    member: str = "org"

    def of(self, given: Given) -> Cast:
        """Give the first cast that lacks nobody; else the one that lacks the fewest."""
        casts = (self._with(given, groups) for groups in self._groupings(given))
        best: Cast | None = None
        for each in casts:
            if not each.lacks:
                return each
            best = each if best is None or len(each.lacks) < len(best.lacks) else best
        return best or Cast()

    def _groupings(self, given: Given) -> Iterator[dict[str, str]]:
        """Give every way in which the story's organisations can be played, literal names first."""
        asked, known = list(given.get(self.kind, ())), sorted(self.groups)
        blanks = [""] * max(0, len(asked) - len(known))
        same = [name if name in known else "" for name in asked]
        yield {name: label for name, label in zip(asked, same, strict=True) if label}
        for labels in permutations([*known, *blanks], len(asked)):
            yield {name: label for name, label in zip(asked, labels, strict=True) if label}

    def _with(self, given: Given, groups: Mapping[str, str]) -> Cast:
        users: Mapping[str, Any] = given.get("users", {})
        roles: dict[str, str] = {}
        for role, told in sorted(users.items(), key=lambda each: each[0] not in self.accounts):
            free = [
                name for name in self._fitting(told or {}, groups) if name not in roles.values()
            ]
            if free:
                roles[role] = role if role in free else free[0]
        lacking = [
            Lack(role, self._wanted(told or {}))
            for role, told in users.items()
            if role not in roles
        ]
        unknown = [
            Lack(name, f"the id of an organisation ({self.kind})")
            for name in given.get(self.kind, ())
            if name not in groups
        ]
        return Cast(roles, groups, (*lacking, *unknown))

    def _fitting(self, told: Mapping[str, Any], groups: Mapping[str, str]) -> Iterator[str]:
        wanted = told.get(self.member)
        if wanted is not None and wanted not in groups:
            return
        for name, account in self.accounts.items():
            of_group = account.org == (groups[wanted] if wanted is not None else None)
            if of_group and account.admin == bool(told.get("admin")):
                yield name

    def _wanted(self, told: Mapping[str, Any]) -> str:
        what = "an administrator" if told.get("admin") else "somebody"
        where = told.get(self.member)
        return f"{what} of {where}" if where else f"{what} of no organisation"
