"""Every sentence of the two documents that Aegis began with has an id: no address is left out."""

import pytest

from mock_server.contract import load_contract

# Page, section, place: as the x-rules name the source of a sentence.
CREATE = (
    "c-create, description",
    "c-create, sharing rules, introduction",
    "c-create, sharing rules, bullet 1",
    "c-create, sharing rules, bullet 2",
    "c-create, sharing rules, bullet 3",
    "c-create, sharing rules, bullet 4",
    "c-create, errors",
    "c-create, responses",
)
UPDATE = (
    "c-update, description",
    "c-update, org_id, bullet 1",
    "c-update, org_id, bullet 2",
    "c-update, org_id, bullet 2.1",
    "c-update, org_id, bullet 2.2",
    "c-update, org_id, bullet 2.3",
    "c-update, org_id, bullet 3",
    "c-update, org_id, bullet 4",
    "c-update, dataset_ids, introduction",
    "c-update, dataset_ids, bullet 1",
    "c-update, dataset_ids, bullet 2",
    "c-update, dataset_ids, bullet 3",
    "c-update, dataset_ids, bullet 4",
    "c-update, errors",
    "c-update, responses",
    "c-update, example",
)
NAMED = {
    place
    for rule in load_contract().rules.values()
    if rule.basis == "documented"
    for place in rule.source.split("; ")
}


@pytest.mark.parametrize("place", [*CREATE, *UPDATE])
def test_a_documented_sentence_has_a_rule(place: str) -> None:
    assert place in NAMED
