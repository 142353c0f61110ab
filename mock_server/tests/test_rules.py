"""Every rule has four addresses under one id: contract, function, story, broken server.

The broken servers are in contract_tests/tests/test_broken_servers.py.
"""

import pytest

from mock_server.app import WINGS, WIRE_RULES
from mock_server.contract import Operation, Rule, load_contract
from mock_server.domain.readings import Reading
from mock_server.domain.step import AnyRule, Chapter

CONTRACT = load_contract()
CHAPTERS = {
    action.__name__: chapter for wing in WINGS.values() for action, chapter in wing.rulebook.items()
}
OPERATIONS = [each for each in CONTRACT.operations if each.vendor.id in WINGS]
RULES: dict[str, AnyRule] = {
    rule.rule: rule for chapter in CHAPTERS.values() for rule in chapter.rules
}
READINGS = {reading.id: reading for wing in WINGS.values() for reading in wing.readings}


def chapter_of(operation: Operation) -> Chapter[object, object, object]:
    return CHAPTERS[operation.id[0].upper() + operation.id[1:]]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_an_operation_tells_just_the_rules_that_its_chapter_plays(operation: Operation) -> None:
    assert list(operation.rules) == [rule.rule for rule in chapter_of(operation).rules]


def test_every_chapter_answers_an_operation() -> None:
    told = {each.id[0].upper() + each.id[1:] for each in OPERATIONS}

    assert set(CHAPTERS) == told


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda each: each.rule)
def test_a_functions_docstring_is_the_contracts_sentence(rule: AnyRule) -> None:
    assert rule.sentence == CONTRACT.rules[rule.rule].sentence


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda each: each.rule)
def test_a_sentence_is_a_short_fact(rule: AnyRule) -> None:
    assert rule.sentence.endswith(".")
    assert "should" not in rule.sentence
    assert len(rule.sentence) <= 120


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_a_guard_has_a_documented_status(operation: Operation) -> None:
    for guard in chapter_of(operation).guards:
        rule = CONTRACT.rules[guard.rule]
        statuses = READINGS[rule.reading].options if rule.reading else (str(rule.status),)

        undocumented = {each for each in statuses if each.isdigit()} - {
            str(status) for status in operation.responses
        }

        assert undocumented == set()


@pytest.mark.parametrize("vendor", WINGS)
def test_the_wire_rules_of_a_vendor_are_the_functions_of_the_road(vendor: str) -> None:
    told = {
        rule.id: rule.sentence
        for rule in CONTRACT.rules.values()
        if rule.id.startswith(f"{vendor}.wire.")
    }

    assert told == {
        f"{vendor}.wire.{name}": (function.__doc__ or "").split("\n")[0]
        for name, function in WIRE_RULES.items()
    }


def test_every_rule_of_the_contract_is_a_function() -> None:
    wires = {f"{vendor}.wire.{name}" for vendor in WINGS for name in WIRE_RULES}

    assert set(CONTRACT.rules) == set(RULES) | wires


@pytest.mark.parametrize("rule", CONTRACT.rules.values(), ids=lambda each: each.id)
def test_a_rule_names_readings_and_options_that_exist(rule: Rule) -> None:
    named = {} if rule.reading is None else {rule.reading: None}
    for reading, option in {**named, **rule.under}.items():
        assert option is None or option in READINGS[reading].options
        assert reading in READINGS


@pytest.mark.parametrize("reading", READINGS.values(), ids=lambda each: each.id)
def test_a_reading_defaults_to_one_of_its_options(reading: Reading) -> None:
    assert reading.default in reading.options
