"""Who stands how to a row, as the rules about datasets and runs ask it."""

from msgspec import UNSET, UnsetType

from mock_server.domain.aegis.world import AegisWorld, Dataset, Person, Run


def may_delete(caller: Person, row: Dataset | Run) -> bool:
    """Tell whether the caller owns a row, or administers the organisation that alone has it."""
    if row.owner is not None:
        return row.owner == caller.id
    return row.org is not None and row.org == caller.org and caller.admin


def may_change_org(
    world: AegisWorld, caller: Person, row: Dataset | Run, org_id: int | UnsetType | None
) -> bool:
    """Tell whether the caller may send this organisation; a value of nobody's row comes later."""
    if org_id is UNSET or row.owner in (None, caller.id):
        return True
    return org_id == row.org and world.reads("aegis.equal-org-id-from-non-owner", "200")


def keeps_org_of_nobodys_row(row: Dataset | Run, org_id: int | UnsetType | None) -> bool:
    """Tell whether a row without an owner keeps its organisation."""
    return row.owner is not None or org_id is UNSET or org_id == row.org


def is_callers_org(caller: Person, row: Dataset | Run, org_id: int | UnsetType | None) -> bool:
    """Tell whether an organisation that is sent for somebody's row is the caller's own."""
    return row.owner is None or org_id is UNSET or org_id is None or org_id == caller.org
