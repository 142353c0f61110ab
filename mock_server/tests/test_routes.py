"""A method and a path lead to the operation of the contract, or to no place."""

from mock_server.tests.small import contract
from mock_server.web.routes import Routes

ROUTES = Routes(contract().operations)


def test_a_path_leads_to_its_operations() -> None:
    place = ROUTES.place("/s/counters/7")

    assert place is not None
    assert place.operations["GET"].id == "getCounter"
    assert place.values == ("7",)


def test_a_path_without_parameters_goes_before_one_with() -> None:
    place = ROUTES.place("/s/counters/all")

    assert place is not None
    assert place.operations["GET"].id == "listCounters"


def test_a_place_tells_its_methods() -> None:
    place = ROUTES.place("/s/counters/7")

    assert place is not None
    assert place.methods == "DELETE, GET, HEAD, OPTIONS, PUT"


def test_a_longer_path_is_no_place() -> None:
    assert ROUTES.place("/s/counters/7/more") is None


def test_a_shorter_path_is_no_place() -> None:
    assert ROUTES.place("/s/counters") is None


def test_an_empty_segment_stands_for_no_parameter() -> None:
    assert ROUTES.place("/s/counters/") is None
