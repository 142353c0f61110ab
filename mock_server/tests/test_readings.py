"""Readings are chosen by id and option; what is not chosen takes its default."""

import pytest

from mock_server.domain.readings import Reading, UnknownReading, choose

READINGS = (Reading("v.colour", "Q1", ("red", "blue"), "red", "The colour."),)


def test_what_is_not_chosen_takes_its_default() -> None:
    assert choose(READINGS, {}) == {"v.colour": "red"}


def test_what_is_chosen_is_taken() -> None:
    assert choose(READINGS, {"v.colour": "blue"}) == {"v.colour": "blue"}


def test_an_unknown_reading_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownReading, match=r"'v\.size'.*v\.colour"):
        choose(READINGS, {"v.size": "big"})


def test_an_unknown_option_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownReading, match=r"'green'.*red, blue"):
        choose(READINGS, {"v.colour": "green"})
